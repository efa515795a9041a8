/** How an HTTP request reaches `jsonrpc_dispatch()`, as far as the text of `event_route[xhttp:request]` tells. */
import type { Program } from '../semantic/program.ts';
import { findRoutes, routeTable, type RouteDefinition } from '../semantic/route-references.ts';
import { nameOf } from '../semantic/symbols.ts';
import type { Item } from '../syntax/item-reader.ts';
import * as t from '../syntax/token-types.ts';
import { walk, type Argument, type Expression, type Statement, type SwitchStatement } from '../syntax/tree.ts';

export interface HttpRpcRoute {
  /** The paths that lead to the RPC; none where every path does, or the text does not tell. */
  readonly paths: readonly string[];
  /** The ports that lead to it; none where every port does. */
  readonly ports: readonly number[];
  /** Whether the route looks at who asks. */
  readonly checksCredentials: boolean;
  readonly checksSource: boolean;
}

/** `no-route`: there is no such block; `no-call`: nothing in it reaches the RPC. */
export type HttpRpcSearch = HttpRpcRoute | 'no-route' | 'no-call';

/** Something that holds where a statement is reached. */
interface Condition {
  readonly expression: Expression;
  readonly isNegated: boolean;
}

const CREDENTIALS = /^\$\(?(?:hdr\(authorization\)|(?:au|aU|ad|adu|aa|ar)(?!\w))/i;
const CREDENTIAL_FUNCTION = /(?:^|_)(?:auth|authenticate|authorize|challenge|auth_check)(?:_|$)/;
const SOURCE = /^(?:src_ip|\$\(?(?:si|sas)\b.*)$/;
const SOURCE_FUNCTION = /^(?:allow_(?:source_)?address|allow_trusted|ds_is_from_list|is_in_subnet)$/;

export function findHttpRpcRoute(program: Program): HttpRpcSearch {
  const [start] = findRoutes(program, 'event', 'xhttp:request').filter(({ isActive }) => isActive);
  if (!start) return 'no-route';
  return new RouteWalk(program).search(start);
}

class RouteWalk {
  readonly #program: Program;
  readonly #seen = new Set<RouteDefinition>();
  readonly #paths = new Set<string>();
  readonly #ports = new Set<number>();
  #isReached = false;
  #checksCredentials = false;
  #checksSource = false;

  constructor(program: Program) {
    this.#program = program;
  }

  search(start: RouteDefinition): HttpRpcSearch {
    this.#visitRoute(start, []);
    if (!this.#isReached) return 'no-call';
    return {
      paths: [...this.#paths],
      ports: [...this.#ports],
      checksCredentials: this.#checksCredentials,
      checksSource: this.#checksSource,
    };
  }

  #visitRoute(route: RouteDefinition, conditions: readonly Tests[]): void {
    if (this.#seen.has(route)) return;
    this.#seen.add(route);
    const { item, node } = route.symbol;
    for (const { image } of item.tokens.slice(node.from, node.to + 1)) this.#look(image);
    if (node.body) this.#visitList(node.body.statements, item, conditions);
  }

  /** Notes what a block asks about the sender, wherever it does. */
  #look(image: string): void {
    this.#checksCredentials ||= CREDENTIALS.test(image) || CREDENTIAL_FUNCTION.test(image);
    this.#checksSource ||= SOURCE.test(image) || SOURCE_FUNCTION.test(image);
  }

  #visitList(statements: readonly Statement[], item: Item, conditions: readonly Tests[]): void {
    const holding = [...conditions];
    for (const statement of statements) {
      this.#visit(statement, item, holding);
      // `if (!($hu =~ "^/RPC")) { … exit; }`: behind it, the opposite holds.
      if (statement.kind !== 'if' || statement.otherwise) continue;
      const [clause, ...others] = statement.clauses;
      if (clause?.condition && others.length === 0 && clause.body && leaves(clause.body)) {
        holding.push(testsOf({ expression: clause.condition, isNegated: true }, item));
      }
    }
  }

  #visit(statement: Statement, item: Item, conditions: readonly Tests[]): void {
    switch (statement.kind) {
      case 'block':
        this.#visitList(statement.statements, item, conditions);
        return;
      case 'if': {
        const before: Tests[] = [...conditions];
        for (const { condition, body } of statement.clauses) {
          if (condition) this.#visitExpression(condition, item, before);
          const here = condition ? [...before, testsOf({ expression: condition, isNegated: false }, item)] : before;
          if (body) this.#visit(body, item, here);
          if (condition) before.push(testsOf({ expression: condition, isNegated: true }, item));
        }
        if (statement.otherwise) this.#visit(statement.otherwise, item, before);
        return;
      }
      case 'while':
        if (statement.body) this.#visit(statement.body, item, conditions);
        return;
      case 'switch':
        this.#visitSwitch(statement, item, conditions);
        return;
      default:
        this.#visitExpression(statement, item, conditions);
    }
  }

  #visitSwitch({ subject, cases }: SwitchStatement, item: Item, conditions: readonly Tests[]): void {
    for (const { label, isRegex, statements } of cases) {
      const tests = subject && label ? testOf(subject, isRegex ? '=~' : '==', label, item) : undefined;
      this.#visitList(statements, item, tests ? [...conditions, tests] : conditions);
    }
  }

  /** Looks for calls in something that holds no statements. */
  #visitExpression(node: Statement | Expression, item: Item, conditions: readonly Tests[]): void {
    walk(node, (inner) => {
      if (inner.kind !== 'call') return;
      const name = item.tokens[inner.name]?.image;
      if (name === 'jsonrpc_dispatch') this.#reach(conditions);
      else if (name === 'route') this.#follow(inner.from, item, conditions);
    });
  }

  #follow(from: number, item: Item, conditions: readonly Tests[]): void {
    const reference = routeTable(this.#program).references.find(
      ({ call, isActive }) => isActive && call?.item === item && call.node.from === from,
    );
    if (!reference) return;
    for (const route of findRoutes(this.#program, reference.list, reference.name)) {
      if (route.isActive) this.#visitRoute(route, conditions);
    }
  }

  #reach(conditions: readonly Tests[]): void {
    this.#isReached = true;
    for (const { paths, ports } of conditions) {
      for (const path of paths) this.#paths.add(path);
      for (const port of ports) this.#ports.add(port);
    }
  }
}

