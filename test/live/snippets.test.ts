import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { needKamailio } from '../support/needs.ts';
import { findFreePorts } from '../../tools/deployment/free-ports.ts';
import { checkConfiguration, findComplaints, KamailioProcess } from '../../tools/deployment/kamailio-process.ts';
import { hostSnippet } from '../support/snippet-host.ts';
import { expandSnippet, readSnippets, type Place } from '../support/snippet-text.ts';

const LOOPBACK_PORT = /(?<=127\.0\.0\.1:)\d+/g;

/** No rtpengine runs here, which the module says at its start. */
const NO_RTPENGINE = /rtpengine .*(?:send_rtpp_command|rtpp_test)/;

describe('the snippets', () => {
  let kamailio = '';
  let folder = '';

  before(function () {
    kamailio = needKamailio(this);
    folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-snippets-'));
    writeFileSync(path.join(folder, 'dispatcher.list'), '1 sip:127.0.0.1:9 0 0 weight=50\n');
  });

  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  const snippets = readSnippets();

  it('are known by prefixes of their own', () => {
    const prefixes = snippets.flatMap((snippet) => snippet.prefixes);
    assert.deepEqual(
      prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index),
      [],
    );
  });

  for (const { name, place, description, body } of snippets) {
    describe(name, () => {
      it('says in its name where it belongs and in a sentence what it does', () => {
        assert.ok(place);
        assert.match(description, /^[A-Z].*\.$/);
      });

      it('is accepted by kamailio -c', async () => {
        const file = await writeHost(place ?? 'Top level', body);
        const { exitCode, output } = await checkConfiguration(kamailio, file);
        assert.deepEqual(findComplaints(output), []);
        assert.equal(exitCode, 0, output);
      });

      // Wrong pseudo-variables, routes and files come to light here and not before.
      it('starts', async () => {
        const file = await writeHost(place ?? 'Top level', body);
        const node = new KamailioProcess(kamailio, name, file, mkdtempSync(path.join(folder, 'run-')), []);
        try {
          await node.waitUntilReady();
          assert.deepEqual(
            findComplaints(node.log).filter((line) => !NO_RTPENGINE.test(line)),
            [],
          );
        } finally {
          await node.stop();
        }
      });
    });
  }

  /** Writes the configuration around a snippet, moved to free ports and to the test's folder. */
  async function writeHost(place: Place, body: string): Promise<string> {
    const text = hostSnippet(place, expandSnippet(body)).replaceAll('/etc/kamailio', folder);
    const written = [...new Set(text.match(LOOPBACK_PORT))];
    const free = await findFreePorts(written.length);
    const file = path.join(folder, 'kamailio.cfg');
    writeFileSync(
      file,
      text.replace(LOOPBACK_PORT, (port) => String(free[written.indexOf(port)])),
    );
    return file;
  }
});
