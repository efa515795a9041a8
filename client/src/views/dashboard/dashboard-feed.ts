/** Makes what a dashboard is sent: everything at first, then only what is new. No editor. */
import { nameLetters, nameState, takesCalls } from '../../live/explain.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { ActionRecord, Destination, DestinationSet, StateChange } from '../../live/types.ts';
import { readPart } from '../reading.ts';
import { writeNextAttempt, writeStaleness, writeTime } from '../servers/words.ts';
import { joinCurves, type TimedValues } from './curves.ts';
import {
  FIRST_CHOICE,
  type ChangeRow,
  type Choice,
  type Curves,
  type DestinationRow,
  type LogRow,
  type PanelMessage,
  type Present,
  type ServerStatus,
  type SetRow,
} from './protocol.ts';

/** What of a live server a dashboard reads. */
export type DashboardSource = Pick<LiveServer, 'profile' | 'connection' | 'parts' | 'isFresh' | 'history'>;

/** How many destinations of the chosen set have curves: more cannot be told apart. */
export const MOST_CURVES = 24;
/** How many sets have curves. */
export const MOST_SET_CURVES = 8;
/** How many rows of what happened are sent. */
const MOST_ROWS = 200;

interface Sent {
  readonly source: DashboardSource;
  readonly setIds: readonly number[];
  readonly uris: readonly string[];
  /** The last time that was sent of all curves. */
  readonly until: number;
  readonly change: StateChange | undefined;
  readonly record: ActionRecord | undefined;
}

export class DashboardFeed {
  readonly #name: string;
  readonly #find: () => DashboardSource | undefined;
  readonly #records: () => readonly ActionRecord[];
  #choice: Choice = FIRST_CHOICE;
  #sent: Sent | undefined;

  constructor(name: string, find: () => DashboardSource | undefined, records: () => readonly ActionRecord[]) {
    this.#name = name;
    this.#find = find;
    this.#records = records;
  }

  get choice(): Choice {
    return this.#choice;
  }

  choose(choice: Choice): void {
    this.#choice = choice;
    this.#sent = undefined;
  }

