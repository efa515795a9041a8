import type { FlowNode } from '../../semantic/control-flow.ts';
import { walk } from '../../syntax/tree.ts';

const known = new WeakMap<FlowNode, readonly string[]>();

/** What a step looks at: its variables, operands and strings as they are written, and the functions it calls. */
export function mentionsOf(step: FlowNode): readonly string[] {
  let mentions = known.get(step);
  if (!mentions) known.set(step, (mentions = collect(step)));
  return mentions;
}

function collect({ node, flow }: FlowNode): string[] {
  const { tokens } = flow.symbol.item;
  const found: string[] = [];
  walk(node, (part) => {
    switch (part.kind) {
      case 'pseudoVariable':
      case 'select':
      case 'messageOperand':
      case 'string':
      case 'attribute':
      case 'myself':
        found.push(tokens[part.kind === 'attribute' ? part.from : part.token]?.image ?? '');
        break;
      case 'call':
        found.push(tokens[part.name]?.image ?? '');
        break;
    }
  });
  return found;
}
