/** Replies as the ctl module writes them (binrpc.h and binrpc_run.c), for the tests of what reads them. */
import { Buffer } from 'node:buffer';

/** A record of a reply; members of a structure come in their order and can repeat. */
export type Record =
  | { readonly int: number }
  | { readonly double: number }
  | { readonly text: string }
  | { readonly bytes: string }
  | { readonly nothing: true }
  | { readonly struct: readonly (readonly [string, Record])[] }
  /** As ctl writes arrays: a structure whose values have no names. */
  | { readonly list: readonly Record[] }
  /** With the type that the protocol has for arrays and ctl never uses. */
  | { readonly array: readonly Record[] };

const REPLY = 1;
const FAULT = 3;

export function encodeReply(cookie: number, records: readonly Record[]): Buffer {
  return encodePacket(REPLY, cookie, Buffer.concat(records.map(encodeRecord)));
}

export function encodeFault(cookie: number, code: number, message: string): Buffer {
  return encodePacket(FAULT, cookie, Buffer.concat([encodeRecord({ int: code }), encodeRecord({ text: message })]));
}

/** A packet with any body, right or wrong. */
export function encodePacket(kind: number, cookie: number, body: Uint8Array): Buffer {
  const length = trimmed(body.length, 1);
  const name = trimmed(cookie, 1);
  const flags = (kind << 4) | ((length.length - 1) << 2) | (name.length - 1);
  return Buffer.concat([Buffer.from([0xa1, flags]), length, name, body]);
}

export function encodeRecord(record: Record): Buffer {
  if ('int' in record) return withSize(0, trimmed(record.int >>> 0, 0));
  if ('double' in record) return encodeDouble(record.double);
  if ('text' in record) return withLength(1, Buffer.from(`${record.text}\0`));
  if ('bytes' in record) return withLength(6, Buffer.from(record.bytes));
  if ('nothing' in record) return Buffer.from([0x01]);
  if ('array' in record)
    return Buffer.concat([Buffer.from([0x04]), ...record.array.map(encodeRecord), Buffer.from([0x84])]);
  const inside = 'list' in record ? record.list.map(encodeRecord) : record.struct.map(encodeMember);
  return Buffer.concat([Buffer.from([0x03]), ...inside, Buffer.from([0x83])]);
}

export function encodeMember([name, value]: readonly [string, Record]): Buffer {
  return Buffer.concat([withLength(5, Buffer.from(`${name}\0`)), encodeRecord(value)]);
}

function encodeDouble(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(Math.trunc(value * 1000)));
  const first = bytes.findIndex((byte) => byte !== 0);
  return withSize(2, bytes.subarray(first < 0 ? 8 : first));
}

function withSize(type: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(bytes.length << 4) | type]), bytes]);
}

function withLength(type: number, bytes: Buffer): Buffer {
  if (bytes.length < 8) return withSize(type, bytes);
  const length = trimmed(bytes.length, 1);
  return Buffer.concat([Buffer.from([((8 | length.length) << 4) | type]), length, bytes]);
}

function trimmed(value: number, least: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  let from = 0;
  while (from < 4 - least && bytes[from] === 0) from += 1;
  return bytes.subarray(from);
}
