import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import type { IncomingMessage, RequestListener } from 'node:http';
import { DEFAULT_BINRPC_LIMITS } from '../../../../client/src/rpc/binrpc.ts';
import { BinrpcTransport } from '../../../../client/src/rpc/binrpc-transport.ts';
import { openRpcClient } from '../../../../client/src/rpc/open-client.ts';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import { SerialClient } from '../../../../client/src/rpc/serial-client.ts';
import { openSocket } from '../../../../client/src/rpc/stream-transport.ts';
import type { Endpoint, RpcClient, RpcValue } from '../../../../client/src/rpc/types.ts';
import { skipUnless } from '../../../support/needs.ts';
import { CertificateMaker, hasOpenssl } from './certificates.ts';
import { LocalServer, settle } from './local-server.ts';
import { encodeReply } from './reply-encoder.ts';

/** A command that only reads, and one that may change something. */
const READ = 'core.version';
const WRITE = 'dispatcher.reload';

/** What happened, in a form that both protocols share. */
interface Served {
  readonly methods: string[];
  /** What the next request finds: a connection that breaks instead of an answer. */
  breaks: number;
}

type Serve = (served: Served) => Promise<{ server: LocalServer; endpoint: Endpoint }>;

const overBinrpc: Serve = async (served) => {
  const server = await LocalServer.binrpc(({ cookie, method }, socket) => {
    served.methods.push(method);
    served.breaks -= 1;
    if (served.breaks >= 0) socket.destroy();
    else socket.write(encodeReply(cookie, [{ text: `answer to ${method}` }]));
  });
  return { server, endpoint: { url: `tcp://127.0.0.1:${server.port}` } };
};

const overHttp: Serve = async (served) => {
  const server = await LocalServer.http((request, response) => {
    void readBody(request).then(({ id, method }) => {
      served.methods.push(method);
      served.breaks -= 1;
      if (served.breaks >= 0) request.socket.destroy();
      else response.end(JSON.stringify({ jsonrpc: '2.0', result: `answer to ${method}`, id }));
    });
  });
  return { server, endpoint: { url: `http://127.0.0.1:${server.port}/RPC` } };
};

async function readBody(request: IncomingMessage): Promise<{ id: number; method: string; params: RpcValue[] }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as { id: number; method: string; params: RpcValue[] };
}

