/** The addresses that `binrpc` of the ctl module takes, read as `parse_listen_id()` in ctrl_socks.c does. */

/** What ctl listens on where no `binrpc` is set (`DEFAULT_CTL_SOCKET`); `/var/run` leads to `/run`. */
export const DEFAULT_CTL_SOCKET = 'unix:/var/run/kamailio/kamailio_ctl';
const DEFAULT_PORT = 2049;

export type CtlSocket =
  | { readonly url: string; readonly remark: string | undefined }
  /** Why it cannot be used, as the rest of a sentence. */
  | { readonly problem: string };

/** Reads `unixs:/path`, `tcp:host:port`, `udp:port`, `/path` … */
export function readCtlSocket(text: string): CtlSocket {
  const [, scheme = '', rest = text] = /^(tcp|udp|unixd|unixs|unix|fifo):(.*)$/is.exec(text) ?? [];
  switch (scheme.toLowerCase()) {
    case 'unix':
    case 'unixs':
      return readPath(rest);
    case 'unixd':
    case 'udp':
      return DATAGRAMS;
    case 'fifo':
      return { problem: 'a FIFO cannot be used from here. Add unixs:/path or tcp:host:port.' };
    case 'tcp':
      return readAddress(rest);
    default:
      // Without a protocol, a path is a stream socket and anything else UDP.
      return text.includes('/') && !/:\d+$/.test(text) ? readPath(text) : DATAGRAMS;
  }
}

const DATAGRAMS: CtlSocket = {
  problem: 'datagrams cannot carry large replies. Add unixs:/path or tcp:host:port.',
};

function readPath(path: string): CtlSocket {
  if (path.startsWith('/')) return { url: `unix:${path.replace(/\/{2,}/g, '/')}`, remark: undefined };
  return { problem: 'a path without / at its start depends on where Kamailio was started.' };
}

function readAddress(text: string): CtlSocket {
  const [, bracketed, plain, port] = /^(?:\[([\dA-Fa-f:.]+)\]|([\w.*-]*))(?::(\d+))?$/.exec(text) ?? [];
  let host = bracketed ?? plain ?? '';
  let number = port === undefined ? DEFAULT_PORT : Number(port);
  // A number alone is a port.
  if (bracketed === undefined && port === undefined && /^\d+$/.test(host)) {
    number = Number(host);
    host = '*';
  }
  if (host === '' || number < 1 || number > 65535) return { problem: 'that is no address.' };
  const isEvery = host === '*' || host === '0.0.0.0' || host === '::';
  const local = bracketed === undefined ? '127.0.0.1' : '::1';
  const reached = isEvery ? local : host;
  const url = `tcp://${reached.includes(':') ? `[${reached}]` : reached}:${number}`;
  const remark = /^(?:127\.|localhost$|::1$)/.test(host)
    ? undefined
    : ', where everyone who reaches it may do anything: ctl knows no passwords';
  return { url, remark };
}
