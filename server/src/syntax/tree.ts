/**
 * The typed tree of one top-level item. `from` and `to` are indexes into the item's tokens (both inclusive), so a tree
 * stays valid when text before the item changes, and two items with the same tokens share one tree.
 */
export interface NodeBase {
  readonly from: number;
  readonly to: number;
}

/** A node while it is being built. */
export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export type RouteKind =
  | 'route'
  | 'request_route'
  | 'failure_route'
  | 'reply_route'
  | 'onreply_route'
  | 'branch_route'
  | 'onsend_route'
  | 'event_route';

// Top-level items

export interface RouteBlock extends NodeBase {
  readonly kind: 'routeBlock';
  readonly routeKind: RouteKind;
  /** Token index of the name; `undefined` for a default block. */
  readonly name: number | undefined;
  readonly body: BlockStatement | undefined;
}

export interface CoreSetting extends NodeBase {
  readonly kind: 'coreSetting';
  /** Token index of the name; dotted for `kemi.…_callback`. */
  readonly name: number;
  readonly value: SettingValue | undefined;
}

/** `group.name = value desc "…"`, or `group[1].name = value`. */
export interface CustomGlobal extends NodeBase {
  readonly kind: 'customGlobal';
  readonly group: number;
  readonly index: number | undefined;
  readonly name: number;
  readonly value: SettingValue | undefined;
  readonly description: number | undefined;
}

export interface LoadModule extends NodeBase {
  readonly kind: 'loadModule';
  readonly keyword: number;
  readonly path: number | undefined;
  readonly options: number | undefined;
}

export interface LoadPath extends NodeBase {
  readonly kind: 'loadPath';
  readonly path: number | undefined;
}

export interface ConfigEngine extends NodeBase {
  readonly kind: 'cfgEngine';
  readonly engine: number | undefined;
}

export interface ModuleParameter extends NodeBase {
  readonly kind: 'moduleParameter';
  readonly keyword: number;
  readonly module: number | undefined;
  readonly parameter: number | undefined;
  readonly value: SettingValue | undefined;
}

export interface FlagDeclarations extends NodeBase {
  readonly kind: 'flagDeclarations';
  readonly keyword: number;
  readonly flags: readonly { readonly name: number; readonly number: number | undefined }[];
}

/** `#!subst`, `#!substdef`, `#!substdefs`. */
export interface SubstStatement extends NodeBase {
  readonly kind: 'subst';
  readonly keyword: number;
  readonly expression: number | undefined;
}

export interface EmptyItem extends NodeBase {
  readonly kind: 'emptyItem';
}

/** Text between items that is no item. */
export interface UnknownItem extends NodeBase {
  readonly kind: 'unknownItem';
}

export type ItemNode =
  | RouteBlock
  | CoreSetting
  | CustomGlobal
  | LoadModule
  | LoadPath
  | ConfigEngine
  | ModuleParameter
  | FlagDeclarations
  | SubstStatement
  | EmptyItem
  | UnknownItem;

// Values of settings

export interface LiteralValue extends NodeBase {
  readonly kind: 'literalValue';
  readonly negative: boolean;
  readonly token: number;
}

export interface AddressValue extends NodeBase {
  readonly kind: 'addressValue';
  readonly protocol: number | undefined;
  /** Hosts: several only in the bracketed multi-homed form; each the token range of its name. */
  readonly hosts: readonly NodeBase[];
  readonly port: number | undefined;
  readonly lastPort: number | undefined;
}

/** The value of `listen`, `alias` and their kin: addresses, then what follows them. */
export interface SocketValue extends NodeBase {
  readonly kind: 'socketValue';
  readonly addresses: readonly AddressValue[];
  readonly advertise: AddressValue | undefined;
  /** Token index of the socket's name. */
  readonly name: number | undefined;
  /** Token indexes of the words behind the addresses: `advertise`, `name`, `virtual` … */
  readonly suffixes: readonly number[];
}

