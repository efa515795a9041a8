import { spawn } from 'node:child_process';

/** What `kamailio -c` says of a file. */
export interface RealVerdict {
  readonly isAccepted: boolean;
  /** The lines of its log that tell of a fault. */
  readonly log: readonly string[];
}

/** Has Kamailio check a file, from the folder given; a check that takes longer than the limit is ended. */
export function checkWithKamailio(
  program: string,
  file: string,
  folder: string,
  options: readonly string[] = [],
): Promise<RealVerdict> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['-c', '-f', file, ...options], {
      cwd: folder,
      timeout: 10_000,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const collect = (data: Buffer): void => {
      output += data.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      const log = output.split('\n').filter((line) => /ERROR|CRITICAL/.test(line));
      resolve({ isAccepted: code === 0, log });
    });
  });
}

/** Runs jobs a few at a time, and gives their results in the order of the jobs. */
export async function inParallel<Job, Result>(
  jobs: readonly Job[],
  width: number,
  run: (job: Job, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) results[index] = await run(jobs[index]!, index);
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
}
