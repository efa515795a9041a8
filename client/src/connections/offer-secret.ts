import { Disposable, window } from 'vscode';
import type { LiveServer } from '../live/live-server.ts';
import type { LiveServers } from '../live/live-servers.ts';

const ENTER = 'Enter Password';

/** Offers to enter the password where a server wants one, once until it was connected again. */
export function offerSecret(live: LiveServers, enter: (server: LiveServer) => Promise<void>): Disposable {
  const offered = new WeakSet<LiveServer>();
  return new Disposable(
    live.onDidChange(({ server, change }) => {
      if (server === undefined || change?.connection !== true) return;
      const { connection, profile } = server;
      if (connection.kind === 'live' || connection.kind === 'idle') offered.delete(server);
      if (connection.kind !== 'failing' || connection.error.kind !== 'unauthorised' || offered.has(server)) return;
      offered.add(server);
      void window
        .showWarningMessage(`${profile.name}: ${connection.error.message}`, ENTER)
        .then((chosen) => (chosen === ENTER ? enter(server) : undefined));
    }),
  );
}
