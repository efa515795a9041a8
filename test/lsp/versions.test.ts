import assert from 'node:assert/strict';
import type {
  CompletionItem,
  Hover,
  PublishDiagnosticsParams,
  RegistrationParams,
} from 'vscode-languageserver/node.js';
import type {
  CatalogueProblemsParams,
  CustomRequests,
  KnownVersionsParams,
  StatusParams,
} from '../../server/src/lsp/messages.ts';
import { MemoryFiles, uriOf } from '../unit/support/memory-files.ts';
import { EDITOR_CAPABILITIES, startInProcess, type TestClient } from './support/client.ts';

const ROOT = '/project/kamailio.cfg';
const MODULE = '/project/modules/acme.json';
const WATCHING = {
  ...EDITOR_CAPABILITIES,
  workspace: {
    ...EDITOR_CAPABILITIES.workspace,
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
  },
};

function configuration(...lines: string[]): string {
  return ['#!KAMAILIO', '# kamailio-version: 5.8', ...lines, 'request_route { exit; }', ''].join('\n');
}

describe('the language server and the version', () => {
  let client: TestClient;
  let files: MemoryFiles;

  async function start(contents: Record<string, string>, settings: object = {}): Promise<string> {
    files = new MemoryFiles(contents);
    client = startInProcess(files, () => Promise.resolve([uriOf(ROOT)]));
    await client.initialise({ folders: [uriOf('/project')], settings, capabilities: WATCHING });
    await client.open(uriOf(ROOT), contents[ROOT] ?? '');
    return uriOf(ROOT);
  }

  const tellKnown = (known: Partial<KnownVersionsParams>): Promise<void> =>
    client.connection.sendNotification('kamailio/knownVersions', { live: [], installed: undefined, ...known });
  const status = (version: string, kind: string): Promise<StatusParams> =>
    client.message<StatusParams>(
      'kamailio/status',
      ({ kamailioVersion, versionSource }) => kamailioVersion === version && versionSource.kind === kind,
    );
  /** Other findings are no matter here. */
  const unknownParameters = async (uri: string): Promise<number> =>
    (await client.diagnostics(uri)).filter(({ code }) => code === 'unknown-module-parameter').length;
  const hoverAt = async (uri: string, line: number, character: number): Promise<string> => {
    const position = { line, character };
    const hover = await client.request<Hover | null>('textDocument/hover', { textDocument: { uri }, position });
    return (hover?.contents as { value: string } | undefined)?.value ?? '';
  };
  const problems = (accepts: (params: CatalogueProblemsParams) => boolean): Promise<CatalogueProblemsParams> =>
    client.message<CatalogueProblemsParams>('kamailio/catalogueProblems', accepts);
  async function ask<Name extends keyof CustomRequests>(
    name: Name,
    params: CustomRequests[Name]['params'],
  ): Promise<CustomRequests[Name]['result']> {
    return client.request(name, params);
  }

  afterEach(async () => client.stop());

  it('follows what the editor knows, and the settings: status, findings, hover and completion', async () => {
    const uri = await start({
      [ROOT]: configuration('loadmodule "tm.so"', 'modparam("tm", "failover_reply_codes", "500")'),
    });
    await status('5.8', 'comment');
    assert.equal(await unknownParameters(uri), 0);

    await tellKnown({ installed: { program: '/usr/sbin/kamailio', release: '5.6.3' } });
    await status('5.6', 'installed');
    assert.equal(await unknownParameters(uri), 1);
    assert.match(await hoverAt(uri, 3, 20), /\*\*New in 5\.7\*\*; you use 5\.6/);
    const newer = (await client.completions(uri, 3, 16)).find(({ label }) => label === 'failover_reply_codes');
    assert.equal(newer?.detail, 'new in 5.7; you use 5.6');
    const resolved = await client.request<CompletionItem>('completionItem/resolve', newer);
    assert.match(JSON.stringify(resolved.documentation), /New in 5\.7/);

    const live = [{ server: 'sbc', release: '6.0.1', configuration: uri, listFile: undefined }];
    await tellKnown({ live, installed: { program: '/usr/sbin/kamailio', release: '5.6.3' } });
    const { versionSource } = await status('6.0', 'live');
    assert.deepEqual(versionSource, { kind: 'live', server: 'sbc', release: '6.0.1' });
    assert.equal(await unknownParameters(uri), 0);

    await client.changeSettings({ version: '5.5' });
    await status('5.5', 'setting');
    await client.changeSettings({ version: 'auto' });
    await status('6.0', 'live');
  });

  it('tells what is wrong with a module of the user’s own, in its file too, and follows its changes', async () => {
    const uri = await start(
      {
        [ROOT]: configuration('loadmodule "acme.so"', 'modparam("acme", "tariff", "day")'),
        [MODULE]: '{\n  "name": "acme",\n  "parameters": [{ "name": "tariff", "types": "string" }]\n}\n',
      },
      { catalogue: { extra: ['modules'] } },
    );
    const range = { start: { line: 2, character: 37 }, end: { line: 2, character: 44 } };
    const message = 'parameters[0].types must be a list.';
    assert.deepEqual((await problems((params) => params.problems.length > 0)).problems, [
      { uri: uriOf(MODULE), message, range },
    ]);
    const published = await client.message<PublishDiagnosticsParams>(
      'textDocument/publishDiagnostics',
      (params) => params.uri === uriOf(MODULE) && params.diagnostics.length > 0,
    );
    assert.deepEqual(
      published.diagnostics.map(({ code, source, range: place, message: text }) => [code, source, place, text]),
      [['module-description', 'kamailio', range, message]],
    );
    assert.ok(client.log.some((line) => line.includes('acme.json') && line.includes(message)));
    assert.equal(await unknownParameters(uri), 0);

    const { registrations } = await client.message<RegistrationParams>('client/registerCapability', (params) =>
      JSON.stringify(params).includes('modules'),
    );
    assert.deepEqual(registrations[0]?.registerOptions, {
      watchers: [{ globPattern: { baseUri: uriOf('/project/modules'), pattern: '*.json' } }],
    });
    files.write(
      MODULE,
      '{ "name": "acme", "parameters": [{ "name": "tarif", "types": ["string"], "text": "Money." }] }\n',
    );
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf(MODULE), type: 2 }],
    });
    await problems((params) => params.problems.length === 0);
    await client.message<PublishDiagnosticsParams>(
      'textDocument/publishDiagnostics',
      (params) => params.uri === uriOf(MODULE) && params.diagnostics.length === 0,
    );
    assert.equal(await unknownParameters(uri), 1);
  });

  it('tells of a folder that has no descriptions, until the setting is gone', async () => {
    await start({ [ROOT]: configuration('loadmodule "tm.so"') }, { catalogue: { extra: ['none'] } });
    const { problems: told } = await problems((params) => params.problems.length > 0);
    assert.deepEqual(told, [
      { uri: uriOf('/project/none'), message: 'The folder holds no description of a module (*.json).' },
    ]);
    await client.changeSettings({});
    await problems((params) => params.problems.length === 0);
  });

  it('shows Kamailio’s own text below the project’s', async () => {
    const readme =
      '1. Overview\n\n   Written by others.\n\n2. Parameters\n\n2.1. fr_timer (integer)\n\n   Others say.\n';
    const uri = await start(
      {
        [ROOT]: configuration('loadmodule "tm.so"', 'modparam("tm", "fr_timer", 1)'),
        '/usr/share/doc/kamailio/modules/README.tm': readme,
      },
      { catalogue: { source: '/usr/share/doc/kamailio' } },
    );
    const parameter = await hoverAt(uri, 3, 17);
    assert.match(
      parameter,
      /modparam\("tm", "fr_timer"[\s\S]*---\n\n\*\*Kamailio's own text\*\*[\s\S]*\n> Others say\.$/,
    );
    assert.match(await hoverAt(uri, 2, 13), /\n> Written by others\.$/);
    await client.changeSettings({});
    await client.message('workspace/diagnostic/refresh');
    assert.doesNotMatch(await hoverAt(uri, 3, 17), /Others say/);
  });

  it('lists the modules of the version, and gives their pages', async () => {
    const uri = await start({
      [ROOT]: configuration('loadmodule "tm.so"'),
      [MODULE]: '{ "name": "acme", "text": "Prices calls." }',
    });
    const { version, modules } = await ask('kamailio/modules', { uri });
    assert.equal(version, '5.8');
    assert.ok(modules.some(({ name }) => name === 'app_java'));
    assert.ok(!modules.some(({ name }) => name === 'acme'));
    assert.equal((await ask('kamailio/modules', { uri: undefined })).version, '6.1');
    const page = await ask('kamailio/modulePage', { uri, module: 'tm' });
    assert.match(page?.markdown ?? '', /^# tm\n\nKamailio 5\.8\n/);
    const newest = await ask('kamailio/modulePage', { uri, module: 'tm', version: '6.1' });
    assert.match(newest?.markdown ?? '', /^# tm\n\nKamailio 6\.1\n/);
    assert.equal(await ask('kamailio/modulePage', { uri, module: 'acme' }), null);
    await client.changeSettings({ catalogue: { extra: ['modules'] } });
    // The first such message may still be about what was opened.
    const isKnown = async (): Promise<boolean> =>
      (await ask('kamailio/modules', { uri })).modules.some(({ name }) => name === 'acme');
    while (!(await isKnown())) await client.message('workspace/diagnostic/refresh');
    assert.match((await ask('kamailio/modulePage', { uri, module: 'acme' }))?.markdown ?? '', /Prices calls\./);
  });
});
