import { Disposable, languages, LanguageStatusSeverity, window, workspace, type LanguageStatusItem } from 'vscode';
import type { CatalogueProblemsParams, StatusParams } from '../../../server/src/lsp/messages.ts';
import { describeSource, nameVersion } from '../versions/describe-version.ts';
import type { ServerConnection, ServerState } from './server-connection.ts';

const SELECTOR = [{ language: 'kamailio' }, { language: 'kamailio-dispatcher' }];

const WORDS: Readonly<Record<ServerState, string>> = {
  starting: 'The language server is starting',
  running: 'The language server is running',
  stopped: 'The language server is stopped',
  failed: 'The language server has failed; see the log',
};

/**
 * The items behind `{}` in the status bar: the Kamailio version in use for the file and where it comes from, or how the
 * server is; and what is wrong in the user's own descriptions of modules, where something is.
 */
export class ServerStatusItem implements Disposable {
  readonly #server: ServerConnection;
  readonly #item: LanguageStatusItem;
  readonly #versions = new Map<string, StatusParams>();
  readonly #disposable: Disposable;
  #problems: LanguageStatusItem | undefined;

  constructor(server: ServerConnection) {
    this.#server = server;
    this.#item = languages.createLanguageStatusItem('kamailio.server', SELECTOR);
    this.#item.name = 'Kamailio';
    this.#disposable = Disposable.from(
      this.#item,
      new Disposable(() => this.#problems?.dispose()),
      server.onDidChangeState((state) => {
        if (state !== 'running') this.#showProblems([]);
        this.#show();
      }),
      server.onMessage('kamailio/status', (params) => {
        this.#versions.set(params.uri, params);
        this.#show();
      }),
      server.onMessage('kamailio/catalogueProblems', ({ problems }) => this.#showProblems(problems)),
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
    const status = state === 'running' ? this.#versions.get(uri) : undefined;
    this.#item.text = status === undefined ? 'Kamailio' : `Kamailio ${nameVersion(status.kamailioVersion)}`;
    this.#item.detail =
      status === undefined ? WORDS[state] : describeSource(status.kamailioVersion, status.versionSource);
    this.#item.busy = state === 'starting';
    this.#item.severity = state === 'failed' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    this.#item.command = COMMANDS[state];
  }

  #showProblems(problems: CatalogueProblemsParams['problems']): void {
    this.#problems?.dispose();
    this.#problems = undefined;
    const [first, ...others] = problems;
    if (first === undefined) return;
    const item = languages.createLanguageStatusItem('kamailio.catalogue', SELECTOR);
    item.name = 'Kamailio: Own Modules';
    item.severity = LanguageStatusSeverity.Warning;
    item.text = 'Own modules are not all known';
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    item.detail = `${first.uri.split('/').at(-1) ?? ''}: ${first.message}${more}`;
    item.command = COMMANDS.starting;
    this.#problems = item;
  }
}

const SHOW_LOG = { command: 'kamailio.server.showLog', title: 'Show Log' };
const RESTART = { command: 'kamailio.server.restart', title: 'Restart' };

const COMMANDS: Readonly<Record<ServerState, { readonly command: string; readonly title: string }>> = {
  starting: SHOW_LOG,
  running: { command: 'kamailio.chooseVersion', title: 'Choose Version' },
  stopped: RESTART,
  failed: RESTART,
};
