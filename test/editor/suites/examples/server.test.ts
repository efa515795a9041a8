import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { eventually, kamailioExtension, openFile } from '../../extension-host/editor.ts';

const SERVER = 'kamailio-language-server.cjs';

/** The process ids of the language servers below this extension host, from Linux's own account of its processes. */
function serverProcesses(): number[] {
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

describe('the language server', () => {
  before(async function () {
    if (!existsSync('/proc/self/status')) {
      console.log('left out: the processes can be listed on Linux only');
      this.skip();
    }
    await openFile('sbc/kamailio.cfg');
    await eventually(() => kamailioExtension().isActive);
  });

  it('runs once', async () => {
    await eventually(() => serverProcesses().length === 1);
  });

  it('comes back after it was killed', async () => {
    const [first] = await eventually(() => (serverProcesses().length === 1 ? serverProcesses() : undefined));
    assert(first);
    process.kill(first, 'SIGKILL');
    await eventually(() => {
      const now = serverProcesses();
      return now.length === 1 && !now.includes(first);
    });
  });

  it('is another one after a restart by command', async () => {
    const [first] = await eventually(() => (serverProcesses().length === 1 ? serverProcesses() : undefined));
    assert(first);
    await vscode.commands.executeCommand('kamailio.server.restart');
    await eventually(() => {
      const now = serverProcesses();
      return now.length === 1 && !now.includes(first);
    });
  });

  it('shows its log by command', async () => {
    await vscode.commands.executeCommand('kamailio.server.showLog');
  });
});
