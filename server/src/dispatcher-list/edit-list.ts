import { destinationOf, numberOf, setIdOf } from './entry-values.ts';
import type { ListEdit } from './format.ts';
import type { DispatcherList, ListEntry, Piece } from './list.ts';
import { hasTemplateInLine, hasTemplates } from './template-lines.ts';

/** A destination to be put into a list, or to be taken out of it; what is undefined stays as it is. */
export interface ListChange {
  readonly kind: 'put' | 'remove';
  readonly setId: number;
  readonly uri: string;
  readonly flags?: number;
  readonly priority?: number;
  readonly attributes?: string;
}

/**
 * The edits that make a list hold destinations, or hold them no more. A line that is there is changed where it stands,
 * with its comment and the place of its columns; a new one goes behind the last line of its set, or to the end where
 * the set is new or a template writes lines. What a template writes is left alone. Edits do not overlap and are in order.
 */
export function editList(list: DispatcherList, changes: readonly ListChange[]): ListEdit[] {
  // Of several changes of one destination the last counts.
  const wanted = new Map(changes.map((change) => [keyOf(change.setId, change.uri), change]));
  const edits: ListEdit[] = [];
  const removed = new Set<number>();
  const done = new Set<string>();
  for (const entry of list.entries) {
    const key = keyOfEntry(entry);
    const change = key === undefined ? undefined : wanted.get(key);
    if (key === undefined || !change) continue;
    if (change.kind === 'remove') {
      if (!hasTemplateInLine(list, entry)) removed.add(entry.line);
    } else if (!done.has(key)) {
      edits.push(...changeLine(list.source.text, entry, change));
    }
    done.add(key);
  }
  const added = [...wanted].filter(([key, { kind }]) => kind === 'put' && !done.has(key)).map(([, change]) => change);
  edits.push(...removeLines(list, removed), ...addLines(list, added, removed));
  return edits.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Addresses are compared without regard to case, as Kamailio does. */
function keyOf(setId: number, uri: string): string {
  return `${setId} ${uri.toLowerCase()}`;
}

function keyOfEntry(entry: ListEntry): string | undefined {
  const setId = setIdOf(entry);
  const { destination } = entry;
  if (setId === undefined || !destination || 'fault' in destination) return undefined;
  return keyOf(setId, destination.text);
}

function changeLine(text: string, entry: ListEntry, change: ListChange): ListEdit[] {
  const { uri, flags, priority, attributeText, rest, comment } = entry;
  if (!uri) return [];
  const wantedFlags = wantedNumber(flags, change.flags);
  const wantedPriority = wantedNumber(priority, change.priority);
  const written = attributeText?.text.replace(/;$/, '') ?? '';
  const attributes = change.attributes === undefined ? undefined : withoutBlanks(change.attributes);
  const isAttributeNew = attributes !== undefined && attributes !== written;
  const newAttributes = isAttributeNew ? attributes : (attributeText?.text ?? '');
  if (wantedFlags === flags?.text && wantedPriority === priority?.text && !isAttributeNew) return [];

  const columns: Column[] = [
    { piece: flags, text: wantedFlags },
    { piece: priority, text: wantedPriority },
    { piece: isAttributeNew && attributeText && rest ? join(attributeText, rest) : attributeText, text: newAttributes },
  ];
  // Attributes are told from numbers by what they begin with: the numbers before them are written too.
  const isInserted =
    columns.some(({ piece, text: wanted }) => !piece && wanted !== undefined && wanted !== '') ||
    (isAttributeNew && /^\d/.test(newAttributes));
  const last = columns.findLastIndex(({ text: wanted }) => wanted !== undefined && wanted !== '');
  const final = columns.map(({ piece, text: wanted }, index) => ({
    piece,
    text: wanted ?? (isInserted && index < last ? '0' : ''),
  }));
  return replaceColumns(text, uri.end, final, (isAttributeNew ? undefined : rest?.start) ?? comment?.start);
}

interface Column {
  readonly piece: { readonly start: number; readonly end: number } | undefined;
  readonly text: string | undefined;
}

function join(first: Piece, second: Piece): { start: number; end: number } {
  return { start: first.start, end: second.end };
}

/** The text of a number column; what is there stays if it means the same. */
function wantedNumber(piece: Piece | undefined, value: number | undefined): string | undefined {
  if (value === undefined || (!piece?.isTemplate && numberOf(piece) === value)) return piece?.text;
  return String(value);
}

/** Writes the columns behind the URI so that each keeps its place where there is room. */
function replaceColumns(text: string, from: number, columns: readonly Column[], next: number | undefined): ListEdit[] {
  const end = columns.reduce((last, { piece }) => piece?.end ?? last, from);
  let line = '';
  let at = from;
  for (const { piece, text: wanted } of columns) {
    if (wanted === undefined || wanted === '') {
      at = piece?.end ?? at;
      continue;
    }
    line += piece ? gapTo(text, at, piece.start, from, line) : ' ';
    line += wanted;
    at = piece?.end ?? at;
  }
  if (next !== undefined) line += gapTo(text, at, next, from, line);
  const start = from;
  const stop = next ?? end;
  return trimEdit(text, { start, end: stop, newText: line });
}

/** The blanks before a column: as many as bring it to where it stood, one at least; tabs stay. */
function gapTo(text: string, before: number, start: number, from: number, line: string): string {
  const gap = text.slice(before, start);
  if (gap !== '' && !/^ +$/.test(gap)) return gap.replaceAll(/[^ \t]+/g, ' ');
  return ' '.repeat(Math.max(1, start - from - line.length));
}

/** Leaves out what does not change at both ends. */
function trimEdit(text: string, { start, end, newText }: ListEdit): ListEdit[] {
  const old = text.slice(start, end);
  if (old === newText) return [];
  const limit = Math.min(old.length, newText.length);
  let head = 0;
  while (head < limit && old[head] === newText[head]) head++;
  let tail = 0;
  while (tail < limit - head && old[old.length - 1 - tail] === newText[newText.length - 1 - tail]) tail++;
  return [{ start: start + head, end: end - tail, newText: newText.slice(head, newText.length - tail) }];
}

/** A blank would end the attributes of a line. */
function withoutBlanks(attributes: string): string {
  return attributes.replaceAll(/\s+/g, '').replace(/;$/, '');
}

function removeLines({ source, cuts }: DispatcherList, lines: ReadonlySet<number>): ListEdit[] {
  const { text } = source;
  const cutLines = new Set(cuts.map((cut) => source.lineAt(cut)));
  const edits: ListEdit[] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    // Such a line holds more than its destination.
    if (cutLines.has(line)) continue;
    const start = source.lineStart(line);
    const end = line + 1 < source.lineCount ? source.lineStart(line + 1) : text.length;
    const previous = edits.at(-1);
    if (previous?.end === start) edits[edits.length - 1] = { ...previous, end };
    else edits.push({ start, end, newText: '' });
  }
  return edits;
}

