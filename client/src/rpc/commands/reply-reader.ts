/**
 * Reading replies into the shapes that the rest of the client works with. BINRPC and JSON-RPC write the same data
 * differently: an array of named structures is an array of one-member objects in JSON and a structure with the member
 * repeated in BINRPC; an empty array is an empty structure in BINRPC; a single value stands alone.
 */
import { oneLine } from '../explain-error.ts';
import { RpcError } from '../rpc-error.ts';
import type { RpcStruct, RpcValue } from '../types.ts';

/** A value of a reply together with the way to it, which the error names when the value is not what it should be. */
export class ReplyReader {
  readonly value: RpcValue;
  readonly #command: string;
  readonly #path: string;

  constructor(command: string, value: RpcValue, path = '') {
    this.#command = command;
    this.value = value;
    this.#path = path;
  }

  /** Makes the error that says what was expected here and what came instead. */
  unexpected(expected: string): RpcError {
    const place = this.#path === '' ? '' : ` at ${this.#path}`;
    return new RpcError(
      'garbled',
      `Kamailio answered ${this.#command} in a form that is not known: expected ${expected}${place}, got ${describe(this.value)}.`,
    );
  }

  /** Whether there is neither a value nor a member: how both codecs write an empty list or structure. */
  get isEmpty(): boolean {
    return this.value === null || (typeof this.value === 'object' && Object.keys(this.value).length === 0);
  }

  /**
   * A structure. The one element of an array of one counts: some commands answer so over JSON-RPC.
   * @throws RpcError
   */
  struct(): StructReader {
    const { value } = this;
    if (isStruct(value)) return new StructReader(this.#command, value, this.#path);
    if (Array.isArray(value) && value.length === 1) return this.#inside(value[0] as RpcValue, '[0]').struct();
    throw this.unexpected('a structure');
  }

  /** The elements of a list; a value that stands alone is a list of one. */
  list(): ReplyReader[] {
    const { value } = this;
    if (this.isEmpty) return [];
    if (!Array.isArray(value)) return [this];
    return value.map((element: RpcValue, index) => this.#inside(element, `[${index}]`));
  }

  /** The elements of a list of structures that each codec wraps in a member `name` in its own way. */
  listOf(name: string): ReplyReader[] {
    return this.list().flatMap((element) => {
      const { value } = element;
      if (!isStruct(value) || !Object.hasOwn(value, name)) throw element.unexpected(`a structure with ${name}`);
      return element.#inside(value[name] ?? null, `.${name}`).list();
    });
  }

  /** @throws RpcError */
  number(): number {
    const { value } = this;
    if (typeof value === 'number') return value;
    // Some commands print numbers into strings.
    if (typeof value === 'string' && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(value)) return Number(value);
    if (typeof value === 'boolean') return value ? 1 : 0;
    throw this.unexpected('a number');
  }

  /** @throws RpcError */
  text(): string {
    const { value } = this;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (Array.isArray(value) && value.length === 1) return this.#inside(value[0] as RpcValue, '[0]').text();
    throw this.unexpected('a text');
  }

  #inside(value: RpcValue, step: string): ReplyReader {
    return new ReplyReader(this.#command, value, this.#path + step);
  }
}

/** The members of a structure. Members that nobody asks for are of newer versions, and harmless. */
export class StructReader {
  readonly #command: string;
  readonly #path: string;
  readonly #struct: RpcStruct;

  constructor(command: string, struct: RpcStruct, path: string) {
    this.#command = command;
    this.#struct = struct;
    this.#path = path;
  }

  get names(): readonly string[] {
    return Object.keys(this.#struct);
  }

  /** A member, or undefined when it is missing or null. */
  find(name: string): ReplyReader | undefined {
    const value = Object.hasOwn(this.#struct, name) ? this.#struct[name] : undefined;
    if (value === undefined || value === null) return undefined;
    return new ReplyReader(this.#command, value, this.#path === '' ? name : `${this.#path}.${name}`);
  }

  /** @throws RpcError when the member is missing. */
  get(name: string): ReplyReader {
    const member = this.find(name);
    if (member !== undefined) return member;
    throw new ReplyReader(this.#command, this.#struct, this.#path).unexpected(`a structure with ${name}`);
  }

  number(name: string): number | undefined {
    return this.find(name)?.number();
  }

  /** A text, or undefined when it is missing, null or empty. */
  text(name: string): string | undefined {
    const text = this.find(name)?.text();
    return text === '' ? undefined : text;
  }
}

function isStruct(value: RpcValue): value is RpcStruct {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, in so few words that they fit into a sentence. */
function describe(value: RpcValue): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') {
    const names = Object.keys(value);
    const shown = names.slice(0, 4).map((name) => oneLine(name, 40));
    if (names.length > 4) shown.push('…');
    return names.length === 0 ? 'an empty structure' : `a structure with ${shown.join(', ')}`;
  }
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
