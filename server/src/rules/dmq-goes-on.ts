import { controlFlow, entryPoints, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantArgument } from './shared/constant-text.ts';
import { isCallOf, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { CODED_REPLIES, RELAYS } from './shared/request-functions.ts';
import { isImpossible } from './shared/request-kind.ts';

const KDMQ = { method: 'KDMQ', hasToTag: false };
const HANDLERS: ReadonlySet<string> = new Set(['dmq_handle_message', 'dmq_process_message']);
/** Answer a request or send it on. */
const ANSWERS: ReadonlySet<string> = new Set([
  ...CODED_REPLIES,
  ...RELAYS,
  ...['sl_reply_error', 'auth_challenge', 'www_challenge', 'proxy_challenge', 'save', 'pres_auth_status'],
]);
const HANDLED = 1;

export const dmqGoesOn: Rule = {
  code: 'dmq-goes-on',
  severity: 'warning',
  category: 'replication',
  summary: 'A message of a dmq peer is handled, and the script goes on to answer it like any request.',
  advice: 'Put exit; behind dmq_handle_message().',
  documentation: {
    why:
      '`dmq_handle_message()` answers a message itself. It ends the script only if nothing is wrong with the message and no ' +
      'argument tells it to go on; in the other cases what comes next treats the message like a call: it is refused, ' +
      'challenged or relayed, and the peer gets an answer that it takes for a failure.',
    wrong: `loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "textops.so"
loadmodule "dmq.so"
listen=udp:127.0.0.1:5060
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.1:5066")
request_route {
  if (is_method("KDMQ")) {
    dmq_handle_message("1");
  }
  sl_send_reply("405", "Method Not Allowed");
}
`,
    right: `loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "textops.so"
loadmodule "dmq.so"
listen=udp:127.0.0.1:5060
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.1:5066")
request_route {
  if (is_method("KDMQ")) {
    dmq_handle_message("1");
    exit;
  }
  sl_send_reply("405", "Method Not Allowed");
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const flow = controlFlow(program);
    const steps = settledSteps(flow);
    const entries = entryPoints(program).map((route) => ({ route, facts: 0 }));
    for (const handler of steps) {
      if (!isCallOf(handler, HANDLERS) || !handler.call) continue;
      if (callTargets(analysis).get(handler.call)?.kind !== 'module') continue;
      const states = walkFlow(flow, entries, (node, outcome, facts) => {
        if (isImpossible(node, outcome, KDMQ)) return undefined;
        return node === handler ? facts | HANDLED : facts;
      });
      const answer = steps.find(
        (node) => isCallOf(node, ANSWERS) && states.mayHold(node, (facts) => facts === HANDLED),
      );
      if (!answer) continue;
      const name = handler.call.name;
      const goesOn = isToldToGoOn(handler);
      report({
        range: rangeOfStep(handler),
        message: goesOn
          ? `${name}() goes on behind a message of a peer, and nothing ends the script before it is answered once more`
          : `nothing ends the script behind ${name}(), which does it only for messages that are in order: others are answered like any request`,
        ...(goesOn ? {} : { severity: 'information' }),
        related: [{ range: rangeOfStep(answer), message: 'it gets here' }],
      });
    }
  },
};

/** Whether the argument says that the script is to go on. */
function isToldToGoOn({ call }: FlowNode): boolean {
  const text = call && constantArgument(call, 0)?.text;
  return text !== undefined && /^0*[1-9]\d*$/.test(text);
}
