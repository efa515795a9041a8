/** What Kamailio makes of the lines: the numbers, and the destinations of each set in the order of its memory. */
import { STATE_LETTERS } from './facts.ts';
import type { DispatcherList, ListAttribute, ListEntry, Piece } from './list.ts';

/** A number of digits as `id = id * 10 + digit` gives it in a C `int`, too big ones wrapped. */
export function readInt(digits: string): number {
  let value = 0;
  if (digits.startsWith('0x')) {
    for (const digit of digits.slice(2)) value = (value << 4) | Number.parseInt(digit, 16);
    return value;
  }
  for (const digit of digits) value = (Math.imul(value, 10) + Number(digit)) | 0;
  return value;
}

/** The number of a column; 0 where there is none, undefined where a template writes it. */
export function numberOf(column: Piece | undefined): number | undefined {
  if (!column) return 0;
  return column.isTemplate ? undefined : readInt(column.text);
}

/** The set that a line adds to; undefined where a template writes it or the line adds nothing. */
export function setIdOf(entry: ListEntry): number | undefined {
  return entry.uri === undefined ? undefined : numberOf(entry.setId);
}

/** The attribute that counts: of several with one name the first (`parse_params()` turns their order round). */
export function attributeOf(entry: ListEntry, name: string): ListAttribute | undefined {
  return readAttributes(entry).find((attribute) => attribute.name.text.toLowerCase() === name);
}

/** The attributes that Kamailio reads: they end at a comma. */
export function readAttributes(entry: ListEntry): readonly ListAttribute[] {
  const { attributes, attributeFault: fault } = entry;
  return fault?.kind === 'comma' ? attributes.filter((attribute) => attribute.end <= fault.start) : attributes;
}

/** A value as `str2sint()` leaves it: the digits before the first other sign, 0 without any. */
export function integerOf(value: Piece | undefined): number {
  const digits = /^[+-]?\d+/.exec(value?.text ?? '')?.[0];
  return digits === undefined ? 0 : Math.max(-(2 ** 31), Math.min(Number(digits), 2 ** 31 - 1));
}

/** `weight` and `rweight`: 0, which is not set, for all that is not from 1 to 100. */
export function weightOf(entry: ListEntry, name: 'weight' | 'rweight'): number {
  const weight = integerOf(attributeOf(entry, name)?.value);
  return weight >= 1 && weight <= 100 ? weight : 0;
}

/** A destination as Kamailio holds it after reading its line. */
export interface Destination {
  readonly entry: ListEntry;
  readonly setId: number;
  /** With the scheme that Kamailio puts before it. */
  readonly uri: string;
  readonly flags: number;
  readonly priority: number;
  /** The last column without a `;` at its end. */
  readonly attributes: string;
}

/** Whether the reading of the whole list ends in an error at a line: nothing is loaded then. */
export function isRefused(entry: ListEntry): boolean {
  return entry.uri === undefined;
}

/**
 * The destination that a line gives. Undefined where Kamailio passes the line over, as it does for a URI or attributes
 * that it cannot read, and where a template writes any of it. Names are taken to resolve, sockets to exist.
 */
export function destinationOf(entry: ListEntry): Destination | undefined {
  const { destination, flags, priority, attributeText, attributeFault } = entry;
  if (!destination || 'fault' in destination || entry.setId.isTemplate) return undefined;
  if (flags?.isTemplate || priority?.isTemplate || attributeText?.isTemplate) return undefined;
  if (attributeFault && attributeFault.kind !== 'comma') return undefined;
  return {
    entry,
    setId: readInt(entry.setId.text),
    uri: destination.text,
    flags: readInt(flags?.text ?? ''),
    priority: readInt(priority?.text ?? ''),
    attributes: (attributeText?.text ?? '').replace(/;$/, ''),
  };
}

/**
 * The destinations by set, each set in the order that Kamailio walks it: higher priority first, of the same priority
 * the one first that stands last in the file (`add_dest2list()`, `reindex_dests()`).
 */
export function destinationsBySet({ entries }: Pick<DispatcherList, 'entries'>): Map<number, Destination[]> {
  const sets = new Map<number, Destination[]>();
  for (const entry of entries) {
    const destination = destinationOf(entry);
    if (!destination) continue;
    const set = sets.get(destination.setId);
    if (set) set.push(destination);
    else sets.set(destination.setId, [destination]);
  }
  for (const set of sets.values()) {
    set.reverse();
    set.sort((a, b) => b.priority - a.priority);
  }
  return sets;
}

/** A state as `dispatcher.list` writes it, for example `AX`. */
export function stateLetters(flags: number): string {
  const { first, second } = STATE_LETTERS;
  const letterOf = (letters: readonly { readonly letter: string; readonly bit: number }[]): string =>
    letters.find(({ bit }) => bit === 0 || (flags & bit) !== 0)?.letter ?? '';
  return letterOf(first) + letterOf(second);
}
