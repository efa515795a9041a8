/** BINRPC over any stream of bytes: a socket, or a child process that leads to one. */
import type { Buffer } from 'node:buffer';
import { randomInt } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type BinrpcLimits, type BinrpcPacket, DEFAULT_BINRPC_LIMITS, encodeRequest, PacketReader } from './binrpc.ts';
import { explainBreak, explainPartialReply } from './explain-error.ts';
import { isRepeatable } from './repeatable-commands.ts';
import { RpcError } from './rpc-error.ts';
import type { OpenStream } from './stream-transport.ts';
import type { Answer, CallContext, Request, Transport } from './transport.ts';

/**
 * ctl writes without blocking: what a full socket does not take within 10 ms is lost (sock_send_v in io_listener.c), and
 * the connection stays open. A large reply to a busy reader then just stops. So where nothing comes for this long in
 * mid-reply, a command that only reads is asked once more.
 */
const DEFAULT_STALL_MS = 1000;

/**
 * Keeps one connection from call to call. Kamailio's ctl process serves all connections in turn, so more of them would
 * gain nothing. A call that is given up takes its connection along: the answer that may still come meets nobody.
 */
export class BinrpcTransport implements Transport {
  readonly #open: OpenStream;
  readonly #limits: BinrpcLimits;
  readonly #stall: number;
  #kept: Connection | undefined;
  #cookie = randomInt(1, 0x7fffffff);
  #isDisposed = false;

  /** @param stall milliseconds without a byte in mid-reply after which the rest is taken for lost. */
  constructor(open: OpenStream, limits: BinrpcLimits = DEFAULT_BINRPC_LIMITS, stall = DEFAULT_STALL_MS) {
    this.#open = open;
    this.#limits = limits;
    this.#stall = stall;
  }

  async exchange(request: Request, context: CallContext): Promise<Answer> {
    this.#cookie = this.#cookie >= 0x7fffffff ? 1 : this.#cookie + 1;
    const bytes = encodeRequest(this.#cookie, request.method, request.params);
    const kept = this.#takeKept(request.method);
    if (!isRepeatable(request.method)) return this.#ask(await this.#connect(context), bytes, context, undefined);
    const first = kept ?? (await this.#connect(context));
    try {
      return await this.#ask(first, bytes, context, this.#stall);
    } catch (error) {
      if (context.signal.aborted || !(error instanceof RpcError)) throw error;
      // Kamailio was restarted since the last call, or the network was away.
      const wasDead =
        kept !== undefined && first.received === 0 && (error.kind === 'closed' || error.kind === 'process');
      if (!wasDead && !first.hasStalled) throw error;
    }
    return this.#ask(await this.#connect(context), bytes, context, undefined);
  }

  async #connect(context: CallContext): Promise<Connection> {
    context.describe(() => 'there is no connection yet');
    return new Connection(await this.#open(context.signal), this.#limits);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#kept?.close();
    this.#kept = undefined;
  }

  /** The connection of the last call, if it may be used for this command (see repeatable-commands.ts). */
  #takeKept(method: string): Connection | undefined {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept === undefined || kept.isClosed) return undefined;
    if (isRepeatable(method)) return kept;
    kept.close();
    return undefined;
  }

  async #ask(
    connection: Connection,
    bytes: Uint8Array,
    context: CallContext,
    stall: number | undefined,
  ): Promise<Answer> {
    try {
      const packet = await connection.ask(bytes, context, stall);
      if (packet.cookie !== this.#cookie) {
        throw new RpcError('garbled', 'The answer is no BINRPC reply to this request: it bears another cookie.');
      }
      if (this.#isDisposed) connection.close();
      else this.#kept = connection;
      return readAnswer(packet);
    } catch (error) {
      connection.close();
      throw error;
    }
  }
}

function readAnswer(packet: BinrpcPacket): Answer {
  if (packet.kind === 'fault') return { kind: 'fault', code: packet.code, message: packet.message };
  const { values } = packet;
  return { kind: 'result', value: values.length === 1 ? values[0]! : values.length === 0 ? null : values };
}

interface Waiting {
  readonly resolve: (packet: BinrpcPacket) => void;
  readonly reject: (error: unknown) => void;
}

class Connection {
  readonly #stream: Duplex;
  readonly #reader: PacketReader;
  #waiting: Waiting | undefined;
  /** Bytes since the last request. */
  received = 0;
  hasStalled = false;
  #stallTimer: NodeJS.Timeout | undefined;
  #onPart: () => void = () => undefined;
  isClosed = false;

