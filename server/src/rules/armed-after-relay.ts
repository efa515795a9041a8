import { controlFlow, entryPoints, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { isCallOf, rangeOfStep } from './shared/flow-places.ts';
import { ARMING, STATEFUL_RELAYS } from './shared/request-functions.ts';

const RELAYED = 1;
/** Something was armed behind a relay: a second relay would give it effect. */
const LATE = 2;

export const armedAfterRelay: Rule = {
  code: 'armed-after-relay',
  severity: 'warning',
  category: 'routes',
  summary: 'A failure, branch or reply route is armed when the request has been sent already.',
  advice: 'Arm it before t_relay().',
  documentation: {
    why:
      'tm copies what is armed into each branch while it builds the branch, inside `t_relay()`. Behind that, ' +
      '`t_on_failure()`, `t_on_branch()` and `t_on_reply()` still say that they worked, and the block never runs for ' +
      'this request.',
    wrong: `loadmodule "sl.so"
loadmodule "tm.so"
request_route {
  $du = "sip:192.0.2.5";
  if (!t_relay()) sl_reply_error();
  t_on_failure("VOICEMAIL");
}
failure_route[VOICEMAIL] {
  if (t_is_canceled()) exit;
  t_reply("480", "Away");
}
`,
    right: `loadmodule "sl.so"
loadmodule "tm.so"
request_route {
  $du = "sip:192.0.2.5";
  t_on_failure("VOICEMAIL");
  if (!t_relay()) sl_reply_error();
}
failure_route[VOICEMAIL] {
  if (t_is_canceled()) exit;
  t_reply("480", "Away");
}
`,
  },
  check({ program }, report) {
    const flow = controlFlow(program);
    if (flow.hasUnknownTarget) return;
    const entries = entryPoints(program).map((route) => ({ route, facts: 0 }));
    const states = walkFlow(flow, entries, (node, _outcome, facts) => {
      if (isCallOf(node, STATEFUL_RELAYS)) return facts | RELAYED;
      return isCallOf(node, ARMING) && (facts & RELAYED) !== 0 ? facts | LATE : facts;
    });
    const late: FlowNode[] = [];
    for (const { nodes, isPartial } of flow.routes.values()) {
      for (const node of nodes) {
        if (isPartial || (isCallOf(node, STATEFUL_RELAYS) && states.mayHold(node, (facts) => (facts & LATE) !== 0)))
          return;
        if (isCallOf(node, ARMING) && states.mustHold(node, (facts) => (facts & RELAYED) !== 0)) late.push(node);
      }
    }
    for (const node of late) {
      const name = node.call?.name ?? '';
      report({
        range: rangeOfStep(node),
        message: `${name}() comes too late: t_relay() is behind on every way here, so this has no effect`,
      });
    }
  },
};
