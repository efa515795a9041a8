import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CountingServer } from '../../extension-host/counting-server.ts';
import {
  append,
  errorsIn,
  eventually,
  hoverText,
  kamailioExtension,
  openFile,
  placeBetween,
  revert,
} from '../../extension-host/editor.ts';
import { FakeProgram } from '../../extension-host/fake-program.ts';

describe('in a workspace that is not trusted', () => {
  it('the extension is awake', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const { document } = await openFile('kamailio.cfg');
    assert.equal(document.languageId, 'kamailio');
    await eventually(() => kamailioExtension().isActive);
  });

  it('the file that the configuration names as its list of destinations is one', async () => {
    const { document } = await openFile('gateways.txt');
    await eventually(() => document.languageId === 'kamailio-dispatcher');
  });

  it('the configuration is still read and checked', async () => {
    const editor = await openFile('kamailio.cfg');
    const { uri } = editor.document;
    await append(editor, '\nroute[NOT_CLOSED] {\n');
    await eventually(() => errorsIn(uri).length > 0);
    await revert(editor);
    await eventually(() => errorsIn(uri).length === 0);
  });

  it('no program is asked for its version, not even the one of the user’s own settings', async () => {
    const program = new FakeProgram('5.5.1');
    const settings = vscode.workspace.getConfiguration('kamailio');
    try {
      await settings.update('program', program.file, vscode.ConfigurationTarget.Global);
      await vscode.commands.executeCommand('kamailio.server.restart');
      const { document } = await openFile('kamailio.cfg');
      const place = placeBetween(document, 'loadmodule "dis', 'patcher');
      const hover = await eventually(async () => (await hoverText(document.uri, place)) || undefined);
      assert.match(hover, /docs\/modules\/6\.1\.x\//);
      program.visit();
      assert.deepEqual(program.runs, ['visit']);
    } finally {
      await settings.update('program', undefined, vscode.ConfigurationTarget.Global);
      program.remove();
    }
  });

  it('Kamailio checks nothing, neither on save nor by the command', async () => {
    const program = new FakeProgram('5.6.3');
    const settings = vscode.workspace.getConfiguration('kamailio');
    try {
      await settings.update('program', program.file, vscode.ConfigurationTarget.Global);
      await settings.update('check.onSave', true, vscode.ConfigurationTarget.Global);
      const editor = await openFile('kamailio.cfg');
      const { document } = editor;
      await append(editor, '\n# saved\n');
      await document.save();
      void vscode.commands.executeCommand('kamailio.check.run');
      // What the save has begun comes before the answer to this.
      await hoverText(document.uri, placeBetween(document, 'loadmodule "dis', 'patcher'));
      program.visit();
      assert.deepEqual(program.runs, ['visit']);
    } finally {
      await settings.update('program', undefined, vscode.ConfigurationTarget.Global);
      await settings.update('check.onSave', undefined, vscode.ConfigurationTarget.Global);
      program.remove();
    }
  });

  it('no server is connected to, not even one of the user’s own settings that is asked for', async () => {
    const server = await CountingServer.open();
    try {
      await server.offer();
      await server.visit();
      assert.equal(server.connections, 1);
    } finally {
      await server.close();
    }
  });
});
