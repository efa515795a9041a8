/** A Kamailio behind real sockets of this machine, which answers well until a test says otherwise. */
import type { Buffer } from 'node:buffer';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { ActionLog } from '../../../../../client/src/live/action-log.ts';
import { LiveServer } from '../../../../../client/src/live/live-server.ts';
import { openRpcClient } from '../../../../../client/src/rpc/open-client.ts';
import { RpcError } from '../../../../../client/src/rpc/rpc-error.ts';
import type {
  Credentials,
  Endpoint,
  RpcClient,
  RpcParam,
  RpcValue,
  TlsOptions,
} from '../../../../../client/src/rpc/types.ts';
import type { Certificate } from '../../rpc/certificates.ts';
import { type BinrpcRequest, LocalServer } from '../../rpc/local-server.ts';
import { encodeFault, encodeReply, type Record } from '../../rpc/reply-encoder.ts';
import { FakeKamailio } from './fake-kamailio.ts';
import { makeProfile } from './live-fixture.ts';
import { ManualClock } from './manual-clock.ts';

/** What carries the calls; `process` is BINRPC through a child process. */
export type Way = 'tcp' | 'unix' | 'http' | 'https' | 'process';

/** Milliseconds for calls that must end by themselves: a test that waits for this long has failed. */
const NO_DEADLINE = 120_000;

/** Milliseconds for calls that are never answered. */
const SHORT_DEADLINE = 60;

/** Bytes of a reply that the client takes. */
export const REPLY_SIZE = 100_000;

export interface HttpRequest {
  readonly id: number;
  readonly method: string;
  readonly params: readonly RpcParam[];
  readonly authorization: string | undefined;
  /** All of it: the headers as lines, then the body. */
  readonly text: string;
}

/** Answers a request instead of Kamailio; `well` answers as Kamailio does. */
export type BinrpcFault = (request: BinrpcRequest, socket: Socket, well: () => void) => void;
export type HttpFault = (request: HttpRequest, response: ServerResponse, well: () => void) => void;

export class SocketKamailio {
  /** What it answers. */
  readonly kamailio: FakeKamailio;
  readonly clock = new ManualClock();
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-live-'));
  binrpcFault: BinrpcFault | undefined;
  httpFault: HttpFault | undefined;
  /** What clients that are opened from now on know. */
  credentials: Credentials | undefined;
  tls: TlsOptions | undefined;
  /** What it proves with that it is the right one. */
  certificate: Certificate | undefined;
  /** Commands that nothing but a short deadline ends. */
  silent: 'all' | readonly string[] = [];
  readonly #way: Way;
  #port = 0;
  #server: LocalServer | undefined;
  #isReplaced = false;
  readonly #undo: (() => void)[] = [];

  private constructor(way: Way) {
    this.#way = way;
    this.kamailio = new FakeKamailio(() => this.clock.now());
    this.kamailio.sets.set(1, [
      { uri: 'sip:10.0.0.1:5060', letters: 'AP', body: 'duid=a;weight=50', latency: 12.5 },
      { uri: 'sip:10.0.0.2:5060', letters: 'IP', body: 'duid=b;weight=50' },
    ]);
    this.kamailio.tables.set('calls', new Map([['one', 1]]));
  }

  static async open(way: Way, certificate?: Certificate): Promise<SocketKamailio> {
    const made = new SocketKamailio(way);
    made.certificate = certificate;
    made.tls = certificate === undefined ? undefined : { ca: certificate.certificate };
    mkdirSync(path.dirname(made.socket));
    made.writeProgram(CONNECTOR);
    await made.#listen();
    return made;
  }

  /** The socket file of the way `unix`. */
  get socket(): string {
    return path.join(this.folder, 'run', 'ctl');
  }

  /** The program that leads to it by the way `process`. */
  get program(): string {
    return path.join(this.folder, 'way');
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#server?.open ?? 0;
  }

