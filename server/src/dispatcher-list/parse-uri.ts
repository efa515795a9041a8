/** `parse_uri()` of core/parser/parse_uri.c and what `pack_dest()` of the dispatcher module asks of a destination. */

import { byteLength } from './bytes.ts';

/** Why Kamailio does not take a URI. */
export type UriFault =
  'too-short' | 'bad-scheme' | 'bad-character' | 'bad-host' | 'bad-port' | 'no-user' | 'bad-headers';

/** Each fault in words that follow a colon. */
export const URI_FAULTS: Readonly<Record<UriFault | 'long-host', string>> = {
  'too-short': 'it is too short',
  'bad-scheme': 'it has no scheme that Kamailio knows',
  'bad-character': 'there is a character that may not stand here',
  'bad-host': 'the host is missing or malformed',
  'bad-port': 'the port is no number up to 65535',
  'no-user': "there is no user before the '@'",
  'bad-headers': 'the part behind the question mark is malformed',
  'long-host': 'the host name is longer than 254 bytes',
};

export interface ParsedUri {
  readonly scheme: 'sip' | 'sips' | 'tel' | 'urn';
  readonly user: string;
  /** With its brackets if it is an IPv6 address; empty for `tel`. */
  readonly host: string;
  /** 0 where none is written. */
  readonly port: number;
  /** The value of the parameter `transport`, as written. */
  readonly transport: string | undefined;
}

export type UriResult = { readonly uri: ParsedUri } | { readonly fault: UriFault; readonly at: number };

/** What nearly every destination looks like; read at once, with the same result as sign by sign. */
const COMMON_FORM = /^(sips?):(?:([\w.+-]+)@)?([a-z\d][a-z\d.-]*)(?::(\d{1,4}))?((?:;[\w=.-]+)*)$/;

const SCHEMES = ['sip', 'tel', 'urn'] as const;

/**
 * Reads a URI as Kamailio does, which is lax: without a user the host may hold nearly anything. `at` of a fault is
 * the sign at which the reading ended, or the start of the part that makes no sense. What differs between versions (only
 * for `urn:`) follows the newer ones. `extraHostSigns` is what `uri_host_extra_chars` says.
 */
export function parseUri(text: string, extraHostSigns = ''): UriResult {
  const common = COMMON_FORM.exec(text);
  if (common) {
    const [, scheme, user = '', host = '', port, parameters = ''] = common;
    const uri = { scheme: scheme === 'sips' ? ('sips' as const) : ('sip' as const), user, host };
    return { uri: { ...uri, port: Number(port ?? 0), transport: transportOf(parameters) } };
  }
  if (text.length < 5) return { fault: 'too-short', at: text.length };
  const head = text.slice(0, 4).toLowerCase();
  let scheme: ParsedUri['scheme'] | undefined = SCHEMES.find((name) => head === `${name}:`);
  if (!scheme && head === 'sips' && text[4] === ':') scheme = 'sips';
  if (!scheme) return { fault: 'bad-scheme', at: 0 };
  return new UriReader(text, scheme, extraHostSigns).read();
}

type State =
  | 'init'
  | 'user'
  | 'password'
  | 'password-alpha'
  | 'host'
  | 'in-host'
  | 'in-host6'
  | 'behind-host6'
  | 'port'
  | 'parameters'
  | 'headers';

class UriReader {
  readonly #text: string;
  readonly #scheme: ParsedUri['scheme'];
  readonly #extraHostSigns: string;
  #state: State = 'init';
  /** Where the part under way begins. */
  #from: number;
  #user = '';
  #host = '';
  #hostStart = 0;
  #portText = '';
  #port = 0;
  #parameters = '';
  /** Whether what stands before an `@` is known, so that no other one may come. */
  #isUserFound = false;
  /** A `:` that parts user and password, should an `@` come. */
  #hasPassword = false;
  /** A `;` in the headers: fine only if all of it was the user. */
  #hasBadHeader = false;

  constructor(text: string, scheme: ParsedUri['scheme'], extraHostSigns: string) {
    this.#text = text;
    this.#scheme = scheme;
    this.#extraHostSigns = extraHostSigns;
    this.#from = scheme.length + 1;
  }

