import { randomBytes } from 'node:crypto';
import { Disposable, Uri, window, workspace, type WebviewPanel } from 'vscode';
import type { History } from '../../live/history.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { LiveServers } from '../../live/live-servers.ts';
import { DashboardFeed } from './dashboard-feed.ts';
import { writePage } from './page.ts';
import { readWebviewMessage, type Choice, type PanelMessage, type WebviewMessage } from './protocol.ts';

/** Changes that come in a row are sent together; in milliseconds. */
const SEND_DELAY_MS = 50;

/** What is to be exported, as the user is asked. */
const EXPORTS: readonly { readonly label: string; readonly file: string; readonly write: (of: History) => string }[] = [
  { label: 'Latencies, loads and states over time', file: 'history', write: (history) => history.toCsv() },
  { label: 'State changes', file: 'state-changes', write: (history) => history.changesToCsv() },
];

export interface DashboardOptions {
  readonly live: LiveServers;
  /** Is told which server somebody looks at. */
  readonly wake: (server: LiveServer) => void;
  /** Where the extension lies. */
  readonly extension: Uri;
  readonly onDispose: () => void;
}

/** The dashboard of one server in one panel. The server is asked while the panel is in view. */
export class DashboardPanel implements Disposable {
  readonly server: string;
  readonly panel: WebviewPanel;
  readonly #live: LiveServers;
  readonly #wake: (server: LiveServer) => void;
  readonly #feed: DashboardFeed;
  readonly #disposable: Disposable;
  #watched: LiveServer | undefined;
  #endWatch: (() => void) | undefined;
  #sendTimer: NodeJS.Timeout | undefined;
  /** Whether there is a page that takes messages. */
  #isReady = false;

  constructor(server: string, panel: WebviewPanel, { live, wake, extension, onDispose }: DashboardOptions) {
    this.server = server;
    this.#wake = wake;
    this.panel = panel;
    this.#live = live;
    this.#feed = new DashboardFeed(
      server,
      () => live.find(server),
      () => live.actionLog,
    );
    const dist = Uri.joinPath(extension, 'client/dist');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    this.#disposable = Disposable.from(
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(readWebviewMessage(message))),
      panel.onDidChangeViewState(() => this.#followView()),
      panel.onDidDispose(() => {
        this.dispose();
        onDispose();
      }),
      new Disposable(
        live.onDidChange((change) => {
          if (change.server === undefined) this.#followView();
          if (change.server === undefined || change.server.profile.name === server) this.#sendSoon();
        }),
      ),
      new Disposable(
        live.onDidAct((record) => {
          if (record.server === server) this.#sendSoon();
        }),
      ),
    );
    panel.webview.html = writePage({
      script: panel.webview.asWebviewUri(Uri.joinPath(dist, 'dashboard.js')).toString(),
      style: panel.webview.asWebviewUri(Uri.joinPath(dist, 'dashboard.css')).toString(),
      source: panel.webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      server,
    });
    this.#followView();
  }

  dispose(): void {
    clearTimeout(this.#sendTimer);
    this.#watch(undefined);
    this.#isReady = false;
    this.#disposable.dispose();
  }

  /** A page that is out of view is gone; it tells when it is there again. */
  #followView(): void {
    if (!this.panel.visible) this.#isReady = false;
    this.#watch(this.panel.visible ? this.#live.find(this.server) : undefined);
  }

  #watch(server: LiveServer | undefined): void {
    if (server === this.#watched) return;
    this.#endWatch?.();
    this.#watched = server;
    this.#endWatch = server?.watch(['identity', 'dispatcher']);
    if (server !== undefined) this.#wake(server);
  }

  #receive(message: WebviewMessage | undefined): void {
    switch (message?.kind) {
      case 'ready':
        this.#isReady = true;
        this.#choose(message.choice);
        break;
      case 'choose':
        this.#choose(message.choice);
        break;
      case 'connect':
        this.#live.find(this.server)?.connect();
        break;
      case 'refresh':
        void this.#live.find(this.server)?.refresh(['identity', 'dispatcher']);
        break;
      case 'export':
        void this.#export();
        break;
      case undefined:
        break;
    }
  }

  #choose(choice: Choice): void {
    this.#feed.choose(choice);
    this.#send();
  }

  #sendSoon(): void {
    if (!this.#isReady) return;
    this.#sendTimer ??= setTimeout(() => this.#send(), SEND_DELAY_MS);
  }

  #send(): void {
    clearTimeout(this.#sendTimer);
    this.#sendTimer = undefined;
    if (!this.#isReady) return;
    const message: PanelMessage = this.#feed.next();
    void this.panel.webview.postMessage(message);
  }

  async #export(): Promise<void> {
    const history = this.#live.find(this.server)?.history;
    if (history === undefined) return;
    const chosen = await window.showQuickPick(EXPORTS, { placeHolder: `Export what was seen of ${this.server}` });
    if (chosen === undefined) return;
    const [folder] = workspace.workspaceFolders ?? [];
    const name = `${this.server.replace(/[^\w.-]+/g, '-')}-${chosen.file}.csv`;
    const target = await window.showSaveDialog({
      ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder.uri, name) }),
      filters: { 'Comma-separated values': ['csv'] },
      title: chosen.label,
    });
    if (target === undefined) return;
    try {
      await workspace.fs.writeFile(target, new TextEncoder().encode(chosen.write(history)));
    } catch (error) {
      void window.showErrorMessage(`${target.fsPath} could not be written: ${String(error)}`);
    }
  }
}
