import type { Analysis } from '../../semantic/analysis.ts';
import type { Item } from '../../syntax/item-reader.ts';
import type { Token } from '../../syntax/token.ts';
import { childrenOf, withoutParentheses, type AnyNode, type Expression, type RouteBlock } from '../../syntax/tree.ts';

/** A node of a route block, with the block's item and what it stands in. */
export interface RouteNode<Node extends AnyNode = AnyNode> {
  readonly node: Node;
  readonly parent: AnyNode | undefined;
  readonly item: Item;
}

type Kind = AnyNode['kind'];
/** The nodes that can be of a kind; some types of nodes have several. */
type OfKind<K extends Kind, Node = AnyNode> = Node extends { readonly kind: Kind }
  ? K extends Node['kind']
    ? Node
    : never
  : never;
interface Nested {
  readonly node: AnyNode;
  readonly parent: AnyNode | undefined;
}

/** Trees outlive an edit where their text stays the same. */
const known = new WeakMap<RouteBlock, ReadonlyMap<Kind, readonly Nested[]>>();

/** The nodes of a kind in all route blocks, in the order of the text, outer ones first. */
export function* nodesOfKind<K extends Kind>({ program }: Analysis, kind: K): Iterable<RouteNode<OfKind<K>>> {
  for (const { node: route, item } of program.symbols.routes) {
    for (const { node, parent } of nestedIn(route).get(kind) ?? []) yield { node: node as OfKind<K>, parent, item };
  }
}

function nestedIn(route: RouteBlock): ReadonlyMap<Kind, readonly Nested[]> {
  let byKind = known.get(route);
  if (!byKind) {
    byKind = collect(route);
    known.set(route, byKind);
  }
  return byKind;
}

function collect(route: RouteBlock): Map<Kind, Nested[]> {
  const byKind = new Map<Kind, Nested[]>();
  const open: Nested[] = [{ node: route, parent: undefined }];
  for (let at = open.pop(); at; at = open.pop()) {
    const { node } = at;
    const list = byKind.get(node.kind);
    if (list) list.push(at);
    else byKind.set(node.kind, [at]);
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index--) open.push({ node: children[index]!, parent: node });
  }
  return byKind;
}

/** A condition of an `if` or `while`. */
export interface Condition {
  readonly expression: Expression;
  readonly keyword: 'if' | 'while';
  readonly item: Item;
}

/** The conditions of all `if` and `while`. */
export function* conditionsOf(analysis: Analysis): Iterable<Condition> {
  for (const { node, item } of nodesOfKind(analysis, 'if')) {
    for (const { condition } of node.clauses) if (condition) yield { expression: condition, keyword: 'if', item };
  }
  for (const { node, item } of nodesOfKind(analysis, 'while')) {
    if (node.condition) yield { expression: node.condition, keyword: 'while', item };
  }
}

/** The parts of a condition that are each true or false: what `!`, `&&`, `||` and parentheses put together. */
export function partsOf({ expression, item }: Pick<Condition, 'expression' | 'item'>): Expression[] {
  const parts: Expression[] = [];
  const open: (Expression | undefined)[] = [expression];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'parenthesised') open.push(node.expression);
    else if (node.kind === 'unary' && isNegation(item.tokens[node.operator]?.image)) open.push(node.operand);
    else if (node.kind === 'binary' && isConnective(item.tokens[node.operator]?.image))
      open.push(node.right, node.left);
    else parts.push(node);
  }
  return parts;
}

function isNegation(operator: string | undefined): boolean {
  return operator === '!' || operator === 'not';
}

/** Whether an operator joins conditions: `&&`, `||` and their words. */
export function isConnective(operator: string | undefined): boolean {
  return operator === '&&' || operator === '||' || operator === 'and' || operator === 'or';
}

/** The operands of a chain of one connective: of `a && b && c` the three. */
export function operandsOf(root: Expression, operator: string | undefined, tokens: readonly Token[]): Expression[] {
  const operands: Expression[] = [];
  const open: (Expression | undefined)[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const inner = withoutParentheses(node);
    if (inner.kind === 'binary' && tokens[inner.operator]?.image === operator) open.push(inner.right, inner.left);
    else operands.push(inner);
  }
  return operands;
}
