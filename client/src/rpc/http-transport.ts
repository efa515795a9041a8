/** JSON-RPC over HTTP and HTTPS, on any stream of bytes. */
import { Buffer } from 'node:buffer';
import { Agent, type ClientRequest, type IncomingMessage, request as startRequest } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { checkServerIdentity, connect as connectTls, createSecureContext, type SecureContext } from 'node:tls';
import { codeOf, explainBreak, explainTlsError, oneLine } from './explain-error.ts';
import { hideInValue, holdsSecret } from './hide-secrets.ts';
import { decodeJsonReply, encodeJsonRequest, type JsonReply } from './json-rpc.ts';
import { isRepeatable } from './repeatable-commands.ts';
import { RpcError } from './rpc-error.ts';
import type { OpenStream } from './stream-transport.ts';
import type { Answer, CallContext, Request, Transport } from './transport.ts';
import { takeTurn } from './turns.ts';
import type { Credentials, TlsOptions } from './types.ts';

export interface HttpTransportOptions {
  readonly open: OpenStream;
  /** As people are shown it. */
  readonly address: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly isSecure: boolean;
  readonly tls: TlsOptions | undefined;
  readonly credentials: Credentials | undefined;
  /** Bytes of a reply's body. */
  readonly size: number;
}

/**
 * Keeps one connection from call to call, for commands that only read (see repeatable-commands.ts). Every other request
 * has a connection of its own.
 */
export class HttpTransport implements Transport {
  readonly #options: HttpTransportOptions;
  readonly #agent: StreamAgent;
  #context: SecureContext | undefined;
  #id = 0;
  #isDisposed = false;

  constructor(options: HttpTransportOptions) {
    this.#options = options;
    this.#agent = new StreamAgent({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 });
  }

