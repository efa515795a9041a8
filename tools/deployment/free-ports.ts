/** Ports of the loopback address that nobody uses, for UDP and TCP alike. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, Server } from 'node:net';

/** Finds `count` different ports. They are all held until the last one is found, then let go. */
export async function findFreePorts(count: number): Promise<number[]> {
  const held: { port: number; server: Server; socket: Socket }[] = [];
  while (held.length < count) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const socket = createSocket('udp4');
    try {
      const bound = once(socket, 'listening');
      socket.bind(port, '127.0.0.1');
      await bound;
      held.push({ port, server, socket });
    } catch {
      // Taken for UDP: leave this number and ask for another one.
      server.close();
      socket.close();
    }
  }
  await Promise.all(
    held.flatMap(({ server, socket }) => {
      const closed = [once(server, 'close'), once(socket, 'close')];
      server.close();
      socket.close();
      return closed;
    }),
  );
  return held.map(({ port }) => port);
}

/** Whether somebody uses a port of the loopback address already. */
export async function isPortTaken(protocol: 'udp' | 'tcp', port: number): Promise<boolean> {
  const probe = protocol === 'tcp' ? createServer() : createSocket('udp4');
  try {
    const bound = once(probe, 'listening');
    if (probe instanceof Server) probe.listen(port, '127.0.0.1');
    else probe.bind(port, '127.0.0.1');
    await bound;
  } catch {
    return true;
  }
  const closed = once(probe, 'close');
  probe.close();
  await closed;
  return false;
}
