/** How the Kamailio that runs a configuration can be reached: what its RPC modules listen on. */
import type { Analysis } from '../semantic/analysis.ts';
import { namedLists } from '../semantic/list-files.ts';
import { listenSockets, type ListenSocket } from '../semantic/listen-sockets.ts';
import { meansModule } from '../semantic/module-expression.ts';
import type { Program } from '../semantic/program.ts';
import { nameOf, type ParameterSetting } from '../semantic/symbols.ts';
import type { SourceText } from '../syntax/source-text.ts';
import * as t from '../syntax/token-types.ts';
import { enumerate } from '../text/markdown.ts';
import { DEFAULT_CTL_SOCKET, readCtlSocket } from './ctl-socket.ts';
import { findHttpRpcRoute, type HttpRpcRoute } from './http-rpc-route.ts';

export interface ServerDescription {
  /** The name of the folder, or of the file where that says more. */
  readonly name: string;
  /** The best first: what is nearest to Kamailio itself, then what only the same host reaches. */
  readonly endpoints: readonly DescribedEndpoint[];
  /** Why there is none, or what stands in the way, as sentences. */
  readonly notes: readonly string[];
  readonly listFile: SourceText | undefined;
  readonly configuration: SourceText;
}

export interface DescribedEndpoint {
  /** `unix:/path`, `tcp://host:port`, `http://host:port/path` or `https://…`. */
  readonly url: string;
  readonly explanation: string;
}

/** Where requests go that the route block does not test for a path: what most tools ask. */
const CUSTOMARY_PATH = '/RPC';
const DEFAULT_PORT = 5060;
const DEFAULT_TLS_PORT = 5061;
/** The bit of `transport` for HTTP; 0 means every transport that can be had (jsonrpcs_mod.c). */
const HTTP_TRANSPORT = 1;
/** What `transport` is where nobody sets it: FIFO and datagrams. */
const DEFAULT_TRANSPORT = 6;

export function describeServer(analysis: Analysis): ServerDescription {
  const { program } = analysis;
  const notes: string[] = [];
  const hasCtl = program.symbols.loaded.has('ctl');
  const hasJsonRpc = program.symbols.loaded.has('jsonrpcs');
  const endpoints = [
    ...(hasCtl ? describeCtl(program, notes) : []),
    ...(hasJsonRpc ? describeHttp(program, notes) : []),
  ];
  if (endpoints.length === 0) {
    notes.push(
      hasCtl
        ? 'To connect, let ctl listen on a local socket: modparam("ctl", "binrpc", "unix:/run/kamailio/kamailio_ctl").'
        : 'To connect, load the ctl module: with loadmodule "ctl.so" alone Kamailio opens a local socket for its RPC.',
    );
  }
  return {
    name: nameOfServer(program.root),
    endpoints,
    notes,
    listFile: listFileOf(analysis),
    configuration: program.root,
  };
}

function listFileOf(analysis: Analysis): SourceText | undefined {
  return namedLists(analysis).find(({ isInForce }) => isInForce)?.files[0]?.source;
}

/** `sbc` for `…/sbc/kamailio.cfg`, `kamailio-edge` for `…/kamailio-edge.cfg`. */
function nameOfServer({ uri }: SourceText): string {
  const parts = decodeURIComponent(uri).split('/');
  const file = (parts.at(-1) ?? '').replace(/\.[^.]*$/, '');
  const folder = parts.at(-2) ?? '';
  return file === 'kamailio' && folder !== '' ? folder : file;
}

// Module parameters and settings

function parametersOf({ symbols }: Program, module: string, name: string): ParameterSetting[] {
  return symbols.parameters.filter((entry) => entry.parameter === name && meansModule(entry.module, module));
}

/** The value of a core setting, the last one that is set. */
function settingOf({ symbols }: Program, name: string): string | undefined {
  const found = symbols.settings.findLast((entry) => entry.name.image === name);
  const value = found?.node.value;
  const token = value?.kind === 'literalValue' ? found?.item.tokens[value.token] : undefined;
  return token && nameOf(token);
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && /^(?:[1-9]\d*|yes|true|on|enable)$/i.test(value);
}

// ctl

function describeCtl(program: Program, notes: string[]): DescribedEndpoint[] {
  const settings = parametersOf(program, 'ctl', 'binrpc');
  if (settings.length === 0) {
    notes.push(
      'ctl is loaded without binrpc: its socket kamailio_ctl is in the run directory. That is /run/kamailio for most ' +
        'packages; kamailio -Y sets another one, which the configuration does not tell.',
    );
    return [{ url: DEFAULT_CTL_SOCKET, explanation: 'the socket that ctl opens where no binrpc is set' }];
  }
  const found: DescribedEndpoint[] = [];
  for (const { valueToken } of settings) {
    if (!valueToken || valueToken.tokenType === t.Opaque) {
      notes.push('A binrpc of ctl is known only where Kamailio runs.');
      continue;
    }
    const written = nameOf(valueToken);
    const read = readCtlSocket(written);
    if ('problem' in read) notes.push(`ctl listens on ${written}: ${read.problem}`);
    else found.push({ url: read.url, explanation: `ctl listens on ${written}${read.remark ?? ''}` });
  }
  return found.sort((a, b) => rankOf(a.url) - rankOf(b.url));
}