function addLines(list: DispatcherList, added: readonly ListChange[], removed: ReadonlySet<number>): ListEdit[] {
  if (added.length === 0) return [];
  const { source, entries } = list;
  const { text } = source;
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const places = new Map<number, string[]>();
  const isPlaced = !hasTemplates(list);
  const lastPlain = entries.findLast((entry) => destinationOf(entry) && !hasTemplateInLine(list, entry));
  for (const change of added) {
    const model = isPlaced
      ? entries.findLast((entry) => setIdOf(entry) === change.setId && !removed.has(entry.line))
      : undefined;
    const place = model && model.line + 1 < source.lineCount ? source.lineStart(model.line + 1) : text.length;
    const line = writeLine(list, change, model ?? lastPlain);
    places.set(place, [...(places.get(place) ?? []), line]);
  }
  return [...places].map(([place, lines]) => {
    const isOnNewLine = place === 0 || text[place - 1] === '\n' || removed.has(source.lineCount - 1);
    return { start: place, end: place, newText: (isOnNewLine ? '' : eol) + lines.join(eol) + eol };
  });
}

/** A new line with its columns below those of another one. */
function writeLine({ source }: DispatcherList, change: ListChange, model: ListEntry | undefined): string {
  const attributes = withoutBlanks(change.attributes ?? '');
  const hasAttributes = attributes !== '';
  const { flags = 0, priority = 0 } = change;
  const hasPriority = hasAttributes || priority !== 0 || model?.priority !== undefined;
  const hasFlags = hasPriority || flags !== 0 || model?.flags !== undefined;
  const columns: readonly [string, Piece | undefined][] = [
    [String(change.setId), model?.setId],
    [change.uri, model?.uri],
    [hasFlags ? String(flags) : '', model?.flags],
    [hasPriority ? String(priority) : '', model?.priority],
    [attributes, model?.attributeText],
  ];
  const lineStart = model ? source.lineStart(model.line) : 0;
  let line = '';
  for (const [text, piece] of columns) {
    if (text === '') continue;
    const place = piece ? piece.start - lineStart : 0;
    if (line !== '') line += ' '.repeat(Math.max(1, place - line.length));
    line += text;
  }
  return line;
}
