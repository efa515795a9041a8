/** The sockets that a configuration listens on, as far as its text tells. */
import type { Analysis } from '../semantic/analysis.ts';
import { listenSockets } from '../semantic/listen-sockets.ts';
import { collectSymbols, type Symbols } from '../semantic/symbols.ts';

/** One address of a `listen`, or what it is advertised as. */
export interface Socket {
  /** `udp`, `tcp`, `tls`, `sctp`; undefined for all of them. */
  readonly protocol: string | undefined;
  /** In lower case, without the brackets of an IPv6 address. */
  readonly host: string;
  /** Undefined where none is written: the port of the setting `port`, or 5060. */
  readonly port: number | undefined;
  readonly lastPort: number | undefined;
  readonly name: string | undefined;
}

export interface Sockets {
  /** Also those that a condition switches off. */
  readonly all: readonly Socket[];
  /** Whether Kamailio listens on nothing else, and each address is written as one, not as a name or an interface. */
  readonly isComplete: boolean;
}

/** A socket that an attribute asks for. */
export interface WantedSocket {
  readonly protocol: string | undefined;
  readonly host: string;
  /** Undefined for any. */
  readonly port: number | undefined;
}

const known = new WeakMap<Analysis, Sockets>();

export function socketsOf(analysis: Analysis): Sockets {
  let sockets = known.get(analysis);
  if (!sockets) {
    sockets = collectSockets(analysis);
    known.set(analysis, sockets);
  }
  return sockets;
}

function collectSockets(analysis: Analysis): Sockets {
  const { program } = analysis;
  const all: Socket[] = [];
  const active = addSockets(program.symbols, all);
  for (const { items } of program.inactive) addSockets(collectSymbols(items), all);
  const isIncomplete =
    program.preprocessed.inclusions.some((inclusion) => !inclusion.isImport && !inclusion.resolved) ||
    program.preprocessed.conditionals.some((conditional) => !conditional.close);
  // Without a `listen`, Kamailio takes every address of the machine.
  return { all, isComplete: active.count > 0 && active.areKnown && !isIncomplete };
}

function addSockets(symbols: Symbols, all: Socket[]): { count: number; areKnown: boolean } {
  const sockets = listenSockets(symbols);
  let areKnown = true;
  for (const { addresses, advertise, name } of sockets) {
    const written = [...(addresses ?? []), ...(advertise ? [advertise] : [])].flatMap(({ hosts, ...address }) =>
      hosts.map((host): Socket => ({ ...address, host, name })),
    );
    // Which addresses a name, an interface or a wildcard means is known only on the machine.
    if (addresses && written.every(({ host }) => isAddress(host) && host !== '0.0.0.0' && host !== '::')) {
      all.push(...written);
    } else {
      areKnown = false;
    }
  }
  return { count: sockets.length, areKnown };
}

/** Whether a host is written as an address; names and interfaces mean something only on their machine. */
export function isAddress(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(':');
}

/** Whether a Kamailio with these sockets has the wanted one; `undefined` where that cannot be told. */
export function hasSocket(sockets: Sockets, wanted: WantedSocket): boolean | undefined {
  if (sockets.all.some((socket) => matches(socket, wanted))) return true;
  const isSure = isAddress(wanted.host) || isNoHost(wanted.host) || isNameOfSocket(sockets, wanted.host);
  return sockets.isComplete && isSure ? false : undefined;
}

/** Whether a text can be the host of no socket: a port alone, or with the slashes of other addresses. */
function isNoHost(host: string): boolean {
  return /^\d+$|\//.test(host);
}

/** Whether a host is what a `listen` calls itself with `name`, by which `grep_sock_info()` does not look. */
export function isNameOfSocket({ all }: Sockets, host: string): boolean {
  return all.some(({ name }) => name?.toLowerCase() === host);
}

/** As `grep_sock_info()` in core/socket_info.c; a socket whose port the text does not tell matches any. */
function matches(socket: Socket, wanted: WantedSocket): boolean {
  if (wanted.protocol !== undefined && socket.protocol !== undefined && wanted.protocol !== socket.protocol)
    return false;
  if (!isSameHost(socket.host, wanted.host)) return false;
  // A port of 0 is no port to the function.
  if (wanted.port === undefined || wanted.port === 0 || socket.port === undefined) return true;
  return socket.port <= wanted.port && wanted.port <= (socket.lastPort ?? socket.port);
}

function isSameHost(a: string, b: string): boolean {
  return a === b || (a.includes(':') && b.includes(':') && expandIpv6(a) === expandIpv6(b));
}

/** All eight groups of an IPv6 address without leading zeros. */
function expandIpv6(host: string): string {
  const [head = '', tail] = host.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...middle, ...after].map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}

/** `[protocol:]host[:port]` as `parse_phostport()` in main.c takes it apart; undefined where it refuses. */
export function parseSocket(text: string): WantedSocket | undefined {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '[' && ++depth > 1) return undefined;
    if (char === ']' && --depth < 0) return undefined;
    if (char !== ':' || depth > 0) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  parts.push(text.slice(start));
  if (text === '' || text.endsWith(':') || parts.length > 3) return undefined;
  const [first = '', second = '', third] = parts;
  if (parts.length === 1) return wanted(undefined, first, undefined);
  if (third !== undefined) return isProtocol(first) && isPort(third) ? wanted(first, second, third) : undefined;
  if (isPort(second)) return wanted(undefined, first, second);
  return isProtocol(first) ? wanted(first, second, undefined) : undefined;
}

function wanted(protocol: string | undefined, host: string, port: string | undefined): WantedSocket {
  return {
    protocol: protocol?.toLowerCase(),
    host: host.replace(/^\[(.*)\]$/, '$1').toLowerCase(),
    port: port === undefined ? undefined : Number(port),
  };
}

function isProtocol(text: string): boolean {
  return /^(?:udp|tcp|tls|sctp)$/i.test(text);
}

function isPort(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}
