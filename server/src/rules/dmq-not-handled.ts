import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, entryPoints } from '../semantic/control-flow.ts';
import { reachableFrom } from '../semantic/flow-states.ts';
import { valueRange } from '../semantic/string-place.ts';
import { rangeOfToken, type CallSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { factsOf } from './shared/program-facts.ts';
import { hasForeignScript, isMainRoute, isWhole, mayStandElsewhere } from './shared/whole-program.ts';

/** What hands a request to the dmq module. */
const HANDLERS = ['dmq_handle_message', 'dmq_process_message', 'dmq_handle_custom', 'dmq_process_custom'];

export const dmqNotHandled: Rule = {
  code: 'dmq-not-handled',
  severity: 'warning',
  category: 'replication',
  summary: 'The dmq module is loaded, but its messages are never handed to it.',
  advice: 'Call dmq_handle_message() for requests with the method KDMQ, before anything else looks at them.',
  documentation: {
    why:
      'The messages of the other nodes come as SIP requests of the method `KDMQ` through the request route. Where nothing ' +
      'calls `dmq_handle_message()` they are treated as any other request, mostly refused, and nothing is replicated.',
    wrong: `listen=udp:127.0.0.1:5060
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "dmq.so"
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.2:5060")
request_route {
  exit;
}
`,
    right: `listen=udp:127.0.0.1:5060
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "dmq.so"
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.2:5060")
request_route {
  if (method == "KDMQ") {
    dmq_handle_message();
    exit;
  }
}
`,
  },
  check(analysis, report) {
    const load = factsOf(analysis).loads.get('dmq');
    if (!load || !isWhole(analysis) || hasForeignScript(analysis)) return;
    if (mayStandElsewhere(analysis, /\bdmq_(?:handle|process)_/)) return;
    const range = valueRange(load.module.token);
    const calls = callsOf(analysis, 'dmq', HANDLERS);
    const message = "the messages of the other nodes are never handed to module 'dmq':";
    if (calls.length === 0) report({ range, message: `${message} no route block calls dmq_handle_message()` });
    else if (!isReached(analysis, new Set(calls))) {
      const related = calls.map(({ token }) => ({
        range: rangeOfToken(token),
        message: 'a call that no such request gets to',
      }));
      report({ range, message: `${message} no request gets to a call of dmq_handle_message()`, related });
    }
  },
};

/** Whether some request can get to one of the calls. */
function isReached({ program }: Analysis, calls: ReadonlySet<CallSymbol>): boolean {
  const flow = controlFlow(program);
  const parts = [...flow.routes.values()];
  if (flow.hasUnknownTarget || parts.some(({ isPartial }) => isPartial)) return true;
  // Requests of the other nodes come to no other block.
  const states = reachableFrom(flow, entryPoints(program).filter(isMainRoute));
  return parts.some(({ nodes }) => nodes.some((node) => node.call && calls.has(node.call) && states.isReached(node)));
}
