import { controlFlow, entryPoints } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { isCallOf, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { STATEFUL_RELAYS } from './shared/request-functions.ts';
import { isImpossible, outcomeFor } from './shared/request-kind.ts';
import { hasForeignScript, isMainRoute } from './shared/whole-program.ts';

const CALL = { method: 'INVITE', hasToTag: false };
/** To a reply that was not 2xx: with the tag of that reply, and without a Route header of a dialog. */
const ACK = { method: 'ACK', hasToTag: true };
/** The script has asked something that tells it from the request of a call. */
const ASKED = 1;
const LOOSE: ReadonlySet<string> = new Set(['loose_route', 'loose_route_mode']);
/** Match the ACK with the transaction of its INVITE. */
const MATCHING: ReadonlySet<string> = new Set([
  ...STATEFUL_RELAYS,
  't_check_trans',
  't_lookup_request',
  't_lookup_cancel',
  't_newtran',
  't_precheck_trans',
]);

export const ackNotAbsorbed: Rule = {
  code: 'ack-not-absorbed',
  severity: 'warning',
  category: 'operations',
  summary: 'The ACK to a negative final reply never gets to tm.',
  advice: 'Give ACKs to t_check_trans(), and relay those for which it is true.',
  documentation: {
    why:
      'tm repeats a negative final reply until the ACK for it comes. That ACK ends at this proxy and has no Route header; ' +
      'unless the script gives it to `t_check_trans()` (or a relay), tm never learns of it and sends the reply again and ' +
      'again, up to half a minute.',
    wrong: `loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "textops.so"
loadmodule "maxfwd.so"
request_route {
  if (!mf_process_maxfwd_header("10")) exit;
  if (loose_route()) {
    t_relay();
    exit;
  }
  if (is_method("ACK")) exit;
  record_route();
  $du = "sip:192.0.2.5";
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "textops.so"
loadmodule "maxfwd.so"
request_route {
  if (!mf_process_maxfwd_header("10")) exit;
  if (loose_route()) {
    t_relay();
    exit;
  }
  if (is_method("ACK")) {
    if (t_check_trans()) t_relay();
    exit;
  }
  record_route();
  $du = "sip:192.0.2.5";
  t_relay();
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const request = entryPoints(program).find(isMainRoute);
    if (!request || hasForeignScript(analysis)) return;
    const flow = controlFlow(program);
    const steps = settledSteps(flow);
    const entries = [{ route: request, facts: 0 }];
    const calls = walkFlow(flow, entries, (node, outcome, facts) =>
      isImpossible(node, outcome, CALL) ? undefined : facts,
    );
    const relay = steps.find((node) => isCallOf(node, STATEFUL_RELAYS) && calls.isReached(node));
    if (!relay) return;
    const acks = walkFlow(flow, entries, (node, outcome, facts) => {
      if (isImpossible(node, outcome, ACK) || (isCallOf(node, LOOSE) && outcome === true)) return undefined;
      return isCallOf(node, LOOSE) || outcomeFor(node, ACK) !== outcomeFor(node, CALL) ? facts | ASKED : facts;
    });
    if (steps.some((node) => isCallOf(node, MATCHING) && acks.isReached(node))) return;
    // What ends the script before it is told from other requests ends it for other reasons.
    const end = steps.find(
      (node) => node.leaving === 'script' && acks.mustHold(node, (facts) => (facts & ASKED) !== 0),
    );
    report({
      range: end ? rangeOfStep(end) : rangeOfToken(request.keyword),
      message:
        'the ACK to a negative reply never gets to t_check_trans() or a relay, so the reply is repeated for half a minute',
      related: [{ range: rangeOfStep(relay), message: 'calls are relayed here' }],
    });
  },
};
