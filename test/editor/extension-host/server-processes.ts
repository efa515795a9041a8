import { existsSync, globSync, readFileSync } from 'node:fs';

const SERVER = 'kamailio-language-server.cjs';

/** Skips the tests that look at processes where they cannot be listed. */
export function needProcessList(context: Mocha.Context): void {
  if (existsSync('/proc/self/status')) return;
  console.log('left out: the processes can be listed on Linux only');
  context.skip();
}

/** The process ids of the language servers below this extension host, from Linux's own account of its processes. */
export function serverProcesses(): number[] {
  return globSync('/proc/[0-9]*/cmdline')
    .filter((file) => readIfThere(file).includes(SERVER))
    .map((file) => Number(file.split('/')[2]))
    .filter((pid) => parentOf(pid) === process.pid);
}

function parentOf(pid: number): number {
  const [, parent] = /^PPid:\s*(\d+)/m.exec(readIfThere(`/proc/${pid}/status`)) ?? [];
  return Number(parent);
}

/** A process may end between being listed and being read. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
