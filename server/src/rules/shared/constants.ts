import type { AnyNode } from '../../syntax/tree.ts';

/** Whether an expression has a value before the configuration runs (rvalue.c, `rve_is_constant`); a define may hide one. */
export function isConstant(root: AnyNode): boolean {
  const open: (AnyNode | undefined)[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    switch (node.kind) {
      case 'number':
      case 'string':
      case 'opaque':
        break;
      case 'unary':
        open.push(node.operand);
        break;
      case 'binary':
        open.push(node.left, node.right);
        break;
      case 'parenthesised':
        open.push(node.expression);
        break;
      case 'builtin':
        open.push(...node.arguments);
        break;
      default:
        return false;
    }
  }
  return true;
}
