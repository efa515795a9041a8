/** Whatever goes wrong on the way to a server: what the live model says meanwhile, and that it comes back by itself. */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lastOf } from '../../../../client/src/live/last-of.ts';
import type { LiveServer } from '../../../../client/src/live/live-server.ts';
import type { RpcErrorKind } from '../../../../client/src/rpc/rpc-error.ts';
import type { RpcValue } from '../../../../client/src/rpc/types.ts';
import { faceOf } from '../../../../client/src/views/servers/faces.ts';
import { tooltipOf } from '../../../../client/src/views/servers/tooltips.ts';
import { skipUnless } from '../../../support/needs.ts';
import { type Certificate, CertificateMaker, hasOpenssl } from '../rpc/certificates.ts';
import { countHandles, LocalServer, settle } from '../rpc/local-server.ts';
import { encodeFault, encodePacket, encodeReply } from '../rpc/reply-encoder.ts';
import { FakeWorld } from '../views/support.ts';
import {
  type BinrpcFault,
  type HttpFault,
  REPLY_SIZE,
  SocketKamailio,
  toRecords,
  type Way,
} from './support/socket-kamailio.ts';

/** Milliseconds between two rounds of questions. */
const INTERVAL = 5000;
const SECRET = 'hunter2-and-more';
const LIST = 'dispatcher.list';
const TLS_ALERT = Buffer.from('15030100020246', 'hex');

interface Row {
  readonly what: string;
  readonly way: Way;
  readonly prepare?: (server: SocketKamailio) => void;
  readonly begin: (server: SocketKamailio) => void | Promise<void>;
  /** What is done to end it, besides answering well again. */
  readonly mend?: (server: SocketKamailio) => void;
  /** Commands that nothing but their deadline ends. */
  readonly silent?: SocketKamailio['silent'];
  /** How it is told: the whole connection fails, or the dispatcher alone, or its module is missing. */
  readonly fails: 'connection' | 'dispatcher' | 'absent';
  readonly kind?: RpcErrorKind;
  readonly words: RegExp;
}

async function check(row: Row, certificate?: Certificate): Promise<void> {
  // Mocha starts the timer of a test when the test has begun.
  await new Promise(setImmediate);
  const before = countHandles();
  const stage = await SocketKamailio.open(row.way, certificate);
  const { clock, kamailio } = stage;
  row.prepare?.(stage);
  const server = stage.makeLiveServer();
  const world = new FakeWorld();
  world.find = () => server as never;
  let isFaulty = false;
  let wronglyFresh = 0;
  try {
    server.onDidChange(() => {
      if (isFaulty && server.isFresh('dispatcher')) wronglyFresh += 1;
    });
    server.watch(['dispatcher', 'tables']);
    server.connect();
    await settle('the first answers', () => server.isFresh('dispatcher') && server.isFresh('tables'));
    await new Promise(setImmediate);
    const old = lastOf(server.parts.dispatcher);
    assert.ok(old);

    // What is known is wrong from now on.
    kamailio.sets.get(1)![0]!.letters = 'DX';
    stage.silent = row.silent ?? [];
    await row.begin(stage);
    await clock.pass(INTERVAL);
    await settle('the fault to show', () => !server.isFresh('dispatcher'));
    isFaulty = true;
    await server.refresh(['dispatcher']);
    checkWords(row, server);
    if (row.fails !== 'absent') {
      assert.deepEqual(lastOf(server.parts.dispatcher), old);
      checkFaces(world, old.at);
    }
    await settle('at most one connection', () => stage.connections <= 1);

    isFaulty = false;
    row.mend?.(stage);
    await stage.heal();
    const { connection } = server;
    await clock.pass(connection.kind === 'failing' ? connection.nextAttempt - clock.now() : INTERVAL);
    await settle('the server to be back', () => server.isFresh('dispatcher') && server.isFresh('tables'));
    assert.equal(lastOf(server.parts.dispatcher)?.value.sets[0]?.destinations[0]?.letters, 'DX');
    assert.deepEqual(server.connection, { kind: 'live' });
    assert.equal(wronglyFresh, 0);

    server.dispose();
    await settle('the connections to end', () => stage.connections === 0);
    assert.equal(clock.timers, 0);
  } finally {
    server.dispose();
    await stage.close();
  }
  await settle('the handles to go', () => sameHandles(before, countHandles()));
  assert.deepEqual(countHandles(), before);
}

/** The reason is told where it belongs, in one plain line. */
function checkWords({ fails, kind, words }: Row, server: LiveServer): void {
  const { connection, parts } = server;
  assert.equal(server.isFresh('dispatcher'), false);
  if (fails === 'absent') {
    assert.equal(parts.dispatcher.kind, 'absent');
    assert.match(parts.dispatcher.module, words);
    return;
  }
  assert.equal(connection.kind, fails === 'connection' ? 'failing' : 'live', JSON.stringify(connection));
  assert.equal(parts.dispatcher.kind, 'failed');
  const { error } = parts.dispatcher;
  if (connection.kind === 'failing') {
    assert.equal(connection.error.message, error.message);
    assert.ok(connection.nextAttempt > connection.since && connection.nextAttempt < Infinity);
  }
  assert.deepEqual([error.kind, error.message], [kind, error.message]);
  assert.match(error.message, words);
  assert.match(error.message, /^[^\n]{1,500}$/);
  assert.doesNotMatch(error.message, new RegExp(SECRET));
}

