import { Disposable, languages, Range, Uri, workspace, type TextDocument } from 'vscode';
import { looksLikeDestinationList } from './destination-lines.ts';
import type { ServerConnection } from './server-connection.ts';

/** What VS Code makes of a file it has no better idea of; `properties` is its idea of any `.cfg` and `.conf`. */
const UNDECIDED_LANGUAGES = new Set(['plaintext', 'ini', 'properties', 'unknown']);

/** Templates of any kind of file: a language that an extension gives to all of them says nothing about this one. */
const TEMPLATE_NAME = /\.(?:ctmpl|tpl)$/;

/** How much of a text is looked at, in lines. */
const LINES_LOOKED_AT = 400;

/**
 * Gives their language to the files whose names do not show that they are Kamailio's. `kamailio` are those that some
 * known configuration includes, and those that say so in their first line: VS Code looks at the first line by itself,
 * but only where no language claims the file's name, as `properties` does with `.cfg`. `kamailio-dispatcher` are those
 * that some known configuration names as a list of destinations, and those whose lines are such a list.
 *
 * A language that the user has picked, in the status bar or by `files.associations`, stays.
 */
export class KamailioFiles implements Disposable {
  readonly #disposable: Disposable;
  readonly #firstLine: RegExp;
  #included: ReadonlySet<string> = new Set();
  #lists: ReadonlySet<string> = new Set();
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
        this.#included = normalized(uris);
        this.#considerAll();
      }),
      server.onMessage('kamailio/listFiles', ({ uris }) => {
        this.#lists = normalized(uris);
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
    if (this.#picked.has(uri) || this.#changing.has(uri)) return;
    const language = this.#languageOf(document);
    if (language === undefined || isAssociatedByUser(document)) return;
    this.#changing.add(uri);
    try {
      await languages.setTextDocumentLanguage(document, language);
    } catch {
      // The document was closed in the meantime.
    } finally {
      this.#changing.delete(uri);
    }
  }

  /** The language that the document should have and has not; undefined where it is to be left alone. */
  #languageOf(document: TextDocument): 'kamailio' | 'kamailio-dispatcher' | undefined {
    if (document.languageId.startsWith('kamailio')) return undefined;
    const uri = document.uri.toString();
    if (UNDECIDED_LANGUAGES.has(document.languageId)) {
      if (this.#included.has(uri) || this.#firstLine.test(document.lineAt(0).text)) return 'kamailio';
      if (this.#lists.has(uri)) return 'kamailio-dispatcher';
    } else if (!TEMPLATE_NAME.test(document.uri.path)) {
      return undefined;
    }
    const text = document.getText(new Range(0, 0, LINES_LOOKED_AT, 0));
    return looksLikeDestinationList(text) ? 'kamailio-dispatcher' : undefined;
  }
}

/** The server's way of writing a URI may differ from the editor's. */
function normalized(uris: readonly string[]): ReadonlySet<string> {
  return new Set(uris.map((uri) => Uri.parse(uri).toString()));
}

function isAssociatedByUser(document: TextDocument): boolean {
  const associations = workspace.getConfiguration('files', document).get<Record<string, string>>('associations', {});
  return Object.entries(associations).some(
    ([pattern, language]) =>
      language === document.languageId &&
      languages.match({ pattern: pattern.includes('/') ? pattern : `**/${pattern}` }, document) > 0,
  );
}
