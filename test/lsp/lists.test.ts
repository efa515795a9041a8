import assert from 'node:assert/strict';
import type {
  CodeAction,
  DocumentSymbol,
  Hover,
  Location,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node.js';
import type { CustomRequests, ListFilesParams, StatusParams } from '../../server/src/lsp/messages.ts';
import { MemoryFiles, uriOf } from '../unit/support/memory-files.ts';
import { EDITOR_CAPABILITIES, startInProcess, type ClientOptions, type TestClient } from './support/client.ts';
import { applyEdits } from './support/edits.ts';

const ROOT = '/project/kamailio.cfg';
const LIST = '/project/dispatcher.list';
const OTHER = '/project/carriers.txt';

const CONFIGURATION = [
  '#!KAMAILIO',
  'loadmodule "tm.so"',
  'loadmodule "dispatcher.so"',
  'modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")',
  'request_route {',
  '\tds_select_dst("1", "4");',
  '}',
  '',
].join('\n');
const DESTINATIONS = '# carriers\n1 sip:192.0.2.1:5060 0 10 weight=50\n1 192.0.2.2 4\n2 sip:192.0.2.3\n';

describe('the language server, for lists of destinations', () => {
  let client: TestClient;
  let files: MemoryFiles;

  async function start(contents: Record<string, string>, options: ClientOptions = {}): Promise<void> {
    files = new MemoryFiles(contents);
    client = startInProcess(files, () =>
      Promise.resolve(
        Object.keys(contents)
          .filter((path) => path.endsWith('.cfg'))
          .map(uriOf),
      ),
    );
    await client.initialise({ folders: [uriOf('/project')], ...options });
  }

  async function openFile(path: string, language: string): Promise<string> {
    await client.open(uriOf(path), files.read(uriOf(path)) ?? '', language);
    return uriOf(path);
  }

  /** Waits until the configurations of the workspace are known. */
  async function listFiles(): Promise<readonly string[]> {
    return (await client.message<ListFilesParams>('kamailio/listFiles')).uris;
  }

  async function ask<Name extends keyof CustomRequests>(
    name: Name,
    params: CustomRequests[Name]['params'],
  ): Promise<CustomRequests[Name]['result']> {
    return client.request(name, params);
  }

  function at(uri: string, line: number, character: number): object {
    return { textDocument: { uri }, position: { line, character } };
  }

  afterEach(async () => {
    assert.deepEqual(client.log, [], 'nothing went wrong in the server');
    await client.stop();
  });

  it('names the files that configurations name as their list', async () => {
    await start({ [ROOT]: CONFIGURATION.replace('dispatcher.list', 'carriers.txt'), [OTHER]: DESTINATIONS });
    assert.deepEqual(await listFiles(), [uriOf(OTHER)]);
  });

  it('gives a list the version of its configuration', async () => {
    await start({ [ROOT]: CONFIGURATION, [LIST]: DESTINATIONS }, { settings: { version: '5.7' } });
    const uri = await openFile(LIST, 'kamailio-dispatcher');
    await client.message<StatusParams>(
      'kamailio/status',
      (params) => params.uri === uri && params.kamailioVersion === '5.7',
    );
  });

  it('reads a list as no configuration, whatever language the editor gives it by its name', async () => {
    await start({ [ROOT]: CONFIGURATION, [LIST]: DESTINATIONS });
    await listFiles();
    const uri = await openFile(LIST, 'plaintext');
    assert.deepEqual(
      (await client.diagnostics(uri)).map(({ code }) => code),
      ['list-missing-scheme', 'list-unused-set'],
    );
    const { destinations } = await ask('kamailio/listedDestinations', { uri });
    assert.equal(destinations.length, 3);
  });

  it('answers with the findings of a list, and follows edits of it and of its configuration', async () => {
    await start({ [ROOT]: CONFIGURATION, [LIST]: DESTINATIONS });
    await listFiles();
    const root = await openFile(ROOT, 'kamailio');
    const list = await openFile(LIST, 'kamailio-dispatcher');
    const found = async (): Promise<string[]> =>
      (await client.diagnostics(list)).map(({ code, range }) => `${range.start.line} ${code}`);
    assert.deepEqual(await found(), ['2 list-missing-scheme', '3 list-unused-set']);
    await client.edit(root, { start: { line: 5, character: 16 }, end: { line: 5, character: 17 } }, '2');
    assert.deepEqual(await found(), ['1 list-unused-set', '2 list-missing-scheme']);
    await client.edit(list, { start: { line: 3, character: 1 }, end: { line: 3, character: 17 } }, '');
    assert.deepEqual(await found(), ['1 list-unused-set', '2 list-missing-scheme', '3 list-missing-uri']);
    await client.changeSettings({ version: '5.7', diagnostics: { disabled: ['list-unused-set'] } });
    await client.message<StatusParams>('kamailio/status', (params) => params.kamailioVersion === '5.7');
    assert.deepEqual(await found(), ['2 list-missing-scheme', '3 list-missing-uri']);
  });

  it('explains the columns of a list', async () => {
    await start({ [ROOT]: CONFIGURATION, [LIST]: DESTINATIONS });
    const list = await openFile(LIST, 'kamailio-dispatcher');
    const hover = await client.request<Hover | null>('textDocument/hover', at(list, 1, 27));
    assert.match((hover?.contents as { value: string }).value, /weight/);
  });

  it('goes from a call to the lines of its set and back', async () => {
    await start({ [ROOT]: CONFIGURATION, [LIST]: DESTINATIONS });
    await listFiles();
    const root = await openFile(ROOT, 'kamailio');
    const list = await openFile(LIST, 'kamailio-dispatcher');
    const lines = await client.request<Location[]>('textDocument/definition', at(root, 5, 16));
    assert.deepEqual(
      lines.map(({ uri, range }) => [uri, range.start.line]),
      [
        [list, 1],
        [list, 2],
      ],
    );
    const calls = await client.request<Location[]>('textDocument/definition', at(list, 1, 0));
    assert.deepEqual(calls, [
      { uri: root, range: { start: { line: 5, character: 16 }, end: { line: 5, character: 17 } } },
    ]);
    for (const place of [at(root, 5, 16), at(list, 2, 1)]) {
      const params = { ...place, context: { includeDeclaration: true } };
      const all = await client.request<Location[]>('textDocument/references', params);
      assert.deepEqual(
        all.map(({ uri, range }) => [uri, range.start.line]),
        [
          [list, 1],
          [list, 2],
          [root, 5],
        ],
      );
    }
  });

  it('shows the destinations of a set over the call, as the open list has them', async () => {
    await start({ [ROOT]: CONFIGURATION, [LIST]: DESTINATIONS });
    await listFiles();
    const root = await openFile(ROOT, 'kamailio');
    const list = await openFile(LIST, 'kamailio-dispatcher');
    const place = { line: 1, character: 2 };
    await client.edit(list, { start: place, end: { line: 1, character: 21 } }, 'sip:198.51.100.7');
    const hover = await client.request<Hover | null>('textDocument/hover', at(root, 5, 16));
    const text = (hover?.contents as { value: string }).value;
    assert.match(text, /Set 1.*2 destinations/);
    assert.match(text, /198\.51\.100\.7/);
  });

  it('proposes the sets of the list in a call', async () => {
    await start({ [ROOT]: CONFIGURATION.replace('"1"', '""'), [LIST]: DESTINATIONS });
    await listFiles();
    const root = await openFile(ROOT, 'kamailio');
    const items = await client.completions(root, 5, 16);
    assert.deepEqual(
      items.map(({ label }) => label),
      ['1', '2'],
    );
  });

  it('renames a set in the list and in every configuration that names it', async () => {
    const second = '/project/b/kamailio.cfg';
    await start({
      [ROOT]: CONFIGURATION,
      [second]: CONFIGURATION.replace('/etc/kamailio/', '../'),
      [LIST]: DESTINATIONS,
    });
    await listFiles();
    const list = await openFile(LIST, 'kamailio-dispatcher');
    const prepared = await client.request('textDocument/prepareRename', at(list, 1, 0));
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } };
    assert.deepEqual(prepared, { range, placeholder: '1' });
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at(list, 1, 0), newName: '7' });
    assert.deepEqual(
      Object.entries(edit.changes ?? {})
        .map(([uri, edits]) => [uri, edits.map(({ range: { start }, newText }) => `${start.line} ${newText}`)])
        .sort(),
      [
        [uriOf(second), ['5 7']],
        [list, ['1 7', '2 7']],
        [uriOf(ROOT), ['5 7']],
      ],
    );
  });

  it('asks first where a rename cannot reach all places, and says why one is refused', async () => {
    const text = CONFIGURATION.replace('}', '\tds_select_dst("$var(set)", "4");\n}');
    await start({ [ROOT]: text, [LIST]: DESTINATIONS });
    await listFiles();
    const list = await openFile(LIST, 'kamailio-dispatcher');
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at(list, 1, 0), newName: '7' });
    const [annotation] = Object.values(edit.changeAnnotations ?? {});
    assert.equal(annotation?.needsConfirmation, true);
    assert.match(annotation.description ?? '', /known only when a call comes/);
    assert.equal(edit.documentChanges?.length, 2);
    await assert.rejects(
      client.request('textDocument/rename', { ...at(list, 1, 0), newName: '2' }),
      /There is a set 2 already/,
    );
    assert.equal(await client.request('textDocument/prepareRename', at(list, 1, 8)), null);
  });

  it('warns beside the edits where the client cannot ask', async () => {
    const text = CONFIGURATION.replace('}', '\tds_select_dst("$var(set)", "4");\n}');
    const capabilities = { ...EDITOR_CAPABILITIES, workspace: { configuration: true, workspaceFolders: true } };
    await start({ [ROOT]: text, [LIST]: DESTINATIONS }, { capabilities });
    await listFiles();
    const list = await openFile(LIST, 'kamailio-dispatcher');
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at(list, 1, 0), newName: '7' });
    assert.equal(Object.keys(edit.changes ?? {}).length, 2);
    const { message } = await client.message<{ message: string }>('window/showMessage');
    assert.match(message, /known only when a call comes/);
  });

  it('lists destinations as Kamailio holds them, of files that are not open too', async () => {
    await start({ [ROOT]: CONFIGURATION, [LIST]: `${DESTINATIONS}3 sip:{{ key "h" }}\n4 sip:a {{ key "f" }}\n` });
    await listFiles();
    const { destinations } = await ask('kamailio/listedDestinations', { uri: uriOf(LIST) });
    assert.deepEqual(
      destinations.map(({ location, ...rest }) => [location.range.start.line, Object.values(rest).join(' ')]),
      [
        [1, '1 sip:192.0.2.1:5060 0 10 weight=50 false'],
        [2, '1 sip:192.0.2.2 4 0  false'],
        [3, '2 sip:192.0.2.3 0 0  false'],
        [4, '3  0 0  true'],
        [5, '4 sip:a 0 0  true'],
      ],
    );
    assert.deepEqual(await ask('kamailio/listedDestinations', { uri: uriOf('/project/none.list') }), {
      destinations: [],
    });
  });

  it('knows what in a document the running server knows more about', async () => {
    const text = [
      CONFIGURATION,
      'loadmodule "dmq.so"',
      'modparam("dmq", "notification_address", "sip:192.0.2.9:5062")',
      'modparam("htable", "htable", "divert=>size=8;dmqreplicate=1")',
      '',
    ].join('\n');
    await start({ [ROOT]: text, [LIST]: DESTINATIONS });
    await listFiles();
    const root = await ask('kamailio/liveAnchors', { uri: uriOf(ROOT) });
    assert.deepEqual(
      root.anchors.map(({ range, ...anchor }) => [range.start.line, Object.values(anchor).join(' ')]),
      [
        [5, 'set 1'],
        [9, 'dmq-peer sip:192.0.2.9:5062'],
        [10, 'table divert'],
      ],
    );
    const list = await ask('kamailio/liveAnchors', { uri: uriOf(LIST) });
    assert.deepEqual(
      list.anchors.map(({ range, ...anchor }) => [range.start.line, Object.values(anchor).join(' ')]),
      [
        [1, 'destination 1 sip:192.0.2.1:5060'],
        [2, 'destination 1 sip:192.0.2.2'],
        [3, 'destination 2 sip:192.0.2.3'],
      ],
    );
  });

  it('finds the calls and lines of a set, of all configurations or of one', async () => {
    const second = '/project/b/kamailio.cfg';
    await start({
      [ROOT]: CONFIGURATION,
      [second]: CONFIGURATION,
      [LIST]: DESTINATIONS,
      '/project/b/dispatcher.list': DESTINATIONS,
    });
    await listFiles();
    const all = await ask('kamailio/findSet', { setId: 1 });
    assert.deepEqual([all.calls.length, all.lines.length], [2, 4]);
    const one = await ask('kamailio/findSet', { setId: 1, configuration: uriOf(ROOT), uri: 'sip:192.0.2.2' });
    assert.deepEqual(
      [...one.calls, ...one.lines].map(({ uri, range }) => [uri, range.start.line]),
      [
        [uriOf(ROOT), 5],
        [uriOf(LIST), 2],
      ],
    );
  });

  it('writes destinations for other tools, and takes them from there', async () => {
    await start({ [ROOT]: CONFIGURATION, [LIST]: DESTINATIONS });
    await listFiles();
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
    const written = await ask('kamailio/formatDestinations', { uri: uriOf(LIST), range, form: 'kamctl' });
    assert.equal(written.count, 1);
    assert.match(written.text, /^kamctl dispatcher add 1 sip:192\.0\.2\.1:5060 /m);
    const read = await ask('kamailio/importDestinations', { text: written.text });
    assert.equal(read.count, 1);
    assert.match(read.lines, /^1 sip:192\.0\.2\.1:5060 0 10 weight=50/);
  });

  it('describes the ways to the server, from the configuration and from its list', async () => {
    const text = `${CONFIGURATION}loadmodule "ctl.so"\nmodparam("ctl", "binrpc", "unix:/run/kamailio/ctl")\n`;
    await start({ [ROOT]: text, [LIST]: DESTINATIONS });
    await listFiles();
    const expected = {
      name: 'project',
      endpoints: [{ url: 'unix:/run/kamailio/ctl', explanation: 'ctl listens on unix:/run/kamailio/ctl' }],
      notes: [],
      listFile: uriOf(LIST),
      configuration: uriOf(ROOT),
    };
    assert.deepEqual(await ask('kamailio/describeServer', { uri: uriOf(ROOT) }), expected);
    assert.deepEqual(await ask('kamailio/describeServer', { uri: uriOf(LIST) }), expected);
    assert.equal(await ask('kamailio/describeServer', { uri: uriOf('/project/none.cfg') }), null);
  });

  it('aligns the columns of a list, all or some, and nothing in a configuration', async () => {
    await start({ [ROOT]: CONFIGURATION, [LIST]: DESTINATIONS });
    const root = await openFile(ROOT, 'kamailio');
    const list = await openFile(LIST, 'kamailio-dispatcher');
    const options = { tabSize: 4, insertSpaces: true };
    const format = async (uri: string): Promise<TextEdit[] | null> =>
      client.request('textDocument/formatting', { textDocument: { uri }, options });
    const formatted = applyEdits(DESTINATIONS, (await format(list)) ?? []);
    assert.deepEqual(
      formatted.split('\n').map((line) => line.replace(/\s+/g, ' ')),
      DESTINATIONS.split('\n'),
    );
    assert.notEqual(formatted, DESTINATIONS);
    assert.equal(await format(root), null);
    const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 5 } };
    const some = await client.request<TextEdit[]>('textDocument/rangeFormatting', {
      textDocument: { uri: list },
      range,
      options,
    });
    assert.ok(some.every((edit) => edit.range.start.line === 3));
  });

  it('offers formatting for lists alone where the client takes that', async () => {
    const capabilities = {
      ...EDITOR_CAPABILITIES,
      textDocument: {
        ...EDITOR_CAPABILITIES.textDocument,
        formatting: { dynamicRegistration: true },
        rangeFormatting: { dynamicRegistration: true },
      },
    };
    files = new MemoryFiles({});
    client = startInProcess(files);
    const { capabilities: offered } = await client.initialise({ capabilities });
    assert.equal(offered.documentFormattingProvider, undefined);
    interface Registered {
      registrations: { method: string; registerOptions?: object }[];
    }
    const { registrations } = await client.message<Registered>('client/registerCapability', (params) =>
      params.registrations.some(({ method }) => method === 'textDocument/rangeFormatting'),
    );
    assert.deepEqual(registrations[0]?.registerOptions, { documentSelector: [{ language: 'kamailio-dispatcher' }] });
  });

  it('outlines, folds, completes and mends a list', async () => {
    await start({ [ROOT]: CONFIGURATION, [LIST]: DESTINATIONS });
    await listFiles();
    const list = await openFile(LIST, 'kamailio-dispatcher');
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri: list },
    });
    assert.deepEqual(
      symbols.map(({ name, children }) => [name, children?.length]),
      [
        ['Set 1', 2],
        ['Set 2', 1],
      ],
    );
    const foldings = await client.request<{ startLine: number }[]>('textDocument/foldingRange', {
      textDocument: { uri: list },
    });
    assert.deepEqual(
      foldings.map(({ startLine }) => startLine),
      [1],
    );
    const proposals = await client.completions(list, 1, 28);
    assert.ok(proposals.some(({ label }) => label === 'duid'));
    const diagnostics = await client.diagnostics(list);
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: list },
      range: diagnostics.find(({ code }) => code === 'list-missing-scheme')?.range,
      context: { diagnostics, only: ['quickfix'] },
    });
    const [fix] = actions;
    assert.deepEqual(Object.keys(fix?.edit?.changes ?? {}), [list]);
    assert.equal(fix?.diagnostics?.[0]?.code, 'list-missing-scheme');
  });

  it('gives the edits that put destinations into a list and take them out', async () => {
    await start({ [ROOT]: CONFIGURATION, [LIST]: DESTINATIONS });
    await listFiles();
    const { edits } = await ask('kamailio/editList', {
      uri: uriOf(LIST),
      changes: [
        { kind: 'remove', setId: 2, uri: 'sip:192.0.2.3' },
        { kind: 'put', setId: 1, uri: 'sip:192.0.2.2', flags: 0, priority: 5 },
      ],
    });
    const lines = applyEdits(DESTINATIONS, [...edits]).split('\n');
    assert.equal(lines[0], '# carriers');
    assert.match(lines[2] ?? '', /^1 \S*192\.0\.2\.2 0 5$/);
    assert.doesNotMatch(lines.join('\n'), /192\.0\.2\.3/);
  });
});
