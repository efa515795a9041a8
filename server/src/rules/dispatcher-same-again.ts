import { controlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { isCallOf, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { ARMING, STATEFUL_RELAYS } from './shared/request-functions.ts';

const MARKED = 1;
const CHANGED = 2;
const MARK: ReadonlySet<string> = new Set(['ds_mark_dst']);
/** Leave the destination as it is; any other function may set one. */
const KEEPS: ReadonlySet<string> = new Set([
  ...STATEFUL_RELAYS,
  ...ARMING,
  ...MARK,
  ...['t_is_canceled', 't_check_status', 't_branch_timeout', 't_branch_replied', 't_any_timeout', 't_any_replied'],
  ...[
    'is_method',
    'has_totag',
    'append_branch',
    'xlog',
    'xinfo',
    'xwarn',
    'xnotice',
    'xdbg',
    'xerr',
    'log',
    'append_hf',
  ],
  ...[
    'remove_hf',
    'setflag',
    'resetflag',
    'isflagset',
    'msg_apply_changes',
    'acc_log_request',
    'send_reply',
    't_reply',
  ],
]);

export const dispatcherSameAgain: Rule = {
  code: 'dispatcher-same-again',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A destination is marked as failed, and the request is sent to it again.',
  advice: 'Call ds_next_dst() behind ds_mark_dst(), and relay only where it is true.',
  documentation: {
    why:
      '`ds_mark_dst()` changes the state of the destination and nothing about the request. A failure route that relays ' +
      'behind it without `ds_next_dst()` sends the call once more to the gateway that has just failed.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("LOST");
  t_relay();
}
failure_route[LOST] {
  ds_mark_dst("tp");
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("LOST");
  t_relay();
}
failure_route[LOST] {
  ds_mark_dst("tp");
  if (ds_next_dst()) t_relay();
}
`,
  },
  check(analysis, report) {
    const flow = controlFlow(analysis.program);
    const steps = settledSteps(flow);
    const entries = [...flow.routes.keys()]
      .filter(({ kind, name = '' }) => kind === 'failure_route' || name.startsWith('tm:branch-failure:'))
      .map((route) => ({ route, facts: 0 }));
    for (const mark of steps.filter((node) => isCallOf(node, MARK))) {
      if (!mark.call || callTargets(analysis).get(mark.call)?.kind !== 'module') continue;
      const states = walkFlow(flow, entries, (node, _outcome, facts) => {
        if (node === mark) return MARKED;
        return changesTarget(node) ? facts | CHANGED : facts;
      });
      const relay = steps.find(
        (node) => isCallOf(node, STATEFUL_RELAYS) && states.mayHold(node, (facts) => facts === MARKED),
      );
      if (!relay) continue;
      report({
        range: rangeOfStep(mark),
        message: 'the request can go to this destination again: behind the mark it is relayed without ds_next_dst()',
        related: [{ range: rangeOfStep(relay), message: 'it is relayed here' }],
      });
    }
  },
};

function changesTarget(node: FlowNode): boolean {
  if (node.kind === 'call') return !isCallOf(node, KEEPS);
  // Any variable may be one that the target is made of.
  return node.kind === 'assignment';
}
