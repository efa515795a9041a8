import { window, type ExtensionContext } from 'vscode';
import { registerRestartServer } from './commands/restart-server.ts';
import { registerShowLog } from './commands/show-log.ts';
import { InactiveCode } from './language-client/inactive-code.ts';
import { IncludedFiles } from './language-client/included-files.ts';
import { ServerConnection } from './language-client/server-connection.ts';
import { ServerStatusItem } from './language-client/status-item.ts';

/**
 * Called by VS Code when a Kamailio file or a workspace with one is opened. Everything that is made here is owned by
 * the context and ends with it. Nothing of the workspace is executed, trusted or not.
 */
export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel('Kamailio', 'log');
  const server = new ServerConnection(context.asAbsolutePath('server/dist/kamailio-language-server.cjs'), log);
  context.subscriptions.push(
    log,
    server,
    new ServerStatusItem(server),
    new IncludedFiles(server),
    new InactiveCode(server),
    registerRestartServer(server),
    registerShowLog(log),
  );
  await server.start();
}
