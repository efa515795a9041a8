import { controlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import { findRoutes } from '../semantic/route-references.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { isCallOf, rangeOfStep } from './shared/flow-places.ts';
import { mentionsOf } from './shared/mentions.ts';
import { reachOf } from './shared/reach.ts';

const DISPATCHERS: ReadonlySet<string> = new Set(['jsonrpc_dispatch', 'dispatch_xhttp_rpc', 'dispatch_xhttp_pi']);
/** What a request says of itself, which lets everybody in who knows it. */
const SAID = /^(?:method|proto|"[^"$]*"|'[^'$]*'|\$\(?(?:hu|rm|ru|rU|rd|rv|proto|ct|cT|rb|bs|cl)\b.*)$/;
/** Where the request came in, which tells apart sockets. */
const LOCAL = /^(?:dst_ip|dst_port|\$\(?(?:Ri|Rp|RAi|RAp|Ru|Rut)\b.*)$/;
const HARMLESS: ReadonlySet<string> = new Set([
  'xlog',
  'xinfo',
  'xdbg',
  'xnotice',
  'log',
  'is_method',
  'xhttp_reply',
  'set_reply_close',
  'set_reply_no_connect',
]);
const CHECKED = 1;

export const openRpc: Rule = {
  code: 'open-rpc',
  severity: 'warning',
  category: 'operations',
  summary: 'Anybody who reaches the HTTP port can run RPC commands.',
  advice: 'Check the source address or credentials before the call, or listen for it on a loopback address only.',
  documentation: {
    why:
      'RPC commands read and change everything that runs: they take gateways out of service, delete registrations and ' +
      'stop Kamailio. `jsonrpc_dispatch()` checks nothing by itself; what `event_route[xhttp:request]` does not refuse, ' +
      'it executes.',
    wrong: `listen=tcp:192.0.2.1:8080
loadmodule "sl.so"
loadmodule "xhttp.so"
loadmodule "jsonrpcs.so"
event_route[xhttp:request] {
  if ($hu =~ "^/RPC") {
    jsonrpc_dispatch();
  }
}
request_route {
  exit;
}
`,
    right: `listen=tcp:192.0.2.1:8080
loadmodule "sl.so"
loadmodule "xhttp.so"
loadmodule "jsonrpcs.so"
event_route[xhttp:request] {
  if (src_ip != 192.0.2.7) {
    xhttp_reply("403", "Forbidden", "text/plain", "no");
    exit;
  }
  if ($hu =~ "^/RPC") {
    jsonrpc_dispatch();
  }
}
request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const flow = controlFlow(program);
    const sockets = reachOf(program, ['tcp', 'tls']);
    if (sockets === 'local' || sockets === 'unknown' || flow.hasUnknownTarget) return;
    const entries = findRoutes(program, 'event', 'xhttp:request')
      .filter(({ isActive }) => isActive)
      .map(({ symbol }) => ({ route: symbol, facts: 0 }));
    const parts = [...flow.routes.values()];
    const states = walkFlow(flow, entries, (node, _outcome, facts) =>
      isCheck(node, sockets === 'some local') ? facts | CHECKED : facts,
    );
    if (parts.some(({ isPartial, nodes }) => isPartial && nodes[0] && states.isReached(nodes[0]))) return;
    for (const node of parts.flatMap(({ nodes }) => nodes.filter((step) => isCallOf(step, DISPATCHERS)))) {
      if (!node.call || callTargets(analysis).get(node.call)?.kind !== 'module') continue;
      if (!states.mayHold(node, (facts) => (facts & CHECKED) === 0)) continue;
      report({
        range: rangeOfStep(node),
        message: `${node.call.name}() runs the RPC commands of whoever asks: nothing before it looks at the source address or credentials`,
      });
    }
  },
};

/** Whether a step can keep strangers out; what is not known to be harmless can. */
function isCheck(node: FlowNode, isSocketTold: boolean): boolean {
  if (node.kind === 'call') return !isCallOf(node, HARMLESS) && !isCallOf(node, DISPATCHERS);
  if (node.kind !== 'test') return false;
  return mentionsOf(node).some((text) => !SAID.test(text) && (isSocketTold || !LOCAL.test(text)));
}
