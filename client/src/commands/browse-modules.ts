import {
  commands,
  Disposable,
  EventEmitter,
  Uri,
  ViewColumn,
  window,
  workspace,
  type CancellationToken,
  type TextDocumentContentProvider,
} from 'vscode';
import type { ServerConnection } from '../language-client/server-connection.ts';
import { whenRunning } from '../language-client/when-running.ts';
import { nameRelease } from '../versions/describe-version.ts';

const SCHEME = 'kamailio-docs';

/**
 * `kamailio.catalogue.browse`: lets a module be chosen from all that the version has, and opens its page. A page is the
 * virtual document `kamailio-docs:/VERSION/MODULE.md`; the query keeps the file whose settings name modules of the user's
 * own.
 */
export function registerBrowseModules(server: ServerConnection): Disposable {
  const pages = new ModulePages(server);
  return Disposable.from(
    pages,
    workspace.registerTextDocumentContentProvider(SCHEME, pages),
    commands.registerCommand('kamailio.catalogue.browse', (module?: unknown) =>
      browse(server, typeof module === 'string' ? module : undefined),
    ),
  );
}

async function browse(server: ServerConnection, wanted: string | undefined): Promise<void> {
  await whenRunning(server);
  const uri = currentConfiguration();
  const answer = await server.request('kamailio/modules', { uri });
  if (answer === undefined) {
    void window.showErrorMessage('The language server does not answer; its log says why.');
    return;
  }
  const { version, modules } = answer;
  const chosen =
    modules.find(({ name }) => name === wanted)?.name ??
    (
      await window.showQuickPick(
        modules.map(({ name, summary }) => ({ label: name, detail: summary })),
        {
          title: `Modules: ${nameRelease(version)}`,
          placeHolder: 'Name of a module, or what it is for',
          matchOnDetail: true,
        },
      )
    )?.label;
  if (chosen === undefined) return;
  const page = Uri.from({ scheme: SCHEME, path: `/${version}/${chosen}.md`, query: uri ?? '' });
  try {
    await commands.executeCommand('markdown.showPreview', page);
  } catch {
    // The built-in extension that draws Markdown is switched off.
    const document = await workspace.openTextDocument(page);
    await window.showTextDocument(document, { preview: true, viewColumn: ViewColumn.Active });
  }
}

/** The configuration that tells the version: the one in the editor, else one that is shown. */
function currentConfiguration(): string | undefined {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  return editors.find((editor) => editor?.document.languageId.startsWith('kamailio'))?.document.uri.toString();
}

class ModulePages implements TextDocumentContentProvider, Disposable {
  readonly #server: ServerConnection;
  readonly #changed = new EventEmitter<Uri>();
  readonly #disposable: Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(server: ServerConnection) {
    this.#server = server;
    this.#disposable = Disposable.from(
      this.#changed,
      // Pages that the editor opens again at its start come before the server runs.
      server.onDidChangeState((state) => {
        if (state !== 'running') return;
        for (const { uri } of workspace.textDocuments) if (uri.scheme === SCHEME) this.#changed.fire(uri);
      }),
    );
  }

  async provideTextDocumentContent(page: Uri, token: CancellationToken): Promise<string> {
    const [, version, module] = /^\/([^/]+)\/([^/]+)\.md$/.exec(page.path) ?? [];
    if (version === undefined || module === undefined) return `No module is named by ${page.toString()}.\n`;
    await whenRunning(this.#server);
    const uri = page.query === '' ? undefined : page.query;
    const answer = await this.#server.request('kamailio/modulePage', { module, uri, version }, token);
    if (answer === undefined) return 'The language server does not answer; its log says why.\n';
    return answer?.markdown ?? `No version of Kamailio that is known has a module ${module}.\n`;
  }

  dispose(): void {
    this.#disposable.dispose();
  }
}
