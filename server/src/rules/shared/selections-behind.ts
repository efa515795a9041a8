import { controlFlow, entryPoints, type FlowNode } from '../../semantic/control-flow.ts';
import { reachableFrom, walkFlow } from '../../semantic/flow-states.ts';
import type { Program } from '../../semantic/program.ts';
import { findRoutes, routeArgumentOf, routeName } from '../../semantic/route-references.ts';
import type { RouteSymbol } from '../../semantic/symbols.ts';
import { isCallOf, settledSteps } from './flow-places.ts';
import { ARMING, DISPATCHER_SELECTIONS } from './request-functions.ts';
import { isMainRoute } from './whole-program.ts';

/** The selections of dispatcher that may have been made for the requests that an armed block runs for. */
export type SelectionsBehind = ReadonlyMap<RouteSymbol, ReadonlySet<FlowNode>>;

const known = new WeakMap<Program, SelectionsBehind | undefined>();

/**
 * The selections behind the blocks that calls arm: made before the call, or between it and the relay. Nothing where that
 * cannot be said, because a block is armed by a name that is known only when it runs.
 */
export function selectionsBehind(program: Program): SelectionsBehind | undefined {
  if (!known.has(program)) known.set(program, find(program));
  return known.get(program);
}

const HAPPENED = 1;

function find(program: Program): SelectionsBehind | undefined {
  const flow = controlFlow(program);
  const steps = settledSteps(flow);
  const armings = new Map<FlowNode, readonly RouteSymbol[]>();
  for (const node of steps.filter((step) => isCallOf(step, ARMING))) {
    const blocks = armedBy(program, node);
    if (!blocks) return undefined;
    armings.set(node, blocks);
  }
  const selections = steps.filter((node) => isCallOf(node, DISPATCHER_SELECTIONS));
  const armed = new Set([...armings.values()].flat());
  const entries = entryPoints(program).map((route) => ({ route, facts: 0 }));
  // A block that goes on with a request later does so behind whatever the request had before.
  const later = entries.map(({ route }) => route).filter((route) => route.kind === 'route' && !isMainRoute(route));
  const resumed = reachableFrom(flow, later);
  if ([...armings.keys()].some((node) => resumed.isReached(node))) return undefined;
  const behind = new Map([...armed].map((route) => [route, new Set<FlowNode>()] as const));

  for (const selection of selections) {
    const states = walkFlow(flow, entries, (node, outcome, facts) => {
      if (!isCallOf(node, DISPATCHER_SELECTIONS) || outcome === false) return facts;
      return node === selection ? facts | HAPPENED : facts & ~HAPPENED;
    });
    for (const [node, blocks] of armings) {
      if (states.mayHold(node, (facts) => facts === HAPPENED))
        for (const block of blocks) behind.get(block)?.add(selection);
    }
  }
  for (const route of armed) {
    const states = walkFlow(flow, entries, (node, _outcome, facts) =>
      armings.get(node)?.includes(route) ? facts | HAPPENED : facts,
    );
    for (const selection of selections)
      if (states.mayHold(selection, (facts) => facts === HAPPENED)) behind.get(route)?.add(selection);
  }
  const leadsTo = passOn(program, armings, behind);
  // A block that only such blocks arm as nothing arms never runs.
  const first = reachableFrom(
    flow,
    entries.flatMap(({ route }) => (armed.has(route) ? [] : [route])),
  );
  const running = new Set([...armings].filter(([node]) => first.isReached(node)).flatMap(([, blocks]) => blocks));
  for (const route of running) for (const next of leadsTo.get(route) ?? []) running.add(next);
  for (const route of armed) if (!running.has(route)) behind.delete(route);
  return behind;
}

/**
 * What an armed block arms runs behind the same selections, unless the block makes one of its own before, and behind
 * those that the block makes. Gives which arms which.
 */
function passOn(
  program: Program,
  armings: ReadonlyMap<FlowNode, readonly RouteSymbol[]>,
  behind: ReadonlyMap<RouteSymbol, Set<FlowNode>>,
): ReadonlyMap<RouteSymbol, ReadonlySet<RouteSymbol>> {
  const flow = controlFlow(program);
  const leadsTo = new Map<RouteSymbol, Set<RouteSymbol>>();
  const handsOn = new Map<RouteSymbol, Set<RouteSymbol>>();
  for (const route of behind.keys()) {
    const states = walkFlow(flow, [{ route, facts: 0 }], (node, outcome, facts) =>
      isCallOf(node, DISPATCHER_SELECTIONS) && outcome !== false ? facts | HAPPENED : facts,
    );
    const next = [...armings].filter(([node]) => states.isReached(node));
    leadsTo.set(route, new Set(next.flatMap(([, blocks]) => blocks)));
    const keeping = next.filter(([node]) => states.mayHold(node, (facts) => facts === 0));
    handsOn.set(route, new Set(keeping.flatMap(([, blocks]) => blocks)));
  }
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const [route, next] of handsOn) {
      for (const block of next) {
        const selections = behind.get(block);
        const before = selections?.size ?? 0;
        for (const selection of behind.get(route) ?? []) selections?.add(selection);
        isChanged ||= (selections?.size ?? 0) > before;
      }
    }
  }
  return leadsTo;
}

/** The blocks that a call arms; none for a name that stands for no block. */
function armedBy(program: Program, { call }: FlowNode): readonly RouteSymbol[] | undefined {
  const [argument] = call?.node.arguments ?? [];
  const naming = call && routeArgumentOf(call.name, 0, program.symbols.loaded);
  if (!call || !naming || !argument) return [];
  const token = call.item.tokens[argument.from];
  if (!token || argument.from !== argument.to || token.image.includes('$')) return undefined;
  return findRoutes(program, naming.list, `${naming.prefix ?? ''}${routeName(token)}`)
    .filter(({ isActive }) => isActive)
    .map(({ symbol }) => symbol);
}
