import type { FlowNode, RouteFlow } from '../../semantic/control-flow.ts';
import type { AnyNode } from '../../syntax/tree.ts';
import { mentionsOf } from './mentions.ts';

const alone = new WeakMap<RouteFlow, ReadonlySet<AnyNode>>();

/** Whether a call is a statement of its own, so that only `$rc` can hold its value, or that of the block if it is the last. */
export function standsAlone({ node, flow }: FlowNode): boolean {
  let found = alone.get(flow);
  if (!found) {
    const calls = new Set<AnyNode>();
    for (const statement of flow.firstOf.keys())
      if (statement.kind === 'expressionStatement') calls.add(statement.expression);
    alone.set(flow, (found = calls));
  }
  return found.has(node);
}

/** Whether the value of a call is what its block gives back. */
export function isGivenBack(node: FlowNode): boolean {
  return node.edges.some(({ to }) => to.leaving === 'either');
}

/** Whether the value of a call is looked at behind it as `$rc`, or may be because nothing is known of what comes then. */
export function isReadBehind({ edges }: FlowNode): boolean {
  // The end of a block has the whole of it for its node.
  const behind = edges
    .flatMap(({ to }) => [to, ...to.edges.map((edge) => edge.to)])
    .filter(({ kind, node }) => kind !== 'leave' || node.kind === 'leave');
  return (
    edges.length === 0 || behind.some((next) => mentionsOf(next).some((text) => /\$\(?(?:rc|retcode|\?)/.test(text)))
  );
}
