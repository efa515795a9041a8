/** What differs between a list file and a running server, or between two servers. */
import type { ListedDestination } from '../../../server/src/lsp/messages.ts';
import { withScheme } from './actions.ts';
import type { Destination, DestinationSet, TableEntry } from './types.ts';

/** A destination that is not the same on both sides. */
export interface Drift {
  readonly setId: number;
  readonly uri: string;
  readonly kind: 'only-left' | 'only-right' | 'different';
  readonly left: DriftSide | undefined;
  readonly right: DriftSide | undefined;
  /** What differs: names of attributes, `priority` or `state`; empty unless the kind is `different`. */
  readonly differences: readonly Difference[];
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
 * Compares a list file (left) with the sets in memory (right). The states that probes bring are no drift, only those
 * that the file's flags ask for and that were changed since. What a template fills in is not known and so no drift.
 */
export function compareWithFile(
  listed: readonly ListedDestination[],
  sets: readonly DestinationSet[],
  { version }: FileComparison = {},
): Drift[] {
  const knowsNever = version !== undefined && Number.parseInt(version, 10) >= 6;
  const isWrittenOut = listed.filter(({ isTemplate }) => !isTemplate);
  const filledIn = findFilledIn(listed);
  const drifts = compareSides(isWrittenOut.map(sideOfFile), sets.flatMap(sidesOfSet), (left, right) =>
    findStateAsked(left.flags ?? 0, right.letters ?? '', knowsNever),
  );
  return drifts.filter(({ kind, setId }) => kind !== 'only-right' || !(filledIn.anySet || filledIn.sets.has(setId)));
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
  const groups = new Map<string, Side[]>();
  for (const side of sides) {
    const key = `${side.setId} ${side.address}`;
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
const DISABLED = 4;
const PROBING = 8;
const NEVER = 32;

/** What the flags ask for besides taking calls and being probed, if the server says otherwise now. */
function findStateAsked(flags: number, letters: string, knowsNever: boolean): Difference | undefined {
  const differ = (asked: string): Difference => ({ name: 'state', left: asked, right: letters });
  // The order in which Kamailio writes a letter for several bits (ds_rpc_print_set).
  if ((flags & INACTIVE) !== 0) {
    if (!letters.startsWith('I')) return differ('inactive');
  } else if ((flags & DISABLED) !== 0 && !letters.startsWith('D')) return differ('disabled');
  if (knowsNever && (flags & NEVER) !== 0 && (flags & PROBING) === 0 && !letters.endsWith('N')) {
    return differ('never probed');
  }
  return undefined;
}

/** Where destinations in memory may come from a template: its lines name a set, or leave even that open. */
function findFilledIn(listed: readonly ListedDestination[]): {
  readonly anySet: boolean;
  readonly sets: ReadonlySet<number>;
} {
  const templates = listed.filter(({ isTemplate }) => isTemplate);
  return {
    anySet: templates.some(({ setId }) => !Number.isInteger(setId) || setId < 0),
    sets: new Set(templates.map(({ setId }) => setId)),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
