import type { LoadedModule } from '../semantic/symbols.ts';
import { rangeOf } from '../semantic/program.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { wholeLines } from './shared/edits.ts';
import { loadedName } from './shared/program-facts.ts';

export const duplicateLoadmodule: Rule = {
  code: 'duplicate-loadmodule',
  severity: 'error',
  category: 'modules',
  summary: 'A module is loaded twice, which Kamailio refuses.',
  advice: 'Remove one of the two lines.',
  documentation: {
    why: `Kamailio refuses to load the same module file again. It happens when an included file loads what the root has loaded
already.`,
    wrong: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "pv.so"

request_route {
    exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "sl.so"

request_route {
    exit;
}
`,
  },
  check({ program }, report) {
    const first = new Map<string, LoadedModule>();
    for (const module of program.symbols.modules) {
      const name = loadedName(module);
      if (name === undefined) continue;
      const before = first.get(name);
      if (!before) {
        first.set(name, module);
        continue;
      }
      report({
        range: valueRange(module.token),
        message: `the module '${name}' is already loaded`,
        related: [{ range: valueRange(before.token), message: `'${name}' is first loaded here` }],
        ...removal(module),
      });
    }
  },
};

/** Without the line: the first one has loaded the module. What else stands in the line is left alone, and so is all. */
function removal({ item }: LoadedModule): Pick<RuleFinding, 'fix'> {
  const range = wholeLines(rangeOf(item, item.node));
  return range ? { fix: { title: 'Remove this line', edits: [{ range, newText: '' }], isSafe: true } } : {};
}
