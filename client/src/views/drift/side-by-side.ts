/** Two sides of a comparison as texts that the editor's own comparison shows line by line. No editor. */
import type { ListChange, ListedDestination } from '../../../../server/src/lsp/messages.ts';
import { withScheme } from '../../live/actions.ts';
import { firstMoved, type Drift, type DriftSide, type KeyDrift, type OrderDrift } from '../../live/drift.ts';
import { nameLetters } from '../../live/explain.ts';
import type { Destination, DestinationSet } from '../../live/types.ts';
import { count, writeNumber } from '../servers/words.ts';

export interface SideBySide {
  readonly left: string;
  readonly right: string;
}

/** What the two sides are called in sentences, for example `the file` and `memory`. */
export interface SideNames {
  readonly left: string;
  readonly right: string;
}

/** Bits of a list file's flags, from `dispatch.h` of the dispatcher module (6.1; the last one came with 6.0). */
const INACTIVE = 1;
const TRYING = 2;
const DISABLED = 4;
const PROBING = 8;
const NO_PING = 32;

/** A longer address is not waited for by the other lines, in characters. */
const WIDEST_COLUMN = 60;
/** How many differences are written out above the lines. */
const SUMMARISED = 20;
/** How many differing keys of a table are listed. */
export const LISTED_KEYS = 2000;
/** Longer values of a table are cut, in characters. */
const LONGEST_VALUE = 200;

/** One line of a list. */
interface Row {
  readonly setId: number;
  readonly uri: string;
  readonly flags: number;
  readonly priority: number;
  readonly attributes: string;
  /** The state of a running server where it matters; it is no part of a list. */
  readonly letters?: string | undefined;
}

/** A destination that stands on one or both sides. */
interface Pair {
  readonly left: Row | undefined;
  readonly right: Row | undefined;
}

/** What differs of the destinations, and in sets that have the same ones, of their order. */
export interface ListDrift {
  readonly destinations: readonly Drift[];
  readonly orders: readonly OrderDrift[];
}

/** How many things differ; the states that somebody has set are none of the file. */
export function countDifferences({ destinations, orders }: ListDrift): number {
  return destinations.filter(({ kind }) => kind !== 'state').length + orders.length;
}

/**
 * The lines of a list file beside those that would load what the server has in memory. Lines that a template writes
 * are left out on both sides.
 */
export function compareTexts(
  listed: readonly ListedDestination[],
  { destinations, orders }: ListDrift,
  names: SideNames,
  notes: readonly string[] = [],
): SideBySide {
  const rows = listed.filter(({ isTemplate }) => !isTemplate);
  const templates = listed.length - rows.length;
  const allNotes = [
    ...notes,
    ...(templates === 0
      ? []
      : [
          `A template writes ${templates === 1 ? '1 line' : `${templates} lines`} of ${names.left}; what may come from there is not compared.`,
        ]),
  ];
  // Of one priority, Kamailio takes the last line first.
  const written = orders.map(({ setId, left, right }) => ({
    setId,
    left: left.toReversed(),
    right: right.toReversed(),
  }));
  return layOut(rows, { destinations, orders: written }, names, allNotes, tellOrders(orders, names, true));
}

/** The destinations of one server beside those of another, in the order of the first. */
export function compareServerTexts(
  left: readonly DestinationSet[],
  drift: ListDrift,
  names: SideNames,
  notes: readonly string[] = [],
): SideBySide {
  const rows = left.flatMap(({ destinations }) => destinations.map((destination) => rowOfDestination(destination)));
  return layOut(rows, drift, names, notes, tellOrders(drift.orders, names, false));
}

/** Two texts that say why there is nothing to compare. */
export function explainTexts(reasons: readonly string[]): SideBySide {
  const text = reasons.map((reason) => `# ${reason}\n`).join('');
  return { left: text, right: text };
}

