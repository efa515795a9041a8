/** As much of C as the export tables of Kamailio's modules are written in. */

export interface CToken {
  readonly kind: 'word' | 'string' | 'number' | 'sign';
  /** Of a string, what it holds. */
  readonly text: string;
}

/** Tokens between braces, or one token or more without. */
export type CValue = readonly (CToken | CGroup)[];

/** What stands between two braces, cut at its commas. */
export interface CGroup {
  readonly kind: 'group';
  readonly items: readonly CValue[];
}

const TOKEN =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_]\w*|0[xX][0-9a-fA-F]+\w*|\d[\w.]*|<<|[^\s]/g;
const DIRECTIVE = /^[ \t]*#[ \t]*(\w+)((?:[^\n\\]|\\[^\n]|\\\n)*)/;

/** A file's tokens and the values of its macros. What `#if 0` leaves out is left out; of all other conditions both sides are taken. */
export interface CFile {
  readonly tokens: readonly CToken[];
  readonly macros: ReadonlyMap<string, readonly CToken[]>;
}

export function readC(text: string): CFile {
  const tokens: CToken[] = [];
  const macros = new Map<string, readonly CToken[]>();
  /** Of each open condition, whether its text is left out. */
  const conditions: boolean[] = [];
  for (const line of logicalLines(text)) {
    const directive = DIRECTIVE.exec(line);
    if (directive) {
      const [, name = '', rest = ''] = directive;
      if (name === 'if' || name === 'ifdef' || name === 'ifndef') conditions.push(name === 'if' && rest.trim() === '0');
      else if (name === 'else' || name === 'elif') {
        conditions.pop();
        conditions.push(false);
      } else if (name === 'endif') conditions.pop();
      else if (name === 'define' && !conditions.includes(true)) {
        const macro = /^\s*(\w+)(?!\()\s*([\s\S]*)$/.exec(rest.replaceAll('\\\n', ' '));
        if (macro && !/^\s*\w+\(/.test(rest)) macros.set(macro[1]!, tokenise(macro[2]!));
      }
    } else if (!conditions.includes(true)) tokens.push(...tokenise(line));
  }
  return { tokens, macros };
}

/** The text cut at its lines, continued ones and comments of several lines in one piece. */
function logicalLines(text: string): string[] {
  const plain = text.replace(/\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|\/\/[^\n]*/g, (piece) =>
    piece.startsWith('"') ? piece : piece.replace(/[^\n]/g, ' '),
  );
  return plain.split(/(?<!\\)\n/);
}

function tokenise(text: string): CToken[] {
  const tokens: CToken[] = [];
  for (const [piece] of text.matchAll(TOKEN)) {
    if (piece.startsWith('/*') || piece.startsWith('//') || piece === '\\') continue;
    if (piece.startsWith('"')) tokens.push({ kind: 'string', text: unescape(piece.slice(1, -1)) });
    else if (/^[A-Za-z_]/.test(piece)) tokens.push({ kind: 'word', text: piece });
    else if (/^\d/.test(piece)) tokens.push({ kind: 'number', text: piece });
    else tokens.push({ kind: 'sign', text: piece });
  }
  return tokens;
}

function unescape(text: string): string {
  return text.replace(/\\(.)/gs, (_, escaped: string) => ({ n: '\n', t: '\t', r: '\r' })[escaped] ?? escaped);
}

/** Reads the group that opens at a place; undefined where none does or nothing closes it. */
function readGroup(
  tokens: readonly CToken[],
  at: number,
): { readonly group: CGroup; readonly end: number } | undefined {
  if (tokens[at]?.text !== '{' || tokens[at].kind !== 'sign') return undefined;
  const items: CValue[] = [];
  let value: (CToken | CGroup)[] = [];
  let depth = 0;
  for (let index = at + 1; index < tokens.length;) {
    const token = tokens[index]!;
    if (token.kind === 'sign' && token.text === '{') {
      const inner = readGroup(tokens, index);
      if (!inner) return undefined;
      value.push(inner.group);
      index = inner.end;
      continue;
    }
    if (token.kind === 'sign' && token.text === '(') depth++;
    if (token.kind === 'sign' && token.text === ')') depth--;
    if (token.kind === 'sign' && token.text === '}') {
      if (value.length > 0) items.push(value);
      return { group: { kind: 'group', items }, end: index + 1 };
    }
    if (token.kind === 'sign' && token.text === ',' && depth === 0) {
      items.push(value);
      value = [];
    } else value.push(token);
    index++;
  }
  return undefined;
}

/** Macros by name. */
export type CMacros = ReadonlyMap<string, readonly CToken[]>;

/** The initialisers of all arrays of a type, `static TYPE name[] = { … }`, with macros replaced. */
export function findArrays(file: CFile, type: string, macros: CMacros): CGroup[] {
  return findInitialisers(
    file,
    macros,
    (tokens, at) => tokens[at]!.text === type && tokens.slice(at, at + 12).some(({ text }) => text === '['),
  );
}

/** The initialisers of all structures of a type, `struct TYPE name = { … }`, with macros replaced. */
export function findStructures(file: CFile, type: string, macros: CMacros): CGroup[] {
  return findInitialisers(file, macros, (tokens, at) => tokens[at]!.text === type && tokens[at + 2]?.text === '=');
}

/** The arguments of all calls of a function, with macros replaced. */
export function findCalls({ tokens }: CFile, name: string, macros: CMacros): (readonly CValue[])[] {
  const found: (readonly CValue[])[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || token.text !== name || tokens[index + 1]?.text !== '(') continue;
    const values: CToken[][] = [[]];
    let depth = 0;
    for (let at = index + 2; at < tokens.length && depth >= 0; at++) {
      const { kind, text } = tokens[at]!;
      if (kind === 'sign' && text === '(') depth++;
      if (kind === 'sign' && text === ')') depth--;
      if (kind === 'sign' && text === ',' && depth === 0) values.push([]);
      else if (depth >= 0) values.at(-1)!.push(tokens[at]!);
    }
    found.push(values.map((value) => expand(value, macros)));
  }
  return found;
}

function findInitialisers(
  { tokens }: CFile,
  macros: CMacros,
  isStart: (tokens: readonly CToken[], at: number) => boolean,
): CGroup[] {
  const found: CGroup[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || !isStart(tokens, index)) continue;
    let at = index + 1;
    while (at < index + 12 && tokens[at]?.text !== '=' && tokens[at]?.text !== ';') at++;
    const open = at + 1;
    if (tokens[at]?.text !== '=' || tokens[open]?.text !== '{') continue;
    const read = readGroup(expand(tokens.slice(open, closeOf(tokens, open)), macros), 0);
    if (read) found.push(read.group);
  }
  return found;
}