/** Whether running a statement ends the route. */
function leaves(statement: Statement): boolean {
  if (statement.kind === 'block') {
    const last = statement.statements.at(-1);
    return last !== undefined && leaves(last);
  }
  return statement.kind === 'leave';
}

/** What a condition says about the path and the port. */
interface Tests {
  readonly paths: readonly string[];
  readonly ports: readonly number[];
}

const NO_TESTS: Tests = { paths: [], ports: [] };

/** What holds where a comparison does not; there is no operator for what does not match. */
const OPPOSITE: Readonly<Record<string, string>> = { '!=': '==', ne: 'eq' };

function testsOf({ expression, isNegated }: Condition, item: Item): Tests {
  switch (expression.kind) {
    case 'parenthesised':
      return testsOf({ expression: expression.expression, isNegated }, item);
    case 'unary': {
      const operator = item.tokens[expression.operator]?.image;
      if (!expression.operand || (operator !== '!' && operator !== 'not')) return NO_TESTS;
      return testsOf({ expression: expression.operand, isNegated: !isNegated }, item);
    }
    case 'binary': {
      const { left, right } = expression;
      const operator = item.tokens[expression.operator]?.image ?? '';
      if (!right) return NO_TESTS;
      if (['&&', '||', 'and', 'or'].includes(operator)) {
        const [a, b] = [
          testsOf({ expression: left, isNegated }, item),
          testsOf({ expression: right, isNegated }, item),
        ];
        return { paths: [...a.paths, ...b.paths], ports: [...a.ports, ...b.ports] };
      }
      return testOf(left, isNegated ? (OPPOSITE[operator] ?? '') : operator, right, item);
    }
    case 'call': {
      const [subject, prefix] = expression.arguments;
      const name = item.tokens[expression.name]?.image;
      if (name !== 'starts_with' || isNegated || !prefix || textOf(subject, item) !== '$hu') return NO_TESTS;
      const path = textOf(prefix, item);
      return path === undefined ? NO_TESTS : { paths: [path], ports: [] };
    }
    default:
      return NO_TESTS;
  }
}

function testOf(left: Expression, operator: string, right: Expression, item: Item): Tests {
  if (left.kind === 'parenthesised') return testOf(left.expression, operator, right, item);
  const subject = left.from === left.to ? item.tokens[left.from]?.image : undefined;
  const value = textOf(right, item);
  if (value === undefined) return NO_TESTS;
  const isEqual = operator === '==' || operator === 'eq';
  if (subject === '$hu' || subject === '$(hu)') {
    if (isEqual && !value.includes('$')) return { paths: [value], ports: [] };
    const path = operator === '=~' ? pathOfRegex(value) : undefined;
    return path === undefined ? NO_TESTS : { paths: [path], ports: [] };
  }
  const isPort = subject === '$Rp' || subject === 'dst_port' || subject === '$(Rp)';
  return isPort && isEqual && /^\d+$/.test(value) ? { paths: [], ports: [Number(value)] } : NO_TESTS;
}

/** The plain text of a string, a number or a pseudo-variable that is an argument. */
function textOf(node: Argument | undefined, item: Item): string | undefined {
  if (node?.kind === 'parenthesised') return textOf(node.expression, item);
  if (node?.kind !== 'string' && node?.kind !== 'number' && node?.kind !== 'pseudoVariable') return undefined;
  const token = item.tokens[node.token];
  return token && token.tokenType !== t.Opaque ? nameOf(token) : undefined;
}

/** The text that a path has to begin with, or to hold, to match an expression; undefined where nothing plain leads it. */
function pathOfRegex(expression: string): string | undefined {
  const plain = /^\^?((?:\\[^A-Za-z0-9]|[^\\^$.*+?()[\]{}|])*)([*?{]?)/.exec(expression);
  let path = (plain?.[1] ?? '').replace(/\\(.)/g, '$1');
  // The sign before `*` or `?` need not be there.
  if (plain?.[2] !== undefined && plain[2] !== '') path = path.slice(0, -1);
  if (path === '') return undefined;
  return path.startsWith('/') ? path : `/${path}`;
}
