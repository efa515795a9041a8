/** What was done from here to all servers, the oldest first; old records are dropped. */
import type { Unsubscribe } from './clock.ts';
import type { ActionRecord } from './types.ts';

const MOST_RECORDS = 1000;

export class ActionLog {
  #records: readonly ActionRecord[] = [];
  readonly #listeners = new Set<(record: ActionRecord) => void>();

  get records(): readonly ActionRecord[] {
    return this.#records;
  }

  add(record: ActionRecord): void {
    this.#records = [...this.#records.slice(1 - MOST_RECORDS), record];
    for (const listener of [...this.#listeners]) listener(record);
  }

  onDidAdd(listener: (record: ActionRecord) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
