import type { Define } from './define.ts';

/** A number or a string. */
export type ExpressionResult = number | string;

export interface Evaluation {
  /** `undefined` where Kamailio comes to no result, or where it cannot be computed here. */
  readonly value: ExpressionResult | undefined;
  /** Whether the result hangs on a value that only the running Kamailio knows. */
  readonly isOpaque: boolean;
  /** Why Kamailio comes to no result. */
  readonly fault: string | undefined;
  /** Whether Kamailio dies of the fault instead of taking the expression for false. */
  readonly isFatal: boolean;
}

/**
 * Computes an expression of `#!ifexp` or `#!defexp` as Kamailio does (core/ppcfg.c, core/utils/snexpr.h): a name that is
 * not defined is 0, one without a value 1, one with a value that value as a string; the left operand decides whether
 * `+` and the comparisons are about strings or numbers, and all other arithmetic takes numbers only.
 * @param onName told of each name with its place
 */
export function evaluateExpression(
  text: string,
  lookUp: (name: string) => Define | undefined,
  onName?: (name: string, start: number, end: number) => void,
): Evaluation {
  try {
    const node = new ExpressionReader(split(text, onName)).read();
    return { value: new Evaluator(lookUp).evaluate(node), isOpaque: false, fault: undefined, isFatal: false };
  } catch (error) {
    if (error instanceof NoResult) return { value: undefined, ...error.reason };
    throw error;
  }
}

/** Whether `#!ifexp` takes its first side. */
export function isTrue(value: ExpressionResult | undefined): boolean {
  return typeof value === 'string' ? value !== '' : value !== undefined && value !== 0;
}

class NoResult extends Error {
  readonly reason: Omit<Evaluation, 'value'>;

  constructor(reason: Partial<Omit<Evaluation, 'value'>>) {
    super(reason.fault);
    this.reason = { isOpaque: false, fault: undefined, isFatal: false, ...reason };
  }
}

function fail(fault: string): never {
  throw new NoResult({ fault });
}

// Reading

type Node =
  | { readonly kind: 'constant'; readonly value: ExpressionResult }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Node }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node };

interface Piece {
  readonly kind: 'number' | 'string' | 'name' | 'operator' | 'blank';
  readonly text: string;
}

// A name may hold nearly everything from `@` on in ASCII, so that `~` is one.
const PIECE =
  /(\s+)|([0-9][0-9.]*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([@-\]_-{}-\uffff$][@-\]_-{}-\uffff$#0-9]*)|(\*\*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%<>!()&|^=,])/y;

function split(text: string, onName?: (name: string, start: number, end: number) => void): Piece[] {
  const pieces: Piece[] = [];
  PIECE.lastIndex = 0;
  for (let at = 0; at < text.length && text[at] !== '#'; at = PIECE.lastIndex) {
    PIECE.lastIndex = at;
    const match = PIECE.exec(text);
    if (!match) fail(`'${text.slice(at).trim()}' cannot be read as part of an expression`);
    const [whole, blank, number, string, name] = match;
    if (blank !== undefined) pieces.push({ kind: 'blank', text: whole });
    else if (number !== undefined) pieces.push({ kind: 'number', text: whole });
    else if (string !== undefined) pieces.push({ kind: 'string', text: whole });
    else if (name !== undefined) {
      pieces.push({ kind: 'name', text: whole });
      onName?.(name, at, at + name.length);
    } else pieces.push({ kind: 'operator', text: whole });
  }
  return pieces;
}

/** Binding strength of the infix operators, weakest first. */
const STRENGTH: Readonly<Record<string, number>> = {
  ',': 1,
  '=': 2,
  '||': 3,
  '&&': 4,
  '^': 5,
  '|': 6,
  '&': 7,
  '==': 8,
  '!=': 8,
  '<': 8,
  '<=': 8,
  '>': 8,
  '>=': 8,
  '<<': 9,
  '>>': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  '%': 11,
  '**': 12,
};
const GROUPS_TO_THE_RIGHT: ReadonlySet<string> = new Set(['**', '=', ',']);
const UNARY: ReadonlySet<string> = new Set(['-', '!', '^']);

/** Far above real use, far below the stack's end. */
const DEEPEST = 200;

class ExpressionReader {
  readonly #pieces: readonly Piece[];
  #at = 0;
  #depth = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  read(): Node {
    this.#skipBlank();
    if (this.#next() === undefined) return { kind: 'constant', value: 0 };
    const node = this.#binary(0);
    const rest = this.#next();
    if (rest) fail(`unexpected '${rest.text}' in the expression`);
    return node;
  }

  #next(): Piece | undefined {
    return this.#pieces[this.#at];
  }

  #skipBlank(): void {
    if (this.#next()?.kind === 'blank') this.#at++;
  }

  #take(): Piece | undefined {
    const piece = this.#next();
    this.#at++;
    this.#skipBlank();
    return piece;
  }

  #binary(least: number): Node {
    let left = this.#unary();
    for (;;) {
      const next = this.#next();
      const strength = next?.kind === 'operator' ? STRENGTH[next.text] : undefined;
      if (next === undefined || strength === undefined || strength <= least) return left;
      this.#take();
      const right = this.#binary(GROUPS_TO_THE_RIGHT.has(next.text) ? strength - 1 : strength);
      if (next.text === '=' && left.kind !== 'name')
        fail("'=' assigns to a name here; a comparison is written with '=='");
      left = { kind: 'binary', operator: next.text, left, right };
    }
  }

  #unary(): Node {
    const piece = this.#next();
    if (piece === undefined) fail('the expression ends too early');
    if (++this.#depth > DEEPEST) fail('the expression is nested too deeply');
    try {
      if (piece.kind === 'operator' && UNARY.has(piece.text)) {
        this.#at++;
        const blank = this.#next();
        if (blank?.kind === 'blank' && blank.text.length === 1) {
          fail(`Kamailio cannot read a blank behind '${piece.text}': write it right before what it stands for`);
        }
        this.#skipBlank();
        return { kind: 'unary', operator: piece.text, operand: this.#unary() };
      }
      this.#take();
      switch (piece.kind) {
        case 'number':
          return { kind: 'constant', value: readNumber(piece.text) ?? fail(`'${piece.text}' is no number`) };
        case 'string':
          return { kind: 'constant', value: unquote(piece.text) };
        case 'name':
          if (this.#next()?.text === '(') {
            const fault = `an expression knows no functions: Kamailio crashes at '${piece.text}('`;
            throw new NoResult({ fault, isFatal: true });
          }
          return { kind: 'name', name: piece.text };
        default:
          if (piece.text !== '(') return fail(`unexpected '${piece.text}' in the expression`);
      }
      const node = this.#binary(0);
      if (this.#next()?.text !== ')') fail("expected ')' in the expression");
      this.#take();
      return node;
    } finally {
      this.#depth--;
    }
  }
}

function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/gs, (_, char: string) => ({ n: '\n', r: '\r', t: '\t' })[char] ?? char);
}

