/** One run of a program whose output is wanted. No editor. */
import { spawn } from 'node:child_process';

export interface Run {
  readonly program: string;
  readonly args: readonly string[];
  /** The folder to run in. */
  readonly folder: string;
}

/** What a run has written. `exit` is its code, or the signal that ended it. */
export interface Output {
  readonly text: string;
  readonly exit: number | NodeJS.Signals;
}

/** @throws Error when the program cannot be started, takes too long or is aborted */
export type RunProgram = (run: Run, signal: AbortSignal) => Promise<Output>;

/** How long a run may take, in milliseconds: host names that no server resolves cost most of it. */
const LIMIT_MS = 20_000;

/** More than this is not kept, in UTF-16 code units. */
const MOST_OUTPUT = 1 << 20;

/** Runs a program to its end, without a shell. It is killed when aborted or at its time limit. */
export function runProgram({ program, args, folder }: Run, signal: AbortSignal, limit = LIMIT_MS): Promise<Output> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let text = '';
    let failure: Error | undefined;
    const end = (reason: Error): void => {
      failure ??= reason;
      child.kill('SIGKILL');
    };
    const abort = (): void => end(new Error('It was cancelled.'));
    const timer = setTimeout(() => end(new Error(`It took longer than ${limit / 1000} seconds.`)), limit);
    signal.addEventListener('abort', abort);
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      settle();
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        if (text.length < MOST_OUTPUT) text += part;
      });
    }
    child.once('error', (error) => finish(() => reject(error)));
    child.once('close', (code, killedBy) =>
      finish(() => {
        if (failure === undefined) resolve({ text, exit: code ?? killedBy ?? 0 });
        else reject(failure);
      }),
    );
  });
}