/** Behind the bracket that closes the one at a place. */
export function closeOf(tokens: readonly CToken[], open: number, [opening, closing] = '{}'): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const { kind, text } = tokens[at]!;
    if (kind !== 'sign') continue;
    if (text === opening) depth++;
    if (text === closing && --depth === 0) return at + 1;
  }
  return tokens.length;
}

/** Replaces macros by what they stand for, as often as it takes. */
function expand(tokens: readonly CToken[], macros: CMacros, depth = 0): readonly CToken[] {
  if (depth > 8) return tokens;
  return tokens.flatMap((token) => {
    const replacement = token.kind === 'word' ? macros.get(token.text) : undefined;
    return replacement ? expand(replacement, macros, depth + 1) : [token];
  });
}

/** The text of adjacent strings; undefined for anything else. */
export function textOf(value: CValue | undefined): string | undefined {
  if (value === undefined || value.length === 0) return undefined;
  const plain = value.filter((token) => token.kind !== 'sign' || !'()'.includes(token.text));
  const strings = plain.flatMap((token) => (token.kind === 'string' ? [token] : []));
  if (strings.length === 0 || strings.length < plain.filter(({ kind }) => kind !== 'word').length) return undefined;
  return strings.map(({ text }) => text).join('');
}

/** The words of a value, for flags joined by `|` and names of functions. */
export function wordsIn(value: CValue | undefined): string[] {
  return (value ?? []).flatMap((token) => (token.kind === 'word' ? [token.text] : []));
}

/** The signed integer that a value is. */
export function numberOf(value: CValue | undefined): number | undefined {
  const tokens = (value ?? []).filter((token) => token.kind !== 'sign' || !'()'.includes(token.text));
  const [first, second] = tokens;
  if (tokens.length === 2 && first?.kind === 'sign' && first.text === '-' && second?.kind === 'number')
    return -Number(second.text);
  return tokens.length === 1 && first?.kind === 'number' ? Number(first.text.replace(/[uUlL]+$/, '')) : undefined;
}
