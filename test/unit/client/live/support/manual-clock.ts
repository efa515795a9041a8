import type { Clock } from '../../../../../client/src/live/clock.ts';

interface Timer {
  dueAt: number;
  readonly run: () => void;
}

/** A clock that stands still until the test turns it. */
export class ManualClock implements Clock {
  #now = Date.UTC(2025, 0, 6, 12);
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer: Timer = { dueAt: this.#now + milliseconds, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers wait. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Lets time pass; what timers start is given the chance to end before the next one. */
  async pass(milliseconds: number): Promise<void> {
    await settle();
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].filter(({ dueAt }) => dueAt <= end).sort((a, b) => a.dueAt - b.dueAt);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.dueAt);
      next.run();
      await settle();
    }
    this.#now = end;
  }

  /** The machine sleeps: the time of day goes on, timers stand still. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of this.#timers) timer.dueAt += milliseconds;
  }

  /** Somebody sets the clock. */
  set(now: number): void {
    for (const timer of this.#timers) timer.dueAt += now - this.#now;
    this.#now = now;
  }
}

/** Lets everything go on that waits for nothing but its turn. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
