/** Plain sentences for what goes wrong between here and a Kamailio. */
import { explainSocketPermission, isSocket } from './socket-permission.ts';
import { RpcError } from './rpc-error.ts';

/** Makes the error of a connection that could not be made. */
export function explainConnectError(error: unknown, address: string, path?: string): RpcError {
  if (error instanceof RpcError) return error;
  const code = codeOf(error);
  const cause = { cause: error };
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTSOCK':
    case 'EPROTOTYPE':
      return new RpcError('refused', explainRefusal(address, path, code), cause);
    case 'ENOENT':
    case 'ENOTDIR':
      return new RpcError(
        'not-found',
        `There is no socket ${path ?? address}: Kamailio is not running, or its ctl module listens elsewhere.`,
        cause,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NONAME':
    case 'EAI_FAIL':
      return new RpcError('not-found', `The host of ${address} is not known: its name cannot be resolved.`, cause);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return new RpcError('not-found', `There is no way from here to ${address} (${code}).`, cause);
    case 'EACCES':
    case 'EPERM':
      return new RpcError(
        'no-permission',
        path === undefined ? `The system does not permit a connection to ${address}.` : explainSocketPermission(path),
        cause,
      );
    case 'ETIMEDOUT':
      return new RpcError(
        'timed-out',
        `${address} does not answer at all (no connection within the system's time).`,
        cause,
      );
    case 'EAGAIN':
      return new RpcError(
        'timed-out',
        `${address} takes no more connections: its queue is full. Kamailio may be stopped or stuck.`,
        cause,
      );
    default:
      return new RpcError('refused', `No connection to ${address}: ${code ?? messageOf(error)}.`, cause);
  }
}

function explainRefusal(address: string, path: string | undefined, code: string): string {
  if (path === undefined) return `Nobody listens on ${address}.`;
  if (code === 'EPROTOTYPE') return `${path} is a datagram socket; let the ctl module listen on unixs: too.`;
  if (!isSocket(path)) return `${path} is no socket.`;
  return `Nobody listens on the socket ${path}: it is left over from a Kamailio that has ended.`;
}

/** Makes the error of a connection that was there and broke. */
export function explainBreak(error: unknown, what: string): RpcError {
  if (error instanceof RpcError) return error;
  const code = codeOf(error);
  return new RpcError('closed', code === undefined ? what : `${what} (${code})`, { cause: error });
}

/** Whether TLS failed, and why, or undefined when the error is about something else. */
export function explainTlsError(error: unknown, address: string, name: string): RpcError | undefined {
  const code = codeOf(error) ?? '';
  const cause = { cause: error };
  const certificate = (what: string): RpcError => new RpcError('certificate', what, cause);
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return certificate(
        `The certificate of ${address} is self-signed, or signed by an authority of your own: name that certificate as \`ca\`.`,
      );
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_UNTRUSTED':
    case 'INVALID_CA':
      return certificate(
        `The certificate of ${address} is signed by an authority that is not trusted here: name its certificate as \`ca\`, or let Kamailio send the whole chain.`,
      );
    case 'CERT_HAS_EXPIRED':
      return certificate(`The certificate of ${address} has expired.`);
    case 'CERT_NOT_YET_VALID':
      return certificate(`The certificate of ${address} is not valid yet; or a clock is wrong.`);
    case 'CERT_REVOKED':
      return certificate(`The certificate of ${address} is revoked.`);
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return certificate(
        `The certificate of ${address} does not bear the name ${name}${boreNames(error)}; name the right one as \`serverName\`.`,
      );
  }
  if (/^ERR_SSL_.*ALERT.*(CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED)/.test(code)) {
    return certificate(`${address} does not accept this client's certificate, or wants one and got none (${code}).`);
  }
  if (/^(ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|ERR_SSL_HTTP_REQUEST|EPROTO)$/.test(code)) {
    return new RpcError('garbled', `${address} does not speak TLS; the address may have to begin with http://.`, cause);
  }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE/.test(code)) {
    return certificate(
      `${address} speaks no TLS version that is accepted here: set the parameter tls_method of the tls module to "TLSv1.2+".`,
    );
  }
  if (/^(ERR_SSL_|ERR_TLS_)/.test(code)) return certificate(`TLS with ${address} failed (${code}).`);
  if (/^(CERT_|CRL_|UNABLE_TO_|ERROR_IN_|PATH_LENGTH_|HOSTNAME_)/.test(code)) {
    return certificate(`The certificate of ${address} is not accepted (${code}).`);
  }
  return undefined;
}

/** The names that a certificate does bear, as far as Node tells. */
function boreNames(error: unknown): string {
  const certificate = error instanceof Error && 'cert' in error ? error.cert : undefined;
  if (typeof certificate !== 'object' || certificate === null || !('subjectaltname' in certificate)) return '';
  const names = String(certificate.subjectaltname).replace(/\b(?:DNS|IP Address):/g, '');
  return names === '' ? '' : `, but ${clip(names, 120)}`;
}

