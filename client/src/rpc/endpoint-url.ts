/** Reading the address of an endpoint. */
import { Buffer } from 'node:buffer';

export type EndpointTarget =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | {
      readonly kind: 'http' | 'https';
      readonly host: string;
      readonly port: number;
      /** With the query. */
      readonly path: string;
    };

export type EndpointParse =
  | { readonly target: EndpointTarget; readonly problem?: undefined }
  /** A sentence for people. It does not repeat the address, which may hold a password that does not belong there. */
  | { readonly target?: undefined; readonly problem: string };

/** What ctl listens on when nothing else is said (ctl_defaults.h). */
const DEFAULT_CTL_PORT = 2049;

/**
 * Reads `unix:/path`, `unix:///path`, `tcp://host:port`, `http://host:port/path` or `https://…`; an IPv6 address in
 * brackets. Kamailio's own spellings `unixs:/path`, `unix_stream:/path` and `tcp:host:port` are taken too.
 */
export function parseEndpointUrl(url: string): EndpointParse {
  const [, scheme = '', rest = ''] = /^([A-Za-z_]+):(.*)$/s.exec(url.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case 'unix':
    case 'unixs':
    case 'unix_stream':
      return parseUnix(rest);
    case 'tcp':
      return parseTcp(rest);
    case 'http':
    case 'https':
      return parseHttp(url.trim());
    case 'udp':
    case 'unixd':
    case 'unix_dgram':
      return {
        problem:
          'Datagrams cannot carry large replies; let the ctl module also listen on unixs: or tcp: and name that.',
      };
    case 'fifo':
    case 'unixs_fifo':
      return { problem: 'A FIFO speaks another protocol; let the ctl module listen on unixs: or tcp: and name that.' };
    case '':
      return { problem: EXPECTED };
    default:
      return { problem: `The scheme ${scheme}: is not known. ${EXPECTED}` };
  }
}
const EXPECTED =
  'An address is written as unix:/run/kamailio/kamailio_ctl, tcp://host:2046, http://host:8060/RPC or https://host/RPC.';

function parseUnix(rest: string): EndpointParse {
  const path = rest.startsWith('//') ? rest.slice(2) : rest;
  if (!path.startsWith('/')) return { problem: 'The path of a Unix socket must begin with a slash.' };
  if (path.includes('\0')) return { problem: 'The path of a Unix socket cannot hold a zero character.' };
  // sockaddr_un has 108 bytes for it, with a zero at the end.
  if (Buffer.byteLength(path) > 107) return { problem: 'The path of a Unix socket has at most 107 bytes.' };
  return { target: { kind: 'unix', path } };
}

function parseTcp(rest: string): EndpointParse {
  const address = (rest.startsWith('//') ? rest.slice(2) : rest).replace(/\/$/, '');
  const match = /^(?:\[([0-9A-Fa-f:.%\w]+)\]|([^\s:/?#[\]@]+))(?::(\d{1,5}))?$/.exec(address);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined) return { problem: 'A TCP address is written as tcp://host:port, or tcp://[address]:port.' };
  if (host.startsWith('-')) return { problem: LEADING_DASH };
  const port = match?.[3] === undefined ? DEFAULT_CTL_PORT : Number(match[3]);
  if (port < 1 || port > 65535) return { problem: `There is no port ${port}.` };
  return { target: { kind: 'tcp', host, port } };
}
const LEADING_DASH = 'A host name cannot begin with a dash.';

function parseHttp(text: string): EndpointParse {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { problem: 'The address is malformed. It is written as http://host:port/path or https://host:port/path.' };
  }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'Credentials have no place in the address; they are asked for and kept apart.' };
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '') return { problem: 'The address names no host.' };
  if (host.startsWith('-')) return { problem: LEADING_DASH };
  const kind = url.protocol === 'https:' ? 'https' : 'http';
  const port = url.port === '' ? (kind === 'https' ? 443 : 80) : Number(url.port);
  if (port === 0) return { problem: 'There is no port 0.' };
  return { target: { kind, host, port, path: url.pathname + url.search } };
}

/** Writes an address as people are shown it; a query, where tokens can hide, is left out. */
export function formatTarget(target: EndpointTarget): string {
  if (target.kind === 'unix') return `unix:${target.path}`;
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const path = target.kind === 'tcp' ? '' : target.path.replace(/\?.*$/s, '');
  return `${target.kind}://${host}:${target.port}${path}`;
}
