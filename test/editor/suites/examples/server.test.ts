import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, kamailioExtension, openFile } from '../../extension-host/editor.ts';
import { needProcessList, serverProcesses } from '../../extension-host/server-processes.ts';

/** Waits until exactly one server runs that is not the given one. */
function oneServer(besides?: number): Promise<number> {
  return eventually(() => {
    const [first, second] = serverProcesses();
    return first !== undefined && second === undefined && first !== besides && first;
  });
}

describe('the language server', () => {
  before(async function () {
    needProcessList(this);
    await openFile('sbc/kamailio.cfg');
    await eventually(() => kamailioExtension().isActive);
  });

  it('comes back after it was killed', async () => {
    const first = await oneServer();
    process.kill(first, 'SIGKILL');
    assert.notEqual(await oneServer(first), first);
  });

  it('is another one after a restart by command', async () => {
    const first = await oneServer();
    await vscode.commands.executeCommand('kamailio.server.restart');
    assert.notEqual(await oneServer(first), first);
  });

  it('stays ended after it was killed again and again, until the command restarts it', async () => {
    // Five ends within three minutes; a restart by command starts the count anew.
    await vscode.commands.executeCommand('kamailio.server.restart');
    let last = await oneServer();
    for (let restarts = 0; restarts < 4; restarts++) {
      process.kill(last, 'SIGKILL');
      last = await oneServer(last);
    }
    process.kill(last, 'SIGKILL');
    await eventually(() => serverProcesses().length === 0);
    await vscode.commands.executeCommand('kamailio.server.restart');
    await oneServer();
  });

  it('shows its log by command', async () => {
    await vscode.commands.executeCommand('kamailio.server.showLog');
    await eventually(() => vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output'));
  });
});
