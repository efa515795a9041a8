/** What of a pseudo-variable is being typed at the end of a text. */
export type VariablePlace =
  /** `dollar` is the place of the `$`. */
  | { readonly part: 'name'; readonly dollar: number; readonly start: number; readonly isBracketed: boolean }
  /** Between the parentheses behind the name; `start` is the first place there. */
  | { readonly part: 'inner'; readonly name: string; readonly start: number }
  | { readonly part: 'class'; readonly start: number }
  | { readonly part: 'operation'; readonly class: string; readonly start: number }
  /** In an index, a parameter of a transformation, or behind a part that is complete. */
  | { readonly part: 'other' };

const NAME = /[A-Za-z0-9_?.]/;
const OPERATION = /[A-Za-z0-9_.]/;
const DEEPEST = 16;

/**
 * Finds the pseudo-variable that is open at `end`, reading from `start` on, the innermost where they are nested;
 * `undefined` where none is. Places count in `text`.
 */
export function findVariablePlace(text: string, start: number, end: number): VariablePlace | undefined {
  for (let at = text.indexOf('$', start); at >= 0 && at < end; at = text.indexOf('$', at)) {
    if (text[at + 1] === '$' && at + 2 <= end) {
      at += 2;
      continue;
    }
    const read = new VariableReader(text, end).read(at, 0);
    if (typeof read !== 'number') return read;
    at = Math.max(read, at + 1);
  }
  return undefined;
}

/** Each method gives the place behind what it has read, or the place of the cursor where the text ends in it. */
class VariableReader {
  readonly #text: string;
  readonly #end: number;

  constructor(text: string, end: number) {
    this.#text = text;
    this.#end = end;
  }

  read(dollar: number, depth: number): number | VariablePlace {
    const text = this.#text;
    const isBracketed = text[dollar + 1] === '(' && dollar + 1 < this.#end;
    const start = dollar + (isBracketed ? 2 : 1);
    let at = this.#skip(start, NAME);
    if (at >= this.#end) return { part: 'name', dollar, start: Math.min(start, this.#end), isBracketed };
    if (at === start) return at;
    const name = text.slice(start, at);
    if (text[at] === '(') {
      const inner = this.#enclosed(at, ')', depth, { part: 'inner', name, start: at + 1 });
      if (typeof inner !== 'number') return inner;
      at = inner;
    }
    if (!isBracketed) return at;
    if (text[at] === '[' && at < this.#end) {
      const index = this.#enclosed(at, ']', depth, { part: 'other' });
      if (typeof index !== 'number') return index;
      at = index;
    }
    while (text[at] === '{' && at < this.#end) {
      const transformation = this.#transformation(at + 1, depth);
      if (typeof transformation !== 'number') return transformation;
      at = this.#skip(transformation, /[ \t]/);
    }
    if (at >= this.#end) return { part: 'other' };
    return at + 1;
  }

  #skip(from: number, characters: RegExp): number {
    let at = from;
    while (at < this.#end && characters.test(this.#text[at]!)) at++;
    return at;
  }

  /** Reads from an opening bracket behind its closing one. */
  #enclosed(open: number, close: string, depth: number, place: VariablePlace): number | VariablePlace {
    const opening = this.#text[open];
    let nesting = 0;
    for (let at = open; at < this.#end; at++) {
      const char = this.#text[at];
      if (char === '\n') return at;
      if (char === opening) nesting++;
      else if (char === close && --nesting === 0) return at + 1;
      else if (char === '$' && depth < DEEPEST) {
        const nested = this.read(at, depth + 1);
        if (typeof nested !== 'number') return nested;
        at = Math.max(nested - 1, at);
      }
    }
    // Whoever writes words behind an open parenthesis is no longer typing a name.
    return /\s/.test(this.#text.slice(open, this.#end).trimStart()) ? this.#end : place;
  }

  #transformation(from: number, depth: number): number | VariablePlace {
    const text = this.#text;
    const start = this.#skip(from, / /);
    let at = this.#skip(start, /[A-Za-z0-9_]/);
    if (at >= this.#end) return { part: 'class', start };
    const name = text.slice(start, at);
    if (text[at] === '.') {
      const operation = at + 1;
      at = this.#skip(operation, OPERATION);
      if (at >= this.#end) return { part: 'operation', class: name, start: operation };
    }
    let braces = 0;
    for (; at < this.#end; at++) {
      const char = text[at];
      if (char === '\n') return at;
      if (char === '{') braces++;
      else if (char === '}' && braces-- === 0) return at + 1;
      else if (char === '$' && depth < DEEPEST) {
        const nested = this.read(at, depth + 1);
        if (typeof nested !== 'number') return nested;
        at = Math.max(nested - 1, at);
      }
    }
    return { part: 'other' };
  }
}