/** `socket = { bind = …; name = "…" }` of Kamailio 5.7 and newer. */
export interface SocketBlockValue extends NodeBase {
  readonly kind: 'socketBlockValue';
  readonly attributes: readonly SocketAttribute[];
}

export interface SocketAttribute extends NodeBase {
  readonly kind: 'socketAttribute';
  readonly name: number;
  readonly value: SettingValue | undefined;
}

export type SettingValue = LiteralValue | SocketValue | SocketBlockValue;

// Statements

export interface BlockStatement extends NodeBase {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
}

export interface IfStatement extends NodeBase {
  readonly kind: 'if';
  readonly clauses: readonly { readonly condition: Expression | undefined; readonly body: Statement | undefined }[];
  readonly otherwise: Statement | undefined;
}

export interface WhileStatement extends NodeBase {
  readonly kind: 'while';
  readonly condition: Expression | undefined;
  readonly body: Statement | undefined;
}

export interface SwitchCase extends NodeBase {
  readonly kind: 'case';
  /** `undefined` for `default:`. */
  readonly label: Expression | undefined;
  readonly isDefault: boolean;
  /** Whether the label is a regular expression, written `case /"…":`. */
  readonly isRegex: boolean;
  readonly statements: readonly Statement[];
}

export interface SwitchStatement extends NodeBase {
  readonly kind: 'switch';
  readonly subject: Expression | undefined;
  readonly cases: readonly SwitchCase[];
  /** Statements before the first label, which Kamailio refuses. */
  readonly stray: readonly Statement[];
}

/** `exit`, `return`, `drop`, `break`. */
export interface LeaveStatement extends NodeBase {
  readonly kind: 'leave';
  readonly keyword: number;
  readonly value: Expression | undefined;
}

export interface AssignmentStatement extends NodeBase {
  readonly kind: 'assignment';
  readonly target: Expression;
  readonly operator: number;
  readonly value: Expression | undefined;
}

export interface ExpressionStatement extends NodeBase {
  readonly kind: 'expressionStatement';
  readonly expression: Expression;
}

export interface EmptyStatement extends NodeBase {
  readonly kind: 'emptyStatement';
}

/** Text between statements that is no statement. */
export interface UnknownStatement extends NodeBase {
  readonly kind: 'unknownStatement';
}

export type Statement =
  | BlockStatement
  | IfStatement
  | WhileStatement
  | SwitchStatement
  | LeaveStatement
  | AssignmentStatement
  | ExpressionStatement
  | EmptyStatement
  | UnknownStatement;

// Expressions

export interface LiteralExpression extends NodeBase {
  readonly kind: 'number' | 'string' | 'opaque';
  readonly token: number;
}

/** `$name(…){…}` and `$(…)`; its inside is read by `readPseudoVariable`. */
export interface VariableExpression extends NodeBase {
  readonly kind: 'pseudoVariable' | 'select';
  readonly token: number;
}

/** The old form of an AVP: `%name`, `%f.name[1]`. */
export interface AttributeExpression extends NodeBase {
  readonly kind: 'attribute';
  readonly token: number;
  /** Token index of the number between the brackets. */
  readonly index: number | undefined;
}

/** A bare name: a route in `route(NAME)`, a method, a flag, a host. */
export interface NameExpression extends NodeBase {
  readonly kind: 'name';
  readonly token: number;
}

/** An address or network, only beside `src_ip` and its kin. */
export interface NetworkExpression extends NodeBase {
  readonly kind: 'network';
  readonly address: number;
  readonly mask: number | undefined;
}

/** `method`, `src_ip`, `myself`, a protocol: words that mean a part of the message. */
export interface OperandExpression extends NodeBase {
  readonly kind: 'messageOperand' | 'myself' | 'protocol';
  readonly token: number;
}

export interface UnaryExpression extends NodeBase {
  readonly kind: 'unary';
  readonly operator: number;
  readonly operand: Expression | undefined;
}

