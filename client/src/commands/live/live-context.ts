import type { LogOutputChannel } from 'vscode';
import type { Profiles } from '../../connections/profiles.ts';
import type { RememberedConnections } from '../../connections/remembered.ts';
import type { Secrets } from '../../connections/secrets.ts';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import type { LiveServers } from '../../live/live-servers.ts';
import type { ServersView } from '../../views/servers/servers-view.ts';

/** What the commands on running servers work with. */
export interface LiveContext {
  readonly live: LiveServers;
  readonly profiles: Profiles;
  readonly secrets: Secrets;
  readonly remembered: RememberedConnections;
  readonly view: ServersView;
  /** The language server. */
  readonly language: ServerConnection;
  readonly log: LogOutputChannel;
}