/** What the view shows of the past says so. */
function checkFaces(world: FakeWorld, at: number): void {
  const base = { server: 'sbc1', parent: undefined } as const;
  const destination = { ...base, kind: 'destination', id: 'd', setId: 1, uri: 'sip:10.0.0.1:5060', nth: 0 } as const;
  const faces = [
    faceOf({ ...base, kind: 'section', id: 'c', section: 'dispatcher' }, world),
    faceOf({ ...base, kind: 'set', id: 's', setId: 1 }, world),
    faceOf(destination, world),
  ];
  for (const { description, color } of faces) {
    assert.match(description, /as of [\d:]+, not fresh/);
    assert.equal(color, 'disabledForeground');
  }
  assert.match(tooltipOf(destination, world) ?? '', /not fresh/);
  assert.ok(at > 0);
}

function sameHandles(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): boolean {
  return [...now].every(([name, count]) => count <= (before.get(name) ?? 0));
}

function table(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    for (const row of rows) it(`${row.what} (${row.way})`, () => check(row));
  });
}

// Faults of BINRPC

/** Does something instead of answering, to some commands or all. */
function instead(serve: BinrpcFault, method?: string): Row['begin'] {
  return (server) => {
    server.binrpcFault = (request, socket, well) => {
      if (method === undefined || request.method === method) serve(request, socket, well);
      else well();
    };
  };
}

/** A good list of destinations, of which only some bytes are sent (counted from the end when negative). */
function cut(bytes: number): Row['begin'] {
  return instead(({ cookie }, socket) => {
    const reply = encodeReply(cookie, [{ text: 'sip:10.0.0.1 '.repeat(50) }]);
    socket.end(reply.subarray(0, bytes < 0 ? reply.length + bytes : bytes));
  }, LIST);
}

function send(bytes: Buffer | string, method?: string): Row['begin'] {
  return instead((_, socket) => socket.write(bytes), method);
}

function sendBody(hex: string): Row['begin'] {
  return instead(({ cookie }, socket) => socket.write(encodePacket(1, cookie, Buffer.from(hex, 'hex'))));
}

/** Answers a command with a value that is none of its own. */
function answer(method: string, value: RpcValue): Row['begin'] {
  return instead(({ cookie }, socket) => socket.write(encodeReply(cookie, toRecords(value))), method);
}

function fault(method: string | undefined, code: number, message: string): Row['begin'] {
  return instead(({ cookie }, socket) => socket.write(encodeFault(cookie, code, message)), method);
}

/** Writes without end. */
function pour(bytes: Buffer): BinrpcFault {
  return (_, socket) => {
    const go = (): void => void socket.write(bytes, (error) => error ?? setImmediate(go));
    go();
  };
}

/** Kamailio is another run, and so asked for everything. */
function restarted(begin: Row['begin']): Row['begin'] {
  return (server) => {
    server.kamailio.startedAt += 60_000;
    return begin(server);
  };
}

/** Another program listens there. */
function listens(serve: Parameters<typeof LocalServer.stream>[0]): Row['begin'] {
  return (server) => server.replace((place) => LocalServer.stream(serve, place));
}

const oneSet = (destination: RpcValue): RpcValue => ({
  NRSETS: 1,
  RECORDS: [{ SET: { ID: 1, TARGETS: [{ DEST: destination }] } }],
});

const CONNECTION = 'connection';
const DISPATCHER = 'dispatcher';

table('a socket that leads nowhere', [
  {
    what: 'nobody listens',
    way: 'tcp',
    begin: (server) => server.stop(),
    fails: CONNECTION,
    kind: 'refused',
    words: /^Nobody listens on tcp:\/\/127\.0\.0\.1:\d+\.$/,
  },
  {
    what: 'nobody listens',
    way: 'http',
    begin: (server) => server.stop(),
    fails: CONNECTION,
    kind: 'refused',
    words: /^Nobody listens on http:\/\/127\.0\.0\.1:\d+\/RPC\.$/,
  },
  {
    what: 'the file of the socket is gone',
    way: 'unix',
    begin: (server) => server.stop(),
    fails: CONNECTION,
    kind: 'not-found',
    words: /There is no socket .*\/run\/ctl: Kamailio is not running/,
  },
  {
    what: 'its folder is gone',
    way: 'unix',
    begin: async (server) => {
      await server.stop();
      rmSync(path.dirname(server.socket), { recursive: true });
      server.onHeal(() => mkdirSync(path.dirname(server.socket)));
    },
    fails: CONNECTION,
    kind: 'not-found',
    words: /There is no socket/,
  },
  {
    what: 'the socket is left over',
    way: 'unix',
    begin: async (server) => {
      renameSync(server.socket, `${server.socket}-old`);
      await server.stop();
      renameSync(`${server.socket}-old`, server.socket);
    },
    fails: CONNECTION,
    kind: 'refused',
    words: /ctl: it is left over from a Kamailio that has ended/,
  },
  {
    what: 'a file lies in its place',
    way: 'unix',
    begin: async (server) => {
      await server.stop();
      writeFileSync(server.socket, '');
    },
    fails: CONNECTION,
    kind: 'refused',
    words: /is no socket\.$/,
  },
  {
    what: 'no permission for the socket',
    way: 'unix',
    begin: (server) => forbid(server, server.socket, { root: 0o600, others: 0 }),
    fails: CONNECTION,
    kind: 'no-permission',
    words: /only \S+.* may use it, its group \S+ may not; set the parameters/,
  },
  {
    what: 'no permission for its folder',
    way: 'unix',
    begin: (server) => forbid(server, path.dirname(server.socket), { root: 0o700, others: 0 }),
    fails: CONNECTION,
    kind: 'no-permission',
    words: /\/run, where the socket lies, may not be entered/,
  },
  {
    what: 'something that closes every connection',
    way: 'tcp',
    begin: listens((socket) => socket.destroy()),
    fails: CONNECTION,
    kind: 'closed',
    words: /closed the connection without an answer/,
  },
  {
    what: 'something that accepts and is silent',
    way: 'tcp',
    begin: listens(() => undefined),
    silent: 'all',
    fails: CONNECTION,
    kind: 'timed-out',
    words: /did not answer core\.version within .* s: the connection is there, but nothing came/,
  },
  {
    what: 'an SSH server, which speaks first',
    way: 'tcp',
    begin: listens((socket) => socket.write('SSH-2.0-OpenSSH_9.2p1\r\n')),
    fails: CONNECTION,
    kind: 'garbled',
    words: /it begins with "SSH-2\.0/,
  },
  {
    what: 'a web server',
    way: 'tcp',
    begin: (server) => server.replace((place) => LocalServer.http((_, response) => response.end(), place)),
    fails: CONNECTION,
    kind: 'garbled',
    words: /it is HTTP; write http:\/\//,
  },
  {
    what: 'something that speaks TLS',
    way: 'tcp',
    begin: listens((socket) => socket.once('data', () => socket.write(TLS_ALERT))),
    fails: CONNECTION,
    kind: 'garbled',
    words: /it is TLS/,
  },
  {
    what: 'an echo',
    way: 'tcp',
    begin: listens((socket) => socket.pipe(socket)),
    fails: CONNECTION,
    kind: 'garbled',
    words: /a packet of the kind 0/,
  },
]);

