/**
 * What holds where a request can be: a walk over the control flow with a handful of yes-or-no facts, such as "relayed"
 * or "a failure route is armed". A rule says how each step changes the facts; the walk finds every combination with
 * which each step can be reached, through `route()` too. Facts that hang together stay together: after
 * `if (a) { arm } if (a) { relay }` nothing is confused, as it would be with one fact at a time.
 */
import type { ControlFlow, FlowEdge, FlowNode, RouteFlow } from './control-flow.ts';
import type { RouteSymbol } from './symbols.ts';

/** Up to five facts, one bit each; bit 0 is the first. */
export type Facts = number;

/** The most facts that a walk can follow. */
const MOST_FACTS = 5;

/** A set of combinations of facts: bit n stands for the combination n. */
export type Combinations = number;

/**
 * How a step changes the facts.
 * @param outcome the truth value with which the step was left, `undefined` where nothing depends on it
 * @returns the facts behind it, or `undefined` where the script ends there
 */
export type FlowStep = (node: FlowNode, outcome: boolean | undefined, facts: Facts) => Facts | undefined;

/** Where a walk begins, and with which facts. */
export interface FlowEntry {
  readonly route: RouteSymbol;
  readonly facts: Facts;
}

/** What a walk found. */
export interface FlowStates {
  /** The combinations with which a step can be reached; none where it cannot be reached. */
  before(node: FlowNode): Combinations;
  /** Whether a step can be reached at all. */
  isReached(node: FlowNode): boolean;
  /** Whether a step can be reached with facts of which this is true. */
  mayHold(node: FlowNode, predicate: (facts: Facts) => boolean): boolean;
  /** Whether a step can be reached, and only with facts of which this is true. */
  mustHold(node: FlowNode, predicate: (facts: Facts) => boolean): boolean;
}

/** One block entered with one combination of facts. */
interface Visit {
  readonly flow: RouteFlow;
  readonly reached: Uint32Array;
  /** Combinations behind it, by what it gives back. */
  whenTrue: Combinations;
  whenFalse: Combinations;
  /** Visits that called it, to be looked at again when it gives back more. */
  readonly callers: Map<Visit, Set<FlowNode>>;
}

const EVERY = 2 ** MOST_FACTS;

/** What can be got to from the beginnings of some blocks. */
export function reachableFrom(flow: ControlFlow, routes: Iterable<RouteSymbol>): FlowStates {
  const entries = [...routes].map((route) => ({ route, facts: 0 }));
  return walkFlow(flow, entries, (_node, _outcome, facts) => facts);
}

/** Follows the facts from the entries on. Each block is looked at once for each combination it is entered with. */
export function walkFlow(flow: ControlFlow, entries: readonly FlowEntry[], step: FlowStep): FlowStates {
  const visits = new Map<RouteFlow, (Visit | undefined)[]>();
  /** Steps of visits with combinations not yet carried on. */
  const open: { readonly visit: Visit; readonly node: FlowNode; readonly facts: Facts }[] = [];

  function enter(route: RouteSymbol, facts: Facts): Visit | undefined {
    const routeFlow = flow.routes.get(route);
    const start = routeFlow?.nodes[0];
    if (!routeFlow || !start) return undefined;
    let known = visits.get(routeFlow);
    if (!known) visits.set(routeFlow, (known = []));
    let visit = known[facts];
    if (!visit) {
      const reached = new Uint32Array(routeFlow.nodes.length);
      visit = { flow: routeFlow, reached, whenTrue: 0, whenFalse: 0, callers: new Map() };
      known[facts] = visit;
      reach(visit, start, facts);
    }
    return visit;
  }

  function reach(visit: Visit, node: FlowNode, facts: Facts): void {
    const bit = (1 << facts) >>> 0;
    const before = visit.reached[node.index] ?? 0;
    if ((before & bit) !== 0) return;
    visit.reached[node.index] = (before | bit) >>> 0;
    open.push({ visit, node, facts });
  }

  function giveBack(visit: Visit, facts: Facts, outcome: boolean): void {
    const bit = (1 << facts) >>> 0;
    if (((outcome ? visit.whenTrue : visit.whenFalse) & bit) !== 0) return;
    if (outcome) visit.whenTrue = (visit.whenTrue | bit) >>> 0;
    else visit.whenFalse = (visit.whenFalse | bit) >>> 0;
    for (const [caller, nodes] of visit.callers) for (const node of nodes) follow(caller, node, facts, outcome);
  }

  /** Goes on behind a call of a block that gave back facts. */
  function follow(visit: Visit, node: FlowNode, facts: Facts, outcome: boolean): void {
    for (const edge of node.edges) {
      if (edge.outcome === undefined || edge.outcome === outcome) carry(visit, node, edge, facts);
    }
  }

  function carry(visit: Visit, node: FlowNode, edge: FlowEdge, facts: Facts): void {
    const after = step(node, edge.outcome, facts);
    if (after !== undefined) reach(visit, edge.to, after);
  }

  for (const { route, facts } of entries) enter(route, facts);
  for (let next = open.pop(); next; next = open.pop()) {
    const { visit, node, facts } = next;
    if (node.kind === 'leave') {
      const after = step(node, undefined, facts);
      if (after === undefined) continue;
      if (node.leaving === 'true' || node.leaving === 'either') giveBack(visit, after, true);
      if (node.leaving === 'false' || node.leaving === 'either') giveBack(visit, after, false);
      continue;
    }
    const callees = node.kind === 'route' ? (node.targets ?? []).map((target) => enter(target, facts)) : [];
    const found = callees.filter((callee) => callee !== undefined);
    if (found.length === 0) {
      for (const edge of node.edges) carry(visit, node, edge, facts);
      continue;
    }
    for (const callee of found) {
      let nodes = callee.callers.get(visit);
      if (!nodes) callee.callers.set(visit, (nodes = new Set()));
      nodes.add(node);
      for (let after = 0; after < EVERY; after++) {
        const bit = (1 << after) >>> 0;
        if ((callee.whenTrue & bit) !== 0) follow(visit, node, after, true);
        if ((callee.whenFalse & bit) !== 0) follow(visit, node, after, false);
      }
    }
  }
  return new States(visits);
}

class States implements FlowStates {
  readonly #visits: ReadonlyMap<RouteFlow, readonly (Visit | undefined)[]>;

  constructor(visits: ReadonlyMap<RouteFlow, readonly (Visit | undefined)[]>) {
    this.#visits = visits;
  }

  before({ flow, index }: FlowNode): Combinations {
    let combinations = 0;
    for (const visit of this.#visits.get(flow) ?? []) combinations |= visit?.reached[index] ?? 0;
    return combinations >>> 0;
  }

  isReached(node: FlowNode): boolean {
    return this.before(node) !== 0;
  }

  mayHold(node: FlowNode, predicate: (facts: Facts) => boolean): boolean {
    const combinations = this.before(node);
    for (let facts = 0; facts < EVERY; facts++) {
      if ((combinations & (1 << facts)) !== 0 && predicate(facts)) return true;
    }
    return false;
  }

  mustHold(node: FlowNode, predicate: (facts: Facts) => boolean): boolean {
    return this.isReached(node) && !this.mayHold(node, (facts) => !predicate(facts));
  }
}
