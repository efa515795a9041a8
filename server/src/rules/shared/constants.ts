import { decodeString } from '../../syntax/string-literal.ts';
import type { Token } from '../../syntax/token.ts';
import * as t from '../../syntax/token-types.ts';
import { withoutParentheses, type AnyNode } from '../../syntax/tree.ts';
import { readNumber } from '../../syntax/number-literal.ts';

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

/** The value of a number or string that stands there; `undefined` for all that would have to be worked out. */
export function constantValue(root: AnyNode | undefined, tokens: readonly Token[]): number | string | undefined {
  const node = withoutParentheses(root);
  if (node?.kind === 'unary' && tokens[node.operator]?.image === '-') {
    const operand = constantValue(node.operand, tokens);
    return typeof operand === 'number' ? -operand : undefined;
  }
  const token = node?.kind === 'number' || node?.kind === 'string' ? tokens[node.token] : undefined;
  if (!token || token.tokenType === t.Opaque) return undefined;
  return token.tokenType === t.StringLiteral ? decodeString(token.image).text : readNumber(token);
}