/** Gives up the rights of root, whom nothing is forbidden, until the fault ends. */
function forbid(server: SocketKamailio, place: string, mode: { readonly root: number; readonly others: number }): void {
  chmodSync(server.folder, 0o755);
  server.onHeal(() => chmodSync(place, 0o755));
  const isRoot = process.geteuid?.() === 0;
  chmodSync(place, isRoot ? mode.root : mode.others);
  server.dropConnections();
  if (!isRoot) return;
  process.seteuid?.(65534);
  server.onHeal(() => process.seteuid?.(0));
}

table('replies of BINRPC', [
  {
    what: 'closed at every request',
    way: 'tcp',
    begin: instead((_, socket) => socket.destroy()),
    fails: CONNECTION,
    kind: 'closed',
    words: /closed the connection without an answer/,
  },
  {
    what: 'closed at the request for the list',
    way: 'unix',
    begin: instead((_, socket) => socket.destroy(), LIST),
    fails: DISPATCHER,
    kind: 'closed',
    words: /closed the connection without an answer/,
  },
  ...(
    [
      [1, 'after the first byte'],
      [3, 'in the header'],
      [20, 'in the body'],
      [500, 'further on in the body'],
      [-1, 'before the last byte'],
    ] as const
  ).map(([bytes, where]): Row => ({
    what: `cut ${where}`,
    way: 'tcp',
    begin: cut(bytes),
    fails: DISPATCHER,
    kind: 'closed',
    words: /broke in mid-reply: only \d+ .*bytes?/,
  })),
  {
    what: 'cut in the body over a Unix socket',
    way: 'unix',
    begin: cut(300),
    fails: DISPATCHER,
    kind: 'closed',
    words: /broke in mid-reply: only 300 of/,
  },
  {
    what: 'reset in mid-reply',
    way: 'tcp',
    begin: instead(({ cookie }, socket) => {
      const reply = encodeReply(cookie, [{ text: 'x'.repeat(100) }]);
      socket.write(reply.subarray(0, 50), () => socket.resetAndDestroy());
    }),
    fails: CONNECTION,
    kind: 'closed',
    words: /closed the connection|broke in mid-reply/,
  },
  {
    what: 'garbage',
    way: 'unix',
    begin: send(Buffer.alloc(64, 0x5a)),
    fails: CONNECTION,
    kind: 'garbled',
    words: /no BINRPC reply: it begins with "Z+"/,
  },
  {
    what: 'garbage for the list',
    way: 'tcp',
    begin: send(Buffer.alloc(64, 0x5a), LIST),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /no BINRPC reply/,
  },
  {
    what: 'garbage without end',
    way: 'tcp',
    begin: instead(pour(Buffer.alloc(65536, 0x20))),
    fails: CONNECTION,
    kind: 'garbled',
    words: /no BINRPC reply/,
  },
  {
    what: 'another magic',
    way: 'tcp',
    begin: send(Buffer.from('b11001010500', 'hex')),
    fails: CONNECTION,
    kind: 'garbled',
    words: /bytes b1100101/,
  },
  {
    what: 'another version of the protocol',
    way: 'tcp',
    begin: send(Buffer.from('a21001010500', 'hex')),
    fails: CONNECTION,
    kind: 'garbled',
    words: /bytes a2100101/,
  },
  {
    what: 'another cookie',
    way: 'tcp',
    begin: instead(({ cookie }, socket) => socket.write(encodeReply(cookie ^ 1, [{ text: 'kamailio 5.6.3' }]))),
    fails: CONNECTION,
    kind: 'garbled',
    words: /another cookie/,
  },
  {
    what: 'the answer to the question before',
    way: 'tcp',
    begin: instead(({ cookie }, socket) => socket.write(encodeReply(cookie - 1, [{ int: 1 }])), LIST),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /another cookie/,
  },
  {
    what: 'a length of 4 GB',
    way: 'tcp',
    begin: send(Buffer.from('a11cffffffff01', 'hex')),
    fails: 'connection',
    kind: 'too-large',
    words: /4294967295 bytes/,
  },
  {
    what: 'a list that is larger than what is taken',
    way: 'tcp',
    begin: instead(({ cookie }, socket) => socket.write(encodeReply(cookie, [{ text: 'x'.repeat(REPLY_SIZE) }])), LIST),
    fails: DISPATCHER,
    kind: 'too-large',
    words: /more than 100000 are not taken/,
  },
  {
    what: 'records that reach over the end',
    way: 'tcp',
    begin: sendBody('ffff'),
    fails: CONNECTION,
    kind: 'garbled',
    words: /reaches over its end/,
  },
  {
    what: 'structures without end',
    way: 'tcp',
    begin: sendBody('03'.repeat(5000)),
    fails: CONNECTION,
    kind: 'garbled',
    words: /nested more than 64 levels/,
  },
  {
    what: 'a fault without a reason',
    way: 'tcp',
    begin: instead(({ cookie }, socket) => socket.write(encodePacket(3, cookie, Buffer.from([0])))),
    fails: CONNECTION,
    kind: 'garbled',
    words: /no code and reason/,
  },
  {
    what: 'no answer, as from a stopped Kamailio',
    way: 'unix',
    begin: instead(() => undefined),
    silent: 'all',
    fails: CONNECTION,
    kind: 'timed-out',
    words: /nothing came; Kamailio may be busy, stopped or stuck/,
  },
  {
    what: 'no answer to the request for the list',
    way: 'tcp',
    begin: instead(() => undefined, LIST),
    silent: [LIST],
    fails: CONNECTION,
    kind: 'timed-out',
    words: /did not answer dispatcher\.list/,
  },
  {
    what: 'stopped in mid-reply',
    way: 'tcp',
    begin: instead(({ cookie }, socket) =>
      socket.write(encodeReply(cookie, [{ text: 'x'.repeat(500) }]).subarray(0, 200)),
    ),
    silent: 'all',
    fails: CONNECTION,
    kind: 'timed-out',
    words: /only 200 of the reply's \d+ bytes came/,
  },
  {
    what: 'byte by byte, slowly',
    way: 'tcp',
    begin: instead(({ cookie }, socket) => {
      const reply = encodeReply(cookie, [{ text: 'x'.repeat(90_000) }]);
      let at = 20;
      socket.write(reply.subarray(0, at));
      const go = (): void => {
        if (at < reply.length) socket.write(reply.subarray(at, (at += 1)), (error) => error ?? setImmediate(go));
      };
      go();
    }, LIST),
    silent: [LIST],
    fails: CONNECTION,
    kind: 'timed-out',
    words: /only \d+ of the reply's 90\d+ bytes came/,
  },
]);

