import { controlFlow, type ControlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { reachableFrom } from '../semantic/flow-states.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { nameRoute, rangeOfStep } from './shared/flow-places.ts';

export const endlessRecursion: Rule = {
  code: 'endless-recursion',
  severity: 'warning',
  category: 'routes',
  summary: 'A route block always calls itself again, by itself or through others.',
  advice: 'Take out one of the calls, or put it under a condition that ends.',
  documentation: {
    why:
      'Kamailio counts how deep blocks are nested and gives up at `max_recursive_level` (256) with `too many recursive ' +
      'routing table lookups`. Where no way through the blocks comes without the next call, every request that gets ' +
      'there ends like this.',
    wrong: `request_route {
  $du = "sip:192.0.2.5";
  route(RELAY);
}
route[NAT] {
  force_rport();
  route(RELAY);
}
route[RELAY] {
  route(NAT);
  forward();
}
`,
    right: `request_route {
  $du = "sip:192.0.2.5";
  route(RELAY);
}
route[NAT] {
  force_rport();
}
route[RELAY] {
  route(NAT);
  forward();
}
`,
  },
  check({ program }, report) {
    const flow = controlFlow(program);
    const told = new Set<RouteSymbol>();
    for (const [symbol, { isPartial }] of flow.routes) {
      if (isPartial || told.has(symbol) || !callsItself(flow, symbol)) continue;
      const ring = findRing(flow, symbol);
      if (!ring) continue;
      for (const { flow: part } of ring) told.add(part.symbol);
      // The call that closes the ring is the one too many.
      const closing = ring.at(-1);
      if (!closing) continue;
      const names = ring.map(({ targets = [] }) => (targets[0] ? nameRoute(targets[0]) : ''));
      report({
        range: rangeOfStep(closing),
        message:
          ring.length === 1
            ? `${nameRoute(symbol)} always calls itself again, until Kamailio gives up`
            : `${nameRoute(symbol)} always calls ${names.slice(0, -1).join(', ')} and from there itself again, until Kamailio gives up`,
        related: ring.slice(0, -1).map((call) => ({
          range: rangeOfStep(call),
          message: `${nameRoute(call.flow.symbol)} calls on here`,
        })),
      });
    }
  },
};

/** Whether some way of calls leads from a block back to it, whatever the conditions. */
function callsItself(flow: ControlFlow, symbol: RouteSymbol): boolean {
  const seen = new Set<RouteSymbol>();
  const open = [symbol];
  for (let route = open.pop(); route; route = open.pop()) {
    for (const { targets = [] } of flow.routes.get(route)?.nodes ?? []) {
      for (const target of targets) {
        if (target === symbol) return true;
        if (!seen.has(target)) open.push(target);
        seen.add(target);
      }
    }
  }
  return false;
}

/** The calls that lead from a block back to it, if there is no other way through. */
function findRing(flow: ControlFlow, symbol: RouteSymbol): FlowNode[] | undefined {
  const states = reachableFrom(flow, [symbol]);
  const reached = [...flow.routes.values()].flatMap(({ nodes }) => nodes.filter((node) => states.isReached(node)));
  if (reached.some(({ kind, flow: { isPartial } }) => kind === 'leave' || isPartial)) return undefined;
  const calls = reached.filter(({ kind, edges }) => kind === 'route' && !edges.some(({ to }) => states.isReached(to)));
  const ring: FlowNode[] = [];
  let at = symbol;
  do {
    const call = calls.find((node) => node.flow.symbol === at);
    const next = call?.targets?.[0];
    if (!call || !next || ring.includes(call)) return undefined;
    ring.push(call);
    at = next;
  } while (at !== symbol);
  return ring;
}
