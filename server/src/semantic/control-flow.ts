/**
 * The control flow of route blocks: what Kamailio can run after what. One graph a block; calls of `route()` lead into
 * other graphs. Read from `do_action` and `run_actions` in `src/core/action.c` and the statements of `src/core/cfg.y`
 * (5.5 to the development version).
 */
import type { Item } from '../syntax/item-reader.ts';
import * as t from '../syntax/token-types.ts';
import type * as tree from '../syntax/tree.ts';
import type { Program } from './program.ts';
import { DEFAULT_ROUTE_NAME, findRoutes, routeName, routeTable } from './route-references.ts';
import type { CallSymbol, RouteSymbol } from './symbols.ts';

/** A step to what may run next; `outcome` is the truth value with which a condition goes there. */
export interface FlowEdge {
  readonly to: FlowNode;
  readonly outcome: boolean | undefined;
}

/** How a block is left for good: back to its caller with a truth value, or out of the script. */
export type Leaving = 'true' | 'false' | 'either' | 'script';

/**
 * One thing that happens:
 *
 * - `start`: the block begins
 * - `call`: a function other than `route()`
 * - `route`: `route()`
 * - `test`: a part of a condition, or the subject of a `switch`, that is no call
 * - `case`: a label of a `switch` is compared with its subject; `node` is the label
 * - `assignment`: a variable is written, its value worked out before
 * - `jump`: a `break` out of a loop or `switch`
 * - `leave`: `return`, `exit`, `drop`, a `break` elsewhere, or the end of the block
 */
export interface FlowNode {
  readonly kind: 'start' | 'call' | 'route' | 'test' | 'case' | 'assignment' | 'jump' | 'leave';
  /** Place among the nodes of its block; what runs first has a smaller one, but for loops. */
  readonly index: number;
  readonly flow: RouteFlow;
  readonly node: tree.AnyNode;
  /** The call, of a `call` or `route`. */
  readonly call: CallSymbol | undefined;
  /** The blocks that `route()` runs; `undefined` where the name is known only when it runs. */
  readonly targets: readonly RouteSymbol[] | undefined;
  readonly leaving: Leaving | undefined;
  /** What the label of a `case` is compared with, unless as a regular expression. */
  readonly subject: tree.Expression | undefined;
  readonly edges: readonly FlowEdge[];
}

/** The graph of one route block. */
export interface RouteFlow {
  readonly symbol: RouteSymbol;
  /** The first is the start. */
  readonly nodes: readonly FlowNode[];
  /** What runs first of a statement; nothing for one in which nothing happens. */
  readonly firstOf: ReadonlyMap<tree.Statement, FlowNode>;
  /** Whether part of the block makes no sense, or is nested too deep to be followed. */
  readonly isPartial: boolean;
}

/** The graphs of a program's active route blocks, in the order of the text. */
export interface ControlFlow {
  readonly routes: ReadonlyMap<RouteSymbol, RouteFlow>;
  /** Whether some `route()` runs a block whose name is known only then, so that any block may run anywhere. */
  readonly hasUnknownTarget: boolean;
}

const known = new WeakMap<Program, ControlFlow>();

/** The control flow of a program. Made once a program. */
export function controlFlow(program: Program): ControlFlow {
  let flow = known.get(program);
  if (!flow) {
    flow = build(program);
    known.set(program, flow);
  }
  return flow;
}

function build(program: Program): ControlFlow {
  const callsOf = new Map<Item, Map<tree.CallExpression, CallSymbol>>();
  for (const call of program.symbols.calls) {
    const calls = callsOf.get(call.item) ?? new Map<tree.CallExpression, CallSymbol>();
    callsOf.set(call.item, calls.set(call.node, call));
  }
  const routes = new Map<RouteSymbol, RouteFlow>();
  let hasUnknownTarget = false;
  for (const { symbol, isActive } of routeTable(program).definitions) {
    if (!isActive) continue;
    const flow = new FlowBuilder(program, symbol, callsOf.get(symbol.item)).build();
    routes.set(symbol, flow);
    hasUnknownTarget ||= flow.nodes.some(({ kind, targets }) => kind === 'route' && !targets);
  }
  return { routes, hasUnknownTarget };
}

/**
 * The blocks that Kamailio runs by itself: every block but those of `route[NAME]`, and of these the ones that something
 * other than `route()` names, such as a timer or `async_route()`.
 */
