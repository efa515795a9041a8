import { RowCollector, TABLE_COLUMNS, type ReadResult } from './read-result.ts';

/** A row as sqlite3 and psql print it without frames: `1|1|sip:…|0|0|…|…`. */
const BARE_ROW = /^\d+\|\d+\|[^|]*\|\d*\|\d*\|/;

/** Whether a text is the table that `kamctl dispatcher show` prints. */
export function looksLikeTable(text: string): boolean {
  return text.split('\n').some((line) => headingOf(line) !== undefined || BARE_ROW.test(line));
}

/**
 * Reads the table that `kamctl dispatcher show` prints: framed by mysql, with a line below the heading by psql, with
 * tabs by mysql without a terminal, or bare rows.
 */
export function readTable(text: string): ReadResult {
  const rows = new RowCollector();
  let heading: Heading | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const found = headingOf(line);
    if (found) {
      heading = found;
      continue;
    }
    if (!isRow(line, heading)) continue;
    const columns = heading?.columns ?? TABLE_COLUMNS;
    const cells = cellsOf(line, heading?.separator ?? '|');
    const where = `Line ${index + 1}`;
    if (cells.length !== columns.length) {
      rows.addProblem(`${where}: there are ${cells.length} cells for the ${columns.length} columns of the table.`);
      continue;
    }
    const isNull = (cell: string): boolean => cell === 'NULL';
    rows.addRow(new Map(columns.map((column, at) => [column, isNull(cells[at]!) ? '' : cells[at]!])), where);
  }
  return rows.result();
}

interface Heading {
  readonly columns: readonly string[];
  readonly separator: '|' | '\t';
}

function headingOf(line: string): Heading | undefined {
  const separator = line.includes('|') ? '|' : '\t';
  const columns = cellsOf(line, separator).map((cell) => cell.toLowerCase());
  return columns.includes('setid') && columns.includes('destination') ? { columns, separator } : undefined;
}

function isRow(line: string, heading: Heading | undefined): boolean {
  if (BARE_ROW.test(line)) return true;
  return heading !== undefined && line.includes(heading.separator) && !/^[\s+|=-]*$/.test(line);
}

function cellsOf(line: string, separator: string): string[] {
  const text = line.replace(/\r$/, '');
  const isFramed = separator === '|' && /^\s*\|.*\|\s*$/.test(text);
  const inside = isFramed ? text.trim().slice(1, -1) : text;
  return inside.split(separator).map((cell) => cell.trim());
}