  async exchange(request: Request, context: CallContext): Promise<Answer> {
    this.#id += 1;
    const body = Buffer.from(encodeJsonRequest(this.#id, request.method, request.params));
    const mayReuse = isRepeatable(request.method);
    const first = new HttpExchange(this.#options, context, () => this.#connect(context));
    try {
      return await this.#ask(first, body, mayReuse);
    } catch (error) {
      const isDead = first.wasReused && !first.hasAnswer && error instanceof RpcError && error.kind === 'closed';
      if (!isDead || context.signal.aborted) throw error;
      // Kamailio was restarted since the last call, or has closed the idle connection in this very moment.
      const second = new HttpExchange(this.#options, context, () => this.#connect(context));
      return this.#ask(second, body, mayReuse);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#agent.destroy();
  }

  async #ask(exchange: HttpExchange, body: Buffer, mayReuse: boolean): Promise<Answer> {
    const response = await exchange.run(body, mayReuse ? this.#agent : undefined);
    if (this.#isDisposed) this.#agent.destroy();
    if (response.body.length > LARGE_REPLY) await takeTurn();
    return readAnswer(this.#id, response, this.#options);
  }

  /** Makes the connection; with TLS, up to the point where the other side has proved who it is. */
  async #connect(context: CallContext): Promise<Duplex> {
    const { open, isSecure } = this.#options;
    context.describe(() => 'there is no connection yet');
    const stream = await open(context.signal);
    if (!isSecure) return stream;
    context.describe(() => 'the connection is there, but TLS is not established');
    return this.#secure(stream, context.signal);
  }

  #secure(stream: Duplex, signal: AbortSignal): Promise<Duplex> {
    const { host, address, tls } = this.#options;
    const name = tls?.serverName ?? host;
    return new Promise((resolve, reject) => {
      let secureContext: SecureContext;
      try {
        this.#context ??= createSecureContext({
          ca: tls?.ca,
          cert: tls?.certificate,
          key: tls?.key,
          passphrase: tls?.passphrase,
        });
        secureContext = this.#context;
      } catch (error) {
        stream.destroy();
        reject(explainBadFiles(error));
        return;
      }
      const secured = connectTls({
        socket: stream,
        secureContext,
        // An address is no name that could be asked for.
        ...(isIP(name) === 0 ? { servername: name } : {}),
        checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
      });
      const settle = (): void => {
        signal.removeEventListener('abort', giveUp);
        secured.off('secureConnect', succeed);
        secured.off('error', fail);
        secured.off('close', close);
      };
      const end = (error: Error): void => {
        settle();
        secured.on('error', () => undefined);
        secured.destroy();
        stream.destroy();
        reject(error);
      };
      const succeed = (): void => {
        settle();
        resolve(secured);
      };
      const fail = (error: Error): void =>
        end(
          explainTlsError(error, address, name) ??
            explainBreak(error, `${address} broke the connection off while TLS was being established.`),
        );
      const close = (): void => fail(new Error('closed'));
      const giveUp = (): void => end(signal.reason as Error);
      secured.on('secureConnect', succeed);
      secured.on('error', fail);
      secured.on('close', close);
      signal.addEventListener('abort', giveUp);
      // A child that ends says why with the stream below; the one above would only say that it is closed.
      stream.once('error', (error) => error instanceof RpcError && fail(error));
    });
  }
}

type Connect = () => Promise<Duplex>;
type Connected = (error: Error | null, stream: Duplex) => void;

/** Keeps a connection between requests, however it is made: TLS and child processes included. */
class StreamAgent extends Agent {
  /** Makes the connection of the next request, if it needs one. */
  connect: Connect | undefined;

  override createConnection(_options: unknown, connected?: Connected): undefined {
    const { connect } = this;
    if (connect !== undefined && connected !== undefined) hand(connect, connected);
  }
}

function hand(connect: Connect, connected: Connected): void {
  connect().then(
    (stream) => connected(null, stream),
    (error: unknown) => connected(error as Error, undefined as never),
  );
}

/** The files are the user's own; what OpenSSL says of them never quotes them. */
function explainBadFiles(error: unknown): RpcError {
  const code = codeOf(error) ?? 'unknown error';
  const what = /DECRYPT|PASSWORD|PASSPHRASE/i.test(code)
    ? 'The passphrase does not open the key of the client certificate'
    : /KEY_VALUES_MISMATCH/i.test(code)
      ? 'The key does not belong to the client certificate'
      : 'The certificates or the key that are named for TLS cannot be read; they must be in PEM form';
  return new RpcError('certificate', `${what} (${code}).`);
}

interface HttpResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** One request and its response. */
class HttpExchange {
  readonly #options: HttpTransportOptions;
  readonly #context: CallContext;
  readonly #connect: Connect;
  wasReused = false;
  hasAnswer = false;

  constructor(options: HttpTransportOptions, context: CallContext, connect: Connect) {
    this.#options = options;
    this.#context = context;
    this.#connect = connect;
  }

  run(body: Buffer, agent: StreamAgent | undefined): Promise<HttpResponse> {
    const { address } = this.#options;
    const { signal } = this.#context;
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      let request: ClientRequest;
      try {
        request = this.#start(body, agent);
      } catch (error) {
        reject(explainHttpError(error, address, body.length));
        return;
      }
      const settle = (): void => signal.removeEventListener('abort', giveUp);
      const giveUp = (): void => {
        settle();
        reject(signal.reason as Error);
        request.destroy();
      };
      const fail = (error: unknown): void => {
        settle();
        reject(signal.aborted ? (signal.reason as Error) : explainHttpError(error, address, body.length));
        request.destroy();
      };
      signal.addEventListener('abort', giveUp);
      request.on('error', fail);
      request.on('response', (response) => {
        this.hasAnswer = true;
        this.#collect(request, response).then((complete) => {
          settle();
          resolve(complete);
        }, fail);
      });
      request.on('socket', () => {
        this.wasReused = request.reusedSocket;
        this.#context.describe(
          () => 'the connection is there, but nothing came; Kamailio may be busy, stopped or stuck',
        );
      });
      request.end(body);
    });
  }

  /** @throws Error when something cannot stand in a header. */
  #start(body: Buffer, agent: StreamAgent | undefined): ClientRequest {
    const { host, port, path, credentials } = this.#options;
    if (agent !== undefined) agent.connect = this.#connect;
    return startRequest({
      method: 'POST',
      host,
      port,
      path,
      agent,
      // Only asked without an agent.
      createConnection: (_, connected) => {
        hand(this.#connect, connected);
        return undefined;
      },
      headers: {
        Host: formatHost(host, port, this.#options.isSecure),
        // Kamailio leaves the body of a request alone unless its type is one that it knows.
        'Content-Type': 'application/json',
        'Content-Length': body.length,
        Accept: 'application/json',
        Connection: agent === undefined ? 'close' : 'keep-alive',
        ...(credentials === undefined ? {} : { Authorization: authorise(credentials) }),
      },
    });
  }

  #collect(request: ClientRequest, response: IncomingMessage): Promise<HttpResponse> {
    const { size } = this.#options;
    const announced = response.headers['content-length'];
    const tooLarge = (): RpcError =>
      new RpcError('too-large', `The reply has more than the ${size} bytes that are taken.`);
    return new Promise((resolve, reject) => {
      if (announced !== undefined && Number(announced) > size) {
        reject(tooLarge());
        return;
      }
      const chunks: Buffer[] = [];
      let received = 0;
      const partial = (): string =>
        `only ${received}${announced === undefined ? '' : ` of ${announced}`} bytes of the reply's body came; ` +
        'Kamailio drops what its setting tcp_conn_wq_max does not let wait';
      this.#context.describe(partial);
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > size) {
          reject(tooLarge());
          request.destroy();
          return;
        }
        chunks.push(chunk);
      });
      response.on('error', (error) =>
        reject(
          explainParseError(error, this.#options.address) ??
            new RpcError('closed', `The connection broke in mid-reply: ${partial()}.`),
        ),
      );
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          reason: oneLine(response.statusMessage ?? '', 100),
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
  }
}

