import type { Unsubscribe } from './clock.ts';

/** Tells many listeners. One that throws keeps the others from nothing; its fault surfaces on its own. */
export class Emitter<T> {
  readonly #listeners = new Set<(event: T) => void>();

  on(listener: (event: T) => void): Unsubscribe {
    // A function of its own, so that listening twice with the same one takes ending twice.
    const own = (event: T) => listener(event);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  emit(event: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (fault) {
        queueMicrotask(() => {
          throw fault;
        });
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
