/** What differs between a list file and a running server, or between two servers. */
import { isDeepStrictEqual } from 'node:util';
import type { ListedDestination } from '../../../server/src/lsp/messages.ts';
import { withScheme } from './actions.ts';
import type { Destination, DestinationSet, TableEntry } from './types.ts';

/** A destination that is not the same on both sides. */
export interface Drift {
  readonly setId: number;
  readonly uri: string;
  /** `state`: the same destination, in another state than the one that the file starts it with. */
  readonly kind: 'only-left' | 'only-right' | 'different' | 'state';
  readonly left: DriftSide | undefined;
  readonly right: DriftSide | undefined;
  /** What differs: names of attributes, `priority` or `state`; empty where one side has it only. */
  readonly differences: readonly Difference[];
}

/**
 * A set that has the same destinations with the same priorities on both sides, but those of one priority in another
 * order. It decides which one takes the call of another that fails, and what a hash chooses.
 */
export interface OrderDrift {
  readonly setId: number;
  /** The addresses as Kamailio keeps them, in the order in which it walks the set: its first choice first. */
  readonly left: readonly string[];
  readonly right: readonly string[];
}

export interface Difference {
  readonly name: string;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/** A destination as one side has it. */
export interface DriftSide {
  /** As this side writes it. */
  readonly uri: string;
  /** Flags of the file; undefined for a running server, which tells letters. */
  readonly flags: number | undefined;
  /** Letters of a running server; undefined for a file. */
  readonly letters: string | undefined;
  readonly priority: number;
  /** The whole text of the attributes. */
  readonly attributes: string;
}

/** Names which destinations come to stand where they did not before; both sides are equally long. */
export function firstMoved({ left, right }: OrderDrift): { readonly place: number; left: string; right: string } {
  const place = left.findIndex((address, index) => address !== right[index]);
  return { place: place + 1, left: left[place] ?? '', right: right[place] ?? '' };
}

/** A key of a hash table that is not the same on both sides. */
export interface KeyDrift {
  readonly key: string;
  readonly kind: 'only-left' | 'only-right' | 'different';
  readonly left: string | number | undefined;
  readonly right: string | number | undefined;
}

export interface FileComparison {
  /** Kamailio's version, for example `5.6.3`: before 6.0 it does not know the flag for no probes. */
  readonly version?: string | undefined;
}

/**
 * Compares a list file (left) with the sets in memory (right). The states that probes bring are not told, only those
 * that somebody has set since. What a template writes is not known and so no drift.
 */
export function compareWithFile(
  listed: readonly ListedDestination[],
  sets: readonly DestinationSet[],
  { version }: FileComparison = {},
): Drift[] {
  const knowsNever = version !== undefined && Number.parseInt(version, 10) >= 6;
  const written = listed.filter(({ isTemplate }) => !isTemplate);
  const template = readTemplate(listed);
  const drifts = compareSides(written.map(sideOfFile), sets.flatMap(sidesOfSet), (left, right) =>
    findStateSet(left.flags ?? 0, right.letters ?? '', knowsNever),
  );
  return drifts
    .filter(({ kind, setId, uri }) => kind !== 'only-right' || !template.mayWrite(setId, uri))
    .map((drift) => (drift.differences.every(({ name }) => name === 'state') ? asState(drift) : drift));
}

/**
 * Compares the order of a list file (left), as loading it would make it, with that in memory (right). Adding or removing
 * any destination turns it round in all sets (`ds_add_dst()`, `ds_remove_dst()`, 5.5 to 6.1). Sets that differ otherwise
 * are passed over, and so are those of which a template writes lines.
 */
export function compareOrderWithFile(
  listed: readonly ListedDestination[],
  sets: readonly DestinationSet[],
): OrderDrift[] {
  const template = readTemplate(listed);
  // Of one priority, the last line of the file comes first (`add_dest2list()`, `reindex_dests()`).
  const loaded = listed.map(sideOfFile).reverse();
  loaded.sort((a, b) => b.priority - a.priority);
  return compareOrders(loaded, sets.flatMap(sidesOfSet)).filter(({ setId }) => !template.mayWrite(setId));
}

/** Compares the order in the sets of two servers that have the same destinations. */
export function compareServerOrder(left: readonly DestinationSet[], right: readonly DestinationSet[]): OrderDrift[] {
  return compareOrders(left.flatMap(sidesOfSet), right.flatMap(sidesOfSet));
}

/** Compares the sets of two servers, states included. */
export function compareServers(left: readonly DestinationSet[], right: readonly DestinationSet[]): Drift[] {
  return compareSides(left.flatMap(sidesOfSet), right.flatMap(sidesOfSet), (a, b) =>
    a.letters === b.letters ? undefined : { name: 'state', left: a.letters, right: b.letters },
  );
}

/** Compares the entries of one table on two servers. A number and its digits are different values to a script. */
export function compareTables(left: readonly TableEntry[], right: readonly TableEntry[]): KeyDrift[] {
  const rightValues = new Map(right.map(({ key, value }) => [key, value]));
  const drifts: KeyDrift[] = [];
  for (const { key, value } of left) {
    const other = rightValues.get(key);
    rightValues.delete(key);
    if (other === undefined) drifts.push({ key, kind: 'only-left', left: value, right: undefined });
    else if (other !== value) drifts.push({ key, kind: 'different', left: value, right: other });
  }
  for (const [key, value] of rightValues) drifts.push({ key, kind: 'only-right', left: undefined, right: value });
  return drifts.sort((a, b) => compareText(a.key, b.key));
}

/** A side together with what it is compared by. */
interface Side extends DriftSide {
  readonly setId: number;
  /** The address as Kamailio keeps it. */
  readonly address: string;
}

function compareOrders(left: readonly Side[], right: readonly Side[]): OrderDrift[] {
  const rightSets = groupBy(right, ({ setId }) => setId);
  const drifts: OrderDrift[] = [];
  for (const [setId, ours] of groupBy(left, (side) => side.setId)) {
    const theirs = rightSets.get(setId) ?? [];
    const [a, b] = [ours.map(writePlace), theirs.map(writePlace)];
    if (isDeepStrictEqual(a, b) || !isDeepStrictEqual(a.toSorted(), b.toSorted())) continue;
    const addresses = (sides: readonly Side[]): string[] => sides.map(({ address }) => address);
    drifts.push({ setId, left: addresses(ours), right: addresses(theirs) });
  }
  return drifts.sort((a, b) => a.setId - b.setId);
}

function writePlace({ priority, address }: Side): string {
  return `${priority} ${address}`;
}

type CompareStates = (left: Side, right: Side) => Difference | undefined;

function sideOfFile({ setId, uri, flags, priority, attributes }: ListedDestination): Side {
  return { setId, address: withScheme(uri), uri, flags, letters: undefined, priority, attributes };
}

function sidesOfSet({ destinations }: DestinationSet): Side[] {
  return destinations.map(({ setId, uri, letters, priority, attributes }: Destination) => ({
    setId,
    address: withScheme(uri),
    uri,
    flags: undefined,
    letters,
    priority,
    attributes: attributes.body,
  }));
}

function compareSides(left: readonly Side[], right: readonly Side[], compareStates: CompareStates): Drift[] {
  const leftGroups = groupByAddress(left);
  const rightGroups = groupByAddress(right);
  const drifts: Drift[] = [];
  for (const [key, sides] of leftGroups) {
    drifts.push(...comparePairs(sides, rightGroups.get(key) ?? [], compareStates));
    rightGroups.delete(key);
  }
  for (const sides of rightGroups.values()) drifts.push(...comparePairs([], sides, compareStates));
  return drifts.sort((a, b) => a.setId - b.setId || compareText(a.uri, b.uri));
}

function groupByAddress(sides: readonly Side[]): Map<string, Side[]> {
  return groupBy(sides, ({ setId, address }) => `${setId} ${address}`);
}

function groupBy<Key>(sides: readonly Side[], keyOf: (side: Side) => Key): Map<Key, Side[]> {
  const groups = new Map<Key, Side[]>();
  for (const side of sides) {
    const key = keyOf(side);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [side]);
    else group.push(side);
  }
  return groups;
}

