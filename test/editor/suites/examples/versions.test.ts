import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { eventually, hoverText, openFile, placeBetween, workspaceFile } from '../../extension-host/editor.ts';
import { FakeProgram } from '../../extension-host/fake-program.ts';
import { FakeServer } from '../../extension-host/fake-server.ts';

const TARGET = vscode.ConfigurationTarget.Workspace;

describe('the version in use', () => {
  const set = (name: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('kamailio').update(name, value, TARGET);

  /** The version whose page the hover on tm's fr_timer leads to. */
  async function versionInUse(): Promise<string | undefined> {
    const { document } = await openFile('common/modules.cfg');
    const text = await hoverText(document.uri, placeBetween(document, 'modparam("tm", "fr_', 'timer"'));
    return /docs\/modules\/([^/]+)\/modules\/tm\.html/.exec(text)?.[1];
  }

  const seeVersion = (version: string): Promise<unknown> =>
    eventually(async () => (await versionInUse()) === version || undefined);

  it('is that of the program that the settings name, which is run once; the setting’s own, or a connected server’s, before it', async function () {
    if (process.platform === 'win32') {
      console.log('    left out: a program that is a shell script');
      this.skip();
    }
    const program = new FakeProgram('5.7.4');
    try {
      await set('program', program.file);
      await seeVersion('5.7.x');
      assert.deepEqual(program.runs, ['-v']);
      await set('version', '5.5');
      await seeVersion('5.5.x');
      await set('version', undefined);
      await seeVersion('5.7.x');
      assert.deepEqual(program.runs, ['-v']);
      const server = await FakeServer.open('6.0.2');
      try {
        await set('servers', [{ name: 'fake', url: server.url }]);
        // The view has to be there before it can be told to connect.
        await vscode.commands.executeCommand('kamailio.servers.focus');
        void vscode.commands.executeCommand('kamailio.live.connectAll');
        await seeVersion('6.0.x');
        await set('servers', undefined);
        await seeVersion('5.7.x');
      } finally {
        await set('servers', undefined);
        await server.close();
      }
    } finally {
      await set('version', undefined);
      await set('program', undefined);
      program.remove();
    }
  });
});

describe('modules of the user’s own', () => {
  const folder = workspaceFile('own-modules').fsPath;
  const file = workspaceFile('own-modules/acme.json');
  const write = (module: unknown): void => writeFileSync(file.fsPath, JSON.stringify(module));

  before(async () => {
    mkdirSync(folder);
    write({ name: 'acme', parameters: [{ name: 'tariff' }] });
    await vscode.workspace.getConfiguration('kamailio').update('catalogue.extra', ['own-modules'], TARGET);
  });

  after(async () => {
    await vscode.workspace.getConfiguration('kamailio').update('catalogue.extra', undefined, TARGET);
    rmSync(folder, { recursive: true });
  });

  it('have their faults among the problems, at their place, until they are mended', async () => {
    await openFile('common/modules.cfg');
    const faults = (): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(file).filter(({ source }) => source === 'kamailio');
    const [fault] = await eventually(() => (faults().length > 0 ? faults() : undefined));
    assert.equal(fault?.message, 'parameters[0] lacks "types".');
    assert.equal(fault.range.start.character, JSON.stringify({ name: 'acme', parameters: [] }).length - 2);
    write({ name: 'acme', text: 'Prices calls.', parameters: [{ name: 'tariff', types: ['int'] }] });
    await eventually(() => faults().length === 0);
  });

  it('are explained on hover and have a page', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'kamailio',
      content: '#!KAMAILIO\nloadmodule "acme.so"\nrequest_route { exit; }\n',
    });
    await eventually(async () => {
      const text = await hoverText(document.uri, placeBetween(document, 'loadmodule "ac', 'me'));
      return text.includes('Prices calls.');
    });
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('kamailio-docs:/6.1/acme.md'));
    assert.match(page.getText(), /^# acme\n[\s\S]*Prices calls\./);
  });
});
