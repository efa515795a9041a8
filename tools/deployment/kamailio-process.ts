/** A Kamailio of our own in the foreground, with its run directory, log and remote control. */
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { poll } from './poll.ts';

const run = promisify(execFile);

/** The installed `kamailio`, also where only the PATH of the administrator leads to it. */
export function findKamailio(): string | undefined {
  return ['kamailio', '/usr/sbin/kamailio'].find((program) => spawnSync(program, ['-v']).status === 0);
}

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

/** The leaders of the process groups that still run: they must not outlive this process, however it ends. */
const running = new Set<number>();
process.on('exit', () => {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
});

export class KamailioProcess {
  readonly name: string;
  readonly runFolder: string;
  readonly logFile: string;
  #kamcmd: string;
  #child: ChildProcess;
  #ended = false;
  #exit: Promise<void>;

  /**
   * @param folder where the run directory and the log are kept; a log that is there is continued.
   * @param defines as after `-A`: `NAME` or `NAME=VALUE`, strings with their quotes.
   */
  constructor(kamailio: string, name: string, file: string, folder: string, defines: readonly string[] = []) {
    this.name = name;
    // Installed side by side: where kamailio is outside of the PATH, kamcmd is too.
    this.#kamcmd = kamailio.replace(/kamailio$/, 'kamcmd');
    this.runFolder = path.join(folder, 'run');
    this.logFile = path.join(folder, 'log');
    mkdirSync(this.runFolder, { recursive: true });
    const log = openSync(this.logFile, 'a');
    this.#child = spawn(
      kamailio,
      [
        ...['-DD', '-E', '-m', '64', '-f', file, '-Y', this.runFolder, '-P', path.join(folder, 'pid')],
        ...defineArguments(defines),
      ],
      // A process group of its own, so that none of its children is left over.
      { stdio: ['ignore', log, log], detached: true },
    );
    closeSync(log);
    const { pid } = this.#child;
    if (pid !== undefined) running.add(pid);
    this.#exit = new Promise((resolve) => {
      const end = (): void => {
        this.#ended = true;
        resolve();
      };
      this.#child.on('error', (error) => {
        appendFileSync(this.logFile, error.message);
        end();
      });
      this.#child.on('exit', end);
    });
  }

  get log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  /** The main process's id. */
  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.name} did not start`);
    return this.#child.pid;
  }

  /** Where the ctl module's socket of this process is, unless its configuration says otherwise. */
  get ctlSocket(): string {
    return path.join(this.runFolder, 'kamailio_ctl');
  }

  /** Runs a command over the socket of the ctl module and returns what kamcmd prints. */
  async kamcmd(...command: string[]): Promise<string> {
    const { stdout } = await run(this.#kamcmd, ['-s', `unixs:${this.ctlSocket}`, ...command], {
      timeout: ANSWER_LIMIT_MS,
    });
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
    if (!ready) throw new Error(`${this.name} did not start:\n${this.log}`);
  }

  /** Halts all its processes, as a machine that hangs: connections stay open and nobody answers. */
  pause(): void {
    signalGroup(this.pid, 'SIGSTOP');
  }

  resume(): void {
    signalGroup(this.pid, 'SIGCONT');
  }

  /** Ends all its processes at once, without a chance to say goodbye. */
  async kill(): Promise<void> {
    if (!this.#ended) signalGroup(this.pid, 'SIGKILL');
    await this.#exit;
    this.#forget();
  }

  /** Ends the main process, which takes its children along; where it does not, ends them all. */
  async stop(): Promise<void> {
    if (!this.#ended) {
      this.resume();
      this.#child.kill('SIGTERM');
      const killer = setTimeout(() => signalGroup(this.pid, 'SIGKILL'), END_LIMIT_MS);
      await this.#exit;
      clearTimeout(killer);
    }
    this.#forget();
  }

  /** Takes along what the main process may have left behind. */
  #forget(): void {
    const { pid } = this.#child;
    if (pid === undefined || !running.delete(pid)) return;
    signalGroup(pid, 'SIGKILL');
  }
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // Nobody is left in the group.
  }
}

function defineArguments(defines: readonly string[]): string[] {
  return defines.flatMap((define) => ['-A', define]);
}
