import type { RpcError } from '../rpc/rpc-error.ts';
import { backOff } from './back-off.ts';
import type { Clock } from './clock.ts';

/** How a round of questions ended; a round that was interrupted is begun again at once. */
export type RoundResult =
  { readonly kind: 'answered' | 'interrupted' } | { readonly kind: 'failed'; readonly error: RpcError };

export interface PollerOptions {
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Milliseconds from the end of one round to the begin of the next. */
  readonly interval: number;
  /** Asks everything once. It must not fail. */
  readonly round: () => Promise<RoundResult>;
  /** The machine has slept: what is under way may hang on a dead connection and should end as interrupted. */
  readonly onWake: () => void;
  /** A round has ended and the next one is planned. */
  readonly onSettled: (result: RoundResult) => void;
}

/**
 * Milliseconds between two looks at the clock. Timers stand still while a laptop sleeps, so waiting is done in short
 * steps that compare the time of day.
 */
const BEAT = 5000;

/** Milliseconds that a beat may be late before it counts as a sleep. */
const SLEEP = 15_000;

/** Plans rounds of questions: one after the other, later after failures, at once after a sleep. */
export class Poller {
  readonly #options: PollerOptions;
  #isStarted = false;
  #isDisposed = false;
  #round: Promise<void> | undefined;
  #failures = 0;
  #plannedAt = 0;
  #dueAt = 0;
  #lastBeat = 0;
  #cancelTimer: () => void = () => undefined;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Rounds that failed in a row. */
  get failures(): number {
    return this.#failures;
  }

  /** When the next round begins, in milliseconds since 1970; infinite while none is planned. */
  get nextAt(): number {
    return this.#isStarted ? this.#dueAt : Number.POSITIVE_INFINITY;
  }

  /** Begins to plan; the first round comes at once unless the last one is still young or failed a moment ago. */
  start(): void {
    if (this.#isStarted || this.#isDisposed) return;
    this.#isStarted = true;
    this.#lastBeat = this.#options.clock.now();
    this.#beat();
  }

  /** Plans no more; a round under way ends by itself. */
  stop(): void {
    this.#isStarted = false;
    this.#cancelTimer();
  }

  /** A round now, or the one that is under way. */
  poll(): Promise<void> {
    if (this.#isDisposed) return Promise.resolve();
    this.#round ??= this.#runRound().finally(() => {
      this.#round = undefined;
      if (this.#isStarted) this.#wait();
    });
    return this.#round;
  }

  /** Makes the next round due now. */
  hurry(): void {
    this.#dueAt = 0;
    if (this.#isStarted) this.#beat();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.stop();
  }

  async #runRound(): Promise<void> {
    let result: RoundResult;
    do {
      result = await this.#options.round();
    } while (result.kind === 'interrupted' && !this.#isDisposed);
    if (this.#isDisposed) return;
    this.#failures = result.kind === 'failed' ? this.#failures + 1 : 0;
    const { clock, random, interval } = this.#options;
    this.#plannedAt = clock.now();
    this.#dueAt =
      this.#plannedAt +
      (result.kind === 'failed' ? backOff(interval, this.#failures, result.error.kind, random) : interval);
    this.#options.onSettled(result);
  }

  #beat(): void {
    const now = this.#options.clock.now();
    const hasSlept = now - this.#lastBeat > BEAT + SLEEP;
    if (hasSlept) {
      this.#failures = 0;
      this.#dueAt = 0;
      this.#options.onWake();
    }
    // A clock that was set back would otherwise make the wait as long as the step.
    if (now >= this.#dueAt || now < this.#plannedAt) void this.poll();
    this.#wait();
  }

  #wait(): void {
    this.#cancelTimer();
    const { clock } = this.#options;
    this.#lastBeat = clock.now();
    const step = this.#round === undefined ? Math.min(BEAT, Math.max(0, this.#dueAt - this.#lastBeat)) : BEAT;
    this.#cancelTimer = clock.after(step, () => this.#beat());
  }
}
