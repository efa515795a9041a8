/** Where in a JSON text a value stands, and where the text is no JSON. */

/** The way from the whole to a value: names of properties and numbers of entries. */
export type JsonPath = readonly (string | number)[];

/** Offsets into the text, the end excluded. */
export interface JsonPlace {
  readonly start: number;
  readonly end: number;
}

/** The way as people would write it: `parameters[2].types`; empty for the whole. */
export function writePath(path: JsonPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/**
 * Where the value at the end of a way begins: the property's name, quotes included, or the first character of an entry or
 * of the whole. Where the way leads nowhere, that of the last step that is there.
 * @param text valid JSON
 */
export function findJsonPlace(text: string, path: JsonPath): JsonPlace {
  return new Finder(text).find(path);
}

const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const PLAIN = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const SCALAR = /[^\s,[\]{}"]+/y;
const BLANK = /[ \t\r\n]*/y;

/** Walks the text once, into nothing but what the way names. */
class Finder {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  find(path: JsonPath): JsonPlace {
    this.#take(BLANK);
    let place = { start: this.#at, end: this.#at + 1 };
    for (const step of path) {
      const inner = this.#enter(step);
      if (inner === undefined) break;
      place = inner;
    }
    return place;
  }

  /** Goes to the value of a property or entry of the object or list that begins here. */
  #enter(step: string | number): JsonPlace | undefined {
    const isObject = this.#text[this.#at] === '{';
    if (!isObject && this.#text[this.#at] !== '[') return undefined;
    this.#at++;
    for (let index = 0; ; index++) {
      this.#take(BLANK);
      const start = this.#at;
      if (start >= this.#text.length || /[\]}]/.test(this.#text[start] ?? '')) return undefined;
      const name = isObject ? this.#takeName() : index;
      if (name === step) return { start, end: isObject ? this.#nameEnd : start + 1 };
      this.#skipValue();
      this.#take(BLANK);
      if (this.#text[this.#at] === ',') this.#at++;
    }
  }

  #nameEnd = 0;

  /** A property's name with its colon; stops before the value. */
  #takeName(): string {
    const name = JSON.parse(this.#take(STRING)) as string;
    this.#nameEnd = this.#at;
    this.#take(BLANK);
    this.#at++;
    this.#take(BLANK);
    return name;
  }

  #skipValue(): void {
    let depth = 0;
    do {
      this.#take(BLANK);
      const char = this.#text[this.#at];
      if (char === '"') this.#take(STRING);
      else if (char === undefined) return;
      else if (this.#take(SCALAR) === '') {
        if (char === '{' || char === '[') depth++;
        if (char === '}' || char === ']') depth--;
        this.#at++;
      }
      // What stands behind an entry belongs to what is open.
    } while (depth > 0);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

/** What is wrong at the first place where a text is no JSON, as a sentence without its end. */
export interface JsonFault {
  readonly place: JsonPlace;
  readonly message: string;
}

type Expected = 'value' | 'first entry' | 'name' | 'first name' | 'colon' | 'next' | 'end';

const EXPECTATIONS: Readonly<Record<Expected, string>> = {
  value: 'a value is expected here',
  'first entry': 'a value or ] is expected here',
  name: 'the name of a property in double quotes is expected here',
  'first name': 'the name of a property in double quotes, or }, is expected here',
  colon: 'a colon is expected here',
  next: 'a comma or the closing bracket is expected here',
  end: 'the text should end here',
};

/** The first fault of a text as JSON (RFC 8259); nothing where there is none. */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    at += length;
    return length > 0;
  };
  const afterValue = (): Expected => (open.length === 0 ? 'end' : 'next');
  for (;;) {
    take(BLANK);
    const char = text[at];
    if (expected === 'end' && char === undefined) return undefined;
    if ((expected === 'value' || expected === 'first entry') && (char === '{' || char === '[')) {
      open.push(char === '{' ? '}' : ']');
      expected = char === '{' ? 'first name' : 'first entry';
      at++;
    } else if ((expected === 'value' || expected === 'first entry') && (take(STRING) || take(PLAIN))) {
      expected = afterValue();
    } else if ((expected === 'name' || expected === 'first name') && take(STRING)) {
      expected = 'colon';
    } else if (expected === 'colon' && char === ':') {
      expected = 'value';
      at++;
    } else if (expected === 'next' && char === ',') {
      expected = open.at(-1) === '}' ? 'name' : 'value';
      at++;
    } else if (/^(?:next|first)/.test(expected) && char === open.at(-1)) {
      open.pop();
      expected = afterValue();
      at++;
    } else {
      return { place: { start: at, end: Math.min(at + 1, text.length) }, message: EXPECTATIONS[expected] };
    }
  }
}
