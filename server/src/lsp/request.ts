import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type RemoteConsole,
} from 'vscode-languageserver/node.js';

/** Where the server stands between `initialize` and `exit`. */
export type Phase = 'starting' | 'running' | 'stopping';

/**
 * Wraps every request the same way: it waits until messages that are already there have been read, gives up when the
 * client has, and turns a fault into an empty answer and a line in the log. An answer is never stale and never an error
 * that the editor would show.
 */
export class Requests {
  readonly #console: RemoteConsole;
  phase: Phase = 'starting';

  constructor(console: RemoteConsole) {
    this.#console = console;
  }

  /** @param nothing the answer when there is none: while the server stops, or after a fault */
  handle<Params, Result>(
    name: string,
    nothing: Result,
    run: (params: Params, token: CancellationToken) => Result | Promise<Result>,
  ): (params: Params, token: CancellationToken) => Promise<Result> {
    return async (params, token) => {
      // Edits and cancellations that came with this request are read first.
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
      if (this.phase !== 'running') return nothing;
      try {
        return await run(params, token);
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        this.report(name, error);
        return nothing;
      }
    };
  }

  /** Runs what no request asked for; a fault goes to the log. */
  attempt(name: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.report(name, error);
    }
  }

  report(name: string, error: unknown): void {
    this.#console.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
