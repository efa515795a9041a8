import { listenSockets, type ListenAddress } from '../../semantic/listen-sockets.ts';
import type { Program } from '../../semantic/program.ts';

/** From where the sockets of a program can be reached. */
export type Reach = 'local' | 'some local' | 'open' | 'unknown';

/** The reach of the sockets that take one of some protocols; without a `listen` Kamailio takes every interface. */
export function reachOf(program: Program, protocols: readonly string[]): Reach {
  const sockets = listenSockets(program.symbols);
  if (sockets.some(({ addresses }) => !addresses?.every(isWritten))) return 'unknown';
  if (program.preprocessed.inclusions.some(({ isImport, resolved }) => !isImport && !resolved)) return 'unknown';
  if (sockets.length === 0) return 'open';
  const fitting = sockets
    .flatMap(({ addresses = [] }) => addresses)
    .filter(({ protocol }) => protocol === undefined || protocols.includes(protocol));
  if (fitting.every(isLocal)) return 'local';
  return fitting.some(isLocal) ? 'some local' : 'open';
}

function isLocal({ hosts }: ListenAddress): boolean {
  return hosts.every((host) => host === 'lo' || isLoopback(host));
}

/** Whether a host, an IPv6 address with its brackets or without, is this machine to itself. */
export function isLoopback(host: string): boolean {
  return /^(?:127\.|::1$|\[::1\]$|localhost$)/.test(host);
}

/** Whether the hosts stand there, and are no names that somebody else puts addresses in the place of. */
function isWritten({ hosts }: ListenAddress): boolean {
  return hosts.every((host) => !/[${}]|^[a-z][a-z0-9]*_\w+$/.test(host));
}
