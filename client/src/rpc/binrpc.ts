/**
 * BINRPC, the binary protocol of the ctl module (src/modules/ctl/binrpc.h; its version 1 is the same in Kamailio 5.5
 * to 6.2).
 *
 * A packet is a header (magic and version, kind, length of the body, cookie) and records. A record begins with a byte:
 * the type in its lower half, the size of what follows in its upper one, or, with the highest bit set, the size of
 * the size. Structures and arrays are a start and an end mark around their members; a member is a record that names it
 * and one that is its value. `ctl` answers a request with exactly one packet.
 *
 * What is not written down: `ctl` sends an array as a structure whose values have no names, a null string as the text
 * `<null string>`, unsigned integers as signed ones of 32 bits, and everything longer as a double.
 */
import { Buffer } from 'node:buffer';
import { addMember, decodeText, NameCache } from './reply-text.ts';
import { RpcError } from './rpc-error.ts';
import type { RpcParam, RpcValue } from './types.ts';

const MAGIC_AND_VERSION = 0xa1;

const KIND_REQUEST = 0;
const KIND_REPLY = 1;
const KIND_FAULT = 3;

const TYPE_INT = 0;
const TYPE_STRING = 1;
const TYPE_DOUBLE = 2;
const TYPE_STRUCT = 3;
const TYPE_ARRAY = 4;
const TYPE_MEMBER = 5;
const TYPE_BYTES = 6;

/** How ctl writes a string that is not there (rpc_add and rpc_struct_add in binrpc_run.c). */
const NULL_STRING = '<null string>';

/** What ctl can take: the buffer of a connection in io_listener.c. It closes the connection when more comes. */
const LONGEST_REQUEST = 65535;

export interface BinrpcLimits {
  /** Bytes of a packet's body. */
  readonly size: number;
  /** Structures within structures. */
  readonly depth: number;
  /** Values and members of one packet. */
  readonly values: number;
}

export const DEFAULT_BINRPC_LIMITS: BinrpcLimits = { size: 64 * 1024 * 1024, depth: 64, values: 8_000_000 };

export type BinrpcPacket =
  | { readonly kind: 'reply'; readonly cookie: number; readonly values: readonly RpcValue[] }
  | { readonly kind: 'fault'; readonly cookie: number; readonly code: number; readonly message: string };

/**
 * Encodes a request.
 * @param cookie 32 bits that the reply bears again.
 * @throws RpcError when a parameter cannot be told to Kamailio, or the request is longer than ctl takes.
 */
export function encodeRequest(cookie: number, method: string, params: readonly RpcParam[]): Buffer {
  const records = [encodeString(method), ...params.map(encodeParam)];
  const body = Buffer.concat(records);
  const length = unsignedBytes(body.length, 1);
  const cookieBytes = unsignedBytes(cookie >>> 0, 1);
  const flags = (KIND_REQUEST << 4) | ((length.length - 1) << 2) | (cookieBytes.length - 1);
  const packet = Buffer.concat([Buffer.from([MAGIC_AND_VERSION, flags]), length, cookieBytes, body]);
  if (packet.length <= LONGEST_REQUEST) return packet;
  throw new RpcError(
    'too-large',
    `The request ${method} has ${packet.length} bytes; the ctl module takes ${LONGEST_REQUEST}.`,
  );
}

function encodeParam(param: RpcParam): Buffer {
  if (typeof param === 'string') return encodeString(param);
  if (typeof param === 'object') return encodeDouble(param.double);
  if (!Number.isSafeInteger(param)) throw unfit(param);
  // Integers have 32 bits; a command that takes more (`l`, `L`, …) reads it from a double.
  return param >= -0x80000000 && param <= 0xffffffff ? encodeInteger(param) : encodeDouble(param);
}

function encodeInteger(value: number): Buffer {
  const bytes = unsignedBytes(value >>> 0, 0);
  return Buffer.concat([Buffer.from([(bytes.length << 4) | TYPE_INT]), bytes]);
}

