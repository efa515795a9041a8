import { window, type ExtensionContext } from 'vscode';
import { registerBrowseModules } from './commands/browse-modules.ts';
import { registerChooseVersion } from './commands/choose-version.ts';
import { registerOwnCheck } from './commands/own-check/own-check.ts';
import { registerOtherSides } from './commands/other-sides.ts';
import { registerRestartServer } from './commands/restart-server.ts';
import { registerRules } from './commands/rules.ts';
import { registerShowLog } from './commands/show-log.ts';
import { InactiveCode } from './language-client/inactive-code.ts';
import { KamailioFiles } from './language-client/kamailio-files.ts';
import { ServerConnection } from './language-client/server-connection.ts';
import { startWhenNeeded } from './language-client/start-when-needed.ts';
import { ServerStatusItem } from './language-client/status-item.ts';
import { startLiveFeatures } from './live-features.ts';
import { KnownVersions } from './versions/known-versions.ts';

interface Manifest {
  readonly contributes: { readonly languages: readonly { readonly id: string; readonly firstLine?: string }[] };
}

/**
 * Called by VS Code when a Kamailio file, a workspace with one, or a file that might be one is opened. Everything that
 * is made here is owned by the context and ends with it. Nothing of the workspace is executed, and no server is connected
 * before the user says so; where the workspace is trusted, an installed Kamailio is asked for its version and its check.
 */
export function activate(context: ExtensionContext): void {
  const { contributes } = context.extension.packageJSON as Manifest;
  const firstLine = contributes.languages.find(({ id }) => id === 'kamailio')?.firstLine ?? '$^';
  const log = window.createOutputChannel('Kamailio', 'log');
  const server = new ServerConnection(context.asAbsolutePath('server/dist/kamailio-language-server.cjs'), log);
  const versions = new KnownVersions(server, log);
  const status = new ServerStatusItem(server);
  context.subscriptions.push(
    log,
    server,
    versions,
    status,
    new KamailioFiles(server, new RegExp(firstLine)),
    new InactiveCode(server),
    registerRestartServer(server),
    registerShowLog(log),
    registerChooseVersion(status),
    registerBrowseModules(server),
    registerRules(server, context.extensionUri),
    registerOtherSides(server),
    registerOwnCheck(server, versions, log),
    startWhenNeeded(server),
  );
  versions.follow(startLiveFeatures(context, server, log));
}