table('answers that are none of Kamailio', [
  {
    what: 'another program has the same protocol',
    way: 'tcp',
    begin: answer('core.version', 'sip-express-router'),
    fails: CONNECTION,
    kind: 'garbled',
    words: /answered core\.version in a form that is not known: expected a version, got "sip-express-router"/,
  },
  {
    what: 'no time of the start',
    way: 'tcp',
    begin: answer('core.uptime', { now: 'today' }),
    fails: CONNECTION,
    kind: 'garbled',
    words: /core\.uptime .*expected a structure with uptime/,
  },
  {
    what: 'a list that is a number',
    way: 'tcp',
    begin: answer(LIST, 42),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /dispatcher\.list .*expected a structure, got 42/,
  },
  {
    what: 'a list that is empty',
    way: 'http',
    begin: answerHttp(LIST, {}),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected a structure, got nothing/,
  },
  {
    what: 'a list without records',
    way: 'tcp',
    begin: answer(LIST, { NRSETS: 1, SETS: {} }),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected a structure with RECORDS, got a structure with NRSETS, SETS/,
  },
  {
    what: 'a list whose names hold several lines',
    way: 'http',
    begin: answerHttp(LIST, { ['many\nlines '.repeat(200)]: 1 }),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected a structure with RECORDS, got a structure with many lines many/,
  },
  {
    what: 'states that nobody knows',
    way: 'tcp',
    begin: answer(LIST, oneSet({ URI: 'sip:a', FLAGS: 'QQ', PRIORITY: 0 })),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected state letters at .*FLAGS, got "QQ"/,
  },
  {
    what: 'a destination without an address',
    way: 'http',
    begin: answerHttp(LIST, oneSet({ FLAGS: 'AP', PRIORITY: 0 })),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected a structure with URI/,
  },
  {
    what: 'a priority in words',
    way: 'http',
    begin: answerHttp(LIST, oneSet({ URI: 'sip:a', FLAGS: 'AP', PRIORITY: 'high' })),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected a number at .*PRIORITY, got "high"/,
  },
]);

