import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { openRpcClient } from '../../../../client/src/rpc/open-client.ts';
import { RpcError, type RpcErrorKind } from '../../../../client/src/rpc/rpc-error.ts';
import type { Endpoint, RpcClient } from '../../../../client/src/rpc/types.ts';
import { skipUnless } from '../../../support/needs.ts';
import { type Certificate, CertificateMaker, hasOpenssl } from './certificates.ts';
import { countHandles, LocalServer, sameHandles, settle, type BinrpcRequest } from './local-server.ts';
import { encodeFault, encodePacket, encodeReply } from './reply-encoder.ts';

const SECRET = 'hunter2-and-more';
/** For what never answers. */
const SHORT_MS = 60;
const SIZE_LIMIT = 100_000;

/** What a row needs to make its fault. */
class Scene {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-faults-'));
  readonly servers: LocalServer[] = [];
  readonly undo: (() => void)[] = [];

  async tcp(serve: (socket: Socket) => void): Promise<Endpoint> {
    return { url: `tcp://127.0.0.1:${await this.#add(LocalServer.stream(serve))}` };
  }

  async binrpc(answer: (request: BinrpcRequest, socket: Socket) => void): Promise<Endpoint> {
    return { url: `tcp://127.0.0.1:${await this.#add(LocalServer.binrpc(answer))}` };
  }

  async http(answer: RequestListener, credentials?: Endpoint['credentials']): Promise<Endpoint> {
    return { url: `http://127.0.0.1:${await this.#add(LocalServer.http(answer))}/RPC`, credentials };
  }

  /** Answers with this status and body. */
  async httpReply(status: number, body: string, type = 'application/json'): Promise<Endpoint> {
    return this.http((request, response) => {
      request.resume();
      response.writeHead(status, { 'Content-Type': type }).end(body);
    });
  }

  async https(own: Certificate, more: object = {}): Promise<Endpoint> {
    const tls = { cert: own.certificate, key: own.key, ...more };
    const port = await this.#add(
      LocalServer.https(tls, (_, response) => response.end('{"jsonrpc":"2.0","result":1,"id":1}')),
    );
    return { url: `https://127.0.0.1:${port}/RPC` };
  }

  async unix(file: string): Promise<string> {
    const place = path.join(this.folder, file);
    await this.#add(LocalServer.binrpc(() => undefined, place));
    return place;
  }

  /** Gives up the rights of root, whom nothing is forbidden, until the row is through. */
  becomeSomebody(): void {
    chmodSync(this.folder, 0o755);
    if (process.geteuid?.() !== 0) return;
    process.seteuid?.(65534);
    this.undo.push(() => process.seteuid?.(0));
  }

  async #add(server: Promise<LocalServer>): Promise<number> {
    const started = await server;
    this.servers.push(started);
    return started.port;
  }

  async close(): Promise<void> {
    for (const undo of this.undo.reverse()) undo();
    await Promise.all(this.servers.map((server) => server.close()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface Row {
  readonly what: string;
  /** Makes the fault and gives the way to it. */
  readonly endpoint: (scene: Scene) => Endpoint | Promise<Endpoint>;
  readonly kind: RpcErrorKind;
  readonly message: RegExp;
  readonly method?: string;
  readonly deadline?: number;
  /** What is done instead of one call. */
  readonly act?: (client: RpcClient) => Promise<unknown>;
}

/** Runs a row and looks that nothing is left of it. */
async function check({ endpoint, kind, message, method = 'core.version', deadline = 5000, act }: Row): Promise<void> {
  const scene = new Scene();
  // Mocha starts the timer of a test when the test has begun.
  await new Promise(setImmediate);
  const before = countHandles();
  let client: RpcClient | undefined;
  try {
    const target = await endpoint(scene);
    client = openRpcClient(target, { deadline, replySize: SIZE_LIMIT });
    const opened = client;
    await assert.rejects(act === undefined ? client.call(method) : act(opened), (error) => {
      assert.ok(error instanceof RpcError, String(error));
      assert.deepEqual({ kind: error.kind, message: error.message }, { kind, message: error.message });
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, new RegExp(SECRET));
      assert.match(error.message, /^[^\n]{1,500}$/);
      return true;
    });
    client.dispose();
    await settle('the connections to end', () => scene.servers.every((server) => server.open === 0));
  } finally {
    client?.dispose();
    await scene.close();
  }
  await settle('the handles to go', () => sameHandles(before, countHandles()));
  assert.deepEqual(countHandles(), before);
}

function table(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    for (const row of rows) it(`${row.what}: ${row.kind}`, () => check(row));
  });
}

