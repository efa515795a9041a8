/** A piece of a pseudo-variable's text with its place there. */
export interface TextPart {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One `{class.operation,parameter,…}`. */
export interface Transformation {
  readonly start: number;
  readonly end: number;
  readonly class: TextPart;
  readonly operation: TextPart | undefined;
  readonly parameters: readonly TextPart[];
}

export type PseudoVariableFault =
  'no-name' | 'empty-inner-name' | 'empty-index' | 'unclosed' | 'unexpected-character' | 'bad-transformation';

/** A pseudo-variable taken apart; all places are offsets in the text it was read from. */
export interface PseudoVariableNode {
  readonly start: number;
  readonly end: number;
  /** Whether it is written `$(…)`, the only form that takes an index or transformations. */
  readonly isBracketed: boolean;
  readonly name: TextPart;
  /** The text between the parentheses behind the name. */
  readonly inner: TextPart | undefined;
  readonly index: TextPart | undefined;
  readonly transformations: readonly Transformation[];
  /** Pseudo-variables inside the inner name, the index and the parameters of transformations. */
  readonly nested: readonly PseudoVariableNode[];
  readonly fault: { readonly kind: PseudoVariableFault; readonly at: number } | undefined;
}

function isNameCharacter(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    code === 63
  );
}

/**
 * Reads the pseudo-variable that starts with the `$` at `start` (pvapi.c, `pv_parse_spec2`). What cannot be read is noted
 * as the node's fault; the node then ends where reading stopped.
 * @param inString in strings a dot belongs to the name, in code only between parentheses
 */
export function readPseudoVariable(text: string, start: number, inString: boolean): PseudoVariableNode {
  return new Reader(text, inString).read(start, 0);
}

/** Finds all pseudo-variables of a string that Kamailio expands; `$$` and `$($)` are a dollar sign. */
export function findPseudoVariables(text: string): PseudoVariableNode[] {
  const found: PseudoVariableNode[] = [];
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at)) {
    const marker = text.startsWith('$$', at) ? 2 : text.startsWith('$($)', at) ? 4 : 0;
    if (marker > 0) {
      at += marker;
      continue;
    }
    const node = readPseudoVariable(text, at, true);
    found.push(node);
    at = Math.max(node.end, at + 1);
  }
  return found;
}

const BLANK = /[ \t\n]/;

/** Nesting beyond which inner variables are not looked into. */
const DEEPEST = 16;

class Reader {
  readonly #text: string;
  readonly #inString: boolean;

  constructor(text: string, inString: boolean) {
    this.#text = text;
    this.#inString = inString;
  }

  #part(start: number, end: number): TextPart {
    return { text: this.#text.slice(start, end), start, end };
  }