table('commands that fail', [
  {
    what: 'the list is refused',
    way: 'tcp',
    begin: fault(LIST, 500, 'Invalid parameter value'),
    fails: DISPATCHER,
    kind: 'fault',
    words: /refuses dispatcher\.list: Invalid parameter value \(500\)/,
  },
  {
    what: 'the list is refused',
    way: 'http',
    begin: insteadHttp(({ id }, response) => {
      response.writeHead(500).end(`{"jsonrpc":"2.0","error":{"code":500,"message":"No memory"},"id":${id}}`);
    }, LIST),
    fails: DISPATCHER,
    kind: 'fault',
    words: /refuses dispatcher\.list: No memory \(500\)/,
  },
  {
    what: 'the list does not fit into the buffer',
    way: 'unix',
    begin: fault(LIST, 500, "Internal server error processing '{': buffer too small (overflow) (-2)"),
    fails: DISPATCHER,
    kind: 'fault',
    words: /raise its parameter binrpc_max_body_size/,
  },
  {
    what: 'everything is refused',
    way: 'tcp',
    begin: fault(undefined, 500, 'Server failure'),
    fails: CONNECTION,
    kind: 'fault',
    words: /refuses core\.version: Server failure \(500\)/,
  },
  {
    what: 'restarted, and the state of pinging is told in another form',
    way: 'tcp',
    begin: restarted(answer('dispatcher.ping_active', 'on')),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /dispatcher\.ping_active/,
  },
  {
    what: 'restarted, and the connection breaks at the settings',
    way: 'tcp',
    begin: restarted(instead((_, socket) => socket.destroy(), 'cfg.get')),
    fails: DISPATCHER,
    kind: 'closed',
    words: /closed the connection without an answer/,
  },
  ...(['tcp', 'http'] as const).map((way): Row => ({
    what: 'restarted without the module',
    way,
    begin: (server) => {
      server.kamailio.startedAt += 60_000;
      server.kamailio.modules.delete('dispatcher');
      server.dropConnections();
    },
    mend: ({ kamailio }) => {
      kamailio.startedAt += 60_000;
      kamailio.modules.add('dispatcher');
    },
    fails: 'absent',
    words: /^dispatcher$/,
  })),
]);

// Faults of HTTP

/** Does something instead of answering, to some command or all. */
function insteadHttp(serve: HttpFault, method?: string): Row['begin'] {
  return (server) => {
    server.httpFault = (request, response, well) => {
      if (method === undefined || request.method === method) serve(request, response, well);
      else well();
    };
  };
}

function answerHttp(method: string, value: RpcValue): Row['begin'] {
  return insteadHttp(({ id }, response) => response.end(JSON.stringify({ jsonrpc: '2.0', result: value, id })), method);
}

function status(code: number, body: string, type = 'text/plain'): Row['begin'] {
  return insteadHttp((_, response) => response.writeHead(code, { 'Content-Type': type }).end(body));
}

/** Answers 401 to all that do not bear this. */
function wants(authorization: string): Row['begin'] {
  return insteadHttp((request, response, well) => {
    if (request.authorization === authorization) well();
    else response.writeHead(401).end(request.text);
  });
}

const BASIC = { kind: 'basic', user: 'admin', password: SECRET } as const;
const BEARER = { kind: 'bearer', token: SECRET } as const;

