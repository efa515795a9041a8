import type { LoadedModule } from '../semantic/symbols.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { loadedName } from './shared/program-facts.ts';

export const duplicateLoadmodule: Rule = {
  code: 'duplicate-loadmodule',
  severity: 'error',
  category: 'modules',
  summary: 'A module is loaded twice, which Kamailio refuses.',
  advice: 'Remove one of the two lines.',
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
      });
    }
  },
};
