import { workspace, type Disposable, type TextDocument } from 'vscode';
import type { ServerConnection } from './server-connection.ts';

/** The names by which a workspace shows that it holds configurations, as in the manifest's activation events. */
const CONFIGURATIONS = '**/kamailio*.cfg';

/**
 * Starts the server with the first configuration or list of destinations, or for a workspace that holds one: any of its other files may turn
 * out to be included. The extension itself is also woken by files that only might be Kamailio's; those need no server.
 */
export function startWhenNeeded(server: ServerConnection): Disposable {
  const opened = workspace.onDidOpenTextDocument((document) => {
    if (isKamailio(document)) start();
  });
  const start = (): void => {
    opened.dispose();
    void server.start();
  };
  if (workspace.textDocuments.some(isKamailio)) {
    start();
  } else {
    void workspace.findFiles(CONFIGURATIONS, undefined, 1).then((files) => {
      if (files.length > 0) start();
    });
  }
  return opened;
}

function isKamailio(document: TextDocument): boolean {
  return document.languageId === 'kamailio' || document.languageId === 'kamailio-dispatcher';
}
