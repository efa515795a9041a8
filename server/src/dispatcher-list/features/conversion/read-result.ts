import type { PlainDestination } from './destination.ts';

/** What was found in a text of another tool. */
export interface ReadResult {
  readonly destinations: readonly PlainDestination[];
  /** What could not be read, or not wholly, as sentences. */
  readonly problems: readonly string[];
}

/** The values of a row or a command by the names of the table's columns; others are left aside. */
export type Row = ReadonlyMap<string, string>;

/** The columns of Kamailio's table `dispatcher` in its order, in all versions. */
export const TABLE_COLUMNS: readonly string[] = [
  'id',
  'setid',
  'destination',
  'flags',
  'priority',
  'attrs',
  'description',
];

/**
 * The destination of a row.
 * @param where the place of the row, to begin a sentence with: `Line 3`
 */
export function destinationOfRow(row: Row, where: string): PlainDestination | { readonly problem: string } {
  const textOf = (column: string): string => (row.get(column) ?? '').trim();
  for (const column of ['setid', 'flags', 'priority']) {
    const text = textOf(column);
    if (text !== '' && !/^\d+$/.test(text)) return { problem: `${where}: '${text}' is no number for ${column}.` };
  }
  if (textOf('setid') === '') return { problem: `${where}: there is no set id.` };
  if (textOf('destination') === '') return { problem: `${where}: there is no destination.` };
  return {
    setId: Number(textOf('setid')),
    uri: textOf('destination'),
    flags: Number(textOf('flags')),
    priority: Number(textOf('priority')),
    attributes: textOf('attrs'),
    description: textOf('description'),
  };
}

/** Gathers rows into a result. */
export class RowCollector {
  readonly #destinations: PlainDestination[] = [];
  readonly #problems = new Set<string>();

  addRow(row: Row, where: string): void {
    const found = destinationOfRow(row, where);
    if ('problem' in found) this.#problems.add(found.problem);
    else this.#destinations.push(found);
  }

  addProblem(problem: string): void {
    this.#problems.add(problem);
  }

  result(): ReadResult {
    return { destinations: this.#destinations, problems: [...this.#problems] };
  }
}
