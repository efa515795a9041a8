import { RpcError } from '../rpc/rpc-error.ts';

interface Waiting {
  start(): Promise<void>;
  cancel(error: RpcError): void;
}

/** Runs one thing at a time, so that a server never has two questions of ours at once. */
export class CallQueue {
  readonly #waiting: Waiting[] = [];
  #isRunning = false;

  /** Runs it when its turn comes; what is urgent comes before all that still waits. */
  run<T>(task: () => Promise<T>, options: { readonly urgent?: boolean } = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const waiting: Waiting = { start: () => task().then(resolve, reject), cancel: reject };
      if (options.urgent === true) this.#waiting.unshift(waiting);
      else this.#waiting.push(waiting);
      this.#startNext();
    });
  }

  /** Rejects all that still waits; what runs is ended by its own signal. */
  cancelWaiting(message: string): void {
    for (const waiting of this.#waiting.splice(0)) waiting.cancel(new RpcError('cancelled', message));
  }

  #startNext(): void {
    if (this.#isRunning) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#isRunning = true;
    void next.start().finally(() => {
      this.#isRunning = false;
      this.#startNext();
    });
  }
}