  /** Something that looks at it. */
  makeLiveServer(log?: ActionLog): LiveServer {
    const endpoint = this.#endpoint();
    return new LiveServer({
      profile: makeProfile({ endpoint }),
      openClient: () => Promise.resolve(this.#openClient(endpoint)),
      clock: this.clock,
      random: () => 0.5,
      log,
    });
  }

  /** Ends as a Kamailio that is killed. */
  async stop(): Promise<void> {
    this.#isReplaced = true;
    await this.#server?.close();
    this.#server = undefined;
  }

  /** Puts something else where it listens. */
  async replace(start: (place: number) => Promise<LocalServer>): Promise<void> {
    await this.stop();
    this.#server = await start(this.#port);
  }

  /** Breaks all connections; new ones are taken. */
  dropConnections(): void {
    this.#server?.dropConnections();
  }

  /** Writes the program that leads to it. */
  writeProgram(script: string, mode = 0o755): void {
    rmSync(this.program, { force: true });
    writeFileSync(this.program, `#!/bin/sh\n${script}\n`, { mode });
  }

  /** Does something when the fault ends. */
  onHeal(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** Answers well again, whatever was wrong. */
  async heal(): Promise<void> {
    this.binrpcFault = undefined;
    this.httpFault = undefined;
    this.silent = [];
    for (const undo of this.#undo.splice(0).reverse()) undo();
    this.writeProgram(CONNECTOR);
    if (!this.#isReplaced) return;
    await this.stop();
    rmSync(this.socket, { force: true });
    await this.#listen();
  }

  async close(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) undo();
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #listen(): Promise<void> {
    this.#isReplaced = false;
    const http = (request: IncomingMessage, response: ServerResponse): void =>
      void this.#takeHttp(request, response).catch(() => response.destroy());
    if (this.#way === 'http') this.#server = await LocalServer.http(http, this.#port);
    else if (this.#way === 'https') {
      const { certificate: cert, key } = this.certificate!;
      this.#server = await LocalServer.https({ cert, key }, http, this.#port);
    } else {
      const place = this.#way === 'unix' ? this.socket : this.#port;
      this.#server = await LocalServer.binrpc((request, socket) => this.#takeBinrpc(request, socket), place);
    }
    this.#port = this.#server.port;
  }

  #endpoint(): Endpoint {
    switch (this.#way) {
      case 'unix':
        return { url: `unix:${this.socket}` };
      case 'http':
      case 'https':
        return { url: `${this.#way}://127.0.0.1:${this.#port}/RPC` };
      case 'tcp':
        return { url: `tcp://127.0.0.1:${this.#port}` };
      case 'process':
        return { url: `tcp://127.0.0.1:${this.#port}`, via: { command: [this.program, '{port}'] } };
    }
  }

  #openClient(endpoint: Endpoint): RpcClient {
    const { credentials, tls } = this;
    const client = openRpcClient({ ...endpoint, credentials, tls }, { replySize: REPLY_SIZE });
    return {
      address: client.address,
      call: (method, params, options) => {
        const isSilent = this.silent === 'all' || this.silent.includes(method);
        return client.call(method, params, { ...options, deadline: isSilent ? SHORT_DEADLINE : NO_DEADLINE });
      },
      withoutSecrets: (text) => client.withoutSecrets(text),
      dispose: () => client.dispose(),
    };
  }

  #takeBinrpc(request: BinrpcRequest, socket: Socket): void {
    const well = (): void => {
      void this.#answer(request.method, []).then((answer) => {
        const { cookie } = request;
        socket.write(
          'fault' in answer
            ? encodeFault(cookie, answer.fault.code, answer.fault.message)
            : encodeReply(cookie, toRecords(answer.value)),
        );
      });
    };
    if (this.binrpcFault === undefined) well();
    else this.binrpcFault(request, socket, well);
  }

  async #takeHttp(message: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of message) body += (chunk as Buffer).toString();
    const { id, method, params } = JSON.parse(body) as Pick<HttpRequest, 'id' | 'method' | 'params'>;
    const { rawHeaders } = message;
    const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1] ?? ''}`] : []));
    const { authorization } = message.headers;
    const request: HttpRequest = { id, method, params, authorization, text: [...lines, '', body].join('\n') };
    const well = (): void => {
      void this.#answer(method, params).then((answer) => {
        const status = 'fault' in answer ? answer.fault.code : 200;
        const outcome = 'fault' in answer ? { error: answer.fault } : { result: answer.value };
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ jsonrpc: '2.0', ...outcome, id }));
      });
    };
    if (this.httpFault === undefined) well();
    else this.httpFault(request, response, well);
  }

  async #answer(
    method: string,
    params: readonly RpcParam[],
  ): Promise<{ readonly value: RpcValue } | { readonly fault: { readonly code: number; readonly message: string } }> {
    const client = await this.kamailio.open();
    try {
      return { value: await client.call(method, params) };
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      const isBinrpc = this.#way !== 'http' && this.#way !== 'https';
      const unknown = isBinrpc ? `command ${method} not found` : 'Method Not Found';
      const message = error.kind === 'unknown-command' ? unknown : error.message;
      return { fault: { code: error.code ?? 500, message } };
    }
  }
}

/** Joins standard input and output to the port that it is given. */
const CONNECTOR =
  `exec '${process.execPath}' -e ` +
  `'const s=require("net").connect(process.argv[1],"127.0.0.1");process.stdin.pipe(s).pipe(process.stdout);s.on("close",()=>process.exit())' "$1"`;

/** The records of a reply: several values are several records. */
export function toRecords(value: RpcValue): Record[] {
  return Array.isArray(value) ? (value as readonly RpcValue[]).map(toRecord) : [toRecord(value)];
}

function toRecord(value: RpcValue): Record {
  if (value === null) return { nothing: true };
  if (typeof value === 'number') return Number.isInteger(value) ? { int: value } : { double: value };
  if (typeof value === 'boolean') return { int: Number(value) };
  if (typeof value === 'string') return { text: value };
  if (!Array.isArray(value)) return { struct: membersOf(value) };
  const elements = value as readonly RpcValue[];
  // Kamailio writes a list of named structures as a structure that repeats the name.
  const named = elements.map((element) => membersOf(element));
  return named.every(({ length }) => length === 1) ? { struct: named.flat() } : { list: elements.map(toRecord) };
}

function membersOf(value: RpcValue): (readonly [string, Record])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, member]) => [name, toRecord(member)] as const);
}