  read(): UriResult {
    const text = this.#text;
    for (let at = this.#from; at < text.length; at++) {
      const fault = this.#take(text[at]!, at);
      if (fault) return { fault, at: fault === 'bad-port' ? this.#from : at };
    }
    const fault = this.#finish(text.length);
    if (fault) return { fault, at: Math.min(this.#from, text.length) };
    if (this.#scheme === 'tel') return { uri: { ...this.#result(), user: this.#host, host: '' } };
    if (this.#portText.length > 5) return { fault: 'bad-port', at: text.indexOf(this.#portText) };
    const isUserMissing = text[this.#hostStart - 1] === '@' || this.#host.startsWith('@');
    if (this.#host !== '' && this.#user === '' && isUserMissing) return { fault: 'no-user', at: this.#hostStart };
    return { uri: this.#result() };
  }

  #result(): ParsedUri {
    const transport = transportOf(this.#parameters);
    return { scheme: this.#scheme, user: this.#user, host: this.#host, port: this.#port, transport };
  }

  #take(char: string, at: number): UriFault | undefined {
    switch (this.#state) {
      case 'init':
        if (char === '[') this.#state = 'in-host6';
        else if (char === ']' || char === ':') return 'bad-character';
        else this.#state = this.#scheme === 'urn' ? 'host' : 'user';
        return undefined;
      case 'user':
        return this.#takeUser(char, at);
      case 'password':
        return this.#takePassword(char, at);
      case 'password-alpha':
        if (char === '@') this.#enterHost(at);
        else if (char === ';' || char === '?') return 'bad-port';
        else if (char === '[' || char === ']' || char === ':') return 'bad-character';
        return undefined;
      case 'host':
        if (char === '[') this.#state = 'in-host6';
        else if (isLetterOrDigit(char)) this.#state = 'in-host';
        else return 'bad-host';
        return undefined;
      case 'in-host':
        return this.#takeHostEnd(char, at, this.#isHostSign(char));
      case 'in-host6':
        if (char === ']') this.#state = 'behind-host6';
        else if (/[[&@;?]/.test(char)) return 'bad-host';
        return undefined;
      case 'behind-host6':
        return this.#takeHostEnd(char, at, false);
      case 'port':
        if (char === ';' || char === '?') {
          this.#portText = this.#text.slice(this.#from, at);
          this.#enterRest(char, at);
          return undefined;
        }
        return this.#takeDigit(char) ? undefined : 'bad-port';
      case 'parameters':
        return this.#takeParameters(char, at);
      case 'headers':
        return this.#takeHeaders(char, at);
    }
  }

  #takeUser(char: string, at: number): UriFault | undefined {
    if (char === '@') {
      this.#user = this.#text.slice(this.#from, at);
      if (this.#user === '') return 'bad-character';
      this.#enterHost(at);
    } else if (char === ':') {
      this.#user = this.#text.slice(this.#from, at);
      this.#hostStart = this.#from;
      this.#state = 'password';
      this.#from = at + 1;
    } else if (char === ';' || char === '?') {
      this.#setHost(at);
      this.#enterRest(char, at);
    } else if (char === '[' || char === ']') {
      return 'bad-character';
    }
    return undefined;
  }

  /** What follows `user:` may be the password, or the port behind a host. */
  #takePassword(char: string, at: number): UriFault | undefined {
    if (char === '@') {
      this.#port = 0;
      this.#enterHost(at);
    } else if (char === ';' || char === '?') {
      this.#portText = this.#text.slice(this.#from, at);
      this.#turnUserIntoHost();
      this.#isUserFound = true;
      this.#enterRest(char, at);
    } else if (char === '[' || char === ']' || char === ':') {
      return 'bad-character';
    } else if (isDigit(char)) {
      if (!this.#takeDigit(char)) return 'bad-port';
    } else {
      this.#port = 0;
      this.#state = 'password-alpha';
    }
    return undefined;
  }

  #takeHostEnd(char: string, at: number, isHost: boolean): UriFault | undefined {
    if (char === ':') {
      if (this.#scheme === 'urn') return undefined;
      this.#setHost(at);
      this.#state = 'port';
      this.#from = at + 1;
    } else if (char === ';' || char === '?') {
      this.#setHost(at);
      this.#enterRest(char, at);
    } else if (char === '&' || (char === '@' && this.#scheme !== 'urn')) {
      return 'bad-character';
    } else if (!isHost && char !== '@') {
      return 'bad-host';
    }
    return undefined;
  }

  #isHostSign(char: string): boolean {
    return /[.-]/.test(char) || isLetterOrDigit(char) || this.#extraHostSigns.includes(char);
  }

  #takeParameters(char: string, at: number): UriFault | undefined {
    if (char === '@') return this.#takeLateAt(at);
    if (char === ':') this.#takeLateColon();
    else if (char === ';' || char === '?') {
      if (this.#hasPassword) {
        this.#isUserFound = true;
        this.#hasPassword = false;
      }
      if (char === '?') {
        this.#parameters = this.#text.slice(this.#from, at);
        this.#state = 'headers';
        this.#from = at + 1;
      }
    }
    return undefined;
  }

  #takeHeaders(char: string, at: number): UriFault | undefined {
    if (char === '@') return this.#takeLateAt(at);
    if (char === ':') this.#takeLateColon();
    else if (char === ';') {
      if (this.#isUserFound) return 'bad-character';
      if (this.#hasPassword) return 'bad-headers';
      this.#hasBadHeader = true;
    } else if (char === '?' && this.#hasPassword) {
      this.#isUserFound = true;
      this.#hasPassword = false;
    }
    return undefined;
  }

  /** An `@` so late says that all before it was the user. */
  #takeLateAt(at: number): UriFault | undefined {
    if (this.#isUserFound) return 'bad-character';
    this.#user = this.#text.slice(this.#hostStart, at).split(':')[0]!;
    this.#host = this.#portText = this.#parameters = '';
    this.#port = 0;
    this.#hasBadHeader = false;
    this.#enterHost(at);
    return undefined;
  }

  #takeLateColon(): void {
    if (this.#isUserFound) return;
    if (this.#hasPassword) {
      this.#isUserFound = true;
      this.#hasPassword = false;
    } else {
      this.#hasPassword = true;
    }
  }

  #takeDigit(char: string): boolean {
    if (!isDigit(char)) return false;
    this.#port = this.#port * 10 + Number(char);
    return this.#port <= 65535;
  }

  #enterHost(at: number): void {
    this.#isUserFound = true;
    this.#state = 'host';
    this.#from = at + 1;
  }

  #enterRest(sign: ';' | '?', at: number): void {
    this.#state = sign === ';' ? 'parameters' : 'headers';
    this.#from = at + 1;
  }

  #setHost(end: number): void {
    this.#host = this.#text.slice(this.#from, end);
    this.#hostStart = this.#from;
  }

  #turnUserIntoHost(): void {
    this.#host = this.#user;
    this.#user = '';
  }

  #finish(end: number): UriFault | undefined {
    switch (this.#state) {
      case 'init':
        return 'too-short';
      case 'user':
      case 'in-host':
      case 'behind-host6':
        this.#setHost(end);
        return undefined;
      case 'password':
        this.#portText = this.#text.slice(this.#from, end);
        this.#turnUserIntoHost();
        return undefined;
      case 'password-alpha':
        if (this.#scheme !== 'urn') return 'bad-port';
        this.#setHost(end);
        return undefined;
      case 'host':
      case 'in-host6':
        return 'bad-host';
      case 'port':
        this.#portText = this.#text.slice(this.#from, end);
        return undefined;
      case 'parameters':
        this.#parameters = this.#text.slice(this.#from, end);
        return undefined;
      case 'headers':
        return this.#hasBadHeader ? 'bad-headers' : undefined;
    }
  }
}

function transportOf(parameters: string): string | undefined {
  if (parameters === '') return undefined;
  return /(?:^|;)transport=([^;?]+)/i.exec(parameters)?.[1];
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

function isLetterOrDigit(char: string): boolean {
  return /^[A-Za-z0-9]$/.test(char);
}

/** The host names of `pack_dest()` may be no longer. */
const MAX_HOST_BYTES = 254;
/** From this length on, no scheme is put before a destination. */
const MAX_BARE_BYTES = 500;

export type DestinationResult =
  | { readonly uri: ParsedUri; readonly text: string; readonly isSchemeAdded: boolean }
  | { readonly fault: UriFault | 'long-host'; readonly at: number };

/** Reads a destination as `pack_dest()` does: what is no URI is tried again with `sip:` before it. */
export function parseDestination(text: string): DestinationResult {
  let result = parseUri(text);
  let whole = text;
  const bytes = byteLength(text);
  if ('fault' in result && bytes > 4 && !text.startsWith('sip:') && bytes < MAX_BARE_BYTES) {
    whole = `sip:${text}`;
    const second = parseUri(whole);
    // The first reading's complaint would be about the scheme, which is no fault here.
    if ('fault' in second) {
      const isWithScheme = /^(?:sips?|tel|urn):/i.test(text);
      return isWithScheme ? result : { fault: second.fault, at: Math.max(0, second.at - 4) };
    }
    result = second;
  }
  if ('fault' in result) return result;
  const { uri } = result;
  if (byteLength(uri.host) > MAX_HOST_BYTES) return { fault: 'long-host', at: whole.indexOf(uri.host) };
  return { uri, text: whole, isSchemeAdded: whole !== text };
}