/** Answers with a good reply, of which only so many bytes are sent (counted from its end when negative). */
function cutReply(bytes: number): (request: BinrpcRequest, socket: Socket) => void {
  return ({ cookie }, socket) => {
    const reply = encodeReply(cookie, [{ text: 'kamailio 5.6.3 (x86_64/linux)' }]);
    socket.end(reply.subarray(0, bytes < 0 ? reply.length + bytes : bytes));
  };
}

function send(bytes: Buffer | string): (socket: Socket) => void {
  return (socket) => void socket.once('data', () => socket.write(bytes));
}

function sendBody(hex: string): (request: BinrpcRequest, socket: Socket) => void {
  return ({ cookie }, socket) => void socket.write(encodePacket(1, cookie, Buffer.from(hex, 'hex')));
}

function command(script: string): Endpoint {
  return { url: 'tcp://127.0.0.1:1', via: { command: ['sh', '-c', script] } };
}

table('faults of a socket', [
  {
    what: 'nobody listens',
    endpoint: async (scene) => {
      const endpoint = await scene.tcp(() => undefined);
      await scene.servers.pop()?.close();
      return endpoint;
    },
    kind: 'refused',
    message: /^Nobody listens on tcp:\/\/127\.0\.0\.1:\d+\.$/,
  },
  {
    what: 'no such socket',
    endpoint: ({ folder }) => ({ url: `unix:${folder}/none` }),
    kind: 'not-found',
    message: /There is no socket .*\/none: Kamailio is not running/,
  },
  {
    what: 'a file where a folder should be',
    endpoint: ({ folder }) => {
      writeFileSync(path.join(folder, 'file'), '');
      return { url: `unix:${folder}/file/ctl` };
    },
    kind: 'not-found',
    message: /There is no socket/,
  },
  {
    what: 'a socket left over',
    endpoint: async (scene) => {
      const place = await scene.unix('ctl');
      renameSync(place, `${place}-old`);
      await scene.servers.pop()?.close();
      return { url: `unix:${place}-old` };
    },
    kind: 'refused',
    message: /ctl-old: it is left over from a Kamailio that has ended/,
  },
  {
    what: 'a file that is no socket',
    endpoint: ({ folder }) => {
      writeFileSync(path.join(folder, 'ctl'), '');
      return { url: `unix:${folder}/ctl` };
    },
    kind: 'refused',
    message: /is no socket\.$/,
  },
  {
    what: 'a socket for its owner alone',
    endpoint: async (scene) => {
      const place = await scene.unix('ctl');
      chmodSync(place, process.geteuid?.() === 0 ? 0o600 : 0);
      scene.becomeSomebody();
      return { url: `unix:${place}` };
    },
    kind: 'no-permission',
    message: /only \S+.* may use it, its group \S+ may not; set the parameters/,
  },
  {
    what: 'a socket in a folder that may not be entered',
    endpoint: async (scene) => {
      mkdirSync(path.join(scene.folder, 'run'));
      const place = await scene.unix('run/ctl');
      chmodSync(path.dirname(place), process.geteuid?.() === 0 ? 0o700 : 0);
      scene.undo.push(() => chmodSync(path.dirname(place), 0o700));
      scene.becomeSomebody();
      return { url: `unix:${place}` };
    },
    kind: 'no-permission',
    message: /\/run, where the socket lies, may not be entered/,
  },
]);