table('replies of HTTP', [
  {
    what: '401, and no password is stored',
    way: 'http',
    begin: wants('Bearer new'),
    mend: (server) => (server.credentials = { kind: 'bearer', token: 'new' }),
    fails: CONNECTION,
    kind: 'unauthorised',
    words: /401 Unauthorized: it wants a password or token, and none is stored/,
  },
  {
    what: '401: the password was changed',
    way: 'http',
    prepare: (server) => (server.credentials = BASIC),
    begin: wants(`Basic ${Buffer.from('admin:new').toString('base64')}`),
    mend: (server) => (server.credentials = { ...BASIC, password: 'new' }),
    fails: CONNECTION,
    kind: 'unauthorised',
    words: /the user or password is not accepted/,
  },
  {
    what: '401: the token has expired',
    way: 'http',
    prepare: (server) => (server.credentials = BEARER),
    begin: wants('Bearer new'),
    mend: (server) => (server.credentials = { ...BEARER, token: 'new' }),
    fails: CONNECTION,
    kind: 'unauthorised',
    words: /the token is not accepted/,
  },
  {
    what: '403',
    way: 'http',
    begin: status(403, 'no'),
    fails: CONNECTION,
    kind: 'forbidden',
    words: /403 Forbidden: the HTTP route there lets this client or user not in/,
  },
  {
    what: '404 with a web page',
    way: 'http',
    begin: status(404, '<!DOCTYPE html><h1>Not Found</h1>', 'text/html'),
    fails: CONNECTION,
    kind: 'wrong-path',
    words: /404 Not Found, a web page: the path is not the one .*jsonrpc_dispatch/,
  },
  {
    what: '404 without one',
    way: 'http',
    begin: status(404, 'Not here.'),
    fails: CONNECTION,
    kind: 'wrong-path',
    words: /404 Not Found, no JSON-RPC reply/,
  },
  {
    what: '500 with a web page',
    way: 'http',
    begin: status(500, '<html>', 'text/html'),
    fails: CONNECTION,
    kind: 'wrong-path',
    words: /500 .*, a web page/,
  },
  {
    what: '500 without anything',
    way: 'http',
    begin: status(500, ''),
    fails: CONNECTION,
    kind: 'wrong-path',
    words: /500 Internal Server Error, no JSON-RPC reply/,
  },
  {
    what: '502 of a proxy',
    way: 'http',
    begin: status(502, '<html>', 'text/html'),
    fails: CONNECTION,
    kind: 'wrong-path',
    words: /502 Bad Gateway: a proxy answers that does not reach Kamailio/,
  },
  {
    what: '200 with the page of a login',
    way: 'http',
    begin: status(200, '<html><body>Please log in', 'text/html'),
    fails: CONNECTION,
    kind: 'wrong-path',
    words: /200 OK, a web page/,
  },
  {
    what: 'a redirect',
    way: 'http',
    begin: insteadHttp((_, response) =>
      response.writeHead(302, { Location: `https://admin:${SECRET}@sso.example.com/login?token=${SECRET}` }).end(),
    ),
    fails: CONNECTION,
    kind: 'wrong-path',
    words: /302 Found: it redirects to https:\/\/sso\.example\.com\/login\. Redirects are not followed/,
  },
  {
    what: 'nothing in the reply',
    way: 'http',
    begin: status(200, ''),
    fails: CONNECTION,
    kind: 'garbled',
    words: /its body is empty/,
  },
  {
    what: 'no JSON',
    way: 'http',
    begin: status(200, 'hello'),
    fails: CONNECTION,
    kind: 'garbled',
    words: /it is no JSON at its byte 1/,
  },
  {
    what: 'other JSON',
    way: 'http',
    begin: status(200, '{"status":"ok"}'),
    fails: CONNECTION,
    kind: 'garbled',
    words: /no JSON-RPC 2\.0 reply/,
  },
  {
    what: 'JSON that ends too early',
    way: 'http',
    begin: insteadHttp(({ id }, response) => response.end(`{"jsonrpc":"2.0","id":${id},"result":{"RECORDS":[`), LIST),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /it ends too early/,
  },
  {
    what: 'the reply to another request',
    way: 'http',
    begin: insteadHttp(({ id }, response) => response.end(`{"jsonrpc":"2.0","result":{},"id":${id + 1}}`), LIST),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /another request/,
  },
  {
    what: 'the reply to no request',
    way: 'http',
    begin: status(200, '{"jsonrpc":"2.0","result":{}}'),
    fails: CONNECTION,
    kind: 'garbled',
    words: /names no request/,
  },
  {
    what: 'several replies at once',
    way: 'http',
    begin: insteadHttp(({ id }, response) => response.end(`[{"jsonrpc":"2.0","result":{},"id":${id}}]`)),
    fails: CONNECTION,
    kind: 'garbled',
    words: /it is no JSON-RPC reply/,
  },
  {
    what: 'structures without end',
    way: 'http',
    begin: insteadHttp((_, response) => response.end('['.repeat(5000)), LIST),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /nested more than 64 levels/,
  },
  {
    what: 'a list that is larger than what is taken, announced',
    way: 'http',
    begin: insteadHttp((_, response) => response.writeHead(200, { 'Content-Length': 1e9 }).write('{'), LIST),
    fails: DISPATCHER,
    kind: 'too-large',
    words: /more than the 100000 bytes/,
  },
  {
    what: 'a body without end',
    way: 'http',
    begin: insteadHttp((_, response) => {
      const go = (): void => void response.write('x'.repeat(65536), (error) => error ?? setImmediate(go));
      go();
    }),
    fails: CONNECTION,
    kind: 'too-large',
    words: /more than the 100000 bytes/,
  },
  {
    what: 'a header without end',
    way: 'http',
    begin: listens((socket) => {
      const go = (): void => void socket.write(`X: ${'y'.repeat(5000)}\r\n`, (error) => error ?? setImmediate(go));
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n');
        go();
      });
    }),
    fails: CONNECTION,
    kind: 'too-large',
    words: /header of .* is too long/,
  },
  {
    what: 'no answer',
    way: 'http',
    begin: insteadHttp(() => undefined),
    silent: 'all',
    fails: CONNECTION,
    kind: 'timed-out',
    words: /nothing came; Kamailio may be busy, stopped or stuck/,
  },
  {
    what: 'stopped in mid-reply',
    way: 'http',
    begin: insteadHttp((_, response) => response.writeHead(200, { 'Content-Length': 50 }).write('{"json'), LIST),
    silent: [LIST],
    fails: CONNECTION,
    kind: 'timed-out',
    words: /dispatcher\.list .*only 6 of 50 bytes of the reply's body came/,
  },
  {
    what: 'byte by byte, slowly',
    way: 'http',
    begin: insteadHttp((_, response) => {
      response.writeHead(200, { 'Content-Length': 90_000 });
      const go = (): void => void response.write(' ', (error) => error ?? setImmediate(go));
      go();
    }, LIST),
    silent: [LIST],
    fails: CONNECTION,
    kind: 'timed-out',
    words: /only \d+ of 90000 bytes of the reply's body came/,
  },
  {
    what: 'cut in the body',
    way: 'http',
    begin: insteadHttp((_, response) => {
      response.writeHead(200, { 'Content-Length': 50 }).write('{"json', () => response.destroy());
    }, LIST),
    fails: DISPATCHER,
    kind: 'closed',
    words: /broke in mid-reply: only \d+ .*bytes?/,
  },
  {
    what: 'cut in the header',
    way: 'http',
    begin: listens((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Le'))),
    fails: CONNECTION,
    kind: 'closed',
    words: /closed the connection in mid-reply|closed the connection without an answer/,
  },
  {
    what: 'closed without an answer',
    way: 'http',
    begin: insteadHttp((_, response) => response.destroy()),
    fails: CONNECTION,
    kind: 'closed',
    words: /closed the connection without an answer/,
  },
  {
    what: 'no HTTP',
    way: 'http',
    begin: listens((socket) => socket.once('data', () => socket.write('hello there\r\n\r\n'))),
    fails: CONNECTION,
    kind: 'garbled',
    words: /is no HTTP/,
  },
  {
    what: 'BINRPC',
    way: 'http',
    begin: listens((socket) => socket.once('data', () => socket.write(encodeFault(0, 400, 'bad request')))),
    fails: CONNECTION,
    kind: 'garbled',
    words: /speaks BINRPC; the address must begin with tcp:\/\//,
  },
  {
    what: 'TLS where none is expected',
    way: 'http',
    begin: listens((socket) => socket.once('data', () => socket.write(TLS_ALERT))),
    fails: CONNECTION,
    kind: 'garbled',
    words: /speaks TLS; the address must begin with https:\/\//,
  },
]);