function rankOf(url: string): number {
  if (url.startsWith('unix:')) return 0;
  return /\/\/(?:127\.|localhost|\[::1\])/.test(url) ? 1 : 2;
}

// xhttp and jsonrpcs

function describeHttp(program: Program, notes: string[]): DescribedEndpoint[] {
  const transport = transportOf(program);
  if (transport !== undefined && transport !== 0 && (transport & HTTP_TRANSPORT) === 0) {
    notes.push(
      `jsonrpcs does not answer over HTTP: its transport is ${transport}, HTTP has the bit ${HTTP_TRANSPORT}.`,
    );
    return [];
  }
  if (!program.symbols.loaded.has('xhttp')) {
    notes.push('jsonrpcs answers over HTTP only with the xhttp module, which is not loaded.');
    return [];
  }
  const route = findHttpRpcRoute(program);
  if (route === 'no-route') {
    notes.push(
      'xhttp is loaded, but there is no event_route[xhttp:request] that hands requests to jsonrpc_dispatch().',
    );
    return [];
  }
  if (route === 'no-call') {
    notes.push('Nothing in event_route[xhttp:request] reaches jsonrpc_dispatch().');
    return [];
  }
  if (route.checksCredentials) notes.push('The HTTP route looks at credentials: the profile may need authentication.');
  if (route.checksSource) notes.push('The HTTP route looks at the address of who asks: other hosts may be refused.');
  const endpoints = httpEndpoints(program, route, notes).sort((a, b) => rankOf(a.url) - rankOf(b.url));
  if (endpoints.length === 0) notes.push('Kamailio listens on no TCP or TLS socket that HTTP could use.');
  return endpoints;
}

/** Undefined where it is known only at run time. */
function transportOf(program: Program): number | undefined {
  const setting = parametersOf(program, 'jsonrpcs', 'transport').at(-1);
  if (!setting) return DEFAULT_TRANSPORT;
  const image = setting.type === 'int' ? setting.valueToken?.image : undefined;
  return image !== undefined && /^\d+$/.test(image) ? Number(image) : undefined;
}

function httpEndpoints(program: Program, route: HttpRpcRoute, notes: string[]): DescribedEndpoint[] {
  if (isOn(settingOf(program, 'disable_tcp'))) return [];
  const path = route.paths[0] ?? CUSTOMARY_PATH;
  const whichPath =
    route.paths.length > 0 ? `paths like ${enumerate(route.paths)} reach the RPC` : `the path is not told by the route`;
  const defaultPort = Number(settingOf(program, 'port') ?? DEFAULT_PORT) || DEFAULT_PORT;
  const sockets = listenSockets(program.symbols);
  const endpoints = new Map<string, DescribedEndpoint>();
  const add = (scheme: string, host: string, port: number, how: string): void => {
    if ((route.ports.length > 0 && !route.ports.includes(port)) || !isHost(host) || port > 65535) return;
    const url = `${scheme}://${reachable(host)}:${port}${encodeURI(path)}`;
    if (!endpoints.has(url)) endpoints.set(url, { url, explanation: `xhttp on ${how}; ${whichPath}` });
  };
  if (sockets.length === 0) {
    add('http', '0.0.0.0', defaultPort, `port ${defaultPort} of every address, because there is no listen`);
  }
  const canTls = tlsState(program);
  for (const socket of sockets) {
    if (!socket.addresses) {
      notes.push('An address that Kamailio listens on is known only where it runs.');
      continue;
    }
    for (const { protocol, hosts, port } of socket.addresses) {
      if (protocol !== undefined && protocol !== 'tcp' && protocol !== 'tls') continue;
      if (protocol === 'tls' && canTls !== 'on') {
        notes.push(`A TLS socket is of no use: ${canTls}.`);
        continue;
      }
      const scheme = protocol === 'tls' ? 'https' : 'http';
      const number = port ?? (protocol === 'tls' ? DEFAULT_TLS_PORT : defaultPort);
      for (const host of hosts) add(scheme, host, number, describeSocket(socket, protocol, host, number));
    }
  }
  return [...endpoints.values()];
}

/** `on`, or why TLS is not. */
function tlsState(program: Program): string {
  const { loaded } = program.symbols;
  if (!loaded.has('tls') && !loaded.has('tls_wolfssl')) return 'no TLS module is loaded';
  return isOn(settingOf(program, 'enable_tls')) || isOn(settingOf(program, 'tls_enable')) ? 'on' : 'enable_tls is off';
}

function describeSocket(socket: ListenSocket, protocol: string | undefined, host: string, port: number): string {
  const { name, advertise } = socket;
  const address = `${protocol === undefined ? '' : `${protocol}:`}${bracketed(host)}:${port}`;
  const named = name === undefined ? '' : ` ("${name}")`;
  const outside = advertise?.hosts[0];
  const known = outside === undefined ? '' : `, known to others as ${bracketed(outside)}`;
  return `${address}${named}${known}`;
}

/** The host to connect to for one that is listened on: every address includes that of the machine itself. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '*' || host === 'any') return '127.0.0.1';
  return host === '::' ? '[::1]' : bracketed(host);
}

/** Whether the text is a name, an address or a wildcard: half-typed text is none. */
function isHost(host: string): boolean {
  return /^(?:[\w.*-]+|[\da-f]*:[\da-f:.]+)$/.test(host);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