/** Doubles are thousandths in an integer of 64 bits. */
function encodeDouble(value: number): Buffer {
  const thousandths = Number.isInteger(value) ? BigInt(value) * 1000n : BigInt(finite(Math.round(value * 1000), value));
  if (thousandths > LARGEST_64 || thousandths < -LARGEST_64) throw unfit(value);
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(thousandths);
  const first = bytes.findIndex((byte) => byte !== 0);
  const shortest = bytes.subarray(first < 0 ? bytes.length : first);
  return Buffer.concat([Buffer.from([(shortest.length << 4) | TYPE_DOUBLE]), shortest]);
}
const LARGEST_64 = (1n << 63n) - 1n;

function finite(value: number, given: number): number {
  if (Number.isFinite(value)) return value;
  throw unfit(given);
}

function encodeString(text: string): Buffer {
  // Kamailio's functions end a string at its first zero.
  if (text.includes('\0')) throw new RpcError('fault', 'A parameter with a zero character cannot be sent.');
  const bytes = Buffer.from(`${text}\0`, 'utf8');
  if (bytes.length < 8) return Buffer.concat([Buffer.from([(bytes.length << 4) | TYPE_STRING]), bytes]);
  const length = unsignedBytes(bytes.length, 1);
  return Buffer.concat([Buffer.from([((8 | length.length) << 4) | TYPE_STRING]), length, bytes]);
}

function unfit(value: number): RpcError {
  return new RpcError('fault', `${value} cannot be sent as a parameter: Kamailio has no such number.`);
}

/** The bytes of a number below 2^32 without zeros in front, at least so many. */
function unsignedBytes(value: number, least: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  return bytes.subarray(Math.min(first < 0 ? 4 : first, 4 - least));
}

/** Finds packets in a stream of bytes that is cut anywhere. */
export class PacketReader {
  readonly #limits: BinrpcLimits;
  readonly #names = new NameCache();
  #bytes: Buffer = Buffer.alloc(0);
  #used = 0;

  constructor(limits: BinrpcLimits = DEFAULT_BINRPC_LIMITS) {
    this.#limits = limits;
  }

