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

describe('the snippets for destination lists', () => {
  const snippets = readSnippets('kamailio-dispatcher');
  let folder = '';
  let node: KamailioProcess;
  let port = 0;

  before(async function () {
    const kamailio = needKamailio(this);
    folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-snippets-'));
    [port = 0] = await findFreePorts(1);
    const host = 'modparam("dispatcher", "reload_delta", 0)\nevent_route[dispatcher:dst-down] { exit; }';
    const text = hostSnippet('Top level', host).replaceAll('/etc/kamailio', folder);
    writeFileSync(path.join(folder, 'dispatcher.list'), '');
    writeFileSync(path.join(folder, 'kamailio.cfg'), text.replace(LOOPBACK_PORT, String(port)));
    node = new KamailioProcess(kamailio, 'list', path.join(folder, 'kamailio.cfg'), folder);
    await node.waitUntilReady();
  });

  after(async () => {
    if (folder === '') return;
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { name, description, body } of snippets) {
    // What fills in a template is Consul's business; here somebody else does.
    const list = expandSnippet(body)
      .replaceAll(/^\{\{(?:range .*|end)\}\}$/gm, '')
      .replaceAll('{{.Address}}', '192.0.2.30')
      .replaceAll('{{.Port}}', '5060')
      .replaceAll('{{.ID}}', 'media-30')
      // Nobody looks for names here.
      .replaceAll('sip:sip.example.com', 'sip:192.0.2.20');
    // The socket must be one of Kamailio's own.
    const listFor = (port: number): string => list.replaceAll('tls:192.0.2.1:5061', `udp:127.0.0.1:${port}`);

    it(`${name}: Kamailio takes every line`, async () => {
      assert.match(description, /^[A-Z].*\.$/);
      const logged = node.log.length;
      writeFileSync(path.join(folder, 'dispatcher.list'), `${listFor(port)}\n`);
      assert.match(await node.kamcmd('dispatcher.reload'), /Ok\./);
      const destinations = (await node.kamcmd('dispatcher.list')).match(/URI:/g) ?? [];
      assert.equal(destinations.length, list.split('\n').filter((line) => /^\d/.test(line)).length);
      assert.deepEqual(findComplaints(node.log.slice(logged)), []);
    });
  }
});
