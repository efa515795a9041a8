/** What was seen of the destinations of one server over time, in bounded memory. */
import { writeCsv } from './csv.ts';
import type { Destination, DispatcherState, StateChange } from './types.ts';

/** One destination over time; equally long arrays, the oldest first, `NaN` where a number was not known. */
export interface Series {
  /** Milliseconds since 1970. */
  readonly times: Float64Array;
  /** Average answer time of probes in milliseconds. */
  readonly average: Float32Array;
  /** Estimated answer time of probes in milliseconds. */
  readonly estimate: Float32Array;
  /** Calls counted by algorithm 10. */
  readonly load: Float32Array;
  /** `AP`, `IX`, …; empty where the destination was not there. */
  readonly letters: readonly string[];
}

/** How many destinations of a set took calls over time, of how many. */
export interface SetSeries {
  readonly times: Float64Array;
  readonly active: Float32Array;
  readonly size: Float32Array;
}

/** A place where all curves break: nothing is known between `lost` and `back`; a `restart` begins anew. */
export interface HistoryMark {
  readonly at: number;
  readonly kind: 'restart' | 'lost' | 'back';
}

export interface HistoryLimits {
  /** Bytes of all points together. */
  readonly bytes: number;
  /** Points of a destination. */
  readonly points: number;
  /** Milliseconds after which a point is dropped. */
  readonly age: number;
  readonly changes: number;
  readonly marks: number;
  /** Destinations of which points are kept, those that are gone included. */
  readonly destinations: number;
}

/** A day of at most 2000 points in at most 16 MB: what 10,000 destinations fill is thinned further. */
export const HISTORY_LIMITS: HistoryLimits = {
  bytes: 16 * 1024 * 1024,
  points: 2000,
  age: 24 * 60 * 60 * 1000,
  changes: 5000,
  marks: 500,
  destinations: 50_000,
};

/** One answer of the server: values by the slot of their destination. Columns that would be empty are left out. */
interface Frame {
  readonly at: number;
  readonly average: Float32Array | undefined;
  readonly estimate: Float32Array | undefined;
  readonly load: Float32Array | undefined;
  /** Index into `#letters`; 0 for a destination that was not there. */
  readonly letters: Uint8Array;
}

interface Slot {
  readonly index: number;
  readonly setId: number;
  readonly uri: string;
  lastSeen: number;
  /** The number of the answer it was last seen in: an address that is there twice is kept once. */
  lastAnswer: number;
}

/**
 * The history of one server's destinations. Of equal addresses in one set the first is kept. Old points are thinned so
 * that the distance between two grows with their age; state changes are kept apart and exactly.
 */
export class History {
  readonly server: string;
  readonly #limits: HistoryLimits;
  #frames: Frame[] = [];
  #bytes = 0;
  /** By set and address. */
  readonly #slots = new Map<number, Map<string, Slot>>();
  #freeSlots: number[] = [];
  /** How many destinations there are, and how many slots were ever needed at once. */
  #taken = 0;
  #slotCount = 0;
  #answers = 0;
  readonly #letters: string[] = [''];
  #changes: StateChange[] = [];
  #marks: HistoryMark[] = [];

  constructor(server: string, limits: HistoryLimits = HISTORY_LIMITS) {
    this.server = server;
    this.#limits = limits;
  }

  /** The oldest first. */
  get changes(): readonly StateChange[] {
    return this.#changes;
  }

  /** The oldest first. */
  get marks(): readonly HistoryMark[] {
    return this.#marks;
  }

  /** The destinations of which points are kept, those that are gone included. */
  get destinations(): readonly { readonly setId: number; readonly uri: string }[] {
    return this.#allSlots().map(({ setId, uri }) => ({ setId, uri }));
  }

