import { controlFlow, type ControlFlow, type FlowNode, type RouteFlow } from '../semantic/control-flow.ts';
import { reachableFrom, type FlowStates } from '../semantic/flow-states.ts';
import type { RelatedPlace } from '../semantic/problem.ts';
import { rangeOf, type Program } from '../semantic/program.ts';
import type { AnyNode, Statement } from '../syntax/tree.ts';
import { childrenOf, walk } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { hasConditionInside, nameRoute, rangeOfStep } from './shared/flow-places.ts';

export const unreachableCode: Rule = {
  code: 'unreachable-code',
  severity: 'warning',
  category: 'routes',
  summary: 'Statements stand where the script has always ended before.',
  advice: 'Move them before the statement that ends the script, or remove them.',
  documentation: {
    why:
      '`exit`, `drop`, `return` and `break` leave the block at once, and so does a `route()` whose block always ends the ' +
      'script. What stands behind them is read and checked by Kamailio, but no request ever gets there.',
    wrong: `request_route {
  $du = "sip:192.0.2.5";
  if (method == "BYE") {
    exit;
    setflag(1);
  }
  forward();
}
`,
    right: `request_route {
  $du = "sip:192.0.2.5";
  if (method == "BYE") {
    setflag(1);
    exit;
  }
  forward();
}
`,
  },
  check({ program }, report) {
    const flow = controlFlow(program);
    const states = reachableFrom(flow, flow.routes.keys());
    for (const routeFlow of flow.routes.values()) {
      if (routeFlow.isPartial) continue;
      for (const { statement, before, first } of firstUnreached(routeFlow, states)) {
        const { item } = routeFlow.symbol;
        const range = rangeOf(item, statement);
        // A condition between them, or in what is called, means that another build of the file gets there.
        if (hasConditionInside(program, { ...rangeOf(item, before), end: range.start })) continue;
        const end = endBefore(flow, states, routeFlow, before, first);
        if (!end || (end.call && !isSettled(program, end))) continue;
        report({
          range,
          message: end.call
            ? `this never runs: '${nameCalled(end)}' always ends the script before`
            : 'this never runs: the script has left the block before',
          related: [{ range: rangeOfStep(end), message: 'the block is left here' } satisfies RelatedPlace],
        });
      }
    }
  },
};

interface Unreached {
  /** The first statement that does something and is never reached. */
  readonly statement: Statement;
  /** The last one of the list that is reached. */
  readonly before: Statement;
  /** What would run first behind that. */
  readonly first: FlowNode;
}

/** What every list of statements has behind its end. */
function firstUnreached({ symbol, firstOf }: RouteFlow, states: FlowStates): Unreached[] {
  const found: Unreached[] = [];
  walk(symbol.node, (node) => {
    if (node.kind !== 'block' && node.kind !== 'case') return;
    let before: Statement | undefined;
    for (const [index, statement] of node.statements.entries()) {
      const first = firstOf.get(statement);
      if (!first) continue;
      if (states.isReached(first)) {
        before = statement;
        continue;
      }
      const lost = node.statements.slice(index).find(doesSomething);
      if (before && lost) found.push({ statement: lost, before, first });
      return;
    }
  });
  return found;
}

/** Whether a statement does more than leave: an `exit` behind a block that exits is only careful. */
function doesSomething(statement: AnyNode): boolean {
  return statement.kind === 'call' || statement.kind === 'assignment' || childrenOf(statement).some(doesSomething);
}

/** The step of a statement that ends the block for good, the last one of it. */
function endBefore(
  flow: ControlFlow,
  states: FlowStates,
  { symbol, nodes }: RouteFlow,
  before: Statement,
  first: FlowNode,
): FlowNode | undefined {
  const inside = new Set<AnyNode>();
  walk(before, (node) => inside.add(node));
  return nodes
    .slice(0, first.index)
    .filter((node) => inside.has(node.node) && states.isReached(node) && flow.routes.has(symbol))
    .findLast(
      ({ kind, edges }) =>
        kind === 'leave' || kind === 'jump' || (kind === 'route' && !edges.some(({ to }) => states.isReached(to))),
    );
}

/** Whether the blocks that a call runs are the same under all conditions. */
function isSettled(program: Program, { targets = [] }: FlowNode): boolean {
  return targets.every(({ item, node }) => !hasConditionInside(program, rangeOf(item, node)));
}

function nameCalled({ targets = [] }: FlowNode): string {
  const [target] = targets;
  return target ? nameRoute(target) : 'route()';
}
