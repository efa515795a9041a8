import assert from 'node:assert/strict';
import type { ClientCapabilities, InlayHint } from 'vscode-languageserver/node.js';
import { MemoryFiles, uriOf } from '../unit/support/memory-files.ts';
import { EDITOR_CAPABILITIES, startInProcess, type ClientOptions, type TestClient } from './support/client.ts';

const ROOT = '/project/kamailio.cfg';
const LIST = '/project/dispatcher.list';
const TEXT = `#!KAMAILIO
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("tm", "fr_timer", 30000)
request_route {
	ds_select_dst("1", "4");
}
`;

const WITH_HINTS: ClientCapabilities = {
  ...EDITOR_CAPABILITIES,
  workspace: { ...EDITOR_CAPABILITIES.workspace, inlayHint: { refreshSupport: true } },
  textDocument: {
    ...EDITOR_CAPABILITIES.textDocument,
    inlayHint: { dynamicRegistration: false, resolveSupport: { properties: ['tooltip'] } },
  },
};

describe('inlay hints over the protocol', () => {
  let client: TestClient;

  async function start(options: ClientOptions = {}): Promise<void> {
    client = startInProcess(new MemoryFiles({}));
    await client.initialise({ folders: [uriOf('/project')], capabilities: WITH_HINTS, ...options });
    await client.open(uriOf(ROOT), TEXT);
  }

  async function hints(path = ROOT, lines: readonly [number, number] = [0, 99]): Promise<InlayHint[]> {
    const [first, last] = lines;
    return client.request<InlayHint[]>('textDocument/inlayHint', {
      textDocument: { uri: uriOf(path) },
      range: { start: { line: first, character: 0 }, end: { line: last, character: 0 } },
    });
  }

  afterEach(async () => client.stop());

  it('come for the visible lines, their explanation when it is asked for', async () => {
    await start();
    const found = await hints();
    assert.deepEqual(
      found.map(({ position, label, paddingLeft, tooltip }) => ({ position, label, paddingLeft, tooltip })),
      [
        { position: { line: 3, character: 32 }, label: '30 s', paddingLeft: true, tooltip: undefined },
        { position: { line: 5, character: 23 }, label: 'round robin', paddingLeft: true, tooltip: undefined },
      ],
    );
    assert.deepEqual((await hints(ROOT, [4, 7])).length, 1);
    const resolved = await client.request<InlayHint>('inlayHint/resolve', found[1]);
    assert.match((resolved.tooltip as { value: string }).value, /`4`: round robin/);
    assert.equal(resolved.label, 'round robin');
  });

  it('bring their explanation along to clients that cannot ask for it', async () => {
    await start({ capabilities: EDITOR_CAPABILITIES });
    const [first] = await hints();
    assert.match((first?.tooltip as { value: string }).value, /fr_timer/);
  });

  it('follow the settings, and say that they have to be asked for anew', async () => {
    await start({ settings: { inlayHints: { durations: false, arguments: true } } });
    const labels = async (): Promise<unknown[]> => (await hints()).map(({ label }) => label);
    assert.deepEqual(await labels(), ['set:', 'alg:', 'round robin']);
    await client.changeSettings({ inlayHints: { enabled: false } });
    // The start of the server is a reason to ask anew as well.
    do await client.message('workspace/inlayHint/refresh');
    while ((await labels()).length > 0);
  });

  it('name the flags of a list', async () => {
    await start();
    await client.open(uriOf(LIST), '1 sip:192.0.2.1 8\n1 sip:192.0.2.2 0\n', 'kamailio-dispatcher');
    const found = await hints(LIST);
    assert.deepEqual(
      found.map(({ position, label }) => [position.line, label]),
      [[0, 'probing']],
    );
    const resolved = await client.request<InlayHint>('inlayHint/resolve', found[0]);
    assert.match((resolved.tooltip as { value: string }).value, /Pinged/);
  });
});
