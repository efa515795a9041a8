/** Servers on this machine that do what a test wants, and a look at what is left open. */
import type { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';

export class LocalServer {
  readonly port: number;
  /** Connections that were made so far. */
  accepted = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    const address = server.address()!;
    this.port = typeof address === 'string' ? 0 : address.port;
    server.on('connection', (socket: Socket) => {
      this.accepted += 1;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
    });
  }

  /** Listens on a Unix socket, or on a port of the loopback address: a given or a free one. */
  static async stream(serve: (socket: Socket) => void, place?: string | number): Promise<LocalServer> {
    const start = (socket: Socket): void => {
      serve(socket);
      // Who does not read does not see the end either.
      socket.resume();
    };
    return LocalServer.#listen(createServer(start), place);
  }

  /** Answers BINRPC requests, one after the other. */
  static async binrpc(
    answer: (request: BinrpcRequest, socket: Socket) => void,
    place?: string | number,
  ): Promise<LocalServer> {
    return LocalServer.stream((socket) => {
      socket.on('data', (bytes: Buffer) => answer(readRequest(bytes), socket));
    }, place);
  }

  static async http(answer: RequestListener, port?: number): Promise<LocalServer> {
    return LocalServer.#listen(createHttpServer(answer), port);
  }

  static async https(tls: TlsOptions, answer: RequestListener, port?: number): Promise<LocalServer> {
    const server = createHttpsServer(tls, answer);
    server.on('tlsClientError', () => undefined);
    return LocalServer.#listen(server, port);
  }

  static async #listen(server: Server, place: string | number = 0): Promise<LocalServer> {
    if (typeof place === 'string') server.listen(place);
    else server.listen(place, '127.0.0.1');
    await once(server, 'listening');
    return new LocalServer(server);
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Breaks all connections, as the end of a Kamailio does. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.dropConnections();
    await closed;
  }
}

export interface BinrpcRequest {
  readonly cookie: number;
  /** What it asks for. */
  readonly method: string;
}

/** Requests of these tests are short and come in one piece. */
function readRequest(bytes: Buffer): BinrpcRequest {
  const flags = bytes[1] ?? 0;
  const lengthSize = ((flags >> 2) & 3) + 1;
  const cookieSize = (flags & 3) + 1;
  const start = 2 + lengthSize + cookieSize;
  const mark = bytes[start] ?? 0;
  const text = (mark & 0x80) === 0 ? start + 1 : start + 1 + ((mark >> 4) & 7);
  const end = bytes.indexOf(0, text);
  return { cookie: bytes.readUIntBE(2 + lengthSize, cookieSize), method: bytes.toString('utf8', text, end) };
}

/** What keeps the process alive now: sockets, children, timers. */
export function countHandles(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Whether nothing keeps the process alive now that did not before. */
export function sameHandles(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): boolean {
  return [...now].every(([name, count]) => count <= (before.get(name) ?? 0));
}

/**
 * Waits until a condition holds; what it waits for is an event of this process or of a child that is about to end.
 * @throws Error when it never does.
 */
export async function settle(what: string, holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000; turn += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, turn < 20 ? 0 : 5));
  }
  throw new Error(`still waiting for ${what}`);
}
