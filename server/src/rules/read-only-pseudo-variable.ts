import { rangeOf } from '../semantic/program.ts';
import { readPseudoVariable } from '../syntax/pseudo-variable.ts';
import type { Rule } from './rule.ts';
import { factsOf } from './shared/program-facts.ts';

export const readOnlyPseudoVariable: Rule = {
  code: 'read-only-pseudo-variable',
  severity: 'error',
  category: 'expressions',
  summary: 'A pseudo-variable is assigned to that can only be read.',
  advice: 'Assign to another variable, such as $var(…).',
  documentation: {
    why: `Values that come from the message as it was received, or from Kamailio itself, have no function to set them; Kamailio
refuses the assignment while it reads the file.`,
    wrong: `loadmodule "pv.so"

request_route {
    $si = "192.0.2.1";
    exit;
}
`,
    right: `loadmodule "pv.so"

request_route {
    $var(source) = "192.0.2.1";
    exit;
}
`,
  },
  check(analysis, report) {
    const { catalog, program } = analysis;
    const facts = factsOf(analysis);
    for (const { node, item } of program.symbols.assignments) {
      const { target } = node;
      if (target.kind !== 'pseudoVariable') continue;
      const { name, inner } = readPseudoVariable(item.tokens[target.token]?.image ?? '', 0, true);
      const owners = catalog
        .pseudoVariablesNamed(name.text)
        .filter(({ module, entry }) => catalog.has(entry) && (module === 'core' || facts.isLoadedBefore(module, item)));
      if (owners.length === 0 || owners.some(({ entry }) => entry.writable)) continue;
      // Without its inner name it cannot be looked up, and is an AVP where '#!KAMAILIO' does not stand first.
      if (!inner && owners.every(({ entry }) => entry.innerName)) continue;
      report({ range: rangeOf(item, target), message: `'$${name.text}' can only be read` });
    }
  },
};