/** Makes the error of a command that Kamailio answered with a fault. */
export function explainFault(method: string, code: number, message: string): RpcError {
  const text = oneLine(message, 300);
  // ctl: "command x not found"; jsonrpcs: "Method Not Found", with its own code or that of the standard.
  if (/^command .* not found$/i.test(text) || /^method not found$/i.test(text) || code === -32601) {
    return new RpcError('unknown-command', explainUnknownCommand(method), { code });
  }
  return new RpcError(
    'fault',
    `Kamailio refuses ${method}: ${text === '' ? 'no reason given' : text} (${code}).${adviseOnFault(text)}`,
    {
      code,
    },
  );
}

/** Some faults are about the way that the answer takes, and nobody would guess it from their words. */
function adviseOnFault(text: string): string {
  if (/buffer too small|overflow/i.test(text)) {
    return ' The reply does not fit into the buffer of the ctl module: raise its parameter binrpc_max_body_size (32 kB unless set).';
  }
  if (/^Internal error\b|^Server failure$/i.test(text)) {
    return ' Over BINRPC this often means that a structure of the reply does not fit: raise the parameter binrpc_struct_max_body_size (8 kB unless set) of the ctl module.';
  }
  if (/executed too fast/i.test(text)) return ' The core setting rpc_exec_delta limits how often it is run.';
  if (/^ongoing reload$/i.test(text)) {
    return ' Reloading, adding and removing must lie as many seconds apart as the parameter reload_delta of the dispatcher module says (5 unless set).';
  }
  return '';
}

function explainUnknownCommand(method: string): string {
  const prefix = method.slice(0, Math.max(method.indexOf('.'), 0));
  if (CORE_PREFIXES.has(prefix)) return `Kamailio does not know the command ${method}: its version has none.`;
  const module = Object.hasOwn(MODULES, prefix) ? MODULES[prefix] : NAMESAKES.has(prefix) ? prefix : undefined;
  if (module === undefined) return `Kamailio does not know the command ${method}.`;
  return `Kamailio does not know the command ${method}: the module ${module} is not loaded there, or its version has no such command.`;
}

/** Modules whose commands do not begin with the module's own name (from the tables of commands of 5.5 and 6.1). */
const MODULES: Readonly<Record<string, string>> = {
  autheph: 'auth_ephemeral',
  cfg: 'cfg_rpc',
  cnt: 'counters',
  cpl: 'cplc',
  cr: 'carrierroute',
  dbcl: 'db_cluster',
  dbg: 'debugger',
  dlg: 'dialog',
  flatstore: 'db_flatstore',
  httpclient: 'http_client',
  jsonrpc: 'jsonrpcs',
  mod: 'kex',
  mt: 'malloc_test',
  pkg: 'kex',
  pl: 'pipelimit',
  pua: 'pua_rpc',
  rl: 'ratelimit',
  shm: 'corex',
  stats: 'kex',
  ts: 'tsilo',
  ul: 'usrloc',
  ws: 'websocket',
};

/** Modules whose commands begin with their name. */
const NAMESAKES: ReadonlySet<string> = new Set(
  (
    'app_jsdt app_lua app_perl app_python app_python3s app_ruby app_sqlang benchmark call_obj cdp cfgt ' +
    'cfgutils cnxcc corex ctl db_berkeley db_text dialplan dispatcher dlgs dmq domain drouting evrexec ' +
    'geoip2 htable imc kafka keepalive lcr matrix mohqueue mqueue msrp mtree nathelper pdb pdt peerstate ' +
    'permissions pike prefix_route presence ptimer pua pv regex rls rtpengine rtpproxy sca sctp secfilter ' +
    'sipcapture sipdump siptrace sl statsc tls tm uac userblocklist xcap_client xhttp_pi xhttp_prom'
  ).split(' '),
);

/** What the core itself offers. */
const CORE_PREFIXES: ReadonlySet<string> = new Set(['core', 'dns', 'dst_blocklist', 'system']);

/** What can lie behind an answer that does not come, or not whole. */
export function explainPartialReply(received: number, announced: number | undefined): string {
  if (announced === undefined) return `only ${received === 1 ? '1 byte' : `${received} bytes`} of the reply came`;
  return (
    `only ${received} of the reply's ${announced} bytes came; ` +
    'the ctl module loses what the connection does not take within 10 ms, a Unix socket sooner than a TCP one'
  );
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? oneLine(error.message, 200) : 'unknown error';
}

/** What others wrote, fit for a sentence: one line, no control characters, not too long. */
export function oneLine(text: string, longest: number): string {
  return clip(
    text
      .replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')
      .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
      .trim(),
    longest,
  );
}

function clip(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
