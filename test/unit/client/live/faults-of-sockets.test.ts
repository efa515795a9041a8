/** Sockets that lead nowhere, and replies of BINRPC that are none. */
import { Buffer } from 'node:buffer';
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LocalServer } from '../rpc/local-server.ts';
import { encodePacket, encodeReply } from '../rpc/reply-encoder.ts';
import { REPLY_SIZE, type SocketKamailio } from './support/socket-kamailio.ts';
import { type FaultRow, table } from './support/fault-check.ts';
import {
  LIST,
  TLS_ALERT,
  CONNECTION,
  DISPATCHER,
  instead,
  cut,
  send,
  sendBody,
  pour,
  listens,
} from './support/faults.ts';

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
  ).map(([bytes, where]): FaultRow => ({
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
