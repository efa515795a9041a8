/** What the readers of both protocols share: making texts and structures out of bytes, fast. */
import { Buffer } from 'node:buffer';
import type { RpcValue } from './types.ts';

/** The same few names come ten thousand times in a large reply; comparing bytes is cheaper than decoding them. */
export class NameCache {
  readonly #slots: ({ readonly bytes: Buffer; readonly name: string } | undefined)[] = new Array<undefined>(1024);

  find(bytes: Buffer, start: number, end: number): string {
    if (end - start > LONGEST_CACHED_NAME) return decodeText(bytes, start, end);
    let hash = end - start;
    for (let at = start; at < end; at += 1) hash = (hash * 31 + bytes[at]!) & 0x3ff;
    const slot = this.#slots[hash];
    if (slot !== undefined && isSame(slot.bytes, bytes, start, end)) return slot.name;
    const name = decodeText(bytes, start, end);
    this.#slots[hash] = { bytes: Buffer.from(bytes.subarray(start, end)), name };
    return name;
  }
}
const LONGEST_CACHED_NAME = 64;

function isSame(name: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = start, index = 0; at < end; at += 1, index += 1) {
    if (name[index] !== bytes[at]) return false;
  }
  return true;
}

/**
 * Decodes UTF-8; what is none becomes replacement characters. Short plain text is put together here: crossing into
 * the runtime's decoder costs more than that. The result never holds on to the bytes it came from.
 */
export function decodeText(bytes: Buffer, start: number, end: number): string {
  if (end - start > SHORT_TEXT) return bytes.toString('utf8', start, end);
  let text = '';
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte > 0x7f) return bytes.toString('utf8', start, end);
    text += String.fromCharCode(byte);
  }
  return text;
}
/** Longer texts that are put together piece by piece stay in pieces, which takes much memory. */
const SHORT_TEXT = 12;

/**
 * Adds a member to a structure; one that is there already becomes an array of all its values.
 * @param repeated the members of this structure that are such arrays.
 * @returns the same, with this one when it repeats.
 */
export function addMember(
  struct: Record<string, RpcValue>,
  repeated: Set<string> | undefined,
  name: string,
  value: RpcValue,
): Set<string> | undefined {
  if (!Object.hasOwn(struct, name)) {
    setMember(struct, name, value);
    return repeated;
  }
  if (repeated?.has(name) === true) {
    (struct[name] as RpcValue[]).push(value);
    return repeated;
  }
  setMember(struct, name, [struct[name]!, value]);
  return (repeated ?? new Set()).add(name);
}

/** What is called `__proto__` is a member like others. */
function setMember(struct: Record<string, RpcValue>, name: string, value: RpcValue): void {
  if (name === '__proto__') {
    Object.defineProperty(struct, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    struct[name] = value;
  }
}
