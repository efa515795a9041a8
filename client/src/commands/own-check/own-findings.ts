import {
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  languages,
  Range,
  Uri,
  workspace,
  type DiagnosticCollection,
} from 'vscode';
import type { OwnFinding } from '../../own-check/findings.ts';
import { KeptFindings, type Lines } from '../../own-check/kept-findings.ts';

/** The name is the `owner` of the problem matcher too: of the task and the check on save, the later one is shown. */
const NAME = 'kamailio -c';

/** The source of the language server's findings. */
const OURS = 'kamailio';

/** Shows what Kamailio has found, next to what the language server finds and never twice. */
export class OwnFindings implements Disposable {
  readonly #kept = new KeptFindings();
  readonly #collection: DiagnosticCollection = languages.createDiagnosticCollection(NAME);
  readonly #disposable: Disposable;
  /** What is shown, as text. */
  #shown = new Map<string, string>();

  constructor() {
    this.#disposable = Disposable.from(
      this.#collection,
      // The language server looks at every edit, and may find the same a moment later.
      languages.onDidChangeDiagnostics(() => this.#show()),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.uri.scheme !== 'file') return;
        for (const { range, text } of contentChanges) this.#kept.edit(document.uri.fsPath, { ...ends(range), text });
        if (contentChanges.length > 0) this.#show();
      }),
      workspace.onDidDeleteFiles(() => this.clear()),
      workspace.onDidRenameFiles(() => this.clear()),
    );
  }

  /** Replaces what was found in a configuration. */
  set(root: string, files: readonly string[], findings: readonly OwnFinding[]): void {
    this.#kept.set(root, files, findings);
    this.#show();
  }

  delete(root: string): void {
    this.#kept.delete(root);
    this.#show();
  }

  clear(): void {
    this.#kept.clear();
    this.#show();
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #show(): void {
    const found = this.#kept.toShow(errorLines);
    const shown = new Map<string, string>();
    for (const [file, findings] of found) {
      const text = JSON.stringify(findings);
      shown.set(file, text);
      if (this.#shown.get(file) !== text) this.#collection.set(Uri.file(file), findings.map(toDiagnostic));
    }
    for (const file of this.#shown.keys()) if (!shown.has(file)) this.#collection.delete(Uri.file(file));
    this.#shown = shown;
  }
}

function ends({ start, end }: Range): Pick<Range, 'start' | 'end'> {
  return { start, end };
}

/** Where the language server has found errors in a file. */
function errorLines(file: string): Lines[] {
  return languages
    .getDiagnostics(Uri.file(file))
    .filter(({ source, severity }) => source === OURS && severity === DiagnosticSeverity.Error)
    .map(({ range }) => ({ start: range.start.line, end: range.end.line }));
}

function toDiagnostic({ range: { start, end }, severity, message }: OwnFinding): Diagnostic {
  const diagnostic = new Diagnostic(
    new Range(start.line, start.character, end.line, end.character),
    message,
    severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
  );
  diagnostic.source = NAME;
  return diagnostic;
}
