/** The client that all ways share: one call at a time, deadlines, cancellation, and the last word on errors. */
import { explainFault, oneLine } from './explain-error.ts';
import { hideInText } from './hide-secrets.ts';
import { RpcError } from './rpc-error.ts';
import type { Answer, CallContext, Request, Transport } from './transport.ts';
import type { RpcCallOptions, RpcClient, RpcParam, RpcValue } from './types.ts';

export interface SerialClientOptions {
  readonly address: string;
  readonly transport: Transport;
  /** Milliseconds for a call that brings none of its own, waiting for its turn included. */
  readonly deadline: number;
  /** What must never stand in an error. */
  readonly secrets: readonly string[];
}

export class SerialClient implements RpcClient {
  readonly address: string;
  readonly #transport: Transport;
  readonly #deadline: number;
  readonly #secrets: readonly string[];
  readonly #calls = new Set<AbortController>();
  /** Settled when the last call in the queue has left the transport. */
  #last: Promise<void> = Promise.resolve();
  #isDisposed = false;

  constructor(options: SerialClientOptions) {
    this.address = options.address;
    this.#transport = options.transport;
    this.#deadline = options.deadline;
    this.#secrets = options.secrets;
  }

  async call(method: string, params: readonly RpcParam[] = [], options: RpcCallOptions = {}): Promise<RpcValue> {
    try {
      const answer = await this.#run({ method, params }, options);
      if (answer.kind === 'result') return answer.value;
      throw explainFault(method, answer.code, this.withoutSecrets(answer.message));
    } catch (error) {
      throw this.#cleanError(error);
    }
  }

  withoutSecrets(text: string): string {
    return hideInText(text, this.#secrets);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const call of this.#calls) call.abort(disposed());
    this.#transport.dispose();
  }

  async #run(request: Request, options: RpcCallOptions): Promise<Answer> {
    const { signal, deadline = this.#deadline } = options;
    if (this.#isDisposed) throw disposed();
    if (signal?.aborted === true) throw cancelled(request.method);
    const abort = new AbortController();
    let describe = (): string => 'earlier calls are not answered yet';
    const cancel = (): void => abort.abort(cancelled(request.method));
    const timer = setTimeout(() => abort.abort(this.#timedOut(request.method, deadline, describe())), deadline);
    signal?.addEventListener('abort', cancel, { once: true });
    this.#calls.add(abort);
    const context: CallContext = { signal: abort.signal, describe: (progress) => void (describe = progress) };
    try {
      return await this.#inTurn(() => this.#transport.exchange(request, context), abort.signal);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      this.#calls.delete(abort);
    }
  }

  /** Runs a task when all before it are through; who gives up waiting keeps nobody. */
  #inTurn<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(signal.reason as RpcError);
      signal.addEventListener('abort', giveUp, { once: true });
      this.#last = this.#last.then(async () => {
        signal.removeEventListener('abort', giveUp);
        if (signal.aborted) return;
        await task().then(resolve, reject);
      });
    });
  }

  #timedOut(method: string, deadline: number, progress: string): RpcError {
    const seconds = Math.round(deadline / 100) / 10;
    return new RpcError('timed-out', `${this.address} did not answer ${method} within ${seconds} s: ${progress}.`);
  }

  /** What others wrote can hold anything, such as a command line that a shell repeats. */
  #cleanError(error: unknown): RpcError {
    const known =
      error instanceof RpcError
        ? error
        : new RpcError(
            'closed',
            `The call failed: ${error instanceof Error ? oneLine(error.message, 200) : 'unknown'}.`,
          );
    const message = this.withoutSecrets(known.message);
    if (message === known.message) return known;
    return new RpcError(known.kind, message, known.code === undefined ? {} : { code: known.code });
  }
}

function cancelled(method: string): RpcError {
  return new RpcError('cancelled', `${method} was cancelled.`);
}

function disposed(): RpcError {
  return new RpcError('cancelled', 'The connection was given up.');
}
