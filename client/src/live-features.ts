import { commands, Disposable, window, type ExtensionContext, type OutputChannel } from 'vscode';
import { registerListCopyAs } from './commands/list/copy-as.ts';
import { registerListImport } from './commands/list/import.ts';
import { enterSecret } from './commands/live/connect.ts';
import type { LiveContext } from './commands/live/live-context.ts';
import { registerLiveCommands } from './commands/live/register-live-commands.ts';
import { createClientFactory } from './connections/client-factory.ts';
import { offerSecret } from './connections/offer-secret.ts';
import { Profiles } from './connections/profiles.ts';
import { RememberedConnections } from './connections/remembered.ts';
import { Secrets } from './connections/secrets.ts';
import { SYSTEM_CLOCK } from './connections/system-clock.ts';
import type { ServerConnection } from './language-client/server-connection.ts';
import type { LiveServer } from './live/live-server.ts';
import { LiveServers } from './live/live-servers.ts';
import { registerDashboard } from './views/dashboard/register-dashboard.ts';
import { DriftCounts } from './views/drift/drift-counts.ts';
import { registerDrift } from './views/drift/register-drift.ts';
import { registerInText } from './views/in-text/register-in-text.ts';
import { ServersView } from './views/servers/servers-view.ts';
import { StateNotifications } from './views/servers/state-notifications.ts';

/** What is said of a server that answers; no sentence about a failure. */
const ANSWERS = 'answers';

/**
 * Everything about running servers: their profiles, the view of them, the commands on them. Nothing connects before the
 * user says so, or has said so in this workspace and looks at it again; nothing at all where it is not trusted.
 */
export function startLiveFeatures(
  context: ExtensionContext,
  language: ServerConnection,
  log: OutputChannel,
): LiveServers {
  const profiles = new Profiles();
  const secrets = new Secrets(context.secrets);
  const remembered = new RememberedConnections(context.workspaceState);
  const live = new LiveServers({ openClient: createClientFactory(secrets), clock: SYSTEM_CLOCK, random: Math.random });
  const drift = new DriftCounts(live, language);
  const view = new ServersView(live, profiles, drift);
  const liveLog = window.createOutputChannel('Kamailio Servers', { log: true });
  const liveContext: LiveContext = { live, profiles, secrets, remembered, view, language, log: liveLog };

  /** Connects a server that was connected here before and that somebody looks at again. */
  const wake = (server: LiveServer): void => {
    if (server.connection.kind === 'idle' && remembered.has(server.profile)) server.connect();
  };
  /** Those that were connected here are connected again with the view. */
  const reconnect = (): void => {
    if (!view.visible) return;
    for (const server of live.servers) wake(server);
  };
  /** A server whose profile changed is a new one: it goes on where the old one was, unless it leads elsewhere. */
  const applyProfiles = (): void => {
    const connected = new Set(
      live.servers.filter(({ connection }) => connection.kind !== 'idle').map(({ profile }) => profile.name),
    );
    live.setProfiles(profiles.profiles);
    for (const server of live.servers) {
      const wasConnected = connected.has(server.profile.name) && remembered.has(server.profile);
      if (wasConnected && server.connection.kind === 'idle') server.connect();
    }
    void commands.executeCommand('setContext', 'kamailio.live.hasServers', live.servers.length > 0);
  };
  /** What was last said of each server's connection. */
  const said = new WeakMap<LiveServer, string>();
  /** A server that stays away is tried for hours: it is said once, and again when the reason is another one. */
  const logConnection = (server: LiveServer): void => {
    const { connection, profile } = server;
    const before = said.get(server);
    if (connection.kind === 'failing') {
      const { message } = connection.error;
      if (message !== before) liveLog.warn(`${profile.name}: ${message}`);
      said.set(server, message);
    } else if (connection.kind === 'live') {
      if (before !== ANSWERS) liveLog.info(`${profile.name} ${before === undefined ? 'answers' : 'answers again'}`);
      said.set(server, ANSWERS);
    } else if (connection.kind === 'idle' && said.delete(server)) {
      liveLog.info(`${profile.name} was disconnected`);
    }
  };
  const logProblems = (): void => {
    for (const { entry, message } of profiles.problems) liveLog.warn(`kamailio.servers: ${entry}: ${message}`);
  };

  context.subscriptions.push(
    profiles,
    liveLog,
    drift,
    view,
    new Disposable(() => live.dispose()),
    profiles.onDidChange(() => {
      logProblems();
      applyProfiles();
      reconnect();
    }),
    view.onDidBecomeVisible(reconnect),
    new Disposable(
      live.onDidChange(({ server, change }) => {
        if (server === undefined || change?.connection !== true) return;
        logConnection(server);
        if (server.connection.kind === 'live') void remembered.add(server.profile);
      }),
    ),
    offerSecret(live, (server) => enterSecret(liveContext, server)),
    new StateNotifications(live, (server) => view.reveal(server)),
    registerLiveCommands(liveContext),
    registerListCopyAs(language),
    registerListImport(language, log),
    registerDashboard(context, live, wake),
    registerDrift(live, language, wake),
    registerInText(live, language, wake),
  );
  logProblems();
  applyProfiles();
  reconnect();
  return live;
}