  /** What is new since the last message; everything where that is not what the last message was about. */
  next(): PanelMessage {
    const source = this.#find();
    if (source === undefined) return this.#nothing();
    const sets = setsOf(source);
    const set = sets.find(({ id }) => id === this.#choice.setId) ?? sets[0];
    const matching = filterDestinations(set, this.#choice.filter);
    const shown = chooseCurves(matching, this.#sent?.uris ?? []);
    const setIds = chooseSets(sets, set?.id, this.#sent?.setIds ?? []);
    const uris = shown.map(({ uri }) => uri);
    const last = this.#sent;
    const present: Present = {
      status: statusOf(source),
      sets: sets.map(rowOfSet),
      destinations: shown.map(rowOfDestination),
      matching: matching.length,
    };
    const isSame =
      last?.source === source &&
      areEqual(last.setIds, setIds) &&
      areEqual(last.uris, uris) &&
      (timesOf(source, setIds[0]).at(-1) ?? Infinity) >= last.until;
    const since = isSame ? last.until : -Infinity;
    const marks = source.history.marks.map(({ at }) => at);
    const setCurves = joinCurves(setSeries(source, setIds), marks, since);
    const curves = joinCurves(destinationSeries(source, set, uris, this.#choice), marks, since);
    const { changes } = source.history;
    const records = this.#records().filter(({ server }) => server === this.#name);
    const news = {
      present,
      changes: after(changes, isSame ? last.change : undefined).map(rowOfChange),
      log: after(records, isSame ? last.record : undefined).map(rowOfRecord),
    };
    this.#sent = {
      source,
      setIds,
      uris,
      until: Math.max(since, setCurves.times.at(-1) ?? -Infinity, curves.times.at(-1) ?? -Infinity),
      change: changes.at(-1),
      record: records.at(-1),
    };
    if (isSame) return { kind: 'more', ...news, setCurves: withoutLabels(setCurves), curves: withoutLabels(curves) };
    const choice = { ...this.#choice, setId: set?.id };
    return { kind: 'whole', ...news, choice, setCurves, curves };
  }

  #nothing(): PanelMessage {
    this.#sent = undefined;
    const none: Curves = { labels: [], times: [], values: [] };
    const status: ServerStatus = {
      name: this.#name,
      kind: 'missing',
      sentence: 'The settings describe no server with this name.',
      isFresh: false,
      about: '',
    };
    const present: Present = { status, sets: [], destinations: [], matching: 0 };
    return { kind: 'whole', choice: this.#choice, present, setCurves: none, curves: none, changes: [], log: [] };
  }
}

function setsOf(source: DashboardSource): readonly DestinationSet[] {
  const reading = readPart(source, 'dispatcher');
  return reading.kind === 'fresh' || reading.kind === 'stale' ? reading.value.sets : [];
}

function statusOf(source: DashboardSource): ServerStatus {
  const { connection, profile } = source;
  const reading = readPart(source, 'dispatcher');
  const identity = readPart(source, 'identity');
  const about =
    identity.kind === 'fresh' || identity.kind === 'stale'
      ? `Kamailio ${identity.value.version}, started ${writeDay(identity.value.startedAt)}`
      : '';
  const sentences = [
    sentenceOfConnection(source),
    reading.kind === 'fresh' ? `Last update ${writeTime(reading.at)}.` : '',
    reading.kind === 'stale' ? `What is shown is ${writeStaleness(reading.at)}.` : '',
    reading.kind === 'absent' ? `The module ${reading.module} is not loaded there.` : '',
    reading.kind === 'failed' && connection.kind === 'live' ? reading.message : '',
  ];
  return {
    name: profile.name,
    kind: connection.kind,
    sentence: sentences.filter((sentence) => sentence !== '').join(' '),
    isFresh: reading.kind === 'fresh',
    about,
  };
}

function sentenceOfConnection({ connection }: DashboardSource): string {
  switch (connection.kind) {
    case 'idle':
      return 'Not connected.';
    case 'connecting':
      return 'Connecting …';
    case 'live':
      return 'Connected.';
    case 'failing':
      return `${withStop(connection.error.message)} ${withStop(capitalise(writeNextAttempt(connection)))}`;
  }
}

/** Sets in trouble come first; those that were drawn stay, so that curves do not jump. */
function chooseSets(
  sets: readonly DestinationSet[],
  chosen: number | undefined,
  before: readonly number[],
): readonly number[] {
  const known = new Set(sets.map(({ id }) => id));
  if (
    before.length === Math.min(sets.length, MOST_SET_CURVES) &&
    before.every((id) => known.has(id)) &&
    (chosen === undefined || before.includes(chosen))
  ) {
    return before;
  }
  const share = (set: DestinationSet): number => rowOfSet(set).active / Math.max(1, set.destinations.length);
  const rank = (set: DestinationSet): number => (set.id === chosen ? -1 : share(set));
  return sets
    .toSorted((a, b) => rank(a) - rank(b) || a.id - b.id)
    .slice(0, MOST_SET_CURVES)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}

function filterDestinations(set: DestinationSet | undefined, filter: string): readonly Destination[] {
  const wanted = filter.trim().toLowerCase();
  const seen = new Set<string>();
  return (set?.destinations ?? []).filter(({ uri, attributes }) => {
    // The history keeps an address that stands twice in a set once.
    if (seen.has(uri)) return false;
    seen.add(uri);
    return `${uri} ${attributes.body}`.toLowerCase().includes(wanted);
  });
}

/** Those in trouble, then the slowest; in the order of the set. Those that were drawn stay. */
function chooseCurves(matching: readonly Destination[], before: readonly string[]): readonly Destination[] {
  if (matching.length <= MOST_CURVES) return matching;
  const drawn = new Set(before);
  const rank = (one: Destination): number =>
    drawn.has(one.uri) ? -Infinity : takesCalls(one) ? -(one.latency?.average ?? 0) : -1e9;
  const chosen = new Set(matching.toSorted((a, b) => compare(rank(a), rank(b))).slice(0, MOST_CURVES));
  return matching.filter((one) => chosen.has(one));
}

function timesOf({ history }: DashboardSource, setId: number | undefined): Float64Array {
  return setId === undefined ? new Float64Array() : history.activeOf(setId).times;
}

function setSeries({ history }: DashboardSource, setIds: readonly number[]): TimedValues[] {
  return setIds.map((id) => {
    const { times, active } = history.activeOf(id);
    return { label: `Set ${id}`, times, values: active };
  });
}

function destinationSeries(
  { history }: DashboardSource,
  set: DestinationSet | undefined,
  uris: readonly string[],
  { measure }: Choice,
): TimedValues[] {
  if (set === undefined) return [];
  return uris.map((uri) => {
    const series = history.series(set.id, uri);
    const values = series?.[measure] ?? [];
    // Kamailio counts whole milliseconds from 0, which is also what stands there before the first answer.
    return {
      label: uri,
      times: series?.times ?? [],
      values: measure === 'load' ? values : values.map((value) => value || NaN),
    };
  });
}

function rowOfSet({ id, destinations }: DestinationSet): SetRow {
  return {
    id,
    active: destinations.filter(takesCalls).length,
    size: destinations.length,
  };
}

function rowOfDestination(destination: Destination): DestinationRow {
  const { attributes, latency, letters, load, uri } = destination;
  const isMeasured = latency !== undefined && latency.maximum > 0;
  return {
    uri,
    name: attributes.values.get('duid') ?? '',
    letters,
    words: nameState(destination),
    average: isMeasured ? latency.average : null,
    estimate: isMeasured ? latency.estimate : null,
    maximum: isMeasured ? latency.maximum : null,
    timeouts: latency?.timeouts ?? null,
    load: load ?? null,
  };
}

function rowOfChange({ at, setId, uri, from, to }: StateChange): ChangeRow {
  const name = (letters: string | undefined): string => (letters === undefined ? 'not there' : nameLetters(letters));
  const [before, afterwards] = [lettersTakeCalls(from), lettersTakeCalls(to)];
  const direction = before === afterwards ? 'none' : afterwards ? 'up' : 'down';
  return { at, setId, uri, from: name(from), to: name(to), direction };
}

function lettersTakeCalls(letters: string | undefined): boolean {
  return letters !== undefined && /^[AT]/.test(letters);
}

function rowOfRecord({ at, what, outcome }: ActionRecord): LogRow {
  return { at, what, fault: outcome.kind === 'failed' ? outcome.message : undefined };
}

/** What stands behind an element, the newest first; the newest of all where it is not there. */
function after<T>(all: readonly T[], last: T | undefined): T[] {
  const start = last === undefined ? 0 : all.lastIndexOf(last) + 1;
  return all.slice(Math.max(start, all.length - MOST_ROWS)).reverse();
}

function withoutLabels({ times, values }: Curves): Pick<Curves, 'times' | 'values'> {
  return { times, values };
}

function areEqual<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function writeDay(time: number): string {
  const date = new Date(time);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${writeTime(time)}`;
}

function withStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