describe('certificates and TLS', () => {
  let maker: CertificateMaker | undefined;
  let own: Certificate;
  const others = new Map<string, Certificate>();

  before(function () {
    skipUnless(this, hasOpenssl(), 'the program openssl');
    maker = new CertificateMaker();
    own = maker.makeSelfSigned('127.0.0.1');
    others.set('self-signed', maker.makeSelfSigned('127.0.0.1'));
    others.set('another name', maker.makeSigned('sbc.example.com', own));
    others.set('expired', maker.makeSelfSigned('127.0.0.1', -1));
    others.set('an unknown authority', maker.makeSigned('127.0.0.1', others.get('self-signed')!));
  });

  after(() => maker?.dispose());

  /** The server comes back with another certificate, or other demands. */
  function proves(name: string, more: object = {}, trust = false): Row['begin'] {
    return (server) => {
      const { certificate, key } = others.get(name) ?? own;
      if (trust) server.tls = { ca: certificate };
      return server.replace((place) =>
        LocalServer.https({ cert: certificate, key, ...more }, (_, response) => response.end(), place),
      );
    };
  }

  const rows: Row[] = [
    {
      what: 'a self-signed certificate',
      way: 'https',
      begin: proves('self-signed'),
      fails: CONNECTION,
      kind: 'certificate',
      words: /is self-signed.*name that certificate as `ca`/,
    },
    {
      what: 'an authority that is not known',
      way: 'https',
      begin: proves('an unknown authority'),
      fails: CONNECTION,
      kind: 'certificate',
      words: /signed by an authority that is not trusted here/,
    },
    {
      what: 'a certificate for another name',
      way: 'https',
      begin: proves('another name'),
      fails: CONNECTION,
      kind: 'certificate',
      words: /does not bear the name 127\.0\.0\.1, but sbc\.example\.com/,
    },
    {
      what: 'an expired certificate',
      way: 'https',
      // The authority is known, so that the time alone is wrong.
      prepare: (server) => (server.tls = { ca: own.certificate + others.get('expired')!.certificate }),
      begin: proves('expired'),
      fails: CONNECTION,
      kind: 'certificate',
      words: /has expired/,
    },
    {
      what: 'a client certificate is wanted',
      way: 'https',
      begin: proves('own', {
        requestCert: true,
        rejectUnauthorized: true,
        maxVersion: 'TLSv1.2',
      }),
      fails: CONNECTION,
      kind: 'certificate',
      words: /does not accept this client's certificate, or wants one/,
    },
    {
      what: 'only old versions of TLS',
      way: 'https',
      begin: proves('own', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' }),
      fails: CONNECTION,
      kind: 'certificate',
      words: /speaks no TLS version that is accepted here/,
    },
    {
      what: 'HTTP where TLS is expected',
      way: 'https',
      begin: listens((socket) => socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))),
      fails: CONNECTION,
      kind: 'garbled',
      words: /does not speak TLS; the address may have to begin with http:\/\//,
    },
    {
      what: 'closed while TLS is being established',
      way: 'https',
      begin: listens((socket) => socket.once('data', () => socket.end())),
      fails: CONNECTION,
      kind: 'closed',
      words: /broke the connection off while TLS was being established/,
    },
    {
      what: 'silent while TLS is being established',
      way: 'https',
      begin: listens(() => undefined),
      silent: 'all',
      fails: CONNECTION,
      kind: 'timed-out',
      words: /TLS is not established/,
    },
    {
      what: 'stopped in mid-reply',
      way: 'https',
      begin: insteadHttp((_, response) => response.writeHead(200, { 'Content-Length': 50 }).write('{'), LIST),
      silent: [LIST],
      fails: CONNECTION,
      kind: 'timed-out',
      words: /only 1 of 50 bytes/,
    },
  ];
  for (const row of rows) it(row.what, () => check(row, own));
});

/** The program that leads to the server does something else from now on. */
function runs(script: string, mode?: number): Row['begin'] {
  return (server) => {
    server.writeProgram(script, mode);
    server.dropConnections();
  };
}

table('a child process that leads to the server', [
  {
    what: 'is not there',
    way: 'process',
    begin: (server) => {
      rmSync(server.program);
      server.dropConnections();
    },
    fails: CONNECTION,
    kind: 'process',
    words: /\/way cannot be started: there is no such program/,
  },
  {
    what: 'may not be executed',
    way: 'process',
    begin: runs('exit', 0o644),
    fails: CONNECTION,
    kind: 'process',
    words: /\/way cannot be started: it may not be executed/,
  },
  {
    what: 'ends and says why',
    way: 'process',
    begin: runs('printf "banner\\n\\033[31mPermission denied\\a (publickey).\\n" >&2; exit 255'),
    fails: CONNECTION,
    kind: 'process',
    words: /ended with status 255: Permission denied \(publickey\)\.$/,
  },
  {
    what: 'ends without a word',
    way: 'process',
    begin: runs('exit 3'),
    fails: CONNECTION,
    kind: 'process',
    words: /ended with status 3\.$/,
  },
  {
    what: 'is killed',
    way: 'process',
    begin: runs('kill -KILL $$'),
    fails: CONNECTION,
    kind: 'process',
    words: /was ended by SIGKILL\.$/,
  },
  {
    what: 'hangs',
    way: 'process',
    begin: runs('cat >/dev/null'),
    silent: 'all',
    fails: CONNECTION,
    kind: 'timed-out',
    words: /did not answer .* nothing came/,
  },
  {
    what: 'hangs and complains without end',
    way: 'process',
    begin: runs('yes complaint >&2'),
    silent: 'all',
    fails: CONNECTION,
    kind: 'timed-out',
    words: /nothing came/,
  },
  {
    what: 'greets',
    way: 'process',
    begin: runs('echo Welcome to Debian; cat >/dev/null'),
    fails: CONNECTION,
    kind: 'garbled',
    words: /it begins with "Welcome to Debian"/,
  },
  {
    what: 'ends in mid-reply',
    way: 'process',
    begin: runs("printf '\\241\\024\\377\\001x'; echo lost >&2; exit 1"),
    fails: CONNECTION,
    kind: 'process',
    words: /ended with status 1: lost$/,
  },
  {
    what: 'reaches nobody',
    way: 'process',
    begin: (server) => server.stop(),
    fails: CONNECTION,
    kind: 'process',
    words: /\/way ended with status \d+: /,
  },
]);