  /** What has come of a packet that is not complete, and how long it will be, as far as its header is here. */
  get unfinished(): { readonly received: number; readonly announced: number | undefined } {
    const header = readHeader(this.#bytes, this.#used);
    return { received: this.#used, announced: header && header.start + header.length };
  }

  /**
   * Takes what has arrived and gives the packets that it completes.
   * @throws RpcError `garbled` or `too-large`; the stream makes no sense any more after that.
   */
  push(chunk: Uint8Array): BinrpcPacket[] {
    const packets: BinrpcPacket[] = [];
    this.#append(chunk);
    let from = 0;
    while (from < this.#used) {
      const rest = this.#bytes.subarray(from, this.#used);
      const end = this.#findEnd(rest);
      if (end === undefined || end > rest.length) break;
      packets.push(readPacket(rest.subarray(0, end), this.#limits, this.#names));
      from += end;
    }
    if (from > 0) {
      this.#bytes = Buffer.from(this.#bytes.subarray(from, this.#used));
      this.#used = this.#bytes.length;
    }
    return packets;
  }

  /** Where the packet at the beginning of these bytes ends, as soon as its header is there. */
  #findEnd(bytes: Buffer): number | undefined {
    const header = readHeader(bytes, bytes.length);
    if (header === undefined) return undefined;
    if (header.length > this.#limits.size) {
      throw new RpcError(
        'too-large',
        `The reply has ${header.length} bytes; more than ${this.#limits.size} are not taken.`,
      );
    }
    return header.start + header.length;
  }

  #append(chunk: Uint8Array): void {
    const needed = this.#used + chunk.length;
    if (needed > this.#bytes.length) {
      // Twice as much as there was, so that bytes that come one by one are not copied again and again.
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2, 1024));
      this.#bytes.copy(larger, 0, 0, this.#used);
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#used);
    this.#used = needed;
  }
}

interface Header {
  readonly kind: number;
  readonly cookie: number;
  /** Where the body begins. */
  readonly start: number;
  /** Of the body. */
  readonly length: number;
}

/** @throws RpcError as soon as the first bytes cannot begin a packet. */
function readHeader(bytes: Buffer, available: number): Header | undefined {
  if (available > 0 && bytes[0] !== MAGIC_AND_VERSION) {
    throw garbled(describeStranger(bytes.subarray(0, Math.min(available, 40))));
  }
  if (available < 2) return undefined;
  const flags = bytes[1]!;
  const kind = flags >> 4;
  if (kind !== KIND_REPLY && kind !== KIND_FAULT) {
    throw garbled(`it is a packet of the kind ${kind}, neither reply nor fault`);
  }
  const lengthSize = ((flags >> 2) & 3) + 1;
  const cookieSize = (flags & 3) + 1;
  const start = 2 + lengthSize + cookieSize;
  if (available < start) return undefined;
  return {
    kind,
    length: bytes.readUIntBE(2, lengthSize),
    cookie: bytes.readUIntBE(2 + lengthSize, cookieSize),
    start,
  };
}

/** Often something else listens there, and its first words tell what. */
function describeStranger(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  if (text.startsWith('HTTP/')) return 'it is HTTP; write http:// in the address, not tcp://';
  if (bytes[0] === 0x15 && bytes[1] === 0x03) return 'it is TLS; write https:// in the address, not tcp://';
  if (/^[\x20-\x7e]{4}/.test(text)) return `it begins with ${JSON.stringify(/^[\x20-\x7e]+/.exec(text)?.[0])}`;
  return `it begins with the bytes ${bytes.subarray(0, 4).toString('hex')}`;
}

function readPacket(packet: Buffer, limits: BinrpcLimits, names: NameCache): BinrpcPacket {
  const header = readHeader(packet, packet.length);
  if (header === undefined) throw garbled('the header is cut off');
  const values = new RecordReader(packet, header.start, limits, names).readAll();
  if (header.kind === KIND_REPLY) return { kind: 'reply', cookie: header.cookie, values };
  const [code, message] = values;
  if (typeof code !== 'number' || !(typeof message === 'string' || message === null)) {
    throw garbled('a fault has no code and reason');
  }
  return { kind: 'fault', cookie: header.cookie, code, message: message ?? '' };
}

/** Reads the records of one packet. */
class RecordReader {
  readonly #bytes: Buffer;
  readonly #limits: BinrpcLimits;
  readonly #names: NameCache;
  #at: number;
  #values = 0;
  #depth = 0;
  /** Of the record that was read last. */
  #type = 0;
  #length = 0;
  #isLong = false;

  constructor(bytes: Buffer, start: number, limits: BinrpcLimits, names: NameCache) {
    this.#bytes = bytes;
    this.#at = start;
    this.#limits = limits;
    this.#names = names;
  }

