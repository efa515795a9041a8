import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  append,
  completionLabels,
  errorsIn,
  eventually,
  hoverText,
  openFile,
  placeBetween,
  revert,
  workspaceFile,
} from '../../extension-host/editor.ts';

const CONFIGURATIONS = ['sbc/kamailio.cfg', 'router-a/kamailio.cfg', 'router-b/kamailio.cfg'];

describe('on the example deployment', () => {
  it('an included file becomes a Kamailio file, whatever its name', async () => {
    await openFile('sbc/kamailio.cfg');
    const { document } = await openFile('common/requests.cfg');
    // The change of language closes the document and opens it anew, as the same object.
    await eventually(() => document.languageId === 'kamailio');
  });

  for (const name of CONFIGURATIONS) {
    it(`an error shows up in ${name} while it is there, and only then`, async () => {
      const editor = await openFile(name);
      const { uri } = editor.document;
      await append(editor, '\nroute[NOT_CLOSED] {\n\txlog("x\\n");\n');
      await eventually(() => errorsIn(uri).length > 0);
      await revert(editor);
      await eventually(() => errorsIn(uri).length === 0);
    });
  }

  it('a misspelt module parameter is marked and the right one named', async () => {
    const editor = await openFile('common/modules.cfg');
    const { uri } = editor.document;
    await append(editor, '\nmodparam("tm", "fr_timr", 2000)\n');
    const finding = await eventually(() =>
      vscode.languages.getDiagnostics(uri).find(({ message }) => message.includes('fr_timr')),
    );
    assert.match(finding.message, /\bfr_timer\b/);
    assert.equal(editor.document.getText(finding.range).replaceAll('"', ''), 'fr_timr');
    await revert(editor);
  });

  it('the hover on a module parameter tells its type and its page', async () => {
    const { document } = await openFile('common/modules.cfg');
    const text = await eventually(async () => {
      const hover = await hoverText(document.uri, placeBetween(document, 'modparam("tm", "fr_', 'timer"'));
      return hover !== '' && hover;
    });
    assert.match(text, /fr_timer/);
    assert.match(text, /integer|int\b/i);
    assert.match(text, /https:\/\/(www\.)?kamailio\.org\/docs\/modules\/[^)\s]*tm\.html#/);
  });

  it('completion offers the parameters of the module', async () => {
    const editor = await openFile('common/modules.cfg');
    await append(editor, '\nmodparam("tm", "fr_")\n');
    const { document } = editor;
    const place = placeBetween(document, '\nmodparam("tm", "fr_', '")\n');
    const labels = await eventually(async () => {
      const found = await completionLabels(document.uri, place);
      return found.includes('fr_inv_timer') && found;
    });
    assert(labels.includes('fr_timer'));
    assert(!labels.includes('ds_ping_interval'), 'parameters of other modules are offered');
    await revert(editor);
  });

  it('a route call leads to the route block in the included file', async () => {
    const { document } = await openFile('sbc/kamailio.cfg');
    const place = placeBetween(document, 'route(REQ', 'INIT)');
    const [target] = await eventually(async () => {
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        place,
      );
      return found.length > 0 && found;
    });
    assert(target);
    const [uri, range] = 'uri' in target ? [target.uri, target.range] : [target.targetUri, target.targetRange];
    assert.equal(uri.toString(), workspaceFile('common/requests.cfg').toString());
    const line = (await vscode.workspace.openTextDocument(uri)).lineAt(range.start.line).text;
    assert.match(line, /^route\[REQINIT\]/);
  });

  it('numbers say what they mean, through defines too', async () => {
    const labelsOf = async (name: string): Promise<string[]> => {
      const { document } = await openFile(name);
      const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
      return eventually(async () => {
        const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
          'vscode.executeInlayHintProvider',
          document.uri,
          whole,
        );
        const labels = hints.map(({ label }) => (typeof label === 'string' ? label : ''));
        return labels.length > 0 && labels;
      });
    };
    assert((await labelsOf('common/modules.cfg')).includes('3 s'));
    assert((await labelsOf('common/destinations.cfg')).includes('ping all'));
    assert((await labelsOf('sbc/calls.cfg')).includes('round robin'));
  });
});