/** Kamailio reckons in single precision. */
function readNumber(text: string): number | undefined {
  return /^\d+\.?\d*$|^\.\d+$/.test(text) ? Math.fround(Number(text)) : undefined;
}

// Computing

class Evaluator {
  readonly #lookUp: (name: string) => Define | undefined;

  constructor(lookUp: (name: string) => Define | undefined) {
    this.#lookUp = lookUp;
  }

  evaluate(node: Node): ExpressionResult {
    switch (node.kind) {
      case 'constant':
        return node.value;
      case 'name':
        return this.#define(node.name);
      case 'unary': {
        const operand = this.#number(node.operator, node.operand);
        if (node.operator === '-') return -operand;
        return node.operator === '!' ? (operand === 0 ? 1 : 0) : ~operand;
      }
      case 'binary':
        return this.#binary(node.operator, node.left, node.right);
    }
  }

  #define(name: string): ExpressionResult {
    const define = this.#lookUp(name);
    if (!define) return 0;
    if (define.isOpaque) throw new NoResult({ isOpaque: true });
    if (define.value === undefined) return 1;
    const quoted = /^(["'])(.*)\1$/s.exec(define.value);
    return quoted ? (quoted[2] ?? '') : define.value;
  }

  #number(operator: string, node: Node): number {
    const value = this.evaluate(node);
    if (typeof value === 'number') return value;
    const what = node.kind === 'name' ? `the value of '${node.name}' is a string` : `'${value}' is a string`;
    return fail(`'${operator}' takes numbers, and ${what} to Kamailio`);
  }

  /** An operand of `&&` and `||`; Kamailio does not expect it to be without a result. */
  #truth(node: Node): number {
    try {
      const value = this.evaluate(node);
      return typeof value === 'string' ? 1 : value;
    } catch (error) {
      if (!(error instanceof NoResult) || error.reason.isOpaque) throw error;
      throw new NoResult({ ...error.reason, isFatal: true });
    }
  }

  #binary(operator: string, left: Node, right: Node): ExpressionResult {
    switch (operator) {
      case '&&':
        return this.#truth(left) === 0 ? 0 : this.#truth(right);
      case '||': {
        const first = this.#truth(left);
        return first !== 0 && !Number.isNaN(first) ? first : this.#truth(right);
      }
      case ',':
        this.evaluate(left);
        return this.evaluate(right);
      case '=':
        return this.evaluate(right);
      case '+': {
        const [first, second] = this.#alike(left, right);
        if (typeof first === 'string') return first + String(second);
        return Math.fround(first + Number(second));
      }
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=': {
        const [first, second] = this.#alike(left, right);
        return compare(operator, first, second) ? 1 : 0;
      }
      default:
        return Math.fround(this.#arithmetic(operator, this.#number(operator, left), this.#number(operator, right)));
    }
  }

  /** Both operands as what the left one is. */
  #alike(left: Node, right: Node): [string, string] | [number, number] {
    const first = this.evaluate(left);
    const second = this.evaluate(right);
    if (typeof first === 'string') return [first, typeof second === 'string' ? second : formatNumber(second)];
    return [first, typeof second === 'number' ? second : (readNumber(second) ?? NaN)];
  }

  #arithmetic(operator: string, left: number, right: number): number {
    switch (operator) {
      case '-':
        return left - right;
      case '*':
        return left * right;
      case '/':
        return right === 0 ? fail('a division by zero has no result') : left / right;
      case '%':
        return left % right;
      case '**':
        return left ** right;
      case '&':
        return left & right;
      case '|':
        return left | right;
      case '^':
        return left ^ right;
      case '<<':
        return left << right;
      default:
        return left >> right;
    }
  }
}

function formatNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

function compare(operator: string, left: ExpressionResult, right: ExpressionResult): boolean {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}