/** The same address may stand in a set several times: those that agree belong together, then those in the same order. */
function comparePairs(left: readonly Side[], right: readonly Side[], compareStates: CompareStates): Drift[] {
  const [leftRest, rightRest] =
    left.length + right.length > 2 ? takeTwinsOut(left, right, compareStates) : [left, right];
  const drifts: Drift[] = [];
  for (let place = 0; place < Math.max(leftRest.length, rightRest.length); place++) {
    const [a, b] = [leftRest[place], rightRest[place]];
    const { setId, address: uri } = (a ?? b)!;
    const kind = a === undefined ? 'only-right' : b === undefined ? 'only-left' : 'different';
    const differences = a === undefined || b === undefined ? [] : findDifferences(a, b, compareStates);
    if (kind === 'different' && differences.length === 0) continue;
    drifts.push({ setId, uri, kind, left: showSide(a), right: showSide(b), differences });
  }
  return drifts;
}

function takeTwinsOut(
  left: readonly Side[],
  right: readonly Side[],
  compareStates: CompareStates,
): [readonly Side[], readonly Side[]] {
  const rightRest = [...right];
  const leftRest = left.filter((side) => {
    const twin = rightRest.findIndex((other) => findDifferences(side, other, compareStates).length === 0);
    if (twin !== -1) rightRest.splice(twin, 1);
    return twin === -1;
  });
  return [leftRest, rightRest];
}

function showSide(side: Side | undefined): DriftSide | undefined {
  if (side === undefined) return undefined;
  const { uri, flags, letters, priority, attributes } = side;
  return { uri, flags, letters, priority, attributes };
}

