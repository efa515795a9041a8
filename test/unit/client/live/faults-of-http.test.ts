/** What a web server says that is not the answer. */
import { Buffer } from 'node:buffer';
import { encodeFault } from '../rpc/reply-encoder.ts';
import { SECRET, type FaultRow, table } from './support/fault-check.ts';
import { LIST, TLS_ALERT, CONNECTION, DISPATCHER, listens, insteadHttp, status } from './support/faults.ts';

/** Answers 401 to all that do not bear this. */
function wants(authorization: string): FaultRow['begin'] {
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
