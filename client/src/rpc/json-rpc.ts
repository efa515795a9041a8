/**
 * JSON-RPC 2.0 as the jsonrpcs module speaks it (jsonrpcs_mod.c, Kamailio 5.5 to 6.2).
 *
 * The value of a command is the member `result`; where a command is marked as returning several values, an array.
 * A command that returns nothing gives an empty structure or array. Null strings are `null`, integers of any length and
 * doubles are numbers. Structures can repeat a member (`core.sockets_list` does), which JSON.parse would lose.
 */
import type { Buffer } from 'node:buffer';
import { addMember, decodeText, NameCache } from './reply-text.ts';
import { RpcError } from './rpc-error.ts';
import type { RpcParam, RpcStruct, RpcValue } from './types.ts';

/** Structures within structures. */
const DEEPEST = 64;
/** Values and members of one reply. */
const MOST_VALUES = 8_000_000;

/** The body of a request. */
export function encodeJsonRequest(id: number, method: string, params: readonly RpcParam[]): string {
  const plain = params.map((param) => {
    const value = typeof param === 'object' ? param.double : param;
    if (
      typeof value === 'number' &&
      !(typeof param === 'object' ? Number.isFinite(value) : Number.isSafeInteger(value))
    ) {
      throw new RpcError('fault', `${value} cannot be sent as a parameter: Kamailio has no such number.`);
    }
    // Kamailio's functions end a string at its first zero.
    if (typeof value === 'string' && value.includes('\0')) {
      throw new RpcError('fault', 'A parameter with a zero character cannot be sent.');
    }
    return value;
  });
  return JSON.stringify({ jsonrpc: '2.0', id, method, params: plain });
}

/** What a body turned out to be. */
export type JsonReply =
  | { readonly kind: 'result'; readonly value: RpcValue }
  | { readonly kind: 'fault'; readonly code: number; readonly message: string }
  /** It is no answer to this request; the words say why. */
  | { readonly kind: 'garbled'; readonly reason: string };

/** Reads the body of a reply. Never throws on what came, but `too-large` for one that has too many values. */
export function decodeJsonReply(id: number, body: Buffer): JsonReply {
  const reply = parseJson(body);
  if (reply instanceof JsonFault) return { kind: 'garbled', reason: reply.message };
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply)) {
    return { kind: 'garbled', reason: 'it is no JSON-RPC reply' };
  }
  const { jsonrpc, error, id: answered, result } = reply as RpcStruct;
  if (jsonrpc !== '2.0') return { kind: 'garbled', reason: 'it is no JSON-RPC 2.0 reply' };
  if (error !== undefined && error !== null) {
    // A request that could not be read at all is answered without its id.
    if (answered !== undefined && answered !== null && answered !== id) return strangeId(answered);
    if (typeof error !== 'object' || Array.isArray(error)) return { kind: 'garbled', reason: 'its error has no code' };
    const { code, message } = error as RpcStruct;
    if (typeof code !== 'number') return { kind: 'garbled', reason: 'its error has no code' };
    return { kind: 'fault', code, message: typeof message === 'string' ? message : '' };
  }
  if (answered !== id) return strangeId(answered);
  if (result === undefined) return { kind: 'garbled', reason: 'it has neither result nor error' };
  const isNothing = typeof result === 'object' && result !== null && Object.keys(result).length === 0;
  return { kind: 'result', value: isNothing ? null : result };
}

function strangeId(id: RpcValue | undefined): JsonReply {
  if (id === undefined) return { kind: 'garbled', reason: 'it names no request' };
  return { kind: 'garbled', reason: 'it answers another request' };
}

class JsonFault extends Error {}

