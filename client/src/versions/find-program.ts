/** Which Kamailio is installed on this machine. No editor. */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** How long the program may take to say its version, in milliseconds. */
const LIMIT_MS = 5000;

/** Where Kamailio is installed; a user's PATH often lacks these. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/kamailio/sbin'];

export interface InstalledProgram {
  readonly program: string;
  /** For example `5.6.3`. */
  readonly release: string;
}

/**
 * The files that may be the program, in the order in which they are tried: the one that the settings name, else those
 * of the PATH and of the system. Only whole paths: what the current folder holds is never run.
 */
export function programCandidates(setting: string, searchPath: string | undefined): readonly string[] {
  const named = setting.trim();
  if (named !== '') return path.isAbsolute(named) ? [named] : [];
  const folders = [...(searchPath ?? '').split(path.delimiter), ...SYSTEM_FOLDERS].filter((one) =>
    path.isAbsolute(one),
  );
  const name = process.platform === 'win32' ? 'kamailio.exe' : 'kamailio';
  return [...new Set(folders.map((folder) => path.join(folder, name)))];
}

/** The release that `kamailio -v` prints; undefined where it is not Kamailio that answers. */
export function readRelease(output: string): string | undefined {
  return /^version:\s+kamailio\s+(\d+\.\d+\S*)/m.exec(output)?.[1];
}

/** Asks the first of some programs that is there for its release; undefined where none is, or it does not answer. */
export async function askInstalled(
  candidates: readonly string[],
  limit: number = LIMIT_MS,
): Promise<InstalledProgram | undefined> {
  for (const program of candidates) {
    if (!(await isExecutable(program))) continue;
    const release = readRelease(await run(program, limit));
    return release === undefined ? undefined : { program, release };
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a program prints; nothing where it fails or takes too long. */
function run(program: string, timeout: number): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout, killSignal: 'SIGKILL', maxBuffer: 1 << 16, cwd: homedir(), windowsHide: true } as const;
    execFile(program, ['-v'], options, (error, stdout) => resolve(error ? '' : stdout));
  });
}
