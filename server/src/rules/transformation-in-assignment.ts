import { rangeOf } from '../semantic/program.ts';
import { readPseudoVariable } from '../syntax/pseudo-variable.ts';
import type { Rule } from './rule.ts';

export const transformationInAssignment: Rule = {
  code: 'transformation-in-assignment',
  severity: 'error',
  category: 'expressions',
  summary: 'The variable that is assigned to has a transformation.',
  advice: 'Assign to the plain variable; transformations belong to the value.',
  documentation: {
    why: `A transformation works on a value that is read. There is nothing that it could mean for a place to write to.`,
    wrong: `loadmodule "pv.so"

request_route {
    $(var(name){s.tolower}) = $rU;
    exit;
}
`,
    right: `loadmodule "pv.so"

request_route {
    $var(name) = $(rU{s.tolower});
    exit;
}
`,
  },
  check({ program }, report) {
    for (const { node, item } of program.symbols.assignments) {
      const { target } = node;
      if (target.kind !== 'pseudoVariable') continue;
      const { transformations } = readPseudoVariable(item.tokens[target.token]?.image ?? '', 0, true);
      if (transformations.length === 0) continue;
      report({
        range: rangeOf(item, target),
        message: 'a variable with a transformation cannot be assigned to: transform the value on the right',
      });
    }
  },
};
