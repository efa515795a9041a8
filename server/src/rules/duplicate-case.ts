import { rangeOf } from '../semantic/program.ts';
import type { SwitchCase } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { constantValue } from './shared/constants.ts';
import { nodesOfKind } from './shared/route-nodes.ts';
import { isPlaceholder } from './shared/wording.ts';

export const duplicateCase: Rule = {
  code: 'duplicate-case',
  severity: 'error',
  category: 'expressions',
  summary: 'A switch has the same label twice.',
  advice: 'Correct one of the labels, or put both bodies under one.',
  documentation: {
    why:
      'Kamailio refuses to start with two equal numbers or strings among the labels of a `switch`. Two equal regular ' +
      'expressions it takes, and never comes to the second.',
    wrong: `loadmodule "pv.so"

request_route {
  switch ($rU) {
    case "100":
      exit;
    case "100":
      drop;
  }
}
`,
    right: `loadmodule "pv.so"

request_route {
  switch ($rU) {
    case "100":
      exit;
    case "101":
      drop;
  }
}
`,
  },
  check(analysis, report) {
    for (const { node, item } of nodesOfKind(analysis, 'switch')) {
      const first = new Map<string, SwitchCase>();
      for (const entry of node.cases) {
        const value = constantValue(entry.label, item.tokens);
        if (!entry.label || value === undefined || (typeof value === 'string' && isPlaceholder(value))) continue;
        const key = `${entry.isRegex ? 'regex' : typeof value} ${value}`;
        const other = first.get(key)?.label;
        if (!other) {
          first.set(key, entry);
          continue;
        }
        const text = typeof value === 'string' ? `"${value}"` : String(value);
        const related = [{ range: rangeOf(item, other), message: 'the first one is here' }];
        const range = rangeOf(item, entry.label);
        if (entry.isRegex) {
          const message = `the expression ${text} stands in an earlier case: this one is never reached`;
          report({ range, severity: 'warning', message, related });
        } else report({ range, message: `this switch has a case ${text} already`, related });
      }
    }
  },
};