  read(start: number, depth: number): PseudoVariableNode {
    const text = this.#text;
    const isBracketed = text[start + 1] === '(';
    const nameStart = start + (isBracketed ? 2 : 1);
    let at = nameStart;
    while (isNameCharacter(text.charCodeAt(at)) || (text[at] === '.' && (this.#inString || isBracketed))) at++;
    const name = this.#part(nameStart, at);
    let inner: TextPart | undefined;
    let index: TextPart | undefined;
    const transformations: Transformation[] = [];
    let fault: PseudoVariableNode['fault'];
    const fail = (kind: PseudoVariableFault, place: number): void => {
      fault ??= { kind, at: place };
    };
    if (name.text === '') fail('no-name', nameStart);
    if (text[at] === '(') {
      const close = this.#closing(at, '(', ')');
      const stop = close < 0 ? this.#lineEnd(at) : close;
      inner = this.#part(at + 1, stop);
      if (close < 0) fail('unclosed', at);
      else if (inner.text === '') fail('empty-inner-name', at + 1);
      at = close < 0 ? stop : close + 1;
    }
    if (isBracketed && fault && text[at] === ')') at++;
    else if (isBracketed && !fault) {
      if (text[at] === '[') {
        const close = this.#closing(at, '[', ']');
        const stop = close < 0 ? this.#lineEnd(at) : close;
        index = this.#part(at + 1, stop);
        if (close < 0) fail('unclosed', at);
        else if (index.text === '') fail('empty-index', at + 1);
        at = close < 0 ? stop : close + 1;
      }
      while (text[at] === '{') {
        const close = this.#closing(at, '{', '}');
        const stop = close < 0 ? this.#lineEnd(at) : close;
        transformations.push(this.#transformation(at, stop, close < 0));
        if (close < 0) fail('unclosed', at);
        at = close < 0 ? stop : close + 1;
        while (text[at] === ' ' || text[at] === '\t') at++;
      }
      if (text[at] === ')') at++;
      else if (at >= text.length) fail('unclosed', at);
      else {
        fail('unexpected-character', at);
        const close = this.#closing(start + 1, '(', ')');
        if (close >= 0) at = close + 1;
      }
      const bad = transformations.find((entry) => entry.class.text === '' || entry.operation === undefined);
      if (bad) fail('bad-transformation', bad.start);
    }
    // In a string, parentheses are counted before anything is read (`pv_locate_name`), those of parameters too.
    if (isBracketed && this.#inString && depth === 0) {
      const close = this.#closing(start + 1, '(', ')');
      if (close < 0 || close + 1 < at) fail('unclosed', start + 1);
    }
    const nested: PseudoVariableNode[] = [];
    if (depth < DEEPEST) {
      const places = [inner, index, ...transformations.flatMap((entry) => entry.parameters)];
      for (const place of places) if (place) this.#nested(place, depth, nested);
    }
    return { start, end: at, isBracketed, name, inner, index, transformations, nested, fault };
  }

  #nested(place: TextPart, depth: number, into: PseudoVariableNode[]): void {
    for (let at = this.#text.indexOf('$', place.start); at >= 0 && at < place.end; at = this.#text.indexOf('$', at)) {
      const node = this.read(at, depth + 1);
      if (node.name.text !== '') into.push(node);
      at = Math.max(Math.min(node.end, place.end), at + 1);
    }
  }

  #transformation(open: number, close: number, isOpenEnded: boolean): Transformation {
    const text = this.#text;
    let at = open + 1;
    while (at < close && text[at] === ' ') at++;
    const classStart = at;
    while (at < close && text[at] !== '.' && text[at] !== ',') at++;
    const transformationClass = this.#part(classStart, at);
    let operation: TextPart | undefined;
    if (text[at] === '.' && at < close) {
      const start = at + 1;
      at = start;
      while (at < close && text[at] !== ',') at++;
      let end = at;
      while (end > start && text[end - 1] === ' ') end--;
      operation = this.#part(start, end);
    }
    const parameters: TextPart[] = [];
    while (at < close && text[at] === ',') {
      const start = at + 1;
      at = start;
      let value = start;
      while (value < close && BLANK.test(text[value]!)) value++;
      // A pseudo-variable may hold commas; in anything else a comma ends the parameter, between parentheses too.
      if (text[value] === '$') at = Math.min(this.#variableEnd(value), close);
      // What nobody closes is one parameter, so that reading it costs no more than its length.
      if (isOpenEnded) at = close;
      while (at < close && text[at] !== ',') at++;
      parameters.push(this.#part(start, at));
    }
    return { start: open, end: isOpenEnded ? close : close + 1, class: transformationClass, operation, parameters };
  }

  /** Where a pseudo-variable ends by its parentheses alone; where they are not closed, at the end of the text. */
  #variableEnd(dollar: number): number {
    let at = dollar + 1;
    while (isNameCharacter(this.#text.charCodeAt(at)) || this.#text[at] === '.') at++;
    if (this.#text[at] !== '(') return at;
    const close = this.#closing(at, '(', ')');
    return close < 0 ? this.#text.length : close + 1;
  }

  #lineEnd(from: number): number {
    const end = this.#text.indexOf('\n', from);
    return end < 0 ? this.#text.length : end;
  }

  #closing(from: number, open: string, close: string): number {
    let depth = 0;
    for (let at = from; at < this.#text.length; at++) {
      const char = this.#text[at];
      if (char === open) depth++;
      else if (char === close && --depth === 0) return at;
    }
    return -1;
  }
}