/** The keys that differ, one a line; both sides have equally many lines. */
export function compareTableTexts(
  drift: readonly KeyDrift[],
  names: SideNames,
  notes: readonly string[] = [],
): SideBySide {
  const sorted = drift.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const shown = sorted.slice(0, LISTED_KEYS);
  const left = sorted.length - shown.length;
  const head = comment([
    differ(drift, names, 'key', 'keys'),
    ...notes,
    ...(left > 0 ? [`Only the first ${shown.length} are listed.`] : []),
  ]);
  const line = (key: string, value: string | number | undefined): string =>
    value === undefined
      ? '\n'
      : `${cut(oneLine(key))} => ${cut(typeof value === 'string' ? quote(value) : String(value))}\n`;
  return {
    left: head + shown.map((one) => line(one.key, one.left)).join(''),
    right: head + shown.map((one) => line(one.key, one.right)).join(''),
  };
}

/** One sentence on how much differs. */
export function summarise(drift: readonly Drift[], names: SideNames): string {
  return differ(drift, names, 'destination', 'destinations');
}

/** Whether the server probes also what the file does not mark for it, as far as the lines that it has loaded tell. */
export function probesUnasked(listed: readonly ListedDestination[], sets: readonly DestinationSet[]): boolean {
  const unasked = new Set(listed.filter(({ flags }) => (flags & PROBING) === 0).map(keyOf));
  return sets.some(({ destinations }) =>
    destinations.some((destination) => destination.probing === 'probed' && unasked.has(keyOf(destination))),
  );
}

/** The changes that make the file hold what is in memory. `probesAll` is whether the server probes without being told. */
export function changesForFile(drift: readonly Drift[], probesAll: boolean): ListChange[] {
  return drift.map(({ setId, uri, left, right, differences }) => {
    if (right === undefined) return { kind: 'remove', setId, uri: left?.uri ?? uri };
    const row = rowOfRight({ setId, right, left, differences }, probesAll);
    return {
      kind: 'put',
      setId,
      // A line is found by the way the file writes it.
      uri: left?.uri ?? right.uri,
      flags: row.flags,
      priority: row.priority,
      attributes: row.attributes,
    };
  });
}

function layOut(
  rows: readonly Row[],
  { destinations: all, orders }: ListDrift,
  names: SideNames,
  notes: readonly string[],
  wordsOnOrder: readonly string[],
): SideBySide {
  const drift = all.filter(({ kind }) => kind !== 'state');
  const drifts = new Map<string, Drift[]>();
  for (const one of drift) drifts.set(keyOf(one), [...(drifts.get(keyOf(one)) ?? []), one]);
  const sets = new Map<number, Pair[]>();
  const pairsOf = (setId: number): Pair[] => {
    const pairs = sets.get(setId) ?? [];
    sets.set(setId, pairs);
    return pairs;
  };
  for (const row of rows) {
    // An address can stand in a set several times, of which some are the same on both sides.
    const ofAddress = drifts.get(keyOf(row)) ?? [];
    const place = ofAddress.findIndex(({ left }) => left !== undefined && isRowOf(row, left));
    const [own] = place === -1 ? [] : ofAddress.splice(place, 1);
    pairsOf(row.setId).push({ left: row, right: otherSide(row, own) });
  }
  for (const one of drift) {
    if (one.kind === 'only-right' && one.right !== undefined) {
      pairsOf(one.setId).push({ left: undefined, right: rowOfRight({ ...one, right: one.right }, true) });
    }
  }
  const sorted = [...sets].sort(([a], [b]) => a - b);
  const everyRow = sorted.flatMap(([, pairs]) => pairs.flatMap(({ left, right }) => [left, right]));
  const write = writerFor(everyRow.filter((row) => row !== undefined));
  const head = comment([
    summarise(drift, names),
    ...notes,
    ...listDifferences(drift, names),
    ...wordsOnOrder,
    ...tellStates(all, names),
  ]);
  const moved = new Map(orders.map((order) => [order.setId, order]));
  const side = (which: 'left' | 'right'): string =>
    head +
    sorted
      .map(([setId, pairs]) => {
        const lines = pairs.map((pair) => pair[which]).filter((row) => row !== undefined);
        const order = which === 'right' ? moved.get(setId)?.right : undefined;
        return `\n# set ${setId}\n${(order === undefined ? lines : reorder(lines, order)).map(write).join('')}`;
      })
      .join('');
  return { left: side('left'), right: side('right') };
}

