import { commands, Disposable, ViewColumn, window, type ExtensionContext, type WebviewPanel } from 'vscode';
import type { LiveServer } from '../../live/live-server.ts';
import type { LiveServers } from '../../live/live-servers.ts';
import { pickServer, serverOfArgument } from '../pick-server.ts';
import { DashboardPanel } from './dashboard-panel.ts';
import { readKeptState } from './protocol.ts';

/** As the manifest's activation events name it. */
const VIEW_TYPE = 'kamailio.dashboard';

/**
 * The dashboards: the command that opens one, and those that are there again after a restart of the editor. `wake` is
 * told which servers somebody looks at.
 */
export function registerDashboard(
  context: ExtensionContext,
  live: LiveServers,
  wake: (server: LiveServer) => void,
): Disposable {
  const panels = new Map<string, DashboardPanel>();
  const add = (server: string, panel: WebviewPanel): void => {
    panel.title = `Dashboard: ${server}`;
    const made: DashboardPanel = new DashboardPanel(server, panel, {
      live,
      wake,
      extension: context.extensionUri,
      onDispose: () => {
        if (panels.get(server) === made) panels.delete(server);
      },
    });
    panels.set(server, made);
  };
  return Disposable.from(
    commands.registerCommand('kamailio.live.openDashboard', async (argument: unknown) => {
      const server = serverOfArgument(live, argument) ?? (await pickServer(live.servers, 'Whose dashboard?'));
      if (server === undefined) return;
      const { name } = server.profile;
      const known = panels.get(name);
      if (known !== undefined) {
        known.panel.reveal();
        return;
      }
      // Asking for the dashboard is asking to look at the server.
      if (server.connection.kind === 'idle') server.connect();
      add(name, window.createWebviewPanel(VIEW_TYPE, name, ViewColumn.Active));
    }),
    window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: (panel, state) => {
        const kept = readKeptState(state);
        if (kept === undefined) panel.dispose();
        else add(kept.server, panel);
        return Promise.resolve();
      },
    }),
    new Disposable(() => {
      for (const panel of panels.values()) panel.dispose();
    }),
  );
}
