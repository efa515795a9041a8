import type { ServerConnection } from './server-connection.ts';

/** Starts the language server where it does not run yet, and waits until it does or has failed to. */
export async function whenRunning(server: ServerConnection): Promise<void> {
  await server.start();
  if (server.state !== 'starting') return;
  await new Promise<void>((resolve) => {
    const listener = server.onDidChangeState((state) => {
      if (state === 'starting') return;
      listener.dispose();
      resolve();
    });
  });
}
