import { rangeOf } from '../semantic/program.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import * as t from '../syntax/token-types.ts';
import type { AssignmentExpression } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { conditionsOf, partsOf, type Condition } from './shared/route-nodes.ts';

export const assignmentInCondition: Rule = {
  code: 'assignment-in-condition',
  severity: 'warning',
  category: 'expressions',
  summary: 'A condition assigns a value instead of comparing.',
  advice: "Compare with '=='; where the assignment is meant, make it a statement before the condition.",
  documentation: {
    why:
      'An assignment in parentheses is a value to Kamailio: true, whatever is assigned, also 0 and the empty string. ' +
      'The block always runs, and the variable has lost what it held.',
    wrong: `loadmodule "pv.so"

request_route {
  $var(local) = 0;
  if ($var(local) = 1) {
    exit;
  }
  drop;
}
`,
    right: `loadmodule "pv.so"

request_route {
  $var(local) = 0;
  if ($var(local) == 1) {
    exit;
  }
  drop;
}
`,
  },
  check(analysis, report) {
    for (const condition of conditionsOf(analysis)) {
      for (const part of partsOf(condition)) {
        if (part.kind === 'assignmentExpression') report(describe(condition, part));
      }
    }
  },
};

function describe({ item, keyword }: Condition, node: AssignmentExpression): RuleFinding {
  const operator = item.tokens[node.operator]!;
  const range = rangeOf(item, node);
  const target = item.tokens[node.target.from]?.image ?? '';
  const message = `this assigns to '${target}' and is always true${keyword === 'while' ? ', so the loop does not end here' : ''}; a comparison is written '=='`;
  if (operator.tokenType !== t.Assign || operator.macro || operator.image !== '=') return { range, message };
  const edits = [{ range: rangeOfToken(operator), newText: '==' }];
  return { range, message, fix: { title: "Compare with '=='", edits, isSafe: false } };
}
