import { Disposable, EventEmitter, Uri, window, workspace, type Event, type TextDocument } from 'vscode';
import type { LiveAnchor } from '../../../../server/src/lsp/messages.ts';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import type { DocumentContext } from './choose-servers.ts';

/** What the language server says of one version of a document. */
export interface AnchoredDocument {
  readonly version: number;
  readonly anchors: readonly LiveAnchor[];
  readonly context: DocumentContext;
}

/** How long typing rests before the anchors are asked for, in milliseconds. */
const REST_MS = 300;

const LANGUAGES = new Set(['kamailio', 'kamailio-dispatcher']);

/** The anchors of the documents that are in view, kept in step with their text. */
export class AnchoredDocuments implements Disposable {
  readonly #language: ServerConnection;
  readonly #known = new Map<string, AnchoredDocument>();
  readonly #changed = new EventEmitter<void>();
  readonly #disposable: Disposable;
  #timer: NodeJS.Timeout | undefined;
  #isEnabled = false;

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(language: ServerConnection) {
    this.#language = language;
    this.#disposable = Disposable.from(
      this.#changed,
      language.onDidChangeState((state) => {
        if (state === 'running') this.#askSoon();
        else this.#forgetAll();
      }),
      // What one file defines can move an anchor of another.
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && LANGUAGES.has(document.languageId)) this.#askSoon();
      }),
      window.onDidChangeVisibleTextEditors(() => this.#askSoon()),
      workspace.onDidOpenTextDocument(() => this.#askSoon()),
      workspace.onDidCloseTextDocument(({ uri }) => this.#known.delete(uri.toString())),
    );
  }

  /** Without somebody who shows them, anchors are not asked for. */
  set isEnabled(value: boolean) {
    if (value === this.#isEnabled) return;
    this.#isEnabled = value;
    if (value) this.#askSoon();
    else this.#forgetAll();
  }

  /** What is known of the document, perhaps of an older text: the anchors then stand elsewhere. */
  get(document: TextDocument): AnchoredDocument | undefined {
    return this.#known.get(document.uri.toString());
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposable.dispose();
  }

  #forgetAll(): void {
    clearTimeout(this.#timer);
    this.#known.clear();
    this.#changed.fire();
  }

  #askSoon(): void {
    if (!this.#isEnabled) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#askForVisible(), REST_MS);
  }

  async #askForVisible(): Promise<void> {
    const documents = new Set(window.visibleTextEditors.map(({ document }) => document));
    await Promise.all(
      [...documents].filter(({ languageId }) => LANGUAGES.has(languageId)).map((one) => this.#ask(one)),
    );
    this.#changed.fire();
  }

  async #ask(document: TextDocument): Promise<void> {
    const { version } = document;
    const uri = document.uri.toString();
    const [anchored, description] = await Promise.all([
      this.#language.request('kamailio/liveAnchors', { uri }),
      this.#language.request('kamailio/describeServer', { uri }),
    ]);
    // A newer text is asked for by the event that told of it.
    if (!this.#isEnabled || anchored === undefined || document.isClosed || document.version !== version) return;
    this.#known.set(uri, {
      version,
      anchors: anchored.anchors,
      context: {
        file: document.uri.fsPath,
        configuration: toPath(description?.configuration),
        listFile: toPath(description?.listFile),
      },
    });
  }
}

function toPath(uri: string | undefined): string | undefined {
  return uri === undefined ? undefined : Uri.parse(uri).fsPath;
}
