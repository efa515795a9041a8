/** A small reading of Kamailio's lexical rules, independent of the grammar under test (src/core/cfg.lex). */

/** What a character is to Kamailio; `unknown` where that hangs on defines or is neither text nor code. */
export type TextClass = 'code' | 'string' | 'comment' | 'unknown';

const CONDITION = /^(?:#|!)!(?:if(?:n?def|exp)[ \t]|(?:else|endif)[ \t]*$)/;
const DEFINE = /^(?:#|!)!(?:(?:try|re)?def(?:ine)?|defexps?|(?:try)?undef(?:ine)?|(?:try)?defenvs?)[ \t]/;
const INCLUDE = /^(?:(?:#|!)!)?(?:include|import)_file\b/;
const SUBSTITUTION = /^(?:#|!)!subst(?:defs?)?\b/;

/**
 * The class of every character, line by line. Text between two conditional directives in which a quote stays open is
 * unknown as a whole: it can only be inactive text, which Kamailio does not read.
 */
export function classifyLines(source: string): readonly (readonly TextClass[])[] {
  const lines = source.split(/\r?\n/);
  const classes: TextClass[][] = lines.map((line) => Array.from({ length: line.length }, () => 'unknown'));
  let from = 0;
  while (from < lines.length) {
    const next = lines.findIndex((line, index) => index > from && CONDITION.test(line.trimStart()));
    const to = next === -1 ? lines.length : next;
    const closed = new Part(lines, classes, from, to).read();
    if (!closed) for (let line = from; line < to; line++) classes[line]!.fill('unknown');
    from = to;
  }
  return classes;
}

/** The lines between two conditional directives, read from left to right. */
class Part {
  readonly #lines: readonly string[];
  readonly #classes: TextClass[][];
  readonly #end: number;
  #line: number;
  #column = 0;

  constructor(lines: readonly string[], classes: TextClass[][], start: number, end: number) {
    this.#lines = lines;
    this.#classes = classes;
    this.#line = start;
    this.#end = end;
  }

  /** Whether everything that was opened is closed. */
  read(): boolean {
    while (this.#line < this.#end) {
      const rest = this.#rest();
      if (rest === '') this.#nextLine();
      else if (CONDITION.test(rest) || INCLUDE.test(rest)) this.#take(rest.length, 'unknown');
      else if (DEFINE.test(rest)) this.#define();
      else if (SUBSTITUTION.test(rest)) this.#take(SUBSTITUTION.exec(rest)![0].length, 'unknown');
      else if (/^(?:#|\/\/)/.test(rest)) this.#lineComment(rest);
      else if (rest.startsWith('/*')) {
        if (!this.#blockComment()) return false;
      } else if (/^["']/.test(rest)) {
        if (!this.#string(rest[0]!)) return false;
      } else if (/^\$\w*\(/.test(rest)) this.#pseudoVariable(rest);
      else this.#take(1, 'code');
    }
    return true;
  }

  #rest(): string {
    return this.#lines[this.#line]!.slice(this.#column);
  }

  #nextLine(): void {
    this.#line += 1;
    this.#column = 0;
  }

  #take(length: number, kind: TextClass): void {
    this.#classes[this.#line]!.fill(kind, this.#column, this.#column + length);
    this.#column += length;
  }

  /** To the end of the line and of those that a backslash joins to it. */
  #define(): void {
    let value = this.#rest().replace(/^\S+[ \t]+\w+[ \t]*/, '');
    this.#take(this.#rest().length, 'unknown');
    // The first character of the value joins no line, even where it is a backslash.
    value = value.slice(1);
    while (value.endsWith('\\') && this.#line + 1 < this.#end) {
      this.#nextLine();
      value = this.#rest();
      this.#take(value.length, 'unknown');
    }
  }

  #lineComment(rest: string): void {
    // `#!KAMAILIO` and its kin are no comments.
    this.#take(rest.length, /^(?:#|\/\/)!(?:KAMAILIO|OPENSER|SER|MAXCOMPAT|ALL)$/.test(rest) ? 'unknown' : 'comment');
  }

  #blockComment(): boolean {
    let depth = 0;
    while (this.#line < this.#end) {
      const rest = this.#rest();
      if (rest === '') this.#nextLine();
      else if (rest.startsWith('/*')) {
        depth += 1;
        this.#take(2, 'comment');
      } else if (rest.startsWith('*/')) {
        depth -= 1;
        this.#take(2, 'comment');
        if (depth === 0) return true;
      } else this.#take(1, 'comment');
    }
    return false;
  }

  #string(quote: string): boolean {
    this.#take(1, 'string');
    while (this.#line < this.#end) {
      const rest = this.#rest();
      if (rest === '') this.#nextLine();
      else if (quote === '"' && /^\\./.test(rest)) this.#take(2, 'string');
      else {
        this.#take(1, 'string');
        if (rest.startsWith(quote)) return true;
      }
    }
    return false;
  }

  /** `$(…)` and `$name(…)` are taken whole, by their parentheses, but never beyond the line. */
  #pseudoVariable(rest: string): void {
    let depth = 0;
    let length = rest.indexOf('(');
    do {
      if (rest[length] === '(') depth += 1;
      if (rest[length] === ')') depth -= 1;
      length += 1;
    } while (depth > 0 && length < rest.length);
    this.#take(length, 'unknown');
  }
}
