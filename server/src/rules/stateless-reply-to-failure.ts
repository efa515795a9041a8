import { controlFlow } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { isCallOf, nameRoute, rangeOfStep } from './shared/flow-places.ts';

/** Send their reply without the transaction; `send_reply()` and `t_reply()` use it. */
const STATELESS: ReadonlySet<string> = new Set(['sl_send_reply', 'sl_reply', 'sl_reply_error']);

export const statelessReplyToFailure: Rule = {
  code: 'stateless-reply-to-failure',
  severity: 'warning',
  category: 'routes',
  summary: 'A failure route can get to a reply that does not belong to its transaction.',
  advice: 'Use send_reply() or t_reply() in blocks that failure routes call.',
  documentation: {
    why:
      'A failure route runs while the transaction still waits for its final reply. `sl_send_reply()` and ' +
      '`sl_reply_error()` answer beside it: the caller gets that reply, and the one of the transaction after it, and the ' +
      'transaction never learns that the call is over. Kamailio refuses such a call in the failure route itself, but not ' +
      'in a block that the failure route calls.',
    wrong: `loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "maxfwd.so"
request_route {
  $du = "sip:192.0.2.5";
  if (!mf_process_maxfwd_header("10")) exit;
  t_on_failure("NEXT");
  route(RELAY);
}
route[RELAY] {
  if (!t_relay()) sl_reply_error();
}
failure_route[NEXT] {
  $du = "sip:192.0.2.6";
  route(RELAY);
}
`,
    right: `loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "maxfwd.so"
request_route {
  $du = "sip:192.0.2.5";
  if (!mf_process_maxfwd_header("10")) exit;
  t_on_failure("NEXT");
  route(RELAY);
}
route[RELAY] {
  if (!t_relay()) send_reply("500", "Relay failed");
}
failure_route[NEXT] {
  $du = "sip:192.0.2.6";
  route(RELAY);
}
`,
  },
  check(analysis, report) {
    const flow = controlFlow(analysis.program);
    const failures = [...flow.routes.keys()].filter(
      ({ kind, name = '' }) => kind === 'failure_route' || name.startsWith('tm:branch-failure:'),
    );
    const replies = [...flow.routes.values()].flatMap(({ nodes }) => nodes.filter((node) => isCallOf(node, STATELESS)));
    const together = walkFlow(
      flow,
      failures.map((route) => ({ route, facts: 0 })),
      (_node, _outcome, facts) => facts,
    );
    if (!replies.some((node) => together.isReached(node))) return;
    const told = new Set<(typeof replies)[number]>();
    for (const failure of failures) {
      const states = walkFlow(flow, [{ route: failure, facts: 0 }], (_node, _outcome, facts) => facts);
      for (const node of replies) {
        if (told.has(node) || node.flow.symbol === failure || !states.isReached(node)) continue;
        if (!node.call || callTargets(analysis).get(node.call)?.kind !== 'module') continue;
        told.add(node);
        report({
          range: rangeOfStep(node),
          message: `${nameRoute(failure)} gets here: this reply goes out beside that of the transaction; send_reply() would use it`,
          ...(node.call.name === 'sl_send_reply' ? { replacement: 'send_reply' } : {}),
        });
      }
    }
  },
};
