import { Disposable } from 'vscode';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { LiveServers } from '../../live/live-servers.ts';
import { InText, registerToggleInText } from './in-text.ts';

/**
 * The state of running servers beside the text that they run, and the command that switches it off. `wake` is told
 * which servers somebody looks at.
 */
export function registerInText(
  live: LiveServers,
  language: ServerConnection,
  wake: (server: LiveServer) => void,
): Disposable {
  return Disposable.from(new InText(live, language, wake), registerToggleInText());
}
