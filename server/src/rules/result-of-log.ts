import { controlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { rangeOf } from '../semantic/program.ts';
import { walk } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { isCallOf, rangeOfStep } from './shared/flow-places.ts';
import { LOG_FUNCTIONS } from './shared/request-functions.ts';

export const resultOfLog: Rule = {
  code: 'result-of-log',
  severity: 'warning',
  category: 'expressions',
  summary: '$rc is read behind a log line, and is the result of that.',
  advice: 'Read $rc, or keep it in a variable, before anything else is called.',
  documentation: {
    why:
      'Every function that runs leaves its result in `$rc`, those that write to the log as well: they always give 1. With ' +
      'a log line between a function and the question for its result, the question is about the log line.',
    wrong: `loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "textops.so"
request_route {
  has_body("application/sdp");
  xlog("body of $rm\\n");
  if ($rc < 0) {
    drop;
  }
}
`,
    right: `loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "textops.so"
request_route {
  has_body("application/sdp");
  $var(rc) = $rc;
  xlog("body of $rm\\n");
  if ($var(rc) < 0) {
    drop;
  }
}
`,
  },
  check({ program }, report) {
    for (const { nodes, symbol } of controlFlow(program).routes.values()) {
      const { tokens } = symbol.item;
      if (!tokens.some(({ image }) => RESULT.test(image))) continue;
      const before = new Map<FlowNode, FlowNode[]>();
      for (const node of nodes) {
        for (const { to } of node.edges) {
          const ways = before.get(to);
          if (ways) ways.push(node);
          else before.set(to, [node]);
        }
      }
      for (const node of nodes) {
        if (node.kind !== 'test' && node.kind !== 'assignment') continue;
        const ways = before.get(node) ?? [];
        const [log] = ways;
        if (!log || !ways.every((way) => isCallOf(way, LOG_FUNCTIONS))) continue;
        const root =
          node.node.kind === 'assignment' || node.node.kind === 'assignmentExpression' ? node.node.value : node.node;
        if (!root) continue;
        walk(root, (part) => {
          if (part.kind !== 'pseudoVariable' || !RESULT.test(tokens[part.token]?.image ?? '')) return;
          report({
            range: rangeOf(symbol.item, part),
            message: `'${tokens[part.token]?.image}' is the result of ${log.call?.name}() here, which is always 1`,
            related: [{ range: rangeOfStep(log), message: 'this runs before' }],
          });
        });
      }
    }
  },
};

const RESULT = /^\$\(?(?:rc|retcode|\?)\)?$/;