export function entryPoints(program: Program): RouteSymbol[] {
  const { definitions, references } = routeTable(program);
  const named = new Set<string>();
  for (const { list, name, by, isActive } of references)
    if (isActive && list === 'main' && by !== 'route') named.add(name);
  return definitions
    .filter(
      ({ list, name, isActive }) => isActive && (list !== 'main' || name === DEFAULT_ROUTE_NAME || named.has(name)),
    )
    .map(({ symbol }) => symbol);
}

type MutableNode = { -readonly [Key in keyof FlowNode]: FlowNode[Key] } & { edges: FlowEdge[] };

/** An edge whose end is not there yet. */
interface Loose {
  readonly from: MutableNode;
  readonly outcome: boolean | undefined;
}

/** Loose ends by the truth value of the condition they come from. */
interface Branches {
  readonly whenTrue: readonly Loose[];
  readonly whenFalse: readonly Loose[];
}

/** Nesting beyond which a statement or condition is not looked into: deeper than anybody writes, safe for the stack. */
const DEEPEST = 300;

class FlowBuilder {
  readonly #program: Program;
  readonly #symbol: RouteSymbol;
  readonly #calls: ReadonlyMap<tree.CallExpression, CallSymbol> | undefined;
  readonly #nodes: MutableNode[] = [];
  readonly #firstOf = new Map<tree.Statement, FlowNode>();
  readonly #flow: { -readonly [Key in keyof RouteFlow]: RouteFlow[Key] };
  /** Where a `break` goes, innermost last. */
  readonly #breaks: Loose[][] = [];
  #depth = 0;

  constructor(program: Program, symbol: RouteSymbol, calls: ReadonlyMap<tree.CallExpression, CallSymbol> | undefined) {
    this.#program = program;
    this.#symbol = symbol;
    this.#calls = calls;
    this.#flow = { symbol, nodes: this.#nodes, firstOf: this.#firstOf, isPartial: symbol.item.problems.length > 0 };
  }

  build(): RouteFlow {
    const { node } = this.#symbol;
    const start = this.#add('start', node, []);
    let ends: readonly Loose[] = [{ from: start, outcome: undefined }];
    if (node.body) ends = this.#statement(node.body, ends);
    // What the last statement gave is what the block gives.
    if (ends.length > 0) this.#add('leave', node, ends, { leaving: 'either' });
    return this.#flow;
  }