  /** Bytes that the points take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Keeps an answer of the server and the changes that it brought. */
  record(at: number, state: DispatcherState, changes: readonly StateChange[]): void {
    if (changes.length > 0) this.#changes = [...this.#changes, ...changes].slice(-this.#limits.changes);
    // A clock that was set back would put points before older ones.
    const last = this.#frames.at(-1);
    if (last !== undefined && at <= last.at) this.#dropFrames((frame) => frame.at >= at);
    const frame = this.#makeFrame(at, state);
    this.#frames.push(frame);
    this.#bytes += bytesOf(frame);
    this.#trim(at);
  }

  mark(mark: HistoryMark): void {
    this.#marks = [...this.#marks, mark].slice(-this.#limits.marks);
  }

  series(setId: number, uri: string): Series | undefined {
    const slot = this.#slots.get(setId)?.get(uri);
    if (slot === undefined) return undefined;
    const { index } = slot;
    const frames = this.#frames;
    const pick = (column: 'average' | 'estimate' | 'load') =>
      Float32Array.from(frames, (frame) => frame[column]?.[index] ?? NaN);
    return {
      times: Float64Array.from(frames, (frame) => frame.at),
      average: pick('average'),
      estimate: pick('estimate'),
      load: pick('load'),
      letters: frames.map((frame) => this.#letters[frame.letters[index] ?? 0] ?? ''),
    };
  }

  activeOf(setId: number): SetSeries {
    const slots = [...(this.#slots.get(setId)?.values() ?? [])];
    const active = new Float32Array(this.#frames.length);
    const size = new Float32Array(this.#frames.length);
    this.#frames.forEach((frame, place) => {
      for (const { index } of slots) {
        const letters = this.#letters[frame.letters[index] ?? 0] ?? '';
        if (letters === '') continue;
        size[place]! += 1;
        if (letters.startsWith('A') || letters.startsWith('T')) active[place]! += 1;
      }
    });
    return { times: Float64Array.from(this.#frames, (frame) => frame.at), active, size };
  }

  /** All points as comma-separated values with a header line; of one set if its id is given. */
  toCsv(setId?: number): string {
    const slots = this.#allSlots()
      .filter((slot) => setId === undefined || slot.setId === setId)
      .sort((a, b) => a.setId - b.setId || (a.uri < b.uri ? -1 : 1));
    const rows = function* (frames: readonly Frame[], letters: readonly string[]) {
      for (const frame of frames) {
        const time = new Date(frame.at).toISOString();
        for (const { index, setId, uri } of slots) {
          const state = letters[frame.letters[index] ?? 0] ?? '';
          if (state === '') continue;
          const [average, estimate, load] = [frame.average, frame.estimate, frame.load].map((column) =>
            writeNumber(column?.[index]),
          );
          yield [time, setId, uri, state, average, estimate, load];
        }
      }
    };
    return writeCsv(
      ['time', 'set', 'uri', 'state', 'latency average (ms)', 'latency estimate (ms)', 'load'],
      rows(this.#frames, this.#letters),
    );
  }

  /** The state changes as comma-separated values with a header line. */
  changesToCsv(): string {
    return writeCsv(
      ['time', 'server', 'set', 'uri', 'from', 'to'],
      this.#changes.map(({ at, server, setId, uri, from, to }) => [
        new Date(at).toISOString(),
        server,
        setId,
        uri,
        from,
        to,
      ]),
    );
  }

  clear(): void {
    this.#frames = [];
    this.#bytes = 0;
    this.#slots.clear();
    this.#freeSlots = [];
    this.#taken = 0;
    this.#slotCount = 0;
    this.#changes = [];
    this.#marks = [];
  }

  #makeFrame(at: number, { sets }: DispatcherState): Frame {
    const found: [Slot, Destination][] = [];
    this.#answers += 1;
    for (const set of sets) {
      for (const destination of set.destinations) {
        const slot = this.#slotOf(destination);
        if (slot === undefined || slot.lastAnswer === this.#answers) continue;
        slot.lastSeen = at;
        slot.lastAnswer = this.#answers;
        found.push([slot, destination]);
      }
    }
    const columnOf = (valueOf: (destination: Destination) => number | undefined): Float32Array | undefined => {
      if (!found.some(([, destination]) => valueOf(destination) !== undefined)) return undefined;
      const column = new Float32Array(this.#slotCount).fill(NaN);
      for (const [{ index }, destination] of found) column[index] = valueOf(destination) ?? NaN;
      return column;
    };
    const letters = new Uint8Array(this.#slotCount);
    for (const [{ index }, destination] of found) letters[index] = this.#codeOf(destination.letters);
    return {
      at,
      average: columnOf(({ latency }) => latency?.average),
      estimate: columnOf(({ latency }) => latency?.estimate),
      load: columnOf(({ load }) => load),
      letters,
    };
  }

  #allSlots(): Slot[] {
    return [...this.#slots.values()].flatMap((slots) => [...slots.values()]);
  }

  #slotOf({ setId, uri }: Destination): Slot | undefined {
    let ofSet = this.#slots.get(setId);
    const known = ofSet?.get(uri);
    if (known !== undefined) return known;
    if (this.#taken >= this.#limits.destinations) return undefined;
    if (ofSet === undefined) {
      ofSet = new Map();
      this.#slots.set(setId, ofSet);
    }
    const index = this.#freeSlots.pop() ?? this.#slotCount++;
    const slot: Slot = { index, setId, uri, lastSeen: Number.NEGATIVE_INFINITY, lastAnswer: 0 };
    ofSet.set(uri, slot);
    this.#taken += 1;
    return slot;
  }

  #codeOf(letters: string): number {
    const code = this.#letters.indexOf(letters);
    if (code !== -1) return code;
    // Kamailio has four first and three second letters; a server that sends ever new ones is not worth the memory.
    return this.#letters.length > 255 ? 0 : this.#letters.push(letters) - 1;
  }

  #trim(now: number): void {
    const oldest = now - this.#limits.age;
    if ((this.#frames[0]?.at ?? now) < oldest) this.#dropFrames((frame) => frame.at < oldest);
    while (this.#frames.length > 2 && (this.#frames.length > this.#limits.points || this.#bytes > this.#limits.bytes)) {
      const [dropped] = this.#frames.splice(findDensest(this.#frames, now), 1);
      this.#bytes -= bytesOf(dropped!);
    }
    const first = this.#frames[0]?.at ?? now;
    for (const [setId, slots] of this.#slots) {
      for (const [uri, slot] of slots) {
        if (slot.lastSeen >= first) continue;
        slots.delete(uri);
        this.#freeSlots.push(slot.index);
        this.#taken -= 1;
      }
      if (slots.size === 0) this.#slots.delete(setId);
    }
  }

  #dropFrames(isDropped: (frame: Frame) => boolean): void {
    this.#frames = this.#frames.filter((frame) => !isDropped(frame));
    this.#bytes = this.#frames.reduce((sum, frame) => sum + bytesOf(frame), 0);
  }
}

/**
 * The frame whose loss is felt least: the gap that it leaves is the smallest against its age. So the distance between
 * frames grows evenly with their age, however many of them there may be.
 */
function findDensest(frames: readonly Frame[], now: number): number {
  let densest = 1;
  let smallest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < frames.length - 1; index++) {
    const gap = (frames[index + 1]!.at - frames[index - 1]!.at) / Math.max(1, now - frames[index]!.at);
    if (gap >= smallest) continue;
    smallest = gap;
    densest = index;
  }
  return densest;
}

function bytesOf({ average, estimate, load, letters }: Frame): number {
  return (average?.byteLength ?? 0) + (estimate?.byteLength ?? 0) + (load?.byteLength ?? 0) + letters.byteLength;
}

/** As many digits as a single-precision number holds; nothing for a number that was not known. */
function writeNumber(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(Number(value.toPrecision(7)));
}