function formatHost(host: string, port: number, isSecure: boolean): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === (isSecure ? 443 : 80) ? name : `${name}:${port}`;
}

function authorise(credentials: Credentials): string {
  if (credentials.kind === 'bearer') return `Bearer ${credentials.token}`;
  return `Basic ${encodeBasic(credentials)}`;
}

/** User and password as they are sent. */
export function encodeBasic(credentials: { readonly user: string; readonly password: string }): string {
  return Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
}

function explainHttpError(error: unknown, address: string, requestLength: number): RpcError {
  if (error instanceof RpcError) return error;
  const parse = explainParseError(error, address);
  if (parse !== undefined) return parse;
  const code = codeOf(error);
  if (code === 'ERR_INVALID_CHAR') {
    return new RpcError('unauthorised', 'The password or token holds characters that HTTP cannot carry.');
  }
  if (requestLength > LONGEST_USUAL_REQUEST) {
    return new RpcError(
      'closed',
      `${address} closed the connection without an answer: the request is longer than Kamailio's setting ` +
        'tcp_rd_buf_size (16 kB unless set) lets in.',
    );
  }
  return new RpcError(
    'closed',
    `${address} closed the connection without an answer: Kamailio has ended or its HTTP route does not answer, ` +
      'or the port expects https:// or something else.',
  );
}

/** Bytes of a reply whose reading takes milliseconds. */
const LARGE_REPLY = 200_000;

/** What fits into the buffer of a Kamailio on which nothing is set, headers included (tcp_init.h). */
const LONGEST_USUAL_REQUEST = 15_000;

