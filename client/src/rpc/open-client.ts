/** Opening the way to a Kamailio. */
import { DEFAULT_BINRPC_LIMITS } from './binrpc.ts';
import { BinrpcTransport } from './binrpc-transport.ts';
import { type EndpointTarget, formatTarget, parseEndpointUrl } from './endpoint-url.ts';
import { encodeBasic, HttpTransport } from './http-transport.ts';
import { buildCommandLine, openProcess } from './process-transport.ts';
import { RpcError } from './rpc-error.ts';
import { SerialClient } from './serial-client.ts';
import { openSocket, type OpenStream } from './stream-transport.ts';
import type { Transport } from './transport.ts';
import type { Endpoint, RpcClient, Via } from './types.ts';

export interface ClientOptions {
  /** Milliseconds for a call that brings none of its own, waiting for its turn included. */
  readonly deadline?: number | undefined;
  /** The largest reply that is taken, in bytes. */
  readonly replySize?: number | undefined;
}

const DEFAULT_DEADLINE_MS = 5000;

/**
 * Makes a client. Nothing is opened before the first call.
 * @throws RpcError `not-found` when the address or the way to it makes no sense; its message says what is wrong.
 */
export function openRpcClient(endpoint: Endpoint, options: ClientOptions = {}): RpcClient {
  const { target, problem } = parseEndpointUrl(endpoint.url);
  if (target === undefined) throw new RpcError('not-found', problem);
  const address = formatTarget(target) + describeVia(endpoint.via);
  return new SerialClient({
    address,
    transport: openTransport(endpoint, target, address, options.replySize ?? DEFAULT_BINRPC_LIMITS.size),
    deadline: options.deadline ?? DEFAULT_DEADLINE_MS,
    secrets: secretsOf(endpoint),
  });
}

function openTransport(endpoint: Endpoint, target: EndpointTarget, address: string, size: number): Transport {
  const open = chooseStream(endpoint.via, target, address);
  if (target.kind === 'unix' || target.kind === 'tcp') {
    return new BinrpcTransport(open, { ...DEFAULT_BINRPC_LIMITS, size });
  }
  const { host, port, path, kind } = target;
  const { tls, credentials } = endpoint;
  return new HttpTransport({ open, address, host, port, path, isSecure: kind === 'https', tls, credentials, size });
}

function chooseStream(via: Via | undefined, target: EndpointTarget, address: string): OpenStream {
  if (via === undefined) {
    const socket = target.kind === 'unix' ? { path: target.path } : { host: target.host, port: target.port };
    return (signal) => openSocket(socket, address, signal);
  }
  const { words, problem } = buildCommandLine(via, target);
  if (words === undefined) throw new RpcError('not-found', problem);
  return (signal) => openProcess(words, signal);
}

/** The words of a command can hold anything, so only its program is shown. */
function describeVia(via: Via | undefined): string {
  if (via === undefined) return '';
  if ('ssh' in via) return ` via ssh ${via.ssh}`;
  if ('docker' in via) return ` in container ${via.docker}`;
  if ('kubectl' in via) return ` in pod ${via.kubectl}`;
  return ` via ${via.command[0] ?? ''}`;
}

function secretsOf({ credentials, tls }: Endpoint): string[] {
  const secrets = tls?.passphrase === undefined ? [] : [tls.passphrase];
  if (credentials?.kind === 'bearer') secrets.push(credentials.token);
  if (credentials?.kind === 'basic') secrets.push(encodeBasic(credentials), credentials.password);
  return secrets;
}