for (const [protocol, serve] of [
  ['BINRPC', overBinrpc],
  ['HTTP', overHttp],
] as const) {
  describe(`a client over ${protocol}`, () => {
    let served: Served;
    let server: LocalServer;
    let client: RpcClient;

    beforeEach(async () => {
      served = { methods: [], breaks: 0 };
      const started = await serve(served);
      server = started.server;
      client = openRpcClient(started.endpoint);
    });

    afterEach(async () => {
      client.dispose();
      await server.close();
    });

    it('opens nothing before the first call', async () => {
      await new Promise(setImmediate);
      assert.equal(server.accepted, 0);
    });

    it('keeps its connection for commands that read', async () => {
      for (let count = 0; count < 3; count += 1) assert.equal(await client.call(READ), `answer to ${READ}`);
      assert.deepEqual([server.accepted, server.open], [1, 1]);
    });

    it('asks one after the other, in the order of the calls', async () => {
      const methods = ['core.uptime', WRITE, READ, 'tm.stats'];
      const answers = await Promise.all(methods.map((method) => client.call(method)));
      assert.deepEqual(
        answers,
        methods.map((method) => `answer to ${method}`),
      );
      assert.deepEqual(served.methods, methods);
    });

    it('goes on with the next call when one is given up', async () => {
      const abort = new AbortController();
      const first = client.call(READ, [], { signal: abort.signal });
      const second = client.call(READ);
      abort.abort();
      await assert.rejects(first, (error) => error instanceof RpcError && error.kind === 'cancelled');
      assert.equal(await second, `answer to ${READ}`);
    });

    it('does not notice a restart between two calls', async () => {
      await client.call(READ);
      server.dropConnections();
      assert.equal(await client.call(READ), `answer to ${READ}`);
      await settle('the end of the old connection', () => server.open === 1);
      server.dropConnections();
      await settle('the end of the connection', () => server.open === 0);
      assert.equal(await client.call(READ), `answer to ${READ}`);
    });

    it('asks once more when a kept connection breaks under a command that reads', async () => {
      await client.call(READ);
      served.breaks = 1;
      assert.equal(await client.call(READ), `answer to ${READ}`);
      assert.deepEqual(served.methods, [READ, READ, READ]);
    });

    it('asks only once more', async () => {
      await client.call(READ);
      served.breaks = 2;
      await assert.rejects(client.call(READ), (error) => error instanceof RpcError && error.kind === 'closed');
      assert.equal(served.methods.length, 3);
      assert.equal(await client.call(READ), `answer to ${READ}`);
    });

    it('does not ask again on a connection that is new', async () => {
      served.breaks = 1;
      await assert.rejects(client.call(READ), (error) => error instanceof RpcError && error.kind === 'closed');
      assert.equal(served.methods.length, 1);
    });

    it('sends what changes something over a connection of its own, and never twice', async () => {
      await client.call(READ);
      served.breaks = 1;
      await assert.rejects(client.call(WRITE), (error) => error instanceof RpcError && error.kind === 'closed');
      assert.deepEqual(served.methods, [READ, WRITE]);
      assert.equal(server.accepted, 2);
      assert.equal(await client.call(WRITE), `answer to ${WRITE}`);
      assert.equal(server.accepted, 3);
    });
  });
}

describe('a client over BINRPC', () => {
  it('asks again, once, when a reply stops short, as ctl loses what a full socket does not take', async () => {
    let asked = 0;
    const server = await LocalServer.binrpc(({ cookie }, socket) => {
      asked += 1;
      const reply = encodeReply(cookie, [{ text: 'x'.repeat(1000) }]);
      socket.write(asked === 1 ? reply.subarray(0, 300) : reply);
    });
    const transport = new BinrpcTransport(
      (signal) => openSocket({ host: '127.0.0.1', port: server.port }, 'the server', signal),
      DEFAULT_BINRPC_LIMITS,
      20,
    );
    const client = new SerialClient({ address: 'the server', transport, deadline: 5000, secrets: [] });
    assert.equal(await client.call(READ), 'x'.repeat(1000));
    assert.equal(asked, 2);
    client.dispose();
    await server.close();
  });

  it('drops a connection on which more comes than was asked for', async () => {
    const server = await LocalServer.binrpc(({ cookie }, socket) => {
      socket.write(Buffer.concat([encodeReply(cookie, [{ int: 1 }]), encodeReply(cookie + 1, [{ int: 2 }])]));
    });
    const client = openRpcClient({ url: `tcp://127.0.0.1:${server.port}` });
    assert.equal(await client.call(READ), 1);
    assert.equal(await client.call(READ), 1);
    assert.equal(server.accepted, 2);
    client.dispose();
    await server.close();
  });

  it('gives several values as an array, one alone, and none as null', async () => {
    const replies = [[{ int: 1 }, { text: 'x' }], [{ int: 1 }], []];
    const server = await LocalServer.binrpc(({ cookie }, socket) =>
      socket.write(encodeReply(cookie, replies.shift()!)),
    );
    const client = openRpcClient({ url: `tcp://127.0.0.1:${server.port}` });
    assert.deepEqual([await client.call(READ), await client.call(READ), await client.call(READ)], [[1, 'x'], 1, null]);
    client.dispose();
    await server.close();
  });
});

