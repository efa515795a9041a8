import assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver/node.js';
import { MemoryFiles, uriOf } from '../unit/support/memory-files.ts';
import { nodeAt } from '../unit/support/nodes.ts';
import { startInProcess, type TestClient } from './support/client.ts';

const A = '/project/a/kamailio.cfg';
const B = '/project/b/kamailio.cfg';
const SECONDS = 'autoexpire=300';

function node(own: number, other: number): string {
  const table = `ban=>size=8;${SECONDS};dmqreplicate=1`;
  return nodeAt(
    own,
    [other],
    `loadmodule "htable.so"\nmodparam("htable", "enable_dmq", 1)\nmodparam("htable", "htable", "${table}")\n`,
  );
}

describe('the language server, for nodes that replicate to each other', () => {
  let client: TestClient;
  let files: MemoryFiles;

  beforeEach(async () => {
    files = new MemoryFiles({ [A]: node(1, 2), [B]: node(2, 1) });
    client = startInProcess(files, () => Promise.resolve([A, B].map(uriOf)));
    await client.initialise({ folders: [uriOf('/project')], settings: { version: '5.6' } });
  });

  afterEach(async () => {
    assert.deepEqual(client.log, [], 'nothing went wrong in the server');
    await client.stop();
  });

  async function openFile(path: string): Promise<void> {
    await client.open(uriOf(path), files.read(uriOf(path)) ?? '');
  }

  async function differences(path: string): Promise<Diagnostic[]> {
    return (await client.diagnostics(uriOf(path))).filter(({ code }) => code === 'node-table-differs');
  }

  /** Asks again whenever the server says that findings may have changed, until there are so many differences. */
  async function waitFor(path: string, count: number): Promise<void> {
    while ((await differences(path)).length !== count) await client.message('workspace/diagnostic/refresh');
  }

  /** Puts another number of seconds into an open document. */
  async function edit(path: string, from: string, to: string): Promise<void> {
    const lines = (files.read(uriOf(path)) ?? '').split('\n');
    const line = lines.findIndex((text) => text.includes(SECONDS));
    const character = (lines[line] ?? '').indexOf(SECONDS);
    const range = { start: { line, character }, end: { line, character: character + from.length } };
    await client.edit(uriOf(path), range, to);
  }

  it('shows in one file what an edit of the other brings, and points there', async () => {
    await openFile(A);
    await openFile(B);
    assert.deepEqual([await differences(B), await differences(A)], [[], []]);
    await edit(B, SECONDS, 'autoexpire=60');
    const [found] = await differences(A);
    assert.ok(found);
    assert.match(found.message, /after 300 seconds here and after 60 seconds on sip:192\.0\.2\.2:5060/);
    const [place] = found.relatedInformation ?? [];
    assert.equal(place?.location.uri, uriOf(B));
    assert.equal(place.location.range.start.line, found.range.start.line);
    assert.equal((await differences(B)).length, 1);
    await edit(B, 'autoexpire=60', SECONDS);
    assert.deepEqual(await differences(A), []);
  });

  it('knows the configuration of a node that is not open, and follows its changes', async () => {
    await openFile(A);
    files.write(B, node(2, 1).replace(SECONDS, 'autoexpire=60'));
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf(B), type: 2 }],
    });
    await waitFor(A, 1);
    files.remove(B);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf(B), type: 3 }],
    });
    await waitFor(A, 0);
  });
});
