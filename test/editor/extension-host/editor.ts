/** What the tests in the extension host share: opening files of the workspace, finding places in them, waiting. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** How often a condition is looked at; the test's own limit ends the wait. */
const LOOK_EVERY_MS = 50;

/** The extension under test. */
export function kamailioExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('kamailio-tools.vscode-kamailio');
  assert(extension, 'the extension is not installed');
  return extension;
}

/** The address of a file in the workspace. */
export function workspaceFile(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a file of the workspace in an editor. */
export async function openFile(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(workspaceFile(name)));
}

/** Waits until the probe gives something that is neither undefined nor false. */
export async function eventually<T>(probe: () => T | false | undefined | Promise<T | false | undefined>): Promise<T> {
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** The place right after the first occurrence of `before`, which must be followed by `after`. */
export function placeBetween(document: vscode.TextDocument, before: string, after: string): vscode.Position {
  const offset = document.getText().indexOf(before + after);
  assert(offset >= 0, `"${before + after}" does not stand in ${document.uri.path}`);
  return document.positionAt(offset + before.length);
}

/** Appends a text to the document of an editor. */
export async function append(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const end = document.lineAt(document.lineCount - 1).range.end;
  assert(await editor.edit((edit) => edit.insert(end, text)), 'the edit was refused');
}

/** Brings the file back to what is stored. */
export async function revert(editor: vscode.TextEditor): Promise<void> {
  await vscode.window.showTextDocument(editor.document);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

/** The text of a hover as the user reads it, all providers together. */
export async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

/** The labels of the completion list at a place, without the words of the file that VS Code offers by itself. */
export async function completionLabels(uri: vscode.Uri, position: vscode.Position): Promise<string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    position,
  );
  return list.items
    .filter(({ kind }) => kind !== vscode.CompletionItemKind.Text)
    .map(({ label }) => (typeof label === 'string' ? label : label.label));
}

/** The findings of severity error in a file. */
export function errorsIn(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
}
