import { controlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import { routeName } from '../semantic/route-references.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { isCallOf, nameRoute, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { STATEFUL_RELAYS } from './shared/request-functions.ts';

const ARMED = 1;
/** Something was asked that can end the round: another destination, a counter, a mark. */
const LIMITED = 2;
const ARM: ReadonlySet<string> = new Set(['t_on_failure']);
/** Ask about the reply or the request, which may be the same every time round. */
const SAME_EVERY_TIME: ReadonlySet<string> = new Set([
  ...STATEFUL_RELAYS,
  't_is_canceled',
  't_check_status',
  't_branch_timeout',
  't_branch_replied',
  't_any_timeout',
  't_any_replied',
  't_on_failure',
  't_on_branch',
  't_on_reply',
  'is_method',
  'has_totag',
  'append_branch',
  'xlog',
  'xinfo',
  'xdbg',
  'log',
  'record_route',
  'ds_mark_dst',
]);

export const endlessFailover: Rule = {
  code: 'endless-failover',
  severity: 'warning',
  category: 'routes',
  summary: 'A failure route arms itself and relays again, with nothing that ends it.',
  advice: 'Relay only while another destination is found, or count the attempts.',
  documentation: {
    why:
      'A failure route that sends the request on and arms itself runs again when that fails too. Where nothing is asked ' +
      'that changes from one round to the next, a destination that is down is tried until tm has no branches left, and ' +
      'the caller waits all that time.',
    wrong: `loadmodule "tm.so"
loadmodule "maxfwd.so"
request_route {
  $du = "sip:192.0.2.5";
  mf_process_maxfwd_header("10");
  t_on_failure("BACKUP");
  t_relay();
}
failure_route[BACKUP] {
  if (t_is_canceled()) exit;
  $du = "sip:192.0.2.6";
  t_on_failure("BACKUP");
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "maxfwd.so"
request_route {
  $du = "sip:192.0.2.5";
  mf_process_maxfwd_header("10");
  t_on_failure("BACKUP");
  t_relay();
}
failure_route[BACKUP] {
  if (t_is_canceled()) exit;
  $du = "sip:192.0.2.6";
  t_relay();
}
`,
  },
  check({ program }, report) {
    const flow = controlFlow(program);
    const steps = settledSteps(flow);
    for (const failure of flow.routes.keys()) {
      if (failure.kind !== 'failure_route') continue;
      const states = walkFlow(flow, [{ route: failure, facts: 0 }], (node, _outcome, facts) => {
        if (isCallOf(node, ARM)) return names(node, failure) ? facts | ARMED : facts & ~ARMED;
        return isLimit(node) ? facts | LIMITED : facts;
      });
      const relay = steps.find(
        (node) => isCallOf(node, STATEFUL_RELAYS) && states.mayHold(node, (facts) => facts === ARMED),
      );
      const arming = steps.find((node) => isCallOf(node, ARM) && names(node, failure) && states.isReached(node));
      if (!relay || !arming) continue;
      report({
        range: rangeOfStep(arming),
        message: `${nameRoute(failure)} arms itself and relays again without a limit: a destination that is down is tried over and over`,
        related: [{ range: rangeOfStep(relay), message: 'it is relayed again here' }],
      });
    }
  },
};

/** Whether a call arms a block. */
function names({ call }: FlowNode, { name }: RouteSymbol): boolean {
  const [argument] = call?.node.arguments ?? [];
  const token = argument && call?.item.tokens[argument.from];
  return token !== undefined && argument?.from === argument?.to && routeName(token) === name;
}

/** Whether a step can end the round. What is not known to be the same every time can. */
function isLimit({ kind, call, edges, node }: FlowNode): boolean {
  if (kind === 'call') return call !== undefined && !SAME_EVERY_TIME.has(call.name);
  if (kind === 'test') return node.kind !== 'messageOperand' && edges.length > 0;
  return false;
}