export interface BinaryExpression extends NodeBase {
  readonly kind: 'binary';
  readonly operator: number;
  readonly left: Expression;
  readonly right: Expression | undefined;
}

/** `strlen(…)`, `strempty(…)`, `selval(…)`. */
export interface BuiltinExpression extends NodeBase {
  readonly kind: 'builtin';
  readonly operator: number;
  readonly arguments: readonly Expression[];
}

export interface CallExpression extends NodeBase {
  readonly kind: 'call';
  readonly name: number;
  /** `undefined` for a function named without parentheses. */
  readonly open: number | undefined;
  readonly close: number | undefined;
  readonly arguments: readonly Argument[];
}

export type Argument = Expression | AddressValue;

export interface ParenthesisedExpression extends NodeBase {
  readonly kind: 'parenthesised';
  readonly expression: Expression;
}

/** `($x = …)` or, wrongly, `$x = …` where a value belongs. */
export interface AssignmentExpression extends NodeBase {
  readonly kind: 'assignmentExpression';
  readonly target: Expression;
  readonly operator: number;
  readonly value: Expression | undefined;
}

/** `{ statements }` where a value belongs, which Kamailio allows. */
export interface BlockExpression extends NodeBase {
  readonly kind: 'blockExpression';
  readonly block: BlockStatement;
}

/** An expression of one token. */
export type LeafExpression = LiteralExpression | VariableExpression | OperandExpression;

export type Expression =
  | LeafExpression
  | AttributeExpression
  | NameExpression
  | NetworkExpression
  | UnaryExpression
  | BinaryExpression
  | BuiltinExpression
  | CallExpression
  | ParenthesisedExpression
  | AssignmentExpression
  | BlockExpression;

export type AnyNode = ItemNode | Statement | SwitchCase | Expression | SettingValue | AddressValue | SocketAttribute;

/** The node's children in the order of the text. */
export function childrenOf(node: AnyNode): AnyNode[] {
  const found: (AnyNode | undefined)[] = [];
  switch (node.kind) {
    case 'routeBlock':
      found.push(node.body);
      break;
    case 'coreSetting':
    case 'customGlobal':
    case 'moduleParameter':
    case 'socketAttribute':
      found.push(node.value);
      break;
    case 'socketValue':
      found.push(...node.addresses, node.advertise);
      break;
    case 'socketBlockValue':
      found.push(...node.attributes);
      break;
    case 'block':
      return [...node.statements];
    case 'if':
      for (const clause of node.clauses) found.push(clause.condition, clause.body);
      found.push(node.otherwise);
      break;
    case 'while':
      found.push(node.condition, node.body);
      break;
    case 'switch':
      found.push(node.subject, ...node.stray, ...node.cases);
      break;
    case 'case':
      found.push(node.label, ...node.statements);
      break;
    case 'leave':
      found.push(node.value);
      break;
    case 'assignment':
    case 'assignmentExpression':
      found.push(node.target, node.value);
      break;
    case 'expressionStatement':
    case 'parenthesised':
      found.push(node.expression);
      break;
    case 'unary':
      found.push(node.operand);
      break;
    case 'binary':
      found.push(node.left, node.right);
      break;
    case 'builtin':
    case 'call':
      found.push(...node.arguments);
      break;
    case 'blockExpression':
      found.push(node.block);
      break;
  }
  return found.filter((child): child is AnyNode => child !== undefined);
}

/** What stands in parentheses, however many there are around it. */
export function withoutParentheses<Node extends AnyNode | undefined>(node: Node): Node | Expression {
  let inner: Node | Expression = node;
  while (inner?.kind === 'parenthesised') inner = inner.expression;
  return inner;
}

/** Calls `visit` for a node and all below it, outermost first; no recursion, so depth does not matter. */
export function walk(root: AnyNode, visit: (node: AnyNode) => void): void {
  const open: AnyNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    visit(node);
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index--) open.push(children[index]!);
  }
}
