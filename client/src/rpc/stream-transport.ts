/** Connections to Unix and TCP sockets, as streams of bytes. */
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { explainConnectError } from './explain-error.ts';

/** Makes a connection. Aborting rejects with the signal's reason and leaves nothing open. */
export type OpenStream = (signal: AbortSignal) => Promise<Duplex>;

export type SocketAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/**
 * Connects to a socket.
 * @param shown the address as people know it.
 * @throws RpcError
 */
export function openSocket(address: SocketAddress, shown: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const socket = connect({ ...address, noDelay: true, keepAlive: true });
    const settle = (): void => {
      signal.removeEventListener('abort', giveUp);
      socket.off('connect', succeed);
      socket.off('error', fail);
    };
    const succeed = (): void => {
      settle();
      resolve(socket);
    };
    const fail = (error: Error): void => {
      settle();
      socket.destroy();
      reject(explainConnectError(error, shown, 'path' in address ? address.path : undefined));
    };
    const giveUp = (): void => {
      settle();
      // A connection that fails after nobody waits for it any more.
      socket.on('error', () => undefined);
      socket.destroy();
      reject(signal.reason as Error);
    };
    socket.on('connect', succeed);
    socket.on('error', fail);
    signal.addEventListener('abort', giveUp);
  });
}
