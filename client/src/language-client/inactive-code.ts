import {
  Disposable,
  Range,
  window,
  workspace,
  type TextDocument,
  type TextEditor,
  type TextEditorDecorationType,
} from 'vscode';
import type { InactiveRegionsParams } from '../../../server/src/lsp/messages.ts';
import type { ServerConnection } from './server-connection.ts';

const SETTING = 'kamailio.inactiveCode.opacity';

/** Dims the lines that Kamailio skips because of a preprocessor condition. */
export class InactiveCode implements Disposable {
  readonly #disposable: Disposable;
  /** The last word of the server on each open document, by its URI as the editor writes it. */
  readonly #regions = new Map<string, InactiveRegionsParams>();
  #decoration = createDecoration();

  constructor(server: ServerConnection) {
    this.#disposable = Disposable.from(
      server.onMessage('kamailio/inactiveRegions', (params) => this.#receive(params)),
      server.onDidChangeState((state) => {
        // What a server that is gone has said is not known to be true any more.
        if (state !== 'running') this.#forgetAll();
      }),
      window.onDidChangeVisibleTextEditors((editors) => this.#draw(editors)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#regions.delete(uri.toString())),
      workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration(SETTING)) return;
        this.#decoration.dispose();
        this.#decoration = createDecoration();
        this.#draw(window.visibleTextEditors);
      }),
    );
  }

  dispose(): void {
    this.#disposable.dispose();
    this.#decoration.dispose();
  }

  #receive(params: InactiveRegionsParams): void {
    const document = workspace.textDocuments.find(({ uri }) => uri.toString() === params.uri);
    if (document === undefined) return;
    this.#regions.set(params.uri, params);
    this.#draw(window.visibleTextEditors.filter((editor) => editor.document === document));
  }

  #forgetAll(): void {
    this.#regions.clear();
    for (const editor of window.visibleTextEditors) editor.setDecorations(this.#decoration, []);
  }

  /** Leaves an editor as it is when the server has not yet seen its text: what is dimmed moves with the text. */
  #draw(editors: readonly TextEditor[]): void {
    for (const editor of editors) {
      const regions = this.#regions.get(editor.document.uri.toString());
      if (regions?.version !== editor.document.version) continue;
      editor.setDecorations(
        this.#decoration,
        regions.ranges.map(({ start, end }) => wholeLines(editor.document, start, end)),
      );
    }
  }
}

function wholeLines(document: TextDocument, start: number, end: number): Range {
  return document.validateRange(new Range(start, 0, end, Number.MAX_SAFE_INTEGER));
}

function createDecoration(): TextEditorDecorationType {
  return window.createTextEditorDecorationType({ opacity: String(workspace.getConfiguration().get(SETTING, 0.55)) });
}
