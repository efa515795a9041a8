/**
 * How often a server that ends by itself is started again: at most `limit` times within `windowMs` milliseconds.
 * A server that fails at every start must not be started for ever; one that fails once a day may come back each time.
 */
export class RestartBudget {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #now: () => number;
  #starts: number[] = [];

  /** `now` is a clock in milliseconds. */
  constructor(limit: number, windowMs: number, now: () => number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  /** Takes one restart out of the budget and says whether there was one left. */
  take(): boolean {
    const now = this.#now();
    this.#starts = this.#starts.filter((start) => now - start < this.#windowMs);
    if (this.#starts.length >= this.#limit) return false;
    this.#starts.push(now);
    return true;
  }

  /** Gives the whole budget back, when the user starts the server by hand. */
  refill(): void {
    this.#starts = [];
  }
}
