import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, entryPoints, type ControlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { reachableFrom, walkFlow, type FlowStates } from '../semantic/flow-states.ts';
import { findRoutes, routeTable } from '../semantic/route-references.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { isCallOf, nameRoute, rangeOfStep } from './shared/flow-places.ts';
import { RELAYS } from './shared/request-functions.ts';

/** Send their reply without the transaction; `send_reply()` and `t_reply()` use it. */
const STATELESS: ReadonlySet<string> = new Set(['sl_send_reply', 'sl_reply', 'sl_reply_error']);

export const statelessReplyToFailure: Rule = {
  code: 'stateless-reply-to-failure',
  severity: 'warning',
  category: 'routes',
  summary: 'A reply is sent beside the transaction that the request already has.',
  advice: 'Use send_reply() or t_reply() where there is a transaction, as in blocks that failure routes call.',
  documentation: {
    why:
      'A failure route runs while the transaction still waits for its final reply. `sl_send_reply()` and ' +
      '`sl_reply_error()` answer beside it: the caller gets that reply, and the one of the transaction after it, and the ' +
      'transaction never learns that the call is over. Kamailio refuses such a call in the failure route itself, but not ' +
      'in a block that the failure route calls. The same goes for what follows `t_newtran()`, and for blocks that go on ' +
      'with a suspended transaction.',
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
    const replies = [...flow.routes.values()].flatMap(({ nodes }) =>
      nodes.filter((node) => isStatelessReply(analysis, node)),
    );
    if (replies.length === 0) return;
    const told = new Set<FlowNode>();
    const tell = (node: FlowNode, why: string, severity: 'warning' | 'information'): void => {
      if (told.has(node)) return;
      told.add(node);
      report({
        range: rangeOfStep(node),
        severity,
        message: `${why}: this reply goes out beside that of the transaction; send_reply() would use it`,
        ...(node.call?.name === 'sl_send_reply' ? { replacement: 'send_reply' } : {}),
      });
    };
    const failures = armedFailureRoutes(analysis).filter((route) => flow.routes.has(route));
    for (const [route, states] of reached(flow, failures, replies)) {
      for (const node of replies)
        if (node.flow.symbol !== route && states.isReached(node))
          tell(node, `${nameRoute(route)} gets here`, 'warning');
    }
    for (const [route, states] of reached(flow, resumedRoutes(analysis), replies)) {
      for (const node of replies)
        if (states.isReached(node))
          tell(node, `${nameRoute(route)} goes on with a transaction that has been suspended`, 'information');
    }
    const isCreated = [...flow.routes.values()].some(({ nodes }) => nodes.some((node) => isCallOf(node, CREATING)));
    if (!isCreated) return;
    const entries = entryPoints(analysis.program).map((route) => ({ route, facts: 0 }));
    const states = walkFlow(flow, entries, (node, outcome, facts) => {
      if (isCallOf(node, CREATING) && outcome !== false) return facts | CREATED;
      return isCallOf(node, RELEASING) || isUnmatched(node, outcome) ? facts & ~CREATED : facts;
    });
    for (const node of replies)
      if (states.mayHold(node, (facts) => facts === CREATED))
        tell(node, 'a transaction has been created before', 'information');
  },
};

const CREATED = 1;
/** Make the transaction before anything is sent; a relay makes it, too, but is asked for its success. */
const CREATING: ReadonlySet<string> = new Set(['t_newtran', 't_suspend']);
/** End or use it: what follows their failure is another matter. */
const RELEASING: ReadonlySet<string> = new Set([...RELAYS, 't_release', 't_reply', 't_send_reply']);
/** What holds the answer of a function, or may hold it. */
const ANSWER = /^\$\(?(?:rc|retcode|\?|var)/;
/** Go on in a block with the transaction of a request that they, or something before, have suspended. */
const RESUMING: ReadonlySet<string> = new Set(['t_continue', 'async_route', 'async_ms_route']);

/** Whether none of the labels for what a function has answered fits: they name all that it answers. */
function isUnmatched({ kind, subject, edges, flow }: FlowNode, outcome: boolean | undefined): boolean {
  if (kind !== 'case' || outcome !== false || !subject) return false;
  const { tokens } = flow.symbol.item;
  if (!tokens.slice(subject.from, subject.to + 1).some(({ image }) => ANSWER.test(image))) return false;
  return edges.some(({ outcome: wanted, to }) => wanted === false && to.kind !== 'case');
}

function isStatelessReply(analysis: Analysis, node: FlowNode): boolean {
  return (
    isCallOf(node, STATELESS) && node.call !== undefined && callTargets(analysis).get(node.call)?.kind === 'module'
  );
}

/** The blocks for failures that something arms: what is said of others is that they never run. */
function armedFailureRoutes({ program }: Analysis): RouteSymbol[] {
  const { definitions, references } = routeTable(program);
  const armed = new Set(references.filter(({ isActive }) => isActive).map(({ list, name }) => `${list} ${name}`));
  return definitions
    .filter(({ list, name }) => armed.has(`${list} ${name}`))
    .filter(({ list, name }) => list === 'failure' || name.startsWith('tm:branch-failure:'))
    .map(({ symbol }) => symbol);
}

/** The blocks that run for a request whose transaction has been suspended. */
function resumedRoutes({ program }: Analysis): RouteSymbol[] {
  const names = routeTable(program).references.filter(
    ({ by, list, isActive }) => isActive && list === 'main' && RESUMING.has(by),
  );
  return names.flatMap(({ name }) =>
    findRoutes(program, 'main', name).flatMap(({ symbol, isActive }) => (isActive ? [symbol] : [])),
  );
}

/** What each of some blocks gets to; nothing where none of them gets to any of the replies. */
function* reached(
  flow: ControlFlow,
  routes: readonly RouteSymbol[],
  replies: readonly FlowNode[],
): Iterable<readonly [RouteSymbol, FlowStates]> {
  const together = reachableFrom(flow, routes);
  if (!replies.some((node) => together.isReached(node))) return;
  for (const route of routes) yield [route, reachableFrom(flow, [route])];
}