/** Brings the lines of each priority into an order of addresses; what has another priority stays in its place. */
function reorder(rows: readonly Row[], order: readonly string[]): Row[] {
  const ranks = new Map(order.map((address, rank) => [address, rank]));
  const rankOf = ({ uri }: Row): number => ranks.get(withScheme(uri)) ?? 0;
  const sorted = rows.toSorted((a, b) => rankOf(a) - rankOf(b));
  const queues = new Map<number, Row[]>();
  for (const row of sorted) {
    const queue = queues.get(row.priority);
    if (queue === undefined) queues.set(row.priority, [row]);
    else queue.push(row);
  }
  return rows.map((row) => queues.get(row.priority)?.shift() ?? row);
}

/** What the other side has in the place of a line; lines without a difference are the same text on both. */
function otherSide(row: Row, drift: Drift | undefined): Row | undefined {
  if (drift === undefined) return row;
  if (drift.right === undefined) return undefined;
  return rowOfRight({ ...drift, right: drift.right }, true);
}

function rowOfRight(
  { setId, left, right, differences }: Pick<Drift, 'setId' | 'left' | 'differences'> & { readonly right: DriftSide },
  probesAll: boolean,
): Row {
  const names = new Set(differences.map(({ name }) => name));
  const sameFlags = left?.flags !== undefined && !names.has('state');
  const sameAttributes = left !== undefined && [...names].every((name) => NO_ATTRIBUTES.has(name));
  return {
    setId,
    uri: right.uri,
    flags: sameFlags ? left.flags : flagsOf(right, left?.flags ?? 0, probesAll),
    priority: right.priority,
    attributes: sameAttributes ? left.attributes : right.attributes,
    letters: left?.letters !== undefined || names.has('state') ? right.letters : undefined,
  };
}

/** Differences that are none of the attributes. */
const NO_ATTRIBUTES = new Set(['state', 'priority']);

/** The flags with which a file loads this state. That a destination was found down is no state to start with. */
function flagsOf({ flags, letters = '' }: DriftSide, before: number, probesAll: boolean): number {
  if (flags !== undefined) return flags;
  const kept = before & ~(INACTIVE | TRYING | DISABLED | NO_PING);
  const probing = letters[1] === 'P' && !probesAll ? PROBING : 0;
  return kept | probing | (letters.startsWith('D') ? DISABLED : 0) | (letters[1] === 'N' ? NO_PING : 0);
}

function rowOfDestination({ setId, uri, letters, priority, attributes }: Destination): Row {
  return {
    setId,
    uri,
    flags: flagsOf({ uri, letters, flags: undefined, priority, attributes: attributes.body }, 0, true),
    priority,
    attributes: attributes.body,
    letters,
  };
}

/** Columns that are equally wide on both sides: otherwise a long address would make all lines differ. */
function writerFor(rows: readonly Row[]): (row: Row) => string {
  const width = (cell: (row: Row) => string): number =>
    Math.min(
      WIDEST_COLUMN,
      rows.reduce((widest, row) => Math.max(widest, cell(row).length), 0),
    );
  const widths = [
    width(({ setId }) => String(setId)),
    width(({ uri }) => uri),
    width(({ flags }) => String(flags)),
    width(({ priority }) => String(priority)),
  ];
  return ({ setId, uri, flags, priority, attributes, letters }) => {
    const cells = [String(setId), uri, String(flags), String(priority)];
    const line = cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ');
    const state = letters === undefined ? '' : ` # ${letters}`;
    return `${`${line} ${attributes}`.trimEnd()}${state}\n`;
  };
}