  #add(
    kind: FlowNode['kind'],
    node: tree.AnyNode,
    before: readonly Loose[],
    more: Partial<Pick<FlowNode, 'call' | 'targets' | 'leaving' | 'subject'>> = {},
  ): MutableNode {
    const index = this.#nodes.length;
    const { call, targets, leaving, subject } = more;
    const added: MutableNode = { kind, index, flow: this.#flow, node, call, targets, leaving, subject, edges: [] };
    this.#nodes.push(added);
    this.#join(before, added);
    return added;
  }

  #join(ends: readonly Loose[], to: FlowNode): void {
    for (const { from, outcome } of ends) from.edges.push({ to, outcome });
  }

  #statements(statements: readonly tree.Statement[], before: readonly Loose[]): readonly Loose[] {
    return statements.reduce((ends, statement) => this.#statement(statement, ends), before);
  }

  /** Adds what a statement does behind the loose ends; gives those it leaves. Nodes without a way to them are kept. */
  #statement(statement: tree.Statement, before: readonly Loose[]): readonly Loose[] {
    if (this.#depth >= DEEPEST) {
      this.#flow.isPartial = true;
      return before;
    }
    this.#depth++;
    const next = this.#nodes.length;
    const ends = this.#read(statement, before);
    const first = this.#nodes[next];
    if (first) this.#firstOf.set(statement, first);
    this.#depth--;
    return ends;
  }

  #read(statement: tree.Statement, before: readonly Loose[]): readonly Loose[] {
    switch (statement.kind) {
      case 'block':
        return this.#statements(statement.statements, before);
      case 'if':
        return this.#if(statement, before);
      case 'while':
        return this.#while(statement, before);
      case 'switch':
        return this.#switch(statement, before);
      case 'leave':
        return this.#leave(statement, before);
      case 'assignment': {
        const ends = this.#value(statement.value, before);
        return loose(this.#add('assignment', statement, ends));
      }
      case 'expressionStatement':
        return this.#value(statement.expression, before);
      case 'emptyStatement':
        return before;
      case 'unknownStatement':
        this.#flow.isPartial = true;
        return before;
    }
  }

  #if({ clauses, otherwise }: tree.IfStatement, before: readonly Loose[]): readonly Loose[] {
    const ends: Loose[] = [];
    let open = before;
    for (const { condition, body } of clauses) {
      const { whenTrue, whenFalse } = this.#condition(condition, open);
      ends.push(...(body ? this.#statement(body, whenTrue) : whenTrue));
      open = whenFalse;
    }
    ends.push(...(otherwise ? this.#statement(otherwise, open) : open));
    return ends;
  }

  #while({ condition, body }: tree.WhileStatement, before: readonly Loose[]): readonly Loose[] {
    const next = this.#nodes.length;
    const { whenTrue, whenFalse } = this.#condition(condition, before);
    const first = this.#nodes[next];
    const breaks: Loose[] = [];
    this.#breaks.push(breaks);
    const ends = body ? this.#statement(body, whenTrue) : whenTrue;
    this.#breaks.pop();
    if (first) this.#join(ends, first);
    // A loop that nothing leaves is given up after `max_while_loops` rounds, and the script goes on behind it.
    const isLeft = breaks.length > 0 || this.#nodes.slice(next).some(({ kind }) => kind === 'leave');
    return [...(isLeft && this.#isAlwaysTrue(condition) ? [] : whenFalse), ...breaks];
  }

  #switch({ subject, cases }: tree.SwitchStatement, before: readonly Loose[]): readonly Loose[] {
    const head = subject ? this.#value(subject, before, true) : before;
    const breaks: Loose[] = [];
    this.#breaks.push(breaks);
    // The labels are compared one after the other; what none of them fits goes to `default`, wherever that stands.
    let unmatched = head;
    const matched = cases.map(({ label, isRegex }): readonly Loose[] => {
      if (!label) return [];
      const test = this.#add('case', label, unmatched, { subject: isRegex ? undefined : subject });
      unmatched = split(test).whenFalse;
      return split(test).whenTrue;
    });
    // Without a `break` a case goes on into the next one.
    let ends: readonly Loose[] = [];
    for (const [index, { statements, label, isDefault }] of cases.entries()) {
      const to = isDefault ? unmatched : label ? (matched[index] ?? []) : head;
      ends = this.#statements(statements, [...to, ...ends]);
    }
    this.#breaks.pop();
    return [...ends, ...breaks, ...(cases.some(({ isDefault }) => isDefault) ? [] : unmatched)];
  }

  #leave(statement: tree.LeaveStatement, before: readonly Loose[]): readonly Loose[] {
    const word = this.#symbol.item.tokens[statement.keyword]?.image;
    const ends = statement.value ? this.#value(statement.value, before) : before;
    if (word === 'break') {
      const breaks = this.#breaks.at(-1);
      if (breaks) {
        breaks.push(...loose(this.#add('jump', statement, ends)));
        return [];
      }
      this.#add('leave', statement, ends, { leaving: 'either' });
      return [];
    }
    const leaving = word === 'return' ? this.#returned(statement.value) : 'script';
    this.#add('leave', statement, ends, { leaving });
    return [];
  }

  /** The truth value of what is returned: 0 ends the script. Without a value it is 1 (`cfg.y`). */
  #returned(value: tree.Expression | undefined): Leaving {
    // Kamailio 5.7 and newer can be told to take a negative value for true.
    if (this.#program.symbols.settings.some(({ name }) => name.image === 'return_mode')) return 'either';
    if (!value) return 'true';
    const { tokens } = this.#symbol.item;
    if (value.kind === 'parenthesised') return this.#returned(value.expression);
    const isNegative = value.kind === 'unary' && tokens[value.operator]?.image === '-';
    const operand = isNegative ? value.operand : value;
    if (operand?.kind !== 'number') return 'either';
    const token = tokens[operand.token];
    if (token?.tokenType !== t.NumberLiteral) return 'either';
    if (/^0+$/.test(token.image)) return 'script';
    return isNegative ? 'false' : 'true';
  }

  #isAlwaysTrue(condition: tree.Expression | undefined): boolean {
    if (condition?.kind === 'parenthesised') return this.#isAlwaysTrue(condition.expression);
    if (condition?.kind !== 'number') return false;
    const token = this.#symbol.item.tokens[condition.token];
    return token !== undefined && !/^(?:0+|no|off|false|disable)$/.test(token.image);
  }

  #condition(condition: tree.Expression | undefined, before: readonly Loose[]): Branches {
    if (!condition) return { whenTrue: before, whenFalse: before };
    if (this.#depth >= DEEPEST) {
      this.#flow.isPartial = true;
      return { whenTrue: before, whenFalse: before };
    }
    this.#depth++;
    const branches = this.#branches(condition, before);
    this.#depth--;
    return branches;
  }

  #branches(condition: tree.Expression, before: readonly Loose[]): Branches {
    const { tokens } = this.#symbol.item;
    if (condition.kind === 'parenthesised') return this.#condition(condition.expression, before);
    if (condition.kind === 'unary') {
      const operator = tokens[condition.operator]?.image;
      if (operator === '!' || operator === 'not') {
        const { whenTrue, whenFalse } = this.#condition(condition.operand, before);
        return { whenTrue: whenFalse, whenFalse: whenTrue };
      }
    }
    if (condition.kind === 'binary') {
      const operator = tokens[condition.operator]?.image;
      if (operator === '&&' || operator === 'and') {
        const left = this.#condition(condition.left, before);
        const right = this.#condition(condition.right, left.whenTrue);
        return { whenTrue: right.whenTrue, whenFalse: [...left.whenFalse, ...right.whenFalse] };
      }
      if (operator === '||' || operator === 'or') {
        const left = this.#condition(condition.left, before);
        const right = this.#condition(condition.right, left.whenFalse);
        return { whenTrue: [...left.whenTrue, ...right.whenTrue], whenFalse: right.whenFalse };
      }
    }
    const ends = this.#value(condition, before, condition.kind !== 'call');
    if (condition.kind === 'call' && ends.length === 1 && ends[0]?.from.node === condition) return split(ends[0].from);
    const last = ends[0]?.from;
    if (last?.kind === 'test' && last.node === condition) return split(last);
    return { whenTrue: ends, whenFalse: ends };
  }

  /** Adds the calls inside an expression in the order in which they run, and the expression itself if it is a test. */
  #value(expression: tree.Expression | undefined, before: readonly Loose[], isTest = false): readonly Loose[] {
    if (!expression) return before;
    if (this.#depth >= DEEPEST) {
      this.#flow.isPartial = true;
      return before;
    }
    this.#depth++;
    let ends = this.#parts(expression, before);
    if (isTest) ends = loose(this.#add('test', expression, ends));
    this.#depth--;
    return ends;
  }

  #parts(expression: tree.Expression, before: readonly Loose[]): readonly Loose[] {
    switch (expression.kind) {
      case 'parenthesised':
        return this.#value(expression.expression, before);
      case 'unary':
        return this.#value(expression.operand, before);
      case 'binary':
        return this.#binary(expression, before);
      case 'builtin':
        return expression.arguments.reduce((ends, argument) => this.#value(argument, ends), before);
      case 'assignmentExpression':
        return loose(this.#add('assignment', expression, this.#value(expression.value, before)));
      case 'blockExpression':
        return this.#statement(expression.block, before);
      case 'call':
        return this.#call(expression, before);
      default:
        return before;
    }
  }

  #binary(expression: tree.BinaryExpression, before: readonly Loose[]): readonly Loose[] {
    const operator = this.#symbol.item.tokens[expression.operator]?.image ?? '';
    const left = this.#value(expression.left, before);
    const right = this.#value(expression.right, left);
    // The right side of these may not be run.
    return /^(?:&&|\|\||and|or)$/.test(operator) && right !== left ? [...left, ...right] : right;
  }

  #call(expression: tree.CallExpression, before: readonly Loose[]): readonly Loose[] {
    let ends = before;
    for (const argument of expression.arguments) {
      if (argument.kind !== 'addressValue') ends = this.#value(argument, ends);
    }
    const call = this.#calls?.get(expression);
    if (call?.name !== 'route') return loose(this.#add('call', expression, ends, { call }));
    return loose(this.#add('route', expression, ends, { call, targets: this.#targets(expression) }));
  }

  #targets({ arguments: [argument] }: tree.CallExpression): readonly RouteSymbol[] | undefined {
    const operand = argument?.kind === 'parenthesised' ? argument.expression : argument;
    if (operand?.kind !== 'name' && operand?.kind !== 'number' && operand?.kind !== 'string') return undefined;
    const token = this.#symbol.item.tokens[operand.token];
    if (!token || token.image.includes('$')) return undefined;
    return findRoutes(this.#program, 'main', routeName(token))
      .filter(({ isActive }) => isActive)
      .map(({ symbol }) => symbol);
  }
}

function loose(from: MutableNode): readonly Loose[] {
  return [{ from, outcome: undefined }];
}

function split(from: MutableNode): Branches {
  return { whenTrue: [{ from, outcome: true }], whenFalse: [{ from, outcome: false }] };
}
