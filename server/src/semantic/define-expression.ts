import type { Define } from './define.ts';

/** What an expression of `#!ifexp` or `#!defexp` gives: `undefined` where it cannot be computed here. */
export type ExpressionResult = number | string | undefined;

/**
 * Computes an expression of the preprocessor (Kamailio's `utils/snexpr.h`): numbers, quoted strings, names of defines,
 * `( ) ! + - * / % == != < <= > >= && ||`. A name that is not defined is 0, one without a value is 1.
 */
export function evaluateExpression(
  text: string,
  lookUp: (name: string) => Define | undefined,
  onName?: (name: string, start: number, end: number) => void,
): { readonly value: ExpressionResult; readonly fault: string | undefined } {
  const evaluator = new Evaluator(text, lookUp, onName);
  return evaluator.run();
}

interface Piece {
  readonly kind: 'number' | 'string' | 'name' | 'operator' | 'end';
  readonly text: string;
  readonly at: number;
}

const PIECE =
  /\s*(?:(\d+(?:\.\d+)?)|"([^"]*)"|'([^']*)'|([A-Za-z_][A-Za-z0-9_]*)|(==|!=|<=|>=|&&|\|\||<<|>>|\*\*|[-+*/%<>!()&|^~,]))/y;
const STRENGTH: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 11,
};

class Unreadable extends Error {}

class Evaluator {
  readonly #pieces: Piece[] = [];
  readonly #lookUp: (name: string) => Define | undefined;
  #at = 0;
  #depth = 0;
  #isOpaque = false;
  readonly #fault: string | undefined;

  constructor(
    text: string,
    lookUp: (name: string) => Define | undefined,
    onName?: (name: string, start: number, end: number) => void,
  ) {
    this.#lookUp = lookUp;
    let at = 0;
    while (text.slice(at).trim() !== '') {
      PIECE.lastIndex = at;
      const match = PIECE.exec(text);
      if (!match) {
        this.#fault = `'${text.slice(at).trim()}' cannot be read as part of an expression`;
        break;
      }
      const [whole, number, double, single, name, operator] = match;
      const end = at + whole.length;
      if (number !== undefined) this.#pieces.push({ kind: 'number', text: number, at });
      else if (double !== undefined || single !== undefined)
        this.#pieces.push({ kind: 'string', text: double ?? single ?? '', at });
      else if (name !== undefined) {
        this.#pieces.push({ kind: 'name', text: name, at });
        onName?.(name, end - name.length, end);
      } else this.#pieces.push({ kind: 'operator', text: operator ?? '', at });
      at = end;
    }
  }

  run(): { value: ExpressionResult; fault: string | undefined } {
    if (this.#fault !== undefined) return { value: undefined, fault: this.#fault };
    if (this.#pieces.length === 0) return { value: undefined, fault: 'the expression is missing' };
    try {
      const value = this.#binary(0);
      if (this.#at < this.#pieces.length) throw new Unreadable(`unexpected '${this.#next().text}' in the expression`);
      return { value: this.#isOpaque ? undefined : value, fault: undefined };
    } catch (error) {
      if (error instanceof Unreadable) return { value: undefined, fault: error.message };
      throw error;
    }
  }

  #next(): Piece {
    return this.#pieces[this.#at] ?? { kind: 'end', text: 'end', at: -1 };
  }

  #binary(least: number): ExpressionResult {
    let left = this.#unary();
    for (;;) {
      const { kind, text } = this.#next();
      const strength = kind === 'operator' ? STRENGTH[text] : undefined;
      if (strength === undefined || strength <= least) return left;
      this.#at++;
      left = combine(text, left, this.#binary(strength));
    }
  }

  #unary(): ExpressionResult {
    const piece = this.#next();
    this.#at++;
    if (++this.#depth > 200) throw new Unreadable('the expression is nested too deeply');
    try {
      if (piece.kind === 'number') return Number(piece.text);
      if (piece.kind === 'string') return piece.text;
      if (piece.kind === 'name') return this.#define(piece.text);
      if (piece.text === '(') {
        const value = this.#binary(0);
        if (this.#next().text !== ')') throw new Unreadable("expected ')' in the expression");
        this.#at++;
        return value;
      }
      if (piece.text === '!') return isTrue(this.#unary()) ? 0 : 1;
      if (piece.text === '-') return -toNumber(this.#unary());
      if (piece.text === '+') return toNumber(this.#unary());
      if (piece.text === '~') return ~toNumber(this.#unary());
      throw new Unreadable(
        piece.kind === 'end' ? 'the expression ends too early' : `unexpected '${piece.text}' in the expression`,
      );
    } finally {
      this.#depth--;
    }
  }

  #define(name: string): ExpressionResult {
    const define = this.#lookUp(name);
    if (!define) return 0;
    if (define.isOpaque) {
      this.#isOpaque = true;
      return '';
    }
    if (define.value === undefined) return 1;
    const quoted = /^(["'])(.*)\1$/s.exec(define.value);
    return quoted ? (quoted[2] ?? '') : define.value;
  }
}

function toNumber(value: ExpressionResult): number {
  const number = Number(value ?? 0);
  return Number.isNaN(number) ? 0 : number;
}

export function isTrue(value: ExpressionResult): boolean {
  return typeof value === 'string' ? value !== '' && toNumber(value) !== 0 : toNumber(value) !== 0;
}

function combine(operator: string, left: ExpressionResult, right: ExpressionResult): ExpressionResult {
  const numeric = /^-?\d/.test(String(left)) && /^-?\d/.test(String(right));
  const compared = numeric
    ? toNumber(left) - toNumber(right)
    : String(left) < String(right)
      ? -1
      : left === right
        ? 0
        : 1;
  switch (operator) {
    case '||':
      return isTrue(left) || isTrue(right) ? 1 : 0;
    case '&&':
      return isTrue(left) && isTrue(right) ? 1 : 0;
    case '==':
      return compared === 0 ? 1 : 0;
    case '!=':
      return compared !== 0 ? 1 : 0;
    case '<':
      return compared < 0 ? 1 : 0;
    case '<=':
      return compared <= 0 ? 1 : 0;
    case '>':
      return compared > 0 ? 1 : 0;
    case '>=':
      return compared >= 0 ? 1 : 0;
    case '+':
      return numeric ? toNumber(left) + toNumber(right) : `${left ?? ''}${right ?? ''}`;
    case '-':
      return toNumber(left) - toNumber(right);
    case '*':
      return toNumber(left) * toNumber(right);
    case '/':
      return toNumber(right) === 0 ? 0 : toNumber(left) / toNumber(right);
    case '%':
      return toNumber(right) === 0 ? 0 : toNumber(left) % toNumber(right);
    case '**':
      return toNumber(left) ** toNumber(right);
    case '&':
      return toNumber(left) & toNumber(right);
    case '|':
      return toNumber(left) | toNumber(right);
    case '^':
      return toNumber(left) ^ toNumber(right);
    case '<<':
      return toNumber(left) << toNumber(right);
    default:
      return toNumber(left) >> toNumber(right);
  }
}