  constructor(stream: Duplex, limits: BinrpcLimits) {
    this.#stream = stream;
    this.#reader = new PacketReader(limits);
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.on('error', (error) => this.#lose(error));
    stream.on('end', () => this.#lose(undefined));
    stream.on('close', () => this.#lose(undefined));
  }

  /** Sends a request and waits for the next packet, in mid-reply not longer than `stall` for its next bytes. */
  ask(bytes: Uint8Array, context: CallContext, stall: number | undefined): Promise<BinrpcPacket> {
    const { signal } = context;
    this.received = 0;
    return new Promise((resolve, reject) => {
      const giveUp = (): void => this.#settle((waiting) => waiting.reject(signal.reason));
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T): void => {
          signal.removeEventListener('abort', giveUp);
          clearTimeout(this.#stallTimer);
          settle(value);
        };
      this.#waiting = { resolve: settled(resolve), reject: settled(reject) };
      if (signal.aborted) {
        giveUp();
        return;
      }
      if (this.isClosed) {
        this.#settle((waiting) => waiting.reject(this.#explainLoss(undefined)));
        return;
      }
      signal.addEventListener('abort', giveUp);
      this.#onPart = (): void => {
        clearTimeout(this.#stallTimer);
        if (stall !== undefined) this.#stallTimer = setTimeout(() => this.#stop(), stall);
      };
      context.describe(() => this.#progress());
      this.#stream.write(bytes);
    });
  }

  close(): void {
    this.isClosed = true;
    this.#stream.destroy();
  }

  #take(chunk: Buffer): void {
    this.received += chunk.length;
    if (this.isClosed) return;
    if (this.#waiting === undefined) {
      // Nobody has asked anything.
      this.close();
      return;
    }
    let packets: BinrpcPacket[];
    try {
      packets = this.#reader.push(chunk);
    } catch (error) {
      this.close();
      this.#settle((waiting) => waiting.reject(error));
      return;
    }
    const [packet, ...others] = packets;
    if (packet === undefined) {
      this.#onPart();
      return;
    }
    // ctl answers a request with one packet; what follows would be taken for the answer to the next request.
    if (others.length > 0 || this.#reader.unfinished.received > 0) this.close();
    this.#settle((waiting) => waiting.resolve(packet));
  }

  #stop(): void {
    this.hasStalled = true;
    this.#lose(undefined);
  }

  #lose(error: Error | undefined): void {
    this.isClosed = true;
    const loss = this.#waiting === undefined ? undefined : this.#explainLoss(error);
    // A socket that the other side has ended is still open on this side.
    this.#stream.destroy();
    if (loss !== undefined) this.#settle((waiting) => waiting.reject(loss));
  }

  #explainLoss(error: Error | undefined): RpcError {
    const { received, announced } = this.#reader.unfinished;
    if (received === 0) {
      return explainBreak(
        error,
        'Kamailio closed the connection without an answer: it has ended or is ending, or something else listens there.',
      );
    }
    return explainBreak(error, `The connection broke in mid-reply: ${explainPartialReply(received, announced)}.`);
  }

  #progress(): string {
    const { received, announced } = this.#reader.unfinished;
    if (received > 0) return explainPartialReply(received, announced);
    return 'the connection is there, but nothing came; Kamailio may be busy, stopped or stuck';
  }

  #settle(settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) settle(waiting);
  }
}