table('faults of BINRPC', [
  {
    what: 'closed at once',
    endpoint: (scene) => scene.tcp((socket) => socket.destroy()),
    kind: 'closed',
    message: /closed the connection without an answer/,
  },
  {
    what: 'closed at the request',
    endpoint: (scene) => scene.binrpc((_, socket) => socket.destroy()),
    kind: 'closed',
    message: /closed the connection without an answer/,
  },
  ...[
    [1, 'after the first byte'],
    [2, 'in the header'],
    [9, 'in the body'],
    [-1, 'before the last byte'],
  ].map(([bytes, what]): Row => ({
    what: `cut ${what}`,
    endpoint: (scene) => scene.binrpc(cutReply(Number(bytes))),
    kind: 'closed',
    message: /broke in mid-reply: only \d+ .*bytes?/,
  })),
  {
    what: 'reset in mid-reply',
    endpoint: (scene) =>
      scene.binrpc(({ cookie }, socket) => {
        socket.write(encodeReply(cookie, [{ text: 'x'.repeat(100) }]).subarray(0, 50), () => socket.resetAndDestroy());
      }),
    kind: 'closed',
    message: /closed the connection|broke in mid-reply/,
  },
  {
    what: 'garbage',
    endpoint: (scene) => scene.tcp(send(Buffer.alloc(64, 0x5a))),
    kind: 'garbled',
    message: /no BINRPC reply: it begins with "Z+"/,
  },
  {
    what: 'a web server',
    endpoint: (scene) =>
      scene.http(() => undefined).then(({ url }) => ({ url: url.replace(/^http(.*)\/RPC/, 'tcp$1') })),
    kind: 'garbled',
    message: /it is HTTP; write http:\/\//,
  },
  {
    what: 'TLS',
    endpoint: (scene) => scene.tcp(send(Buffer.from('15030100020246', 'hex'))),
    kind: 'garbled',
    message: /it is TLS/,
  },
  {
    what: 'another magic',
    endpoint: (scene) => scene.tcp(send(Buffer.from('b11001010500', 'hex'))),
    kind: 'garbled',
    message: /bytes b1100101/,
  },
  {
    what: 'another version of the protocol',
    endpoint: (scene) => scene.tcp(send(Buffer.from('a21001010500', 'hex'))),
    kind: 'garbled',
    message: /bytes a2100101/,
  },
  {
    what: 'its own request',
    endpoint: (scene) => scene.tcp((socket) => socket.pipe(socket)),
    kind: 'garbled',
    message: /a packet of the kind 0/,
  },
  {
    what: 'another cookie',
    endpoint: (scene) => scene.binrpc(({ cookie }, socket) => socket.write(encodeReply(cookie ^ 1, [{ int: 1 }]))),
    kind: 'garbled',
    message: /another cookie/,
  },
  {
    what: 'a huge length',
    endpoint: (scene) => scene.tcp(send(Buffer.from('a11cffffffff01', 'hex'))),
    kind: 'too-large',
    message: /4294967295 bytes/,
  },
  {
    what: 'more than is taken',
    endpoint: (scene) =>
      scene.binrpc(({ cookie }, socket) => socket.write(encodeReply(cookie, [{ text: 'x'.repeat(SIZE_LIMIT) }]))),
    kind: 'too-large',
    message: /more than 100000 are not taken/,
  },
  {
    what: 'garbage without end',
    endpoint: (scene) =>
      scene.tcp((socket) => {
        const go = (): void => void socket.write(Buffer.alloc(65536, 0x20), (error) => error ?? setImmediate(go));
        socket.once('data', go);
      }),
    kind: 'garbled',
    message: /no BINRPC reply/,
  },
  {
    what: 'records that are none',
    endpoint: (scene) => scene.binrpc(sendBody('ffff')),
    kind: 'garbled',
    message: /reaches over its end/,
  },
  {
    what: 'structures without end',
    endpoint: (scene) => scene.binrpc(sendBody('03'.repeat(5000))),
    kind: 'garbled',
    message: /nested more than 64 levels/,
  },
  {
    what: 'a fault that is none',
    endpoint: (scene) => scene.binrpc(({ cookie }, socket) => socket.write(encodePacket(3, cookie, Buffer.from([0])))),
    kind: 'garbled',
    message: /no code and reason/,
  },
  {
    what: 'no answer',
    endpoint: (scene) => scene.tcp(() => undefined),
    deadline: SHORT_MS,
    kind: 'timed-out',
    message: /did not answer core\.version within 0\.1 s: the connection is there, but nothing came/,
  },
  {
    what: 'byte by byte, slowly',
    endpoint: (scene) =>
      scene.binrpc(({ cookie }, socket) => {
        const reply = encodeReply(cookie, [{ text: 'x'.repeat(90_000) }]);
        let at = 20;
        socket.write(reply.subarray(0, at));
        const go = (): void => {
          if (at < reply.length) socket.write(reply.subarray(at, (at += 1)), (error) => error ?? setImmediate(go));
        };
        go();
      }),
    deadline: SHORT_MS,
    kind: 'timed-out',
    message: /only \d+ (?:of the reply's 90\d+ bytes|bytes of the reply) came/,
  },
  {
    what: 'stopped in mid-reply',
    endpoint: (scene) =>
      scene.binrpc(({ cookie }, socket) =>
        socket.write(encodeReply(cookie, [{ text: 'x'.repeat(500) }]).subarray(0, 200)),
      ),
    deadline: SHORT_MS,
    kind: 'timed-out',
    message: /only 200 of the reply's \d+ bytes came; the ctl module loses/,
  },
  {
    what: 'an unknown command',
    method: 'dispatcher.list',
    endpoint: (scene) =>
      scene.binrpc(({ cookie, method }, socket) =>
        socket.write(encodeFault(cookie, 500, `command ${method} not found`)),
      ),
    kind: 'unknown-command',
    message: /dispatcher\.list: the module dispatcher is not loaded there/,
  },
  {
    what: 'a fault',
    endpoint: (scene) => scene.binrpc(({ cookie }, socket) => socket.write(encodeFault(cookie, 404, 'Key not found'))),
    kind: 'fault',
    message: /refuses core\.version: Key not found \(404\)/,
  },
  {
    what: 'a reply that did not fit',
    endpoint: (scene) =>
      scene.binrpc(({ cookie }, socket) =>
        socket.write(
          encodeFault(cookie, 500, "Internal server error processing '{': buffer too small (overflow) (-2)"),
        ),
      ),
    kind: 'fault',
    message: /raise its parameter binrpc_max_body_size/,
  },
]);

table('calls that are given up', [
  {
    what: 'cancelled before',
    endpoint: (scene) => scene.tcp(() => undefined),
    act: (client) => client.call('core.version', [], { signal: AbortSignal.abort() }),
    kind: 'cancelled',
    message: /core\.version was cancelled/,
  },
  {
    what: 'cancelled while connecting',
    endpoint: (scene) => scene.tcp(() => undefined),
    act: (client) => {
      const abort = new AbortController();
      const call = client.call('core.version', [], { signal: abort.signal });
      abort.abort();
      return call;
    },
    kind: 'cancelled',
    message: /was cancelled/,
  },
  {
    what: 'cancelled while waiting for the reply',
    endpoint: (scene) => scene.binrpc((_, socket) => socket.write(Buffer.from([0xa1]))),
    act: async (client) => {
      const abort = new AbortController();
      const call = client.call('core.version', [], { signal: abort.signal });
      setTimeout(() => abort.abort(), 20);
      return call;
    },
    kind: 'cancelled',
    message: /was cancelled/,
  },
  {
    what: 'cancelled while waiting for its turn',
    endpoint: (scene) => scene.tcp(() => undefined),
    act: (client) => {
      void client.call('core.version').catch(() => undefined);
      const abort = new AbortController();
      const call = client.call('core.uptime', [], { signal: abort.signal });
      setImmediate(() => abort.abort());
      return call;
    },
    kind: 'cancelled',
    message: /core\.uptime was cancelled/,
  },
  {
    what: 'too late while waiting for its turn',
    endpoint: (scene) => scene.tcp(() => undefined),
    act: (client) => {
      void client.call('core.version').catch(() => undefined);
      return client.call('core.uptime', [], { deadline: SHORT_MS });
    },
    kind: 'timed-out',
    message: /core\.uptime within 0\.1 s: earlier calls are not answered yet/,
  },
  {
    what: 'disposed while waiting',
    endpoint: (scene) => scene.tcp(() => undefined),
    act: (client) => {
      const call = client.call('core.version');
      setTimeout(() => client.dispose(), 20);
      return call;
    },
    kind: 'cancelled',
    message: /given up/,
  },
  {
    what: 'disposed before',
    endpoint: (scene) => scene.tcp(() => undefined),
    act: (client) => {
      client.dispose();
      return client.call('core.version');
    },
    kind: 'cancelled',
    message: /given up/,
  },
  {
    what: 'disposed during an HTTP request',
    endpoint: (scene) => scene.http(() => undefined),
    act: (client) => {
      const call = client.call('core.version');
      setTimeout(() => client.dispose(), 20);
      return call;
    },
    kind: 'cancelled',
    message: /given up/,
  },
  {
    what: 'cancelled during an HTTP request that changes something',
    endpoint: (scene) => scene.http(() => undefined),
    act: (client) => {
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 20);
      return client.call('dispatcher.reload', [], { signal: abort.signal });
    },
    kind: 'cancelled',
    message: /dispatcher\.reload was cancelled/,
  },
]);