/** What came is no HTTP; its first bytes tell what it is. */
function explainParseError(error: unknown, address: string): RpcError | undefined {
  const code = codeOf(error);
  if (code === 'HPE_HEADER_OVERFLOW') return new RpcError('too-large', `The header of ${address}'s reply is too long.`);
  if (code?.startsWith('HPE_') !== true) return undefined;
  const raw = error instanceof Error && 'rawPacket' in error ? error.rawPacket : undefined;
  if (raw instanceof Uint8Array && raw[0] === 0xa1) {
    return new RpcError('garbled', `${address} speaks BINRPC; the address must begin with tcp://, not http://.`);
  }
  if (raw instanceof Uint8Array && raw[0] === 0x15 && raw[1] === 0x03) {
    return new RpcError('garbled', `${address} speaks TLS; the address must begin with https://.`);
  }
  if (code === 'HPE_INVALID_EOF_STATE') {
    return new RpcError('closed', `${address} closed the connection in mid-reply.`);
  }
  return new RpcError('garbled', `What ${address} answers is no HTTP (${code}).`);
}

function readAnswer(id: number, response: HttpResponse, options: HttpTransportOptions): Answer {
  const { status, reason, headers, body } = response;
  const { address, credentials } = options;
  // jsonrpcs gives its faults the code as the status, so a 404 can be Kamailio's own; such a reply says so.
  const reply: JsonReply = decodeJsonReply(id, body);
  if (reply.kind === 'fault') return reply;
  const answered = `${address} answers ${status}${reason === '' ? '' : ` ${reason}`}`;
  if (status === 401) {
    const why =
      credentials === undefined
        ? 'it wants a password or token, and none is stored'
        : `the ${credentials.kind === 'basic' ? 'user or password' : 'token'} is not accepted`;
    throw new RpcError('unauthorised', `${answered}: ${why}.`, { code: status });
  }
  if (status === 403) {
    throw new RpcError('forbidden', `${answered}: the HTTP route there lets this client or user not in.`, {
      code: status,
    });
  }
  if (status >= 300 && status < 400) {
    const to = headers.location === undefined ? '' : ` to ${describeLocation(headers.location)}`;
    throw new RpcError(
      'wrong-path',
      `${answered}: it redirects${to}. Redirects are not followed; name the place itself.`,
      {
        code: status,
      },
    );
  }
  if (status >= 502 && status <= 504) {
    throw new RpcError('wrong-path', `${answered}: a proxy answers that does not reach Kamailio.`, { code: status });
  }
  const isHtml =
    /html/i.test(headers['content-type'] ?? '') || /^\s*<(?:!doctype|html|\?xml)/i.test(body.toString('latin1', 0, 64));
  if (status < 200 || status > 299 || isHtml) {
    const what = isHtml ? 'a web page' : 'no JSON-RPC reply';
    throw new RpcError(
      'wrong-path',
      `${answered}, ${what}: the path is not the one whose requests the configuration gives to jsonrpc_dispatch().`,
      { code: status },
    );
  }
  if (reply.kind === 'garbled') {
    const what = body.length === 0 ? 'its body is empty' : reply.reason;
    throw new RpcError('garbled', `What ${address} answers is not understood: ${what}.`, { code: status });
  }
  return withoutCredentials(reply, body, credentials);
}

/** A server that keeps the headers of requests would bring them here, to be shown. */
function withoutCredentials(
  reply: Answer & { readonly kind: 'result' },
  body: Buffer,
  credentials: Credentials | undefined,
): Answer {
  if (credentials === undefined) return reply;
  const sent = credentials.kind === 'bearer' ? credentials.token : encodeBasic(credentials);
  return holdsSecret(body, sent) ? { kind: 'result', value: hideInValue(reply.value, sent) } : reply;
}

/** Where a redirect leads, without what may be secret in it. */
function describeLocation(location: string): string {
  return oneLine(location.replace(/[?#].*$/s, '').replace(/\/\/.*@/s, '//'), 100);
}