  readAll(): RpcValue[] {
    const values: RpcValue[] = [];
    while (this.#at < this.#bytes.length) {
      this.#readMark();
      values.push(this.#readValue());
    }
    return values;
  }

  /** Reads the first byte of a record and the size of what follows. */
  #readMark(): void {
    const bytes = this.#bytes;
    if (this.#at >= bytes.length) throw garbled('it ends within a structure');
    if (++this.#values > this.#limits.values) {
      throw new RpcError('too-large', `The reply has more than ${this.#limits.values} values.`);
    }
    const mark = bytes[this.#at++]!;
    const size = mark >> 4;
    this.#type = mark & 0xf;
    this.#length = size;
    this.#isLong = false;
    // A double of eight bytes has the bit that elsewhere says that a size of the size follows.
    if ((size & 8) === 0 || this.#type === TYPE_DOUBLE) return;
    this.#isLong = true;
    const sizeOfSize = size & 7;
    if (sizeOfSize > 4 || this.#at + sizeOfSize > bytes.length) throw garbled('a value reaches over its end');
    let length = 0;
    for (let index = 0; index < sizeOfSize; index += 1) length = length * 256 + bytes[this.#at++]!;
    this.#length = length;
  }

  #isEnd(): boolean {
    return this.#isLong && this.#length === 0 && (this.#type === TYPE_STRUCT || this.#type === TYPE_ARRAY);
  }

  #readValue(): RpcValue {
    switch (this.#type) {
      case TYPE_INT:
        return this.#readInteger(4);
      case TYPE_DOUBLE:
        return this.#readInteger(8) / 1000;
      case TYPE_STRING:
        return this.#readString();
      case TYPE_BYTES:
        return this.#take(this.#length);
      case TYPE_STRUCT:
        return this.#readContainer(TYPE_STRUCT);
      case TYPE_ARRAY:
        return this.#readContainer(TYPE_ARRAY);
      case TYPE_MEMBER:
        throw garbled('a name stands outside of a structure');
      default:
        throw garbled(`there is no type ${this.#type}`);
    }
  }

  /** An integer whose highest bit is its sign when it has as many bytes as such numbers have, or eight. */
  #readInteger(usual: number): number {
    const length = this.#length;
    if (length > 8) throw garbled('a number has more than eight bytes');
    const end = this.#at + length;
    if (end > this.#bytes.length) throw garbled('a value reaches over its end');
    let value: number;
    if (length < 7) {
      value = 0;
      for (let at = this.#at; at < end; at += 1) value = value * 256 + this.#bytes[at]!;
      if (length === 4 && usual === 4) value |= 0;
    } else {
      value = Number(
        length === 8
          ? this.#bytes.readBigInt64BE(this.#at)
          : (BigInt(this.#bytes[this.#at]!) << 48n) | BigInt(this.#bytes.readUIntBE(this.#at + 1, 6)),
      );
    }
    this.#at = end;
    return value;
  }

  #readString(): string | null {
    // Nothing at all, not even the zero that ends every string, is a null.
    if (this.#length === 0) return null;
    const text = this.#take(this.#length - 1);
    if (this.#at >= this.#bytes.length) throw garbled('a value reaches over its end');
    this.#at += 1;
    return text === NULL_STRING ? null : text;
  }

  #take(length: number): string {
    const start = this.#at;
    const end = start + length;
    if (end > this.#bytes.length) throw garbled('a value reaches over its end');
    this.#at = end;
    return decodeText(this.#bytes, start, end);
  }

  /**
   * Reads up to the end mark. ctl has one mark for structures and arrays: what holds no names is an array, and
   * where there is nothing in it nobody can tell.
   */
  #readContainer(type: number): RpcValue {
    if (this.#isEnd()) throw garbled('a structure ends that has not begun');
    if (this.#length !== 0 || this.#isLong) throw garbled('the mark of a structure has a size');
    if (++this.#depth > this.#limits.depth) {
      throw garbled(`structures are nested more than ${this.#limits.depth} levels deep`);
    }
    const struct: Record<string, RpcValue> = {};
    let elements: RpcValue[] | undefined = type === TYPE_ARRAY ? [] : undefined;
    let repeated: Set<string> | undefined;
    for (;;) {
      this.#readMark();
      if (this.#isEnd()) {
        if (this.#type !== type) throw garbled('a structure ends as an array, or the reverse');
        break;
      }
      if (this.#type !== TYPE_MEMBER) {
        // A value between members: then the members are elements, as JSON-RPC writes them.
        elements ??= Object.entries(struct).map(([name, value]) => ({ [name]: value }));
        elements.push(this.#readValue());
        continue;
      }
      const name = this.#readName();
      this.#readMark();
      const value = this.#readValue();
      if (elements !== undefined) {
        elements.push({ [name]: value });
      } else {
        repeated = addMember(struct, repeated, name, value);
      }
    }
    this.#depth -= 1;
    return elements ?? struct;
  }

  #readName(): string {
    const length = this.#length;
    const start = this.#at;
    if (length === 0) throw garbled('a member has no name');
    if (start + length > this.#bytes.length) throw garbled('a value reaches over its end');
    this.#at = start + length;
    return this.#names.find(this.#bytes, start, start + length - 1);
  }
}

function garbled(what: string): RpcError {
  return new RpcError('garbled', `The answer is no BINRPC reply: ${what}.`);
}
