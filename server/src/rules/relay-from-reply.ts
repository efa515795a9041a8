import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { isCallOf, nameRoute, rangeOfStep } from './shared/flow-places.ts';
import { mentionsOf } from './shared/mentions.ts';
import { STATEFUL_RELAYS } from './shared/request-functions.ts';

/** What a block asks that serves requests and replies alike. */
const ASKS_WHAT_IT_IS =
  /^is_(?:request|reply)$|^t_is_\w+_route$|^\$\(?(?:rs|rr|rt|T_reply_code|T_branch_idx|mt)\b|^status$/;

export const relayFromReply: Rule = {
  code: 'relay-from-reply',
  severity: 'warning',
  category: 'routes',
  summary: 'A block for replies or branches calls one that relays the request.',
  advice: 'Leave the call out: replies and branches go on by themselves.',
  documentation: {
    why:
      'Kamailio refuses `t_relay()` in `onreply_route` and `branch_route`, but not in a block that they call. There it logs ' +
      'a critical error and ends the script, as it relays from blocks for requests and failures only.',
    wrong: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "maxfwd.so"
request_route {
  if (!mf_process_maxfwd_header("10")) exit;
  $du = "sip:192.0.2.5";
  t_on_reply("BACK");
  route(RELAY);
}
route[RELAY] {
  if (!t_relay()) sl_reply_error();
}
onreply_route[BACK] {
  route(RELAY);
}
`,
    right: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "maxfwd.so"
request_route {
  if (!mf_process_maxfwd_header("10")) exit;
  $du = "sip:192.0.2.5";
  t_on_reply("BACK");
  route(RELAY);
}
route[RELAY] {
  if (!t_relay()) sl_reply_error();
}
onreply_route[BACK] {
  xlog("$rs\\n");
}
`,
  },
  check(analysis, report) {
    const flow = controlFlow(analysis.program);
    const relays = [...flow.routes.values()].flatMap(({ nodes }) => nodes.filter(isRelay));
    if (relays.length === 0) return;
    const reached = new Map<RouteSymbol, FlowNode | undefined>();
    const armed = armedBlocks(analysis);
    for (const { symbol, nodes } of flow.routes.values()) {
      if (!armed.has(`${symbol.kind} ${symbol.name ?? ''}`)) continue;
      const here = walkFlow(flow, [{ route: symbol, facts: 0 }], () => 0);
      for (const node of nodes) {
        if (node.kind !== 'route' || !here.isReached(node)) continue;
        for (const target of node.targets ?? []) {
          if (!reached.has(target)) {
            const there = walkFlow(flow, [{ route: target, facts: 0 }], goOn);
            reached.set(
              target,
              relays.find((relay) => there.isReached(relay)),
            );
          }
          const relay = reached.get(target);
          if (!relay) continue;
          report({
            range: rangeOfStep(node),
            message: `${nameRoute(symbol)} cannot relay: ${relay.call?.name ?? ''}() logs an error here and ends the script`,
            related: [{ range: rangeOfStep(relay), message: 'it is relayed here' }],
          });
          break;
        }
      }
    }
  },
};

/** Blocks that tm runs for replies and branches; some modules run such blocks for requests that had to wait. */
function armedBlocks(analysis: Analysis): ReadonlySet<string> {
  const armed = new Set(['onreply_route ', 'reply_route ']);
  for (const call of callsOf(analysis, 'tm', ['t_on_reply', 't_on_branch'])) {
    const name = constantArgument(call, 0)?.text;
    if (name !== undefined) armed.add(`${call.name === 't_on_reply' ? 'onreply' : 'branch'}_route ${name}`);
  }
  return armed;
}

function isRelay(node: FlowNode): boolean {
  return isCallOf(node, STATEFUL_RELAYS);
}

/** Goes on but behind a question what the message is. */
function goOn(node: FlowNode): number | undefined {
  return mentionsOf(node).some((text) => ASKS_WHAT_IT_IS.test(text)) && node.kind !== 'assignment' ? undefined : 0;
}