describe('a client over HTTP', () => {
  async function ask(answer: RequestListener, more: Partial<Endpoint> = {}, path = '/RPC?x=1'): Promise<RpcValue> {
    const server = await LocalServer.http(answer);
    const client = openRpcClient({ url: `http://127.0.0.1:${server.port}${path}`, ...more });
    try {
      return await client.call('core.echo', ['a', 1, { double: 1.5 }]);
    } finally {
      client.dispose();
      await server.close();
    }
  }

  const mirror: RequestListener = (request, response) => {
    void readBody(request).then(({ id, method, params }) => {
      const { authorization = '', host = '' } = request.headers;
      const result = [request.method, request.url, authorization, host.replace(/\d+$/, ''), method, params];
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  };

  it('posts to the path, with what was given', async () => {
    assert.deepEqual(await ask(mirror), ['POST', '/RPC?x=1', '', '127.0.0.1:', 'core.echo', ['a', 1, 1.5]]);
  });

  it('brings the credentials along', async () => {
    const brought: (string | undefined)[] = [];
    const listen: RequestListener = (request, response) => {
      brought.push(request.headers.authorization);
      mirror(request, response);
    };
    const basic = { kind: 'basic', user: 'admin', password: 'pä:ss' } as const;
    const token = { kind: 'bearer', token: 'abc/def/ghi' } as const;
    const replies = [await ask(listen, { credentials: basic }), await ask(listen, { credentials: token })];
    assert.deepEqual(brought, [`Basic ${Buffer.from('admin:pä:ss').toString('base64')}`, 'Bearer abc/def/ghi']);
    // The server has repeated them.
    assert.deepEqual(
      replies.map((reply) => (reply as string[])[2]),
      ['Basic ***', 'Bearer ***'],
    );
  });

  it('hides credentials that a reply repeats, however they are written and wherever they stand', async () => {
    const reply = (result: string): RequestListener => {
      return (request, response) =>
        void readBody(request).then(({ id }) => response.end(`{"jsonrpc":"2.0","id":${id},"result":${result}}`));
    };
    const credentials = { kind: 'bearer', token: 'abc/def/ghi' } as const;
    const result = '{"abc/def/ghi": ["x abc\\/def\\/ghi y", 1, null], "other": {"a": "abc/def"}}';
    assert.deepEqual(await ask(reply(result), { credentials }), {
      '***': ['x *** y', 1, null],
      other: { a: 'abc/def' },
    });
    // What is as short as this stands in other words by chance.
    const short = { kind: 'bearer', token: 'sip' } as const;
    assert.equal(await ask(reply('"sip:alice"'), { credentials: short }), 'sip:alice');
  });
});

describe('a client over HTTPS', () => {
  let maker: CertificateMaker | undefined;

  before(function () {
    skipUnless(this, hasOpenssl(), 'the program openssl');
    maker = new CertificateMaker();
  });

  after(() => maker?.dispose());

  it('proves who it is, and believes the authority and the name that it is told', async () => {
    assert.ok(maker);
    const authority = maker.makeSelfSigned('authority.example.com');
    const own = maker.makeSigned('sbc.example.com', authority);
    const mine = maker.makeSigned('operator', authority);
    const tls = { cert: own.certificate, key: own.key, ca: authority.certificate, requestCert: true };
    const server = await LocalServer.https({ ...tls, rejectUnauthorized: true }, (request, response) => {
      void readBody(request).then(({ id }) => response.end(JSON.stringify({ jsonrpc: '2.0', id, result: 'in' })));
    });
    const client = openRpcClient({
      url: `https://127.0.0.1:${server.port}/RPC`,
      tls: {
        ca: authority.certificate,
        certificate: mine.certificate,
        key: mine.key,
        serverName: 'sbc.example.com',
      },
    });
    assert.deepEqual([await client.call(READ), await client.call(READ), await client.call(WRITE)], ['in', 'in', 'in']);
    assert.equal(server.accepted, 2);
    client.dispose();
    await settle('the connections to end', () => server.open === 0);
    await server.close();
  });
});
