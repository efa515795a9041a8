import assert from 'node:assert/strict';
import type { CodeAction, CodeActionContext, Diagnostic, TextEdit } from 'vscode-languageserver/node.js';
import { MemoryFiles, uriOf } from '../unit/support/memory-files.ts';
import { startInProcess, type TestClient } from './support/client.ts';

const ROOT = uriOf('/project/kamailio.cfg');
const MODULES = uriOf('/project/modules.cfg');
const TEXT = [
  '#!KAMAILIO',
  'include_file "modules.cfg"',
  'loadmodule "xlog.so"',
  'request_route {',
  '\txlogg("hello\\n");',
  '}',
  '',
].join('\n');

describe('what the server offers for findings', () => {
  let client: TestClient;

  beforeEach(() => {
    const files = new MemoryFiles({
      '/project/modules.cfg': 'loadmodule "xlog.so"\n',
      '/project/kamailio.cfg': TEXT,
      '/project/dispatcher.list': '1\n',
    });
    client = startInProcess(files);
  });

  afterEach(() => client.stop());

  async function open(options: object, text = TEXT): Promise<Diagnostic[]> {
    await client.initialise({ folders: [uriOf('/project')], settings: options });
    await client.open(ROOT, text);
    return client.diagnostics(ROOT);
  }

  function actions(uri: string, line: number, only?: CodeActionContext['only']): Promise<CodeAction[]> {
    return client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line, character: 3 }, end: { line, character: 3 } },
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });
  }

  function editsOf(action: CodeAction | undefined, uri: string): TextEdit[] {
    assert.ok(action);
    return action.edit?.changes?.[uri] ?? [];
  }

  it('is a link to the page of the finding, for an editor that has the pages', async () => {
    const [first] = await open({ rulePages: 'editor-pages:/{code}.md' });
    assert.equal(first?.code, 'duplicate-loadmodule');
    assert.equal(first.codeDescription?.href, 'editor-pages:/duplicate-loadmodule.md');
  });

  it('is no link for other editors', async () => {
    const [first] = await open({});
    assert.equal(first?.code, 'duplicate-loadmodule');
    assert.equal(first.codeDescription, undefined);
  });

  it('is the fix first, then comments that suppress it, then the settings', async () => {
    await open({ severityCommand: 'editor.setSeverity' });
    const found = await actions(ROOT, 4);
    assert.deepEqual(
      found.map(({ title, isPreferred }) => [title, isPreferred === true]),
      [
        ["Change to 'xlog'", true],
        ["Suppress 'unknown-function' for this line", false],
        ["Suppress 'unknown-function' for this file", false],
        ["Turn 'unknown-function' off in the settings", false],
      ],
    );
    assert.deepEqual(editsOf(found[1], ROOT), [
      {
        range: { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } },
        newText: '\t# kamailio-lint-disable-next-line unknown-function\n',
      },
    ]);
    assert.deepEqual(found[3]?.command?.arguments, ['unknown-function', 'off', ROOT]);
    const [diagnostic] = found[0]?.diagnostics ?? [];
    assert.equal(diagnostic?.code, 'unknown-function');
  });

  it('is everything that is sure when the editor asks for that, and nothing of it else', async () => {
    await open({});
    const [all, ...others] = await actions(ROOT, 0, ['source.fixAll']);
    assert.deepEqual(others, []);
    assert.equal(all?.kind, 'source.fixAll.kamailio');
    assert.deepEqual(editsOf(all, ROOT), [
      { range: { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } }, newText: '' },
    ]);
    assert.deepEqual(await actions(MODULES, 0, ['source.fixAll']), []);
    assert.ok(!(await actions(ROOT, 2)).some(({ kind }) => kind?.startsWith('source')));
  });

  it('follows the settings, per severity', async () => {
    await client.initialise({
      folders: [uriOf('/project')],
      settings: { diagnostics: { severity: { 'unknown-function': 'hint', 'duplicate-loadmodule': 'off' } } },
    });
    await client.open(ROOT, TEXT);
    const found = await client.diagnostics(ROOT);
    assert.deepEqual(
      found.map(({ code, severity }) => [code, severity]),
      [['unknown-function', 4]],
    );
  });

  it('suppresses in lists of destinations, too', async () => {
    await open({});
    const list = uriOf('/project/dispatcher.list');
    await client.open(list, '1\n', 'kamailio-dispatcher');
    const found = await actions(list, 0);
    const ofLine = found.find(({ title }) => title === "Suppress 'list-missing-uri' for this line");
    assert.equal(editsOf(ofLine, list)[0]?.newText, '# kamailio-lint-disable-next-line list-missing-uri\n');
  });

  it('lists the kinds of findings', async () => {
    await open({});
    const { rules } = await client.request<{ rules: { code: string; group: string }[] }>('kamailio/rules', {});
    assert.ok(rules.some(({ code, group }) => code === 'list-missing-uri' && group === 'Lists of destinations'));
    assert.ok(rules.some(({ code }) => code === 'syntax-error'));
  });
});
