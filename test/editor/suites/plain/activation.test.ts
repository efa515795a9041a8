import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, kamailioExtension, openFile } from '../../extension-host/editor.ts';
import { serverProcesses } from '../../extension-host/server-processes.ts';
import { START_LINES } from '../../start-lines.ts';

describe('in a folder without a Kamailio file name', () => {
  it('a text file does not wake the extension', async () => {
    const { document } = await openFile('notes.txt');
    assert.equal(document.languageId, 'plaintext');
    assert.equal(kamailioExtension().isActive, false);
  });

  for (const name of ['other.cfg', 'longer.cfg']) {
    it(`${name} is left alone and no server is started for it`, async () => {
      const { document } = await openFile(name);
      // The extension is woken to look at the first line, and then has looked.
      await eventually(() => kamailioExtension().isActive);
      assert.equal(document.languageId, 'properties');
      assert.deepEqual(serverProcesses(), []);
    });
  }

  for (const name of START_LINES.flatMap((word) => [`hash-${word}`, `slashes-${word}`])) {
    it(`the first line makes a Kamailio file of ${name}, also with .cfg in its name`, async () => {
      const plain = await openFile(name);
      assert.equal(plain.document.languageId, 'kamailio');
      const { document } = await openFile(`${name}.cfg`);
      await eventually(() => document.languageId === 'kamailio');
    });
  }

  it('the lines of a destination list tell the language of a template, and of a file without an extension', async () => {
    const list = await openFile('media.tpl');
    await eventually(() => list.document.languageId === 'kamailio-dispatcher');
    assert.equal((await openFile('gateways')).document.languageId, 'kamailio-dispatcher');
    const page = await openFile('page.tpl');
    // A file that is opened later is looked at later.
    const other = await openFile('hash-OPENSER.cfg');
    await eventually(() => other.document.languageId === 'kamailio');
    assert.equal(page.document.languageId, 'plaintext');
  });

  it('a language that the user picks stays', async () => {
    const { document } = await openFile('hash-KAMAILIO.cfg');
    await eventually(() => document.languageId === 'kamailio');
    await vscode.languages.setTextDocumentLanguage(document, 'properties');
    // Opening another file makes the extension look again.
    const other = await openFile('hash-SER.cfg');
    await eventually(() => other.document.languageId === 'kamailio');
    assert.equal(document.languageId, 'properties');
  });
});
