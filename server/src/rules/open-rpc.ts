import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, type ControlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow, type FlowEntry } from '../semantic/flow-states.ts';
import { findRoutes } from '../semantic/route-references.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { isCallOf, rangeOfStep } from './shared/flow-places.ts';
import { mentionsOf } from './shared/mentions.ts';
import { isNeverSet, lastSetting, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { reachOf } from './shared/reach.ts';
import { isMainRoute } from './shared/whole-program.ts';

const DISPATCHERS: ReadonlySet<string> = new Set([
  'jsonrpc_dispatch',
  'dispatch_xhttp_rpc',
  'dispatch_xhttp_pi',
  'dispatch_rpc',
]);
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
    const entries = entryRoutes(analysis).map((route) => ({ route, facts: 0 }));
    const parts = [...flow.routes.values()];
    const dispatching = parts.flatMap(({ nodes }) => nodes.filter((step) => isCallOf(step, DISPATCHERS)));
    if (dispatching.length === 0) return;
    const isSocketTold = sockets === 'some local';
    const checks = parts.flatMap(({ nodes }) => nodes.filter((node) => isCheck(node, isSocketTold)));
    const passed = checksInVain(flow, entries, checks, dispatching);
    const states = walkFlow(flow, entries, (node, _outcome, facts) =>
      isCheck(node, isSocketTold) && !passed.includes(node) ? facts | CHECKED : facts,
    );
    if (parts.some(({ isPartial, nodes }) => isPartial && nodes[0] && states.isReached(nodes[0]))) return;
    for (const node of dispatching) {
      if (!node.call || callTargets(analysis).get(node.call)?.kind !== 'module') continue;
      if (!states.mayHold(node, (facts) => (facts & CHECKED) === 0)) continue;
      const message = `${node.call.name}() runs the RPC commands of whoever asks:`;
      const related = passed.map((check) => ({
        range: rangeOfStep(check),
        message: 'the script goes on, whatever this finds',
      }));
      report(
        related.length > 0
          ? {
              range: rangeOfStep(node),
              message: `${message} no check before it ends the script for strangers`,
              related,
            }
          : {
              range: rangeOfStep(node),
              message: `${message} nothing before it looks at the source address or credentials`,
            },
      );
    }
  },
};

/** The blocks that HTTP requests come to: those of xhttp, and the block of xmlrpc, which takes them on SIP sockets. */
function entryRoutes(analysis: Analysis): RouteSymbol[] {
  const { program } = analysis;
  const found = findRoutes(program, 'event', 'xhttp:request')
    .filter(({ isActive }) => isActive)
    .map(({ symbol }) => symbol);
  if (!factsOf(analysis).isLoaded('xmlrpc')) return found;
  const setting = lastSetting(analysis, 'xmlrpc', 'route');
  if (!setting && !isNeverSet(analysis, 'xmlrpc', 'route')) return found;
  const name = setting && textOf(setting);
  const blocks = setting
    ? program.symbols.routes.filter((route) => route.kind === 'route' && name !== undefined && route.name === name)
    : program.symbols.routes.filter(isMainRoute);
  return [...found, ...blocks];
}

/** The checks before the commands, where none of them keeps anybody out: a request goes on whatever they find. */
function checksInVain(
  flow: ControlFlow,
  entries: readonly FlowEntry[],
  checks: readonly FlowNode[],
  dispatching: readonly FlowNode[],
): readonly FlowNode[] {
  const found: FlowNode[] = [];
  for (const check of checks) {
    const isReachedBy = (wanted: boolean | undefined): boolean => {
      const states = walkFlow(flow, entries, (node, outcome, facts) => {
        if (node !== check) return facts;
        return outcome === wanted ? facts | CHECKED : undefined;
      });
      return dispatching.some((node) => states.mayHold(node, (facts) => (facts & CHECKED) !== 0));
    };
    const ways = [true, false].filter((outcome) => isReachedBy(outcome));
    // One that nobody asks for its result may end the script by itself.
    if (ways.length === 1 || (ways.length === 0 && isReachedBy(undefined))) return [];
    if (ways.length === 2) found.push(check);
  }
  return found;
}

/** Whether a step can keep strangers out; what is not known to be harmless can. */
function isCheck(node: FlowNode, isSocketTold: boolean): boolean {
  if (node.kind === 'call') return !isCallOf(node, HARMLESS) && !isCallOf(node, DISPATCHERS);
  if (node.kind !== 'test') return false;
  return mentionsOf(node).some((text) => !SAID.test(text) && (isSocketTold || !LOCAL.test(text)));
}