describe('another run of Kamailio', () => {
  /** Looks at a server, lets something happen to it, and gives what is known afterwards. */
  async function look(
    way: Way,
    act: (stage: SocketKamailio, server: LiveServer) => Promise<void> | void,
    then: (stage: SocketKamailio, server: LiveServer) => Promise<void>,
  ): Promise<void> {
    const stage = await SocketKamailio.open(way);
    const server = stage.makeLiveServer();
    try {
      server.watch(['dispatcher', 'tables']);
      server.connect();
      await settle('the first answers', () => server.isFresh('dispatcher') && server.isFresh('tables'));
      await new Promise(setImmediate);
      await act(stage, server);
      await then(stage, server);
    } finally {
      server.dispose();
      await stage.close();
    }
  }

  const letters = ({ parts }: LiveServer): string[] =>
    (lastOf(parts.dispatcher)?.value.sets ?? []).flatMap(({ destinations }) => destinations.map((one) => one.letters));

  /** Ends, and is started again with other sets, before anybody asks. */
  async function restart(stage: SocketKamailio): Promise<void> {
    await stage.stop();
    stage.kamailio.startedAt += 60_000;
    stage.kamailio.sets.set(1, [{ uri: 'sip:10.9.9.9', letters: 'TX' }]);
    await stage.heal();
  }

  for (const way of ['tcp', 'unix', 'http', 'process'] as const) {
    it(`is never mixed with the one before (${way})`, () =>
      look(way, restart, async ({ clock }, server) => {
        await clock.pass(INTERVAL);
        await settle('the other run', () => letters(server).join() === 'TX');
        assert.ok(server.isFresh('dispatcher'));
        assert.deepEqual(
          server.history.marks.map(({ kind }) => kind),
          ['restart'],
        );
        assert.deepEqual(server.connection, { kind: 'live' });
      }));
  }

  it('that begins in mid-reply is asked again', () =>
    look(
      'tcp',
      (stage) => {
        stage.binrpcFault = ({ cookie, method }, socket, well) => {
          if (method !== LIST) {
            well();
            return;
          }
          stage.binrpcFault = undefined;
          stage.kamailio.startedAt += 60_000;
          stage.kamailio.sets.set(1, [{ uri: 'sip:10.9.9.9', letters: 'TX' }]);
          socket.end(encodeReply(cookie, [{ text: 'x'.repeat(100) }]).subarray(0, 50));
        };
      },
      async ({ clock }, server) => {
        await clock.pass(INTERVAL);
        await settle('the other run', () => letters(server).join() === 'TX');
        assert.ok(server.isFresh('dispatcher'));
      },
    ));

  it('without its tables loses only these', () =>
    look(
      'http',
      ({ kamailio }) => {
        kamailio.startedAt += 60_000;
        kamailio.modules.delete('htable');
      },
      async ({ clock }, server) => {
        await clock.pass(INTERVAL);
        await settle('the tables to go', () => server.parts.tables.kind === 'absent');
        assert.ok(!server.isFresh('tables'));
        await settle('the sets', () => server.isFresh('dispatcher'));
      },
    ));

  it('a server that stays silent, with a long deadline, gets old all the same', () =>
    look(
      'tcp',
      (stage) => {
        stage.binrpcFault = () => undefined;
      },
      async ({ clock }, server) => {
        await clock.pass(INTERVAL);
        assert.ok(server.isFresh('dispatcher'));
        await clock.pass(4 * INTERVAL);
        assert.ok(!server.isFresh('dispatcher'));
      },
    ));

  it('after a sleep nothing is fresh until it was asked anew', () =>
    look(
      'tcp',
      async (stage) => {
        stage.kamailio.sets.get(1)![0]!.letters = 'DX';
        stage.clock.sleep(3_600_000);
        // What was open has died meanwhile.
        stage.dropConnections();
        await new Promise(setImmediate);
      },
      async ({ clock }, server) => {
        assert.ok(!server.isFresh('dispatcher'));
        await clock.pass(INTERVAL);
        await settle('the new state', () => server.isFresh('dispatcher'));
        assert.deepEqual(letters(server), ['DX', 'IP']);
      },
    ));

  it('that fails for hours leaves nothing behind', async () => {
    await new Promise(setImmediate);
    const before = countHandles();
    await look(
      'tcp',
      (stage) => {
        stage.binrpcFault = (_, socket) => socket.end(Buffer.from('a1', 'hex'));
      },
      async (stage, server) => {
        for (let attempt = 0; attempt < 100; attempt += 1) await server.refresh();
        const { connection } = server;
        assert.ok(connection.kind === 'failing' && connection.attempts >= 100);
        await settle('the connections to end', () => stage.connections === 0);
        assert.equal(stage.clock.timers, 1);
        assert.ok([...countHandles()].every(([name, count]) => count <= (before.get(name) ?? 0) + 1));
      },
    );
    await settle('the handles to go', () => sameHandles(before, countHandles()));
  });
});