const BASIC = { kind: 'basic', user: 'admin', password: SECRET } as const;

table('faults of HTTP', [
  {
    what: '401 without a password',
    endpoint: (scene) => scene.httpReply(401, ''),
    kind: 'unauthorised',
    message: /401 Unauthorized: it wants a password or token, and none is stored/,
  },
  {
    what: '401 with a wrong password, which the server repeats',
    endpoint: (scene) =>
      scene.http((request, response) => {
        response.writeHead(401, `no ${SECRET} ${String(request.headers.authorization)}`).end(SECRET);
      }, BASIC),
    kind: 'unauthorised',
    message: /the user or password is not accepted/,
  },
  {
    what: '401 with a wrong token',
    endpoint: (scene) => scene.http((_, response) => response.writeHead(401).end(), { kind: 'bearer', token: SECRET }),
    kind: 'unauthorised',
    message: /the token is not accepted/,
  },
  {
    what: 'a password that HTTP cannot carry',
    endpoint: (scene) => scene.http(() => undefined, { kind: 'bearer', token: `${SECRET}\n` }),
    kind: 'unauthorised',
    message: /characters that HTTP cannot carry/,
  },
  {
    what: '403',
    endpoint: (scene) => scene.httpReply(403, 'no', 'text/plain'),
    kind: 'forbidden',
    message: /403 Forbidden/,
  },
  {
    what: '404',
    endpoint: (scene) => scene.httpReply(404, '', 'text/plain'),
    kind: 'wrong-path',
    message: /404 Not Found, no JSON-RPC reply: the path is not the one .*jsonrpc_dispatch/,
  },
  {
    what: '500 with a web page',
    endpoint: (scene) => scene.httpReply(500, '<!DOCTYPE html><p>no', 'text/html'),
    kind: 'wrong-path',
    message: /500 .*, a web page/,
  },
  {
    what: '200 with a web page',
    endpoint: (scene) => scene.httpReply(200, '<html><body>Welcome', 'text/plain'),
    kind: 'wrong-path',
    message: /200 OK, a web page/,
  },
  {
    what: '502 of a proxy',
    endpoint: (scene) => scene.httpReply(502, '<html>', 'text/html'),
    kind: 'wrong-path',
    message: /502 Bad Gateway: a proxy answers that does not reach Kamailio/,
  },
  {
    what: 'a redirect',
    endpoint: (scene) =>
      scene.http((_, response) =>
        response.writeHead(302, { Location: `https://admin:${SECRET}@other.example.com/x?token=${SECRET}` }).end(),
      ),
    kind: 'wrong-path',
    message: /302 Found: it redirects to https:\/\/other\.example\.com\/x\. Redirects are not followed/,
  },
  {
    what: 'nothing in the reply',
    endpoint: (scene) => scene.httpReply(200, ''),
    kind: 'garbled',
    message: /its body is empty/,
  },
  {
    what: 'no JSON',
    endpoint: (scene) => scene.httpReply(200, 'hello'),
    kind: 'garbled',
    message: /no JSON/,
  },
  {
    what: 'other JSON',
    endpoint: (scene) => scene.httpReply(200, '{"status":"ok"}'),
    kind: 'garbled',
    message: /no JSON-RPC 2\.0 reply/,
  },
  {
    what: 'JSON that ends too early',
    endpoint: (scene) => scene.httpReply(200, '{"jsonrpc":"2.0","result":{"a":'),
    kind: 'garbled',
    message: /ends too early/,
  },
  {
    what: 'the reply to another request',
    endpoint: (scene) => scene.httpReply(200, '{"jsonrpc":"2.0","result":1,"id":999}'),
    kind: 'garbled',
    message: /another request/,
  },
  {
    what: 'the reply to no request',
    endpoint: (scene) => scene.httpReply(200, '{"jsonrpc":"2.0","result":{}}'),
    kind: 'garbled',
    message: /names no request/,
  },
  {
    what: 'a fault with the status 404, as jsonrpcs sends it',
    endpoint: (scene) =>
      scene.httpReply(404, '{"jsonrpc":"2.0","error":{"code":404,"message":"Key not found"},"id":1}'),
    kind: 'fault',
    message: /Key not found \(404\)/,
  },
  {
    what: 'an unknown command',
    method: 'dlg.list',
    endpoint: (scene) =>
      scene.httpReply(500, '{"jsonrpc":"2.0","error":{"code":500,"message":"Method Not Found"},"id":1}'),
    kind: 'unknown-command',
    message: /the module dialog is not loaded/,
  },
  {
    what: 'more than is taken, announced',
    endpoint: (scene) => scene.http((_, response) => response.writeHead(200, { 'Content-Length': 1e9 }).write('{')),
    kind: 'too-large',
    message: /more than the 100000 bytes/,
  },
  {
    what: 'a body without end',
    endpoint: (scene) =>
      scene.http((_, response) => {
        const go = (): void => void response.write('x'.repeat(65536), (error) => error ?? setImmediate(go));
        go();
      }),
    kind: 'too-large',
    message: /more than the 100000 bytes/,
  },
  {
    what: 'a header without end',
    endpoint: (scene) =>
      scene
        .tcp((socket) => {
          socket.write('HTTP/1.1 200 OK\r\n');
          const go = (): void => void socket.write(`X: ${'y'.repeat(5000)}\r\n`, (error) => error ?? setImmediate(go));
          socket.once('data', go);
        })
        .then(({ url }) => ({ url: url.replace('tcp', 'http') })),
    kind: 'too-large',
    message: /header of .* is too long/,
  },
  {
    what: 'no answer',
    endpoint: (scene) => scene.http(() => undefined),
    deadline: SHORT_MS,
    kind: 'timed-out',
    message: /within 0\.1 s: the connection is there, but nothing came/,
  },
  {
    what: 'stopped in mid-reply',
    endpoint: (scene) => scene.http((_, response) => response.writeHead(200, { 'Content-Length': 50 }).write('{"json')),
    deadline: SHORT_MS,
    kind: 'timed-out',
    message: /only 6 of 50 bytes of the reply's body came/,
  },
  {
    what: 'cut in the body',
    endpoint: (scene) =>
      scene.http((_, response) => {
        response.writeHead(200, { 'Content-Length': 50 }).write('{"json', () => response.destroy());
      }),
    kind: 'closed',
    message: /broke in mid-reply: only \d+ .*bytes?/,
  },
  {
    what: 'closed without an answer',
    endpoint: (scene) => scene.http((request) => request.destroy()),
    kind: 'closed',
    message: /closed the connection without an answer/,
  },
  {
    what: 'no HTTP',
    endpoint: (scene) =>
      scene.tcp(send('hello there\r\n\r\n')).then(({ url }) => ({ url: url.replace('tcp', 'http') })),
    kind: 'garbled',
    message: /is no HTTP/,
  },
  {
    what: 'BINRPC',
    endpoint: (scene) =>
      scene.tcp(send(encodeFault(0, 400, 'bad request'))).then(({ url }) => ({ url: url.replace('tcp', 'http') })),
    kind: 'garbled',
    message: /speaks BINRPC; the address must begin with tcp:\/\//,
  },
  {
    what: 'TLS where none is expected',
    endpoint: (scene) =>
      scene.tcp(send(Buffer.from('15030100020246', 'hex'))).then(({ url }) => ({ url: url.replace('tcp', 'http') })),
    kind: 'garbled',
    message: /speaks TLS; the address must begin with https:\/\//,
  },
]);