function findDifferences(left: Side, right: Side, compareStates: CompareStates): Difference[] {
  const differences: Difference[] = [];
  if (left.priority !== right.priority) {
    differences.push({ name: 'priority', left: String(left.priority), right: String(right.priority) });
  }
  const state = compareStates(left, right);
  if (state !== undefined) differences.push(state);
  if (left.attributes !== right.attributes) differences.push(...compareAttributes(left.attributes, right.attributes));
  return differences;
}

function compareAttributes(left: string, right: string): Difference[] {
  const leftValues = readAttributes(left);
  const rightValues = readAttributes(right);
  const differences: Difference[] = [];
  for (const [name, value] of leftValues) {
    const other = rightValues.get(name);
    if (other !== value) differences.push({ name, left: value, right: other });
  }
  for (const [name, value] of rightValues) {
    if (!leftValues.has(name)) differences.push({ name, left: undefined, right: value });
  }
  return differences.sort((a, b) => compareText(a.name, b.name));
}

/** Names that the module looks for whatever their case (ds_set_attrs); the script compares others exactly. */
const KNOWN_NAMES = new Set([
  'duid',
  'cc',
  'weight',
  'latency',
  'maxload',
  'socket',
  'sockname',
  'ping_socket',
  'rweight',
  'ping_from',
  'obproxy',
  'ocmin',
  'ocmax',
  'ocrate',
]);

/** Names and values; a name that stands there twice counts with its last value, as the module takes it. */
function readAttributes(text: string): ReadonlyMap<string, string> {
  // With the parameter attrs_none the module writes this where a line has no attributes.
  if (text === 'none=yes') return new Map();
  const values = new Map<string, string>();
  for (const piece of splitOutsideQuotes(text)) {
    const [written = '', value = ''] = splitOnce(piece, '=');
    const name = written.trim();
    if (name === '') continue;
    const lower = name.toLowerCase();
    values.set(KNOWN_NAMES.has(lower) ? lower : name, value.trim().replace(/^(["'])(.*)\1$/s, '$2'));
  }
  return values;
}

function splitOutsideQuotes(text: string): readonly string[] {
  return text.match(/(?:"[^"]*"|'[^']*'|[^;])+/g) ?? [];
}

function splitOnce(text: string, separator: string): readonly string[] {
  const place = text.indexOf(separator);
  return place === -1 ? [text] : [text.slice(0, place), text.slice(place + separator.length)];
}

/** Bits of the flags in a file (dispatch.h). */
const INACTIVE = 1;
const TRYING = 2;
const DISABLED = 4;
const PROBING = 8;
const NEVER = 32;

/**
 * Where somebody has set another state since the file was loaded: by a command, or by editing the file. Probes and the
 * script make destinations inactive and active again, but neither disables one.
 */
function findStateSet(flags: number, letters: string, knowsNever: boolean): Difference | undefined {
  const [availability = '', probing = ''] = letters;
  const differ = (asked: string): Difference => ({ name: 'state', left: asked, right: letters });
  const has = (bit: number): boolean => (flags & bit) !== 0;
  // The order in which Kamailio writes a letter for several bits (ds_rpc_print_set).
  const start = has(INACTIVE) ? 'inactive' : has(DISABLED) ? 'disabled' : has(TRYING) ? 'trying' : 'active';
  // A destination of the file that starts inactive, to be probed, is meant to become active.
  const isProbedUp = has(PROBING) && probing === 'P';
  if (start === 'inactive' && availability !== 'I' && (availability === 'D' || !isProbedUp)) return differ(start);
  if ((start === 'disabled') !== (availability === 'D') && start !== 'inactive') return differ(start);
  const isNever = knowsNever && has(NEVER) && !has(PROBING);
  if (isNever && probing !== 'N' && availability !== 'D') return differ('never probed');
  return undefined;
}

function asState(drift: Drift): Drift {
  return drift.kind === 'different' ? { ...drift, kind: 'state' } : drift;
}

/** Which destinations in memory a template may have written: its lines may leave the set open, the address, or both. */
function readTemplate(listed: readonly ListedDestination[]): { mayWrite(setId: number, uri?: string): boolean } {
  const written = new Set<string>();
  const lines = listed.filter(({ isTemplate }) => isTemplate);
  const key = (setId: number | undefined, uri: string): string => `${setId ?? ''} ${uri}`;
  for (const { setId, uri } of lines) written.add(key(setId < 0 ? undefined : setId, uri && withScheme(uri)));
  const sets = new Set(lines.map(({ setId }) => setId));
  const isAnySet = lines.some(({ setId }) => setId < 0);
  return {
    mayWrite: (setId, uri) =>
      uri === undefined
        ? isAnySet || sets.has(setId)
        : [uri, ''].some((address) => written.has(key(setId, address)) || written.has(key(undefined, address))),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
