import type { FlowNode } from '../../semantic/control-flow.ts';
import type { Item } from '../../syntax/item-reader.ts';
import * as t from '../../syntax/token-types.ts';
import type { Argument, BinaryExpression, Expression } from '../../syntax/tree.ts';
import { constantOf } from './constant-text.ts';

/** A request as far as conditions commonly ask. */
export interface RequestKind {
  readonly method: string;
  /** Whether it has a tag in its To header; `undefined` where it may. */
  readonly hasToTag: boolean | undefined;
}

/**
 * The truth value of a step for one kind of request: of `is_method("…")`, `has_totag()`, comparisons of the method and
 * the labels of a `switch` over it.
 * `undefined` where it depends on something else.
 */
export function outcomeFor(node: FlowNode, request: RequestKind): boolean | undefined {
  const { item } = node.flow.symbol;
  if (node.kind === 'call' && node.call) {
    if (node.call.name === 'has_totag') return request.hasToTag;
    if (node.call.name !== 'is_method') return undefined;
    const names = textOf(node.call.node.arguments[0], item);
    return names
      ?.toUpperCase()
      .split('|')
      .map((name) => name.trim())
      .includes(request.method);
  }
  if (node.kind === 'case') {
    const label = node.node.kind === 'string' ? textOf(node.node, item) : undefined;
    return label !== undefined && node.subject && isMethod(node.subject, item) ? label === request.method : undefined;
  }
  return node.kind === 'test' && node.node.kind === 'binary' ? compare(node.node, item, request) : undefined;
}

function compare({ left, right, operator }: BinaryExpression, item: Item, request: RequestKind): boolean | undefined {
  const word = item.tokens[operator]?.image ?? '';
  const isEqual = word === '==' || word === 'eq';
  const isPattern = word === '=~';
  if (!isEqual && !isPattern && word !== '!=' && word !== 'ne') return undefined;
  const value = textOf(right, item);
  if (value === undefined) return undefined;
  if (!isMethod(left, item)) return undefined;
  if (isEqual) return value === request.method;
  if (word === '!=' || word === 'ne') return value !== request.method;
  // Only alternatives of plain names: anything else is not worth a regular expression engine of Kamailio's kind.
  const names = /^\^?\(?([A-Za-z|]+)\)?\$?$/.exec(value)?.[1]?.toUpperCase().split('|');
  if (!names) return undefined;
  return names.some((name) => (value.endsWith('$') ? request.method === name : request.method.startsWith(name)));
}

function isMethod(expression: Expression, item: Item): boolean {
  if (expression.kind === 'parenthesised') return isMethod(expression.expression, item);
  if (expression.kind === 'messageOperand') return item.tokens[expression.token]?.image === 'method';
  return expression.kind === 'pseudoVariable' && /^\$\(?rm\)?$/.test(item.tokens[expression.token]?.image ?? '');
}

function textOf(argument: Argument | undefined, item: Item): string | undefined {
  if (argument?.kind === 'string') return constantOf(item.tokens[argument.token])?.text;
  if (argument?.kind !== 'name') return undefined;
  const token = item.tokens[argument.token];
  return token && token.tokenType !== t.Opaque ? token.image : undefined;
}

/** Whether a step cannot be left like this by one kind of request. */
export function isImpossible(node: FlowNode, outcome: boolean | undefined, request: RequestKind): boolean {
  if (outcome === undefined) return false;
  const known = outcomeFor(node, request);
  return known !== undefined && known !== outcome;
}
