import {
  Disposable,
  languages,
  LanguageStatusSeverity,
  Range,
  Uri,
  window,
  workspace,
  type Command,
  type LanguageStatusItem,
} from 'vscode';
import type { CatalogueProblemsParams, StatusParams } from '../../../server/src/lsp/messages.ts';
import { describeSource, nameRelease } from '../versions/describe-version.ts';
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

  /** The version that an open document is read for, as the server has last told it. */
  versionOf(uri: Uri): StatusParams | undefined {
    return this.#versions.get(uri.toString());
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #show(): void {
    const { state } = this.#server;
    const uri = window.activeTextEditor?.document.uri.toString() ?? '';
    const status = state === 'running' ? this.#versions.get(uri) : undefined;
    this.#item.text = status === undefined ? 'Kamailio' : nameRelease(status.kamailioVersion);
    this.#item.detail =
      status === undefined ? WORDS[state] : describeSource(status.kamailioVersion, status.versionSource);
    this.#item.busy = state === 'starting';
    this.#item.severity = state === 'failed' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    this.#item.command = COMMANDS[state];
  }

  #showProblems(problems: CatalogueProblemsParams['problems']): void {
    this.#problems?.dispose();
    this.#problems = undefined;
    const [first] = problems;
    if (first === undefined) return;
    const item = languages.createLanguageStatusItem('kamailio.catalogue', SELECTOR);
    item.name = 'Kamailio: Own Modules';
    item.severity = LanguageStatusSeverity.Warning;
    // There is little room; what is wrong stands in the file, and in the log.
    item.text = `Own modules: ${problems.length} ${problems.length === 1 ? 'fault' : 'faults'}`;
    item.detail = `first in ${decodeURIComponent(first.uri.split('/').at(-1) ?? '')}`;
    item.command = commandFor(first);
    this.#problems = item;
  }
}

/** Leads to a faulty description, or, for a folder, to the setting that names it. */
function commandFor({ uri, range }: CatalogueProblemsParams['problems'][number]): Command {
  if (!uri.endsWith('.json')) {
    return { title: 'Settings', command: 'workbench.action.openSettings', arguments: ['kamailio.catalogue.extra'] };
  }
  const selection = range && new Range(range.start.line, range.start.character, range.end.line, range.end.character);
  return { title: 'Show', command: 'vscode.open', arguments: [Uri.parse(uri), { selection }] };
}

const SHOW_LOG = { command: 'kamailio.server.showLog', title: 'Show Log' };
const RESTART = { command: 'kamailio.server.restart', title: 'Restart' };

const COMMANDS: Readonly<Record<ServerState, { readonly command: string; readonly title: string }>> = {
  starting: SHOW_LOG,
  running: { command: 'kamailio.chooseVersion', title: 'Choose Version' },
  stopped: RESTART,
  failed: RESTART,
};
