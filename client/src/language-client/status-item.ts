import { Disposable, languages, LanguageStatusSeverity, window, workspace, type LanguageStatusItem } from 'vscode';
import type { ServerConnection, ServerState } from './server-connection.ts';

const WORDS: Readonly<Record<ServerState, string>> = {
  starting: 'The language server is starting',
  running: 'The language server is running',
  stopped: 'The language server is stopped',
  failed: 'The language server has failed; see the log',
};

/** The item behind `{}` in the status bar: the Kamailio version in use for the file, and how the server is. */
export class ServerStatusItem implements Disposable {
  readonly #server: ServerConnection;
  readonly #item: LanguageStatusItem;
  readonly #versions = new Map<string, string>();
  readonly #disposable: Disposable;

  constructor(server: ServerConnection) {
    this.#server = server;
    this.#item = languages.createLanguageStatusItem('kamailio.server', { language: 'kamailio' });
    this.#item.name = 'Kamailio';
    this.#disposable = Disposable.from(
      this.#item,
      server.onDidChangeState(() => this.#show()),
      server.onMessage('kamailio/status', ({ uri, kamailioVersion }) => {
        this.#versions.set(uri, kamailioVersion);
        this.#show();
      }),
      window.onDidChangeActiveTextEditor(() => this.#show()),
      workspace.onDidCloseTextDocument(({ uri }) => this.#versions.delete(uri.toString())),
    );
    this.#show();
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #show(): void {
    const { state } = this.#server;
    const uri = window.activeTextEditor?.document.uri.toString() ?? '';
    const version = state === 'running' ? this.#versions.get(uri) : undefined;
    this.#item.text = version === undefined ? 'Kamailio' : `Kamailio ${version}`;
    this.#item.detail = WORDS[state];
    this.#item.busy = state === 'starting';
    this.#item.severity = state === 'failed' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    this.#item.command =
      state === 'running' || state === 'starting'
        ? { command: 'kamailio.server.showLog', title: 'Show Log' }
        : { command: 'kamailio.server.restart', title: 'Restart' };
  }
}
