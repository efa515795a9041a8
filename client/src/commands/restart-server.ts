import { commands, type Disposable } from 'vscode';
import type { ServerConnection } from '../language-client/server-connection.ts';

/** `kamailio.server.restart`: ends the language server, whatever its state, and starts it anew. */
export function registerRestartServer(server: ServerConnection): Disposable {
  return commands.registerCommand('kamailio.server.restart', () => server.restart());
}
