import { Disposable, languages, Uri, workspace, type TextDocument } from 'vscode';
import type { ServerConnection } from './server-connection.ts';

/** What VS Code makes of a file it has no better idea of; `properties` is its idea of any `.cfg` and `.conf`. */
const UNDECIDED_LANGUAGES = new Set(['plaintext', 'ini', 'properties', 'unknown']);

/**
 * Gives the language `kamailio` to the files whose names do not show that they are Kamailio's: those that some known
 * configuration includes, and those that say so in their first line. VS Code looks at the first line by itself, but
 * only where no language claims the file's name, as `properties` does with `.cfg`.
 *
 * A language that the user has picked, in the status bar or by `files.associations`, stays.
 */
export class KamailioFiles implements Disposable {
  readonly #disposable: Disposable;
  readonly #firstLine: RegExp;
  #included: ReadonlySet<string> = new Set();
  /** Documents whose language is being changed by this class. */
  readonly #changing = new Set<string>();
  /** Documents between the two events that VS Code sends for a change of language: closed, then opened. */
  readonly #switching = new Set<string>();
  /** Documents whose language was changed by somebody else. */
  readonly #picked = new Set<string>();

  /** `firstLine` matches the first line of a configuration, its end excluded. */
  constructor(server: ServerConnection, firstLine: RegExp) {
    this.#firstLine = firstLine;
    this.#disposable = Disposable.from(
      server.onMessage('kamailio/includedFiles', ({ uris }) => {
        // The server's way of writing a URI may differ from the editor's.
        this.#included = new Set(uris.map((uri) => Uri.parse(uri).toString()));
        this.#considerAll();
      }),
      workspace.onDidCloseTextDocument((document) => {
        const uri = document.uri.toString();
        if (!document.isClosed) this.#switching.add(uri);
        else this.#picked.delete(uri);
      }),
      workspace.onDidOpenTextDocument((document) => {
        const uri = document.uri.toString();
        if (this.#switching.delete(uri) && !this.#changing.has(uri)) this.#picked.add(uri);
        void this.#consider(document);
      }),
    );
    this.#considerAll();
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #considerAll(): void {
    for (const document of workspace.textDocuments) void this.#consider(document);
  }

  async #consider(document: TextDocument): Promise<void> {
    const uri = document.uri.toString();
    if (!UNDECIDED_LANGUAGES.has(document.languageId)) return;
    if (!this.#included.has(uri) && !this.#firstLine.test(document.lineAt(0).text)) return;
    if (this.#picked.has(uri) || this.#changing.has(uri) || isAssociatedByUser(document)) return;
    this.#changing.add(uri);
    try {
      await languages.setTextDocumentLanguage(document, 'kamailio');
    } catch {
      // The document was closed in the meantime.
    } finally {
      this.#changing.delete(uri);
    }
  }
}

function isAssociatedByUser(document: TextDocument): boolean {
  const associations = workspace.getConfiguration('files', document).get<Record<string, string>>('associations', {});
  return Object.entries(associations).some(
    ([pattern, language]) =>
      language === document.languageId &&
      languages.match({ pattern: pattern.includes('/') ? pattern : `**/${pattern}` }, document) > 0,
  );
}
