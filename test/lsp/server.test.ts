import assert from 'node:assert/strict';
import type { IncludedFilesParams, InactiveRegionsParams, StatusParams } from '../../server/src/lsp/messages.ts';
import { MemoryFiles, uriOf } from '../unit/support/memory-files.ts';
import { startInProcess, type ClientOptions, type TestClient } from './support/client.ts';

const ROOT = '/project/kamailio.cfg';
const PARTS = '/project/routes.cfg';
const FOLDERS = [uriOf('/project')];

describe('the language server', () => {
  let client: TestClient;
  let files: MemoryFiles;

  async function start(contents: Record<string, string>, options: ClientOptions = {}): Promise<void> {
    files = new MemoryFiles(contents);
    client = startInProcess(files, () => Promise.resolve(Object.keys(contents).map(uriOf)));
    await client.initialise({ folders: FOLDERS, ...options });
  }

  async function openFile(path: string): Promise<string> {
    await client.open(uriOf(path), files.read(uriOf(path)) ?? '');
    return uriOf(path);
  }

  afterEach(async () => client.stop());

  it('answers with the findings of a document, and follows its edits', async () => {
    await start({ [ROOT]: '#!KAMAILIO\nrequest_route {\n\texit\n}\n' });
    const uri = await openFile(ROOT);
    const [finding, ...rest] = await client.diagnostics(uri);
    assert.deepEqual(rest, []);
    assert.equal(finding?.code, 'missing-semicolon');
    assert.equal(finding.source, 'kamailio');
    assert.deepEqual(finding.range, { start: { line: 2, character: 4 }, end: { line: 2, character: 5 } });
    const end = { line: 2, character: 5 };
    await client.edit(uri, { start: end, end }, ';');
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it('reads a fragment through the root that includes it', async () => {
    await start({
      [ROOT]: '#!KAMAILIO\n#!define WITH_NAT\nrequest_route {\n\troute(NAT);\n}\ninclude_file "routes.cfg"\n',
      [PARTS]: 'route[NAT] {\n#!ifdef WITH_NAT\n\texit;\n#!else\n\tthis is no Kamailio "\n#!endif\n}\n',
    });
    const uri = await openFile(PARTS);
    const inactive = await client.message<InactiveRegionsParams>(
      'kamailio/inactiveRegions',
      ({ ranges }) => ranges.length > 0,
    );
    assert.deepEqual(inactive.ranges, [{ start: 4, end: 4 }]);
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it('renews the findings of a fragment when its root changes on the disk', async () => {
    const root = (define: string): string =>
      `#!KAMAILIO\n${define}\nrequest_route { exit; }\ninclude_file "routes.cfg"\n`;
    await start({ [ROOT]: root('#!define A'), [PARTS]: '#!ifndef A\nroute[X] { exit }\n#!endif\n' });
    const uri = await openFile(PARTS);
    await client.message('kamailio/inactiveRegions', (params: InactiveRegionsParams) => params.ranges.length === 1);
    assert.deepEqual(await client.diagnostics(uri), []);
    files.write(ROOT, root('# nothing'));
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf(ROOT), type: 2 }],
    });
    await client.message('workspace/diagnostic/refresh');
    assert.deepEqual(
      (await client.diagnostics(uri)).map(({ code }) => code),
      ['missing-semicolon'],
    );
  });

  it('sends findings by itself to a client that does not ask', async () => {
    await start({ [ROOT]: '#!KAMAILIO\nrequest_route { exit }\n' }, { capabilities: {} });
    const uri = await openFile(ROOT);
    interface Published {
      uri: string;
      diagnostics: { code: string }[];
    }
    const published = await client.message<Published>(
      'textDocument/publishDiagnostics',
      (params) => params.diagnostics.length > 0,
    );
    assert.equal(published.uri, uri);
    assert.deepEqual(
      published.diagnostics.map(({ code }) => code),
      ['missing-semicolon'],
    );
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await client.message<Published>('textDocument/publishDiagnostics', (params) => params.diagnostics.length === 0);
  });

  it('takes the version and the disabled rules from the settings of the resource', async () => {
    await start({ [ROOT]: '#!KAMAILIO\nrequest_route { exit }\n' }, { settings: { version: '5.8' } });
    const uri = await openFile(ROOT);
    const status = await client.message<StatusParams>(
      'kamailio/status',
      ({ kamailioVersion }) => kamailioVersion === '5.8',
    );
    assert.equal(status.uri, uri);
    await client.changeSettings({ version: '5.7', diagnostics: { disabled: ['missing-semicolon'] } });
    await client.message<StatusParams>('kamailio/status', ({ kamailioVersion }) => kamailioVersion === '5.7');
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it('names the files that known configurations include', async () => {
    await start({ [ROOT]: '#!KAMAILIO\ninclude_file "routes.cfg"\n', [PARTS]: 'route[X] { exit; }\n' });
    const { uris } = await client.message<IncludedFilesParams>(
      'kamailio/includedFiles',
      (params) => params.uris.length > 0,
    );
    assert.deepEqual(uris, [uriOf(PARTS)]);
  });

  it('answers about a document that it does not know with nothing', async () => {
    await start({});
    assert.deepEqual(await client.diagnostics(uriOf('/project/none.cfg')), []);
    assert.deepEqual(client.log, []);
  });
});