describe('faults of TLS', () => {
  let maker: CertificateMaker | undefined;
  let local: Certificate;
  let elsewhere: Certificate;
  let expired: Certificate;
  let signed: Certificate;

  before(function () {
    skipUnless(this, hasOpenssl(), 'the program openssl');
    maker = new CertificateMaker();
    local = maker.makeSelfSigned('127.0.0.1');
    elsewhere = maker.makeSelfSigned('sbc.example.com');
    expired = maker.makeSelfSigned('127.0.0.1', -1);
    signed = maker.makeSigned('127.0.0.1', local);
  });

  after(() => maker?.dispose());

  const rows: Row[] = [
    {
      what: 'a self-signed certificate',
      endpoint: (scene) => scene.https(local),
      kind: 'certificate',
      message: /is self-signed.*name that certificate as `ca`/,
    },
    {
      what: 'an authority that is not known',
      endpoint: (scene) => scene.https(signed),
      kind: 'certificate',
      message: /signed by an authority that is not trusted here/,
    },
    {
      what: 'an expired certificate',
      endpoint: async (scene) => ({ ...(await scene.https(expired)), tls: { ca: expired.certificate } }),
      kind: 'certificate',
      message: /has expired/,
    },
    {
      what: 'a certificate for another name',
      endpoint: async (scene) => ({ ...(await scene.https(elsewhere)), tls: { ca: elsewhere.certificate } }),
      kind: 'certificate',
      message: /does not bear the name 127\.0\.0\.1, but sbc\.example\.com/,
    },
    {
      what: 'a certificate for another name than the settings say',
      endpoint: async (scene) => ({
        ...(await scene.https(local)),
        tls: { ca: local.certificate, serverName: 'router.example.com' },
      }),
      kind: 'certificate',
      message: /does not bear the name router\.example\.com/,
    },
    {
      what: 'a server that wants a certificate',
      endpoint: async (scene) => ({
        ...(await scene.https(local, {
          requestCert: true,
          rejectUnauthorized: true,
          ca: local.certificate,
          maxVersion: 'TLSv1.2',
        })),
        tls: { ca: local.certificate },
      }),
      kind: 'certificate',
      message: /does not accept this client's certificate, or wants one/,
    },
    {
      what: 'an authority that is no PEM',
      endpoint: async (scene) => ({
        ...(await scene.https(local)),
        tls: { ca: 'no PEM', certificate: SECRET, key: SECRET },
      }),
      kind: 'certificate',
      message: /cannot be read; they must be in PEM form/,
    },
    {
      what: 'a key of another certificate',
      endpoint: async (scene) => ({
        ...(await scene.https(local)),
        tls: { certificate: local.certificate, key: elsewhere.key },
      }),
      kind: 'certificate',
      message: /The key does not belong to the client certificate/,
    },
    {
      what: 'only old versions of TLS',
      endpoint: (scene) => scene.https(local, { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' }),
      kind: 'certificate',
      message: /speaks no TLS version that is accepted here/,
    },
    {
      what: 'HTTP where TLS is expected',
      endpoint: (scene) =>
        scene.tcp(send('HTTP/1.1 400 Bad Request\r\n\r\n')).then(({ url }) => ({ url: url.replace('tcp', 'https') })),
      kind: 'garbled',
      message: /does not speak TLS; the address may have to begin with http:\/\//,
    },
    {
      what: 'closed while TLS is being established',
      endpoint: (scene) =>
        scene
          .tcp((socket) => socket.once('data', () => socket.end()))
          .then(({ url }) => ({ url: url.replace('tcp', 'https') })),
      kind: 'closed',
      message: /broke the connection off while TLS was being established/,
    },
    {
      what: 'no answer to the beginning of TLS',
      endpoint: (scene) => scene.tcp(() => undefined).then(({ url }) => ({ url: url.replace('tcp', 'https') })),
      deadline: SHORT_MS,
      kind: 'timed-out',
      message: /TLS is not established/,
    },
    {
      what: 'plain HTTP on the port of HTTPS',
      endpoint: (scene) => scene.https(local).then(({ url }) => ({ url: url.replace('https', 'http') })),
      kind: 'closed',
      message: /or the port expects https:\/\//,
    },
  ];
  for (const row of rows) it(`${row.what}: ${row.kind}`, () => check(row));
});

table('faults of a child process', [
  {
    what: 'no such program',
    endpoint: () => ({ url: 'tcp://127.0.0.1:1', via: { command: ['no-such-program-here', SECRET] } }),
    kind: 'process',
    message: /no-such-program-here cannot be started: there is no such program/,
  },
  {
    what: 'a program that may not be executed',
    endpoint: ({ folder }) => {
      writeFileSync(path.join(folder, 'way'), '', { mode: 0o644 });
      return { url: 'tcp://127.0.0.1:1', via: { command: [path.join(folder, 'way')] } };
    },
    kind: 'process',
    message: /cannot be started: it may not be executed/,
  },
  {
    what: 'ends with a status and a complaint',
    endpoint: () => command('printf "banner\\n\\033[31mPermission denied\\a (publickey).\\n" >&2; exit 255'),
    kind: 'process',
    message: /^sh ended with status 255: Permission denied \(publickey\)\.$/,
  },
  {
    what: 'ends with a status alone',
    endpoint: () => command('exit 3'),
    kind: 'process',
    message: /^sh ended with status 3\.$/,
  },
  {
    what: 'ends by a signal',
    endpoint: () => command('kill -KILL $$'),
    kind: 'process',
    message: /^sh was ended by SIGKILL\.$/,
  },
  {
    what: 'ends well, but without an answer',
    endpoint: () => command('head -c 5 >/dev/null; exit 0'),
    kind: 'closed',
    message: /closed the connection without an answer/,
  },
  {
    what: 'ends in mid-reply',
    endpoint: () => command("printf '\\241\\024\\377\\001x'; echo lost >&2; exit 1"),
    kind: 'process',
    message: /^sh ended with status 1: lost$/,
  },
  {
    what: 'writes garbage',
    endpoint: () => command('echo Welcome to Debian; cat >/dev/null'),
    kind: 'garbled',
    message: /it begins with "Welcome to Debian"/,
  },
  {
    what: 'writes garbage without end',
    endpoint: () => command('yes'),
    kind: 'garbled',
    message: /no BINRPC reply/,
  },
  {
    what: 'says nothing',
    endpoint: () => command('cat >/dev/null'),
    deadline: SHORT_MS,
    kind: 'timed-out',
    message: /via sh did not answer .* nothing came/,
  },
  {
    what: 'complains without end',
    endpoint: () => command('yes complaint >&2'),
    deadline: SHORT_MS,
    kind: 'timed-out',
    message: /nothing came/,
  },
  {
    what: 'repeats the password',
    endpoint: () => ({
      url: 'http://127.0.0.1:1/RPC',
      credentials: BASIC,
      via: { command: ['sh', '-c', `echo "wrong ${SECRET}" >&2; exit 1`] },
    }),
    kind: 'process',
    message: /^sh ended with status 1: wrong \*\*\*$/,
  },
  {
    what: 'ends while TLS is being established',
    endpoint: () => ({ url: 'https://127.0.0.1:1/RPC', via: { command: ['sh', '-c', 'echo no route >&2; exit 1'] } }),
    kind: 'process',
    message: /^sh ended with status 1: no route$/,
  },
  {
    what: 'ends while a request is under way',
    endpoint: () => ({
      url: 'http://127.0.0.1:1/RPC',
      via: { command: ['sh', '-c', 'read -r line; echo broken >&2; exit 1'] },
    }),
    kind: 'process',
    message: /^sh ended with status 1: broken$/,
  },
]);

describe('ways that make no sense', () => {
  const ways: [Endpoint, RegExp][] = [
    [{ url: 'nonsense' }, /is written as unix:/],
    [{ url: `https://admin:${SECRET}@host/` }, /Credentials have no place in the address/],
    [{ url: 'tcp://h:1', via: { ssh: '-oProxyCommand=touch x' } }, /does not begin with a dash/],
    [{ url: 'tcp://h:1', via: { ssh: 'a b' } }, /does not begin with a dash/],
    [{ url: 'tcp://-h:1', via: { ssh: 'a' } }, /cannot begin with a dash/],
    [{ url: 'tcp://h:1', via: { docker: '--privileged' } }, /does not begin with a dash/],
    [{ url: 'tcp://h:1', via: { kubectl: 'pod', namespace: '-x' } }, /do not begin with a dash/],
    [{ url: 'tcp://h:1', via: { command: [] } }, /is empty/],
  ];
  for (const [endpoint, message] of ways) {
    it(`are refused before anything is started: ${JSON.stringify(endpoint).replace(SECRET, '…')}`, () => {
      assert.throws(
        () => openRpcClient(endpoint),
        (error) =>
          error instanceof RpcError &&
          error.kind === 'not-found' &&
          message.test(error.message) &&
          !error.message.includes(SECRET),
      );
    });
  }
});
