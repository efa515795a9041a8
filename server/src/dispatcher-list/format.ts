import { byteLength } from './bytes.ts';
import type { DispatcherList, ListEntry, Piece, Span } from './list.ts';
import { MAX_LINE_BYTES } from './read-list.ts';
import { hasTemplateInLine } from './template-lines.ts';

/** A change of the text. */
export interface ListEdit extends Span {
  readonly newText: string;
}

export interface FormatListOptions {
  /** Whether lines are aligned with those that stand right above and below, or with all of the file. */
  readonly align?: 'block' | 'file';
  /** Only lines that touch it are changed; they are aligned as if all were. */
  readonly range?: Span;
}

/** A line that may be changed: its columns with the blanks before each. */
interface Row {
  readonly entry: ListEntry;
  readonly lineStart: number;
  /** Behind the last blank of the line. */
  readonly lineEnd: number;
  /** In the order of the columns; a column that is left out is undefined. */
  readonly columns: readonly (Piece | undefined)[];
}

/**
 * The edits that put the columns below each other. They touch only blanks, so Kamailio reads the same. Lines that a
 * template writes, or that do not read as they look, stay as they are.
 */
export function formatList(list: DispatcherList, options: FormatListOptions = {}): ListEdit[] {
  const { align = 'block', range } = options;
  const edits: ListEdit[] = [];
  for (const rows of groupRows(list, align)) {
    const starts = columnStarts(rows);
    const commentStart = Math.max(0, ...rows.filter(({ entry }) => entry.comment).map((row) => endOf(row, starts) + 1));
    for (const row of rows) {
      if (range && (row.lineEnd < range.start || row.lineStart > range.end)) continue;
      edits.push(...alignRow(list.source.text, row, starts, commentStart));
    }
  }
  return edits;
}

/** Neighbouring lines; comments between them do not part them, blank lines do. */
function groupRows(list: DispatcherList, align: 'block' | 'file'): Row[][] {
  const { source } = list;
  const cutLines = new Set(list.cuts.map((cut) => source.lineAt(cut)));
  const commentLines = new Set(list.comments.map(({ start }) => source.lineAt(start)));
  const groups: Row[][] = [];
  let lastLine = -1;
  for (const entry of list.entries) {
    let line = entry.line - 1;
    while (line > lastLine && commentLines.has(line)) line--;
    const isNeighbour = line === lastLine || align === 'file';
    lastLine = source.lineAt(entry.end);
    if (groups.length === 0 || !isNeighbour) groups.push([]);
    const row = cutLines.has(entry.line) ? undefined : readRow(list, entry);
    if (row) groups.at(-1)?.push(row);
  }
  return groups;
}

function readRow(list: DispatcherList, entry: ListEntry): Row | undefined {
  const { setId, uri, flags, priority, attributeText, attributeFault, rest } = entry;
  if (!uri || setId.text === '' || rest || attributeFault || hasTemplateInLine(list, entry)) return undefined;
  const columns = [setId, uri, flags, priority, attributeText];
  const present = columns.filter((column) => column !== undefined);
  // Columns without a blank between them do not read as they look.
  if (present.some((column, index) => column.end === present[index + 1]?.start)) return undefined;
  const { text } = list.source;
  const lineStart = list.source.lineStart(entry.line);
  const newline = text.indexOf('\n', lineStart);
  let lineEnd = newline < 0 ? text.length : newline;
  if (text[lineEnd - 1] === '\r') lineEnd--;
  return text.slice(lineStart, lineEnd).includes('\0') ? undefined : { entry, lineStart, lineEnd, columns };
}

/** Where each column begins, from the start of the line. */
function columnStarts(rows: readonly Row[]): readonly number[] {
  const starts = [0];
  for (let column = 0; column < 4; column++) {
    const widths = rows.map(({ columns }) => columns[column]?.text.length ?? 0);
    const width = Math.max(0, ...widths);
    starts.push(starts[column]! + (width === 0 ? 0 : width + 1));
  }
  return starts;
}

/** The length of a line up to its comment, once it is aligned. */
function endOf({ columns }: Row, starts: readonly number[]): number {
  const last = columns.findLastIndex((column) => column !== undefined);
  return starts[last]! + (columns[last]?.text.length ?? 0);
}

function alignRow(text: string, row: Row, starts: readonly number[], commentStart: number): ListEdit[] {
  const { entry, lineStart, lineEnd, columns } = row;
  const edits: ListEdit[] = [];
  let from = lineStart;
  let at = 0;
  const setGap = (to: number, wanted: number): void => {
    const newText = ' '.repeat(wanted - at);
    if (text.slice(from, to) !== newText) edits.push({ start: from, end: to, newText });
  };
  for (const [index, column] of columns.entries()) {
    if (!column) continue;
    setGap(column.start, starts[index]!);
    from = column.end;
    at = starts[index]! + column.text.length;
  }
  let comment = '';
  if (entry.comment) {
    setGap(entry.comment.start, commentStart);
    comment = text.slice(entry.comment.start, entry.comment.end);
    at = commentStart + comment.length;
    from = entry.comment.end;
  }
  if (lineEnd > from) edits.push({ start: from, end: lineEnd, newText: '' });
  // Blanks count too: a line must not become longer than Kamailio reads at once.
  const content = columns.map((column) => column?.text ?? '').join('') + comment;
  return at + byteLength(content) - content.length + 1 > MAX_LINE_BYTES ? [] : edits;
}
