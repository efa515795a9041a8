/** A Kamailio of our own in the foreground, with its run directory, log and remote control. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { poll } from './poll.ts';

const run = promisify(execFile);

export interface CheckResult {
  exitCode: number;
  /** What Kamailio wrote to both streams. */
  output: string;
}

/** Runs `kamailio -c` on a configuration. */
export async function checkConfiguration(
  kamailio: string,
  file: string,
  defines: readonly string[] = [],
): Promise<CheckResult> {
  try {
    const { stdout, stderr } = await run(kamailio, ['-c', '-f', file, ...defineArguments(defines)]);
    return { exitCode: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, output: stdout + stderr };
  }
}

/** The log lines that tell of trouble. */
export function findComplaints(log: string): string[] {
  return log.split('\n').filter((line) => /\b(?:WARNING|ERROR|CRITICAL|BUG)\b/.test(line));
}

/** What kamcmd is given to answer: one that starts too early can wait for ever on a socket that nobody reads yet. */
const ANSWER_LIMIT_MS = 5000;
/** What Kamailio is given to end: asked to in the middle of its start, it can miss the end of a child. */
const END_LIMIT_MS = 5000;

export class KamailioProcess {
  readonly name: string;
  readonly runFolder: string;
  #kamcmd: string;
  #child: ChildProcess;
  #log = '';
  #ended = false;
  #exit: Promise<void>;

  /**
   * @param folder an empty folder for the run directory.
   * @param defines as after `-A`: `NAME` or `NAME=VALUE`, strings with their quotes.
   */
  constructor(kamailio: string, name: string, file: string, folder: string, defines: readonly string[]) {
    this.name = name;
    // Installed side by side: where kamailio is outside of the PATH, kamcmd is too.
    this.#kamcmd = kamailio.replace(/kamailio$/, 'kamcmd');
    this.runFolder = path.join(folder, 'run');
    mkdirSync(this.runFolder, { recursive: true });
    const pidFile = path.join(folder, 'pid');
    this.#child = spawn(
      kamailio,
      ['-DD', '-E', '-m', '64', '-f', file, '-Y', this.runFolder, '-P', pidFile, ...defineArguments(defines)],
      // A process group of its own, so that no child outlives the test.
      { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
    );
    const collect = (chunk: Buffer): void => void (this.#log += chunk.toString());
    this.#child.stdout?.on('data', collect);
    this.#child.stderr?.on('data', collect);
    this.#exit = new Promise((resolve) => {
      this.#child.on('error', (error) => (this.#log += error.message));
      this.#child.on('close', () => {
        this.#ended = true;
        resolve();
      });
    });
  }

  get log(): string {
    return this.#log;
  }

  /** Runs a command over the socket of the ctl module and returns what kamcmd prints. */
  async kamcmd(...command: string[]): Promise<string> {
    const socket = `unixs:${path.join(this.runFolder, 'kamailio_ctl')}`;
    const { stdout } = await run(this.#kamcmd, ['-s', socket, ...command], { timeout: ANSWER_LIMIT_MS });
    return stdout;
  }

  /**
   * Waits until the remote control answers.
   * @throws Error with the log when Kamailio ended instead.
   */
  async waitUntilReady(): Promise<void> {
    const ready = await poll(`${this.name} to start`, async () => {
      if (this.#ended) return false;
      return (await this.kamcmd('core.uptime')).includes('uptime') ? true : undefined;
    });
    if (!ready) throw new Error(`${this.name} did not start:\n${this.#log}`);
  }

  /** Ends the main process, which takes its children along; where it does not, ends them all. */
  async stop(): Promise<void> {
    if (this.#ended) return;
    this.#child.kill('SIGTERM');
    const killer = setTimeout(() => {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL');
    }, END_LIMIT_MS);
    await this.#exit;
    clearTimeout(killer);
  }
}

function defineArguments(defines: readonly string[]): string[] {
  return defines.flatMap((define) => ['-A', define]);
}