/** Says where sets with the same destinations are walked in another order. */
function tellOrders(orders: readonly OrderDrift[], names: SideNames, isFile: boolean): string[] {
  if (orders.length === 0) return [];
  const lines = orders.slice(0, SUMMARISED).map((order) => {
    const { place, left, right } = firstMoved(order);
    return `  set ${order.setId}: number ${place} is ${left} in ${names.left}, ${right} in ${names.right}`;
  });
  return [
    `${count(orders.length, 'set is', 'sets are')} tried in another order:`,
    ...lines,
    ...(orders.length > SUMMARISED ? [`  and ${orders.length - SUMMARISED} more`] : []),
    ...(isFile ? ['Of one priority, the last line comes first;', 'adding or removing any turns the order round.'] : []),
  ];
}

/** Says what is in another state than it started with; the lines of the list are none the worse for it. */
function tellStates(drift: readonly Drift[], names: SideNames): string[] {
  const states = drift.flatMap(({ kind, setId, uri, differences }) =>
    kind === 'state' ? differences.map(({ left, right = '' }) => ({ setId, uri, left, right })) : [],
  );
  if (states.length === 0) return [];
  const lines = states
    .slice(0, SUMMARISED)
    .map(({ setId, uri, left, right }) => `  set ${setId}, ${uri}: ${nameLetters(right)}; ${names.left} says ${left}`);
  return [
    `${count(states.length, 'state has', 'states have')} been set since; a reload undoes it:`,
    ...lines,
    ...(states.length > SUMMARISED ? [`  and ${states.length - SUMMARISED} more`] : []),
  ];
}

function listDifferences(drift: readonly Drift[], names: SideNames): string[] {
  const lines = drift.slice(0, SUMMARISED).map(({ setId, uri, kind, differences }) => {
    const what =
      kind === 'only-left'
        ? `only in ${names.left}`
        : kind === 'only-right'
          ? `only in ${names.right}`
          : differences
              .map(
                ({ name, left, right }) =>
                  `${name} ${left ?? 'missing'} in ${names.left}, ${right ?? 'missing'} in ${names.right}`,
              )
              .join('; ');
    return `  set ${setId}, ${uri}: ${what}`;
  });
  return drift.length > SUMMARISED ? [...lines, `  and ${drift.length - SUMMARISED} more`] : lines;
}

function differ(
  drift: readonly { readonly kind: Drift['kind'] }[],
  names: SideNames,
  one: string,
  many: string,
): string {
  if (drift.length === 0) return `No ${one} differs between ${names.left} and ${names.right}.`;
  const of = (kind: Drift['kind']): number => drift.filter((each) => each.kind === kind).length;
  const parts = [
    [of('only-left'), `only in ${names.left}`],
    [of('only-right'), `only in ${names.right}`],
    [of('different'), 'not the same'],
  ] as const;
  const words = parts.filter(([size]) => size > 0).map(([size, word]) => `${writeNumber(size)} ${word}`);
  return `${count(drift.length, one, many)} ${drift.length === 1 ? 'differs' : 'differ'}: ${words.join(', ')}.`;
}

function comment(lines: readonly string[]): string {
  return lines.map((line) => `# ${oneLine(line)}\n`).join('');
}

function keyOf({ setId, uri }: { readonly setId: number; readonly uri: string }): string {
  return `${setId} ${withScheme(uri)}`;
}

function isRowOf(row: Row, side: DriftSide): boolean {
  return row.uri === side.uri && row.priority === side.priority && row.attributes === side.attributes;
}

function quote(value: string): string {
  return JSON.stringify(value);
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\t]/g, ' ');
}

function cut(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}
