/** What was seen of the destinations of one server over time, in bounded memory. */
import type { DispatcherState, StateChange } from './types.ts';

/** One value of a destination over time; equally long arrays, the oldest first, `NaN` where it was not known. */
export interface Series {
  /** Milliseconds since 1970. */
  readonly times: Float64Array;
  /** Milliseconds. */
  readonly average: Float32Array;
  /** Milliseconds. */
  readonly estimate: Float32Array;
  readonly load: Float32Array;
  /** `AP`, `IX`, … */
  readonly letters: readonly string[];
}

/** Something that cuts all curves: nothing can be said about the time before it. */
export interface HistoryMark {
  readonly at: number;
  readonly kind: 'restart' | 'lost' | 'back';
}

export class History {
  readonly server: string;
  /** The oldest first. */
  get changes(): readonly StateChange[] {
    return [];
  }
  get marks(): readonly HistoryMark[] {
    return [];
  }
  /** The destinations of which something is kept. */
  get destinations(): readonly { readonly setId: number; readonly uri: string }[] {
    return [];
  }

  constructor(server: string) {
    this.server = server;
  }

  /** Keeps an answer of the server and what changed with it. */
  record(_at: number, _state: DispatcherState, _changes: readonly StateChange[]): void {
    // Filled in later.
  }

  mark(_mark: HistoryMark): void {
    // Filled in later.
  }

  series(_setId: number, _uri: string): Series | undefined {
    return undefined;
  }

  /** How many destinations of a set took calls, over time. */
  activeOf(_setId: number): {
    readonly times: Float64Array;
    readonly active: Float32Array;
    readonly size: Float32Array;
  } {
    return { times: new Float64Array(), active: new Float32Array(), size: new Float32Array() };
  }

  /** All points as comma-separated values (RFC 4180) with a header line. */
  toCsv(): string {
    return '';
  }

  /** The state changes as comma-separated values. */
  changesToCsv(): string {
    return '';
  }

  clear(): void {
    // Filled in later.
  }
}