function parseJson(body: Buffer): RpcValue | JsonFault {
  try {
    return new JsonReader(body).read();
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
}

/** Reads JSON so that repeated members are kept, within bounds, and so that no value holds on to the whole body. */
class JsonReader {
  readonly #bytes: Buffer;
  readonly #names = new NameCache();
  #at = 0;
  #depth = 0;
  #values = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(): RpcValue {
    const value = this.#readValue();
    if (this.#skipBlanks() !== END) throw this.#fault();
    return value;
  }

  #readValue(): RpcValue {
    if (++this.#values > MOST_VALUES) {
      throw new RpcError('too-large', `The reply has more than ${MOST_VALUES} values.`);
    }
    switch (this.#skipBlanks()) {
      case QUOTE:
        return this.#readString(false);
      case OPEN_BRACE:
        return this.#readObject();
      case OPEN_BRACKET:
        return this.#readArray();
      default:
        return this.#readWord();
    }
  }

  /** Goes to the next byte that counts and gives it. */
  #skipBlanks(): number {
    let byte = this.#bytes[this.#at] ?? END;
    while (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) byte = this.#bytes[++this.#at] ?? END;
    return byte;
  }

  #readObject(): RpcValue {
    this.#enter();
    const struct: Record<string, RpcValue> = {};
    let repeated: Set<string> | undefined;
    if (this.#skipBlanks() === CLOSE_BRACE) return this.#leave(struct);
    for (;;) {
      if (this.#skipBlanks() !== QUOTE) throw this.#fault();
      const name = this.#readString(true);
      if (this.#skipBlanks() !== COLON) throw this.#fault();
      this.#at += 1;
      repeated = addMember(struct, repeated, name, this.#readValue());
      const byte = this.#skipBlanks();
      if (byte === CLOSE_BRACE) return this.#leave(struct);
      if (byte !== COMMA) throw this.#fault();
      this.#at += 1;
    }
  }

  #readArray(): RpcValue {
    this.#enter();
    const elements: RpcValue[] = [];
    if (this.#skipBlanks() === CLOSE_BRACKET) return this.#leave(elements);
    for (;;) {
      elements.push(this.#readValue());
      const byte = this.#skipBlanks();
      if (byte === CLOSE_BRACKET) return this.#leave(elements);
      if (byte !== COMMA) throw this.#fault();
      this.#at += 1;
    }
  }

  #enter(): void {
    this.#at += 1;
    if (++this.#depth > DEEPEST) throw new JsonFault(`structures are nested more than ${DEEPEST} levels deep`);
  }

  #leave(value: RpcValue): RpcValue {
    this.#at += 1;
    this.#depth -= 1;
    return value;
  }

  #readString(isName: boolean): string {
    const start = this.#at + 1;
    let end = start;
    let isEscaped = false;
    for (let byte = this.#bytes[end]; byte !== QUOTE; byte = this.#bytes[end]) {
      if (byte === undefined) {
        this.#at = this.#bytes.length;
        throw this.#fault();
      }
      if (byte === BACKSLASH) {
        isEscaped = true;
        end += 1;
      }
      end += 1;
    }
    this.#at = end + 1;
    if (isName && !isEscaped) return this.#names.find(this.#bytes, start, end);
    const text = decodeText(this.#bytes, start, end);
    return isEscaped ? text.replace(ESCAPE, unescape) : text;
  }

  /** A number, or one of the words; printf writes what is no number as a word too. */
  #readWord(): RpcValue {
    const start = this.#at;
    let end = start;
    while (isWordByte(this.#bytes[end])) end += 1;
    const word = this.#bytes.toString('latin1', start, Math.min(end, start + LONGEST_WORD));
    this.#at = end;
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null' || NO_NUMBER.test(word)) return null;
    if (NUMBER.test(word) && Number.isFinite(Number(word))) return Number(word);
    this.#at = start;
    throw this.#fault();
  }

  #fault(): JsonFault {
    return new JsonFault(
      this.#at >= this.#bytes.length ? 'it ends too early' : `it is no JSON at its byte ${this.#at + 1}`,
    );
  }
}

const END = -1;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** `%f` of the largest double has 309 digits before the point. */
const LONGEST_WORD = 400;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const NO_NUMBER = /^-?(?:nan|inf|infinity)$/;
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(.?))/gs;
const PLAIN_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescape(_escape: string, hex: string | undefined, character = ''): string {
  if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
  return PLAIN_ESCAPES[character] ?? character;
}

/** Letters, digits, point and signs. */
function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || SIGNS.has(byte);
}
const SIGNS = new Set([0x2b, 0x2d, 0x2e, 0x45]);
