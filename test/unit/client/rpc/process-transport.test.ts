import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EndpointTarget } from '../../../../client/src/rpc/endpoint-url.ts';
import { openRpcClient } from '../../../../client/src/rpc/open-client.ts';
import { buildCommandLine } from '../../../../client/src/rpc/process-transport.ts';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import type { Endpoint, RpcValue, Via } from '../../../../client/src/rpc/types.ts';
import { skipUnless } from '../../../support/needs.ts';
import { CertificateMaker, hasOpenssl } from './certificates.ts';
import { LocalServer, settle } from './local-server.ts';
import { encodeReply } from './reply-encoder.ts';

const UNIX: EndpointTarget = { kind: 'unix', path: "/run/it's here/ctl" };
const TCP: EndpointTarget = { kind: 'tcp', host: '127.0.0.1', port: 2046 };
const HTTP6: EndpointTarget = { kind: 'http', host: '::1', port: 8060, path: '/RPC' };

function wordsOf(via: Via, target: EndpointTarget): readonly string[] {
  const { words, problem } = buildCommandLine(via, target);
  assert.ok(words, problem);
  return words;
}

/** Where a program is; a wrapper that looks for the real one by itself counts as that one. */
function findProgram(name: string): string | undefined {
  const script = name === 'python3' ? `python3 -c 'import sys; print(sys.executable)'` : `command -v ${name}`;
  const { status, stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

describe('command lines that lead to a Kamailio', () => {
  it('ssh carries a TCP connection itself', () => {
    const base = ['ssh', '-T', '-e', 'none', '-o', 'BatchMode=yes'];
    assert.deepEqual(wordsOf({ ssh: 'edge1' }, TCP), [...base, '-W', '127.0.0.1:2046', '--', 'edge1']);
    assert.deepEqual(wordsOf({ ssh: 'me@edge1', options: ['-p', '2222'] }, HTTP6), [
      ...[...base, '-p', '2222', '-W', '[::1]:8060', '--', 'me@edge1'],
    ]);
  });

  it('for a Unix socket a program is looked for there', () => {
    const ssh = wordsOf({ ssh: 'edge1' }, UNIX);
    assert.deepEqual(ssh.slice(-3, -1), ['--', 'edge1']);
    assert.match(ssh.at(-1) ?? '', /^'sh' '-c' '.*' 'sh' '\/run\/it'\\''s here\/ctl'$/s);
    const docker = wordsOf({ docker: 'kamailio' }, UNIX);
    assert.deepEqual(
      [docker.slice(0, 6), docker.slice(7)],
      [
        ['docker', 'exec', '-i', 'kamailio', 'sh', '-c'],
        ['sh', UNIX.path],
      ],
    );
    const kubectl = wordsOf({ kubectl: 'sbc-0', namespace: 'voip', container: 'kamailio' }, TCP);
    assert.deepEqual(
      [kubectl.slice(0, 11), kubectl.slice(12)],
      [
        ['kubectl', 'exec', '-i', '-n', 'voip', 'sbc-0', '-c', 'kamailio', '--', 'sh', '-c'],
        ['sh', '127.0.0.1', '2046'],
      ],
    );
  });

  it('any command has the parts of the address put in', () => {
    const command = ['jump', '{host}:{port}', '{path}', '{else}'];
    assert.deepEqual(wordsOf({ command }, TCP), ['jump', '127.0.0.1:2046', '', '{else}']);
    assert.deepEqual(wordsOf({ command }, UNIX), ['jump', ':', UNIX.path, '{else}']);
  });
});

describe('child processes that lead to a Kamailio', () => {
  const oldPath = process.env.PATH ?? '';
  let folder: string;
  let server: LocalServer | undefined;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-way-'));
  });

  afterEach(async () => {
    process.env.PATH = oldPath;
    await server?.close();
    server = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Puts a program of our own before all others. */
  function install(name: string, script: string): void {
    mkdirSync(path.join(folder, 'bin'), { recursive: true });
    writeFileSync(path.join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    process.env.PATH = `${path.join(folder, 'bin')}${path.delimiter}${oldPath}`;
  }

  /** Leaves only these programs to be found. */
  function restrictTo(names: readonly string[]): void {
    const bin = path.join(folder, 'only');
    mkdirSync(bin);
    for (const name of names) {
      const found = findProgram(name);
      if (found !== undefined) symlinkSync(found, path.join(bin, name));
    }
    process.env.PATH = bin;
  }

  async function serveBinrpc(file?: string): Promise<LocalServer> {
    server = await LocalServer.binrpc(({ cookie }, socket) => {
      socket.write(encodeReply(cookie, [{ text: 'x'.repeat(500_000) }, { text: 'kamailio' }]));
    }, file);
    return server;
  }

  async function ask(endpoint: Endpoint): Promise<RpcValue> {
    const client = openRpcClient(endpoint);
    try {
      const first = await client.call('core.version');
      assert.deepEqual(await client.call('core.version'), first);
      return (first as string[])[1] ?? null;
    } finally {
      client.dispose();
    }
  }

  for (const program of ['socat', 'nc', 'python3', 'perl']) {
    for (const kind of ['unix', 'tcp'] as const) {
      it(`${program} is taken where it is all that is there, for ${kind}`, async function () {
        const found = findProgram(program);
        skipUnless(this, found !== undefined, `the program ${program}`);
        const place = path.join(folder, 'the ctl');
        const { port } = await serveBinrpc(kind === 'unix' ? place : undefined);
        const words = wordsOf({ docker: 'x' }, kind === 'unix' ? { kind, path: place } : { ...TCP, port });
        restrictTo(['sh', 'grep', program]);
        const url = kind === 'unix' ? `unix:${place}` : `tcp://127.0.0.1:${port}`;
        // What docker would run there, run here.
        assert.equal(await ask({ url, via: { command: words.slice(4) } }), 'kamailio');
        await settle('the connection to end', () => server?.open === 0);
      });
    }
  }

  it('it is said when there is none of them', async () => {
    const words = wordsOf({ docker: 'x' }, { kind: 'unix', path: '/run/none' });
    restrictTo(['sh', 'grep']);
    await assert.rejects(
      ask({ url: 'unix:/run/none', via: { command: words.slice(4) } }),
      (error) =>
        error instanceof RpcError && error.kind === 'process' && error.message.includes('status 127: none of socat'),
    );
  });

  it('ssh gets the words whole through the shell there', async function () {
    skipUnless(this, findProgram('python3') !== undefined || findProgram('perl') !== undefined, 'python3 or perl');
    const place = path.join(folder, `it's "the" $ctl`);
    await serveBinrpc(place);
    install('ssh', 'while [ "$1" != -- ]; do shift; done; shift 2; exec sh -c "$*"');
    const client = openRpcClient({ url: `unix:${place}`, via: { ssh: 'edge1' } });
    assert.equal(client.address, `unix:${place} via ssh edge1`);
    client.dispose();
    assert.equal(await ask({ url: `unix:${place}`, via: { ssh: 'edge1' } }), 'kamailio');
  });

  it('HTTP and HTTPS go over a child too, and a child is kept', async function () {
    skipUnless(this, hasOpenssl(), 'the program openssl');
    const maker = new CertificateMaker();
    const own = maker.makeSelfSigned('sbc.example.com');
    maker.dispose();
    const started = path.join(folder, 'started');
    install('kubectl', `echo run >> '${started}'\nwhile [ "$1" != -- ]; do shift; done; shift; exec "$@"`);
    for (const isSecure of [false, true]) {
      const answer = JSON.stringify({ jsonrpc: '2.0', result: ['', 'kamailio'] });
      let id = 0;
      const respond = (_: unknown, response: { end(body: string): unknown }): void => {
        id += 1;
        response.end(answer.replace('{', `{"id":${id},`));
      };
      server = isSecure
        ? await LocalServer.https({ cert: own.certificate, key: own.key }, respond)
        : await LocalServer.http(respond);
      const endpoint = {
        url: `${isSecure ? 'https' : 'http'}://127.0.0.1:${server.port}/RPC`,
        tls: { ca: own.certificate, serverName: 'sbc.example.com' },
        via: { kubectl: 'sbc-0' },
      };
      assert.equal(await ask(endpoint), 'kamailio');
      await settle('the connection to end', () => server?.open === 0);
      await server.close();
    }
    server = undefined;
    assert.equal(readFileSync(started, 'utf8'), 'run\nrun\n');
  });

  it('a child that hears neither the end of its input nor SIGTERM is killed, with what it has started', async function () {
    skipUnless(this, existsSync('/proc/self/status'), 'the processes under /proc');
    const pids = path.join(folder, 'pids');
    const script = `trap '' TERM; sleep 600 & echo $$ $! > '${pids}'; while :; do wait; done`;
    const client = openRpcClient({ url: 'tcp://127.0.0.1:1', via: { command: ['sh', '-c', script] } });
    const call = client.call('core.version').catch(() => undefined);
    let running: number[] = [];
    await settle('the child to start', () => {
      running = read(pids).split(' ').map(Number);
      return running.length === 2;
    });
    client.dispose();
    await call;
    await settle('the child to end', () => running.every((pid) => !isRunning(pid)));
  });
});

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** A process that has ended and that nobody has asked for yet does not run. */
function isRunning(pid: number): boolean {
  return /^State:\s+[^Z\s]/m.test(read(`/proc/${pid}/status`));
}
