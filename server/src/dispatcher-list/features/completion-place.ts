import type { DispatcherList, Span } from '../list.ts';

/** What is being written at the cursor of a list, judged by the text before it. */
export type CompletionPlace = {
  /** The text that a proposal takes the place of: from the start of the word to the end of the word. */
  readonly word: Span;
  /** The word up to the cursor. */
  readonly typed: string;
  readonly line: number;
  /** The columns before, as they are written; template parts are filled with zeros. */
  readonly columns: readonly string[];
} & (
  | { readonly kind: 'set-id' | 'uri' | 'flags' | 'priority' }
  /** Behind a `;` of a URI, or behind its `transport=`. */
  | { readonly kind: 'uri-parameter' | 'transport'; readonly uri: string }
  | {
      readonly kind: 'attribute';
      /** The number columns that are still missing before the attributes. */
      readonly missing: number;
      /** In lower case. */
      readonly present: ReadonlySet<string>;
      /** Whether `=` follows already. */
      readonly hasValue: boolean;
    }
  | { readonly kind: 'value'; /** In lower case. */ readonly name: string }
);

/** Finds out what is written at an offset; nothing in comments, in template parts and behind the last column. */
export function completionPlaceAt(list: DispatcherList, offset: number): CompletionPlace | undefined {
  const { source, templates } = list;
  const line = source.lineAt(offset);
  const lineStart = source.lineStart(line);
  const lineEnd = line + 1 < source.lineCount ? source.lineStart(line + 1) : source.text.length;
  if (templates.some(({ start, end }) => start < offset && offset < end)) return undefined;
  const text = hideTemplates(source.text.slice(lineStart, lineEnd).replace(/[\r\n]+$/, ''), lineStart, templates);
  const cursor = offset - lineStart;
  const words = [...text.slice(0, cursor).matchAll(/\S+/g)];
  const last = words.at(-1);
  const isInWord = last !== undefined && last.index + last[0].length === cursor;
  const columns = (isInWord ? words.slice(0, -1) : words).map(([word]) => word);
  const start = isInWord ? last.index : cursor;
  // A comment sign within the attributes is a part of them.
  if (columns.slice(0, 4).some((column) => column.includes('#'))) return undefined;
  const end = cursor + (/^\S*/.exec(text.slice(cursor))?.[0].length ?? 0);
  const at: WordAt = { line, lineStart, columns, text, start, cursor, end };
  if (columns.length < 4 ? text.slice(start, cursor).includes('#') : text[start] === '#') return undefined;
  switch (columns.length) {
    case 0:
      return isDigits(at) ? place(at, 'set-id') : undefined;
    case 1:
      return placeInUri(at);
    case 2:
      return isDigits(at) ? place(at, 'flags') : placeInAttributes(at, 2);
    case 3:
      if (!isNumber(columns[2])) return undefined;
      return isDigits(at) ? place(at, 'priority') : placeInAttributes(at, 1);
    case 4:
      return isNumber(columns[2]) && isNumber(columns[3]) ? placeInAttributes(at, 0) : undefined;
    default:
      return undefined;
  }
}

/** A word of a line; places are counted from the line's start. */
interface WordAt {
  readonly line: number;
  readonly lineStart: number;
  readonly columns: readonly string[];
  readonly text: string;
  readonly start: number;
  readonly cursor: number;
  readonly end: number;
}

/** A line with a zero for each character of a template part: it then counts as a number and as a part of a word. */
function hideTemplates(line: string, lineStart: number, templates: readonly Span[]): string {
  let text = line;
  for (const { start, end } of templates) {
    const from = Math.max(0, start - lineStart);
    const to = Math.min(line.length, end - lineStart);
    if (from < to) text = text.slice(0, from) + '0'.repeat(to - from) + text.slice(to);
  }
  return text;
}

function isDigits({ text, start, cursor }: WordAt): boolean {
  return /^(?:\d*|0x[\da-f]*)$/i.test(text.slice(start, cursor));
}

function isNumber(column: string | undefined): boolean {
  return column !== undefined && /^(?:\d+|0x[\da-f]+)$/i.test(column);
}

function placeOf(at: WordAt, start = at.start, end = at.end): Omit<CompletionPlace, 'kind'> {
  const { line, lineStart, columns, text, cursor } = at;
  const word = { start: lineStart + start, end: lineStart + end };
  return { word, typed: text.slice(start, cursor), line, columns };
}

function place(at: WordAt, kind: 'set-id' | 'uri' | 'flags' | 'priority'): CompletionPlace {
  return { ...placeOf(at), kind };
}

function placeInUri(at: WordAt): CompletionPlace {
  const { text, start, cursor, end } = at;
  const semicolon = text.slice(start, cursor).lastIndexOf(';');
  if (semicolon < 0) return place(at, 'uri');
  const uri = text.slice(start, start + semicolon);
  const from = start + semicolon + 1;
  const to = endBefore(text, cursor, end, /[;?]/);
  const value = /^transport=/i.exec(text.slice(from, cursor))?.[0];
  if (value !== undefined) return { ...placeOf(at, from + value.length, to), kind: 'transport', uri };
  return { ...placeOf(at, from, to), kind: 'uri-parameter', uri };
}

function placeInAttributes(at: WordAt, missing: number): CompletionPlace | undefined {
  const { text, start, cursor, end } = at;
  const before = text.slice(start, cursor);
  const written = [...text.slice(start, end).matchAll(/([^;,="']+)(?:=("[^"]*"?|'[^']*'?|[^;,]*))?/g)];
  const current = written.find(
    ({ index, 0: whole }) => index <= before.length && before.length <= index + whole.length,
  );
  // In quotes, `;` and `,` are parts of the value.
  const opened = current?.[2] !== undefined && /^["']/.test(current[2]) ? current : undefined;
  const from = opened ? opened.index : Math.max(before.lastIndexOf(';'), before.lastIndexOf(',')) + 1;
  const equals = before.indexOf('=', from);
  if (equals >= 0) {
    const name = before.slice(from, equals).toLowerCase();
    const valueStart = start + equals + 1;
    if (/^["']/.test(text.slice(valueStart, cursor))) return undefined;
    return { ...placeOf(at, valueStart, endBefore(text, cursor, end, /[;,]/)), kind: 'value', name };
  }
  const to = endBefore(text, cursor, end, /[;,=]/);
  const present = new Set(
    written.filter(({ index }) => index !== from).map(([, name]) => (name ?? '').trim().toLowerCase()),
  );
  return { ...placeOf(at, start + from, to), kind: 'attribute', missing, present, hasValue: text[to] === '=' };
}

/** The end of a part that begins before a place: at a sign, or at the end of the word. */
function endBefore(text: string, from: number, end: number, sign: RegExp): number {
  const at = text.slice(from, end).search(sign);
  return at < 0 ? end : from + at;
}
