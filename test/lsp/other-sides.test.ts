import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode-languageserver/node.js';
import type { OtherSidesAnswer, OtherSidesProgressParams } from '../../server/src/lsp/messages.ts';
import { MemoryFiles, uriOf } from '../unit/support/memory-files.ts';
import { startInProcess, type TestClient } from './support/client.ts';

const ROOT = '/project/kamailio.cfg';
const PART = '/project/part.cfg';
const TEXTS = {
  [ROOT]:
    '#!KAMAILIO\nloadmodule "pv.so"\n#!ifdef A\nfoo=1\n#!endif\n#!ifdef B\ninclude_file "part.cfg"\n#!endif\nrequest_route {\n  $var(x) = 1;\n  exit;\n}\n',
  [PART]: '#!ifdef C\nbar=1\n#!else\nbaz=1\n#!endif\n',
};

describe('the language server and the other sides of conditions', () => {
  let client: TestClient;

  async function start(settings: object = {}, text = TEXTS[ROOT]): Promise<void> {
    client = startInProcess(new MemoryFiles(TEXTS), () => Promise.resolve([uriOf(ROOT)]));
    await client.initialise({ folders: [uriOf('/project')], settings });
    await client.open(uriOf(ROOT), text);
  }

  const ask = (uri: string): Promise<OtherSidesAnswer> =>
    client.request<OtherSidesAnswer>('kamailio/checkOtherSides', { uri: uriOf(uri) });

  afterEach(() => client.stop());

  it('finds what they hide, in all files, and leaves the findings of the document alone', async () => {
    await start();
    const answer = await ask(ROOT);
    assert.deepEqual(
      answer.files.map(({ uri, findings }) => [
        uri,
        findings.map(({ range, severity, message }) => [
          range.start.line,
          severity,
          /\(with [^)]*\)$/.exec(message)?.[0],
        ]),
      ]),
      [
        [uriOf(ROOT), [[3, 'error', '(with A)']]],
        [
          uriOf(PART),
          [
            [3, 'error', '(with B)'],
            [1, 'error', '(with B and C)'],
          ],
        ],
      ],
    );
    assert.deepEqual([answer.runs, answer.leftOut], [3, 0]);
    assert.deepEqual(await client.diagnostics(uriOf(ROOT)), []);
  });

  it('tells how far it is', async () => {
    await start();
    const last = client.message<OtherSidesProgressParams>(
      'kamailio/otherSidesProgress',
      ({ runs, outstanding }) => runs === 3 && outstanding === 0,
    );
    await ask(ROOT);
    assert.equal((await last).uri, uriOf(ROOT));
  });

  it('obeys the severities of the settings', async () => {
    await start({ diagnostics: { severity: { 'unknown-core-setting': 'off' } } });
    assert.deepEqual((await ask(ROOT)).files, []);
  });

  it('stops when it is cancelled', async () => {
    const switches = Array.from({ length: 80 }, (_, index) => `#!ifdef S${index}\nchildren=${index}\n#!endif\n`);
    await start({}, TEXTS[ROOT] + switches.join(''));
    const source = new CancellationTokenSource();
    const progress = client.message<OtherSidesProgressParams>('kamailio/otherSidesProgress', ({ runs }) => runs === 1);
    const answer = client.connection.sendRequest('kamailio/checkOtherSides', { uri: uriOf(ROOT) }, source.token);
    void progress.then(() => source.cancel());
    await assert.rejects(answer, /cancelled/);
  });

  it('has nothing to say about what is not there', async () => {
    await start();
    assert.deepEqual(await ask('/project/none.cfg'), { files: [], runs: 0, leftOut: 0 });
  });
});
