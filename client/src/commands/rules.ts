import {
  commands,
  ConfigurationTarget,
  Disposable,
  QuickPickItemKind,
  Uri,
  ViewColumn,
  window,
  workspace,
  type QuickPickItem,
} from 'vscode';
import type { ServerConnection } from '../language-client/server-connection.ts';
import { whenRunning } from '../language-client/when-running.ts';
import { RULE_COMMAND, SEVERITY_COMMAND } from './rule-commands.ts';

const SECTION = 'kamailio.diagnostics';

/**
 * The commands around kinds of findings: `kamailio.rules.show` opens the page of one, which the extension brings along;
 * `kamailio.rules.browse` lets it be chosen; `kamailio.rules.setSeverity` writes how it is reported into the settings.
 */
export function registerRules(server: ServerConnection, extension: Uri): Disposable {
  return Disposable.from(
    commands.registerCommand(RULE_COMMAND, (code?: unknown) =>
      isCode(code) ? showPage(extension, code) : browse(server, extension),
    ),
    commands.registerCommand('kamailio.rules.browse', () => browse(server, extension)),
    commands.registerCommand(SEVERITY_COMMAND, (code?: unknown, severity?: unknown, uri?: unknown) =>
      isCode(code) && typeof severity === 'string'
        ? setSeverity(code, severity, typeof uri === 'string' ? Uri.parse(uri) : undefined)
        : undefined,
    ),
  );
}

/** Links are clicked in texts that anybody may have written: a code is a word and no path. */
function isCode(code: unknown): code is string {
  return typeof code === 'string' && /^[a-z]+(?:-[a-z]+)*$/.test(code);
}

async function showPage(extension: Uri, code: string): Promise<void> {
  const page = Uri.joinPath(extension, 'docs', 'rules', `${code}.md`);
  try {
    await workspace.fs.stat(page);
  } catch {
    void window.showWarningMessage(`There is no page about '${code}'.`);
    return;
  }
  try {
    await commands.executeCommand('markdown.showPreview', page);
  } catch {
    // The built-in extension that draws Markdown is switched off.
    const document = await workspace.openTextDocument(page);
    await window.showTextDocument(document, { preview: true, viewColumn: ViewColumn.Active });
  }
}

async function browse(server: ServerConnection, extension: Uri): Promise<void> {
  await whenRunning(server);
  const answer = await server.request('kamailio/rules', {});
  if (answer === undefined) {
    void window.showErrorMessage('The language server does not answer; its log says why.');
    return;
  }
  const items: QuickPickItem[] = [];
  let last = '';
  for (const { code, severity, group, summary } of answer.rules) {
    if (group !== last) items.push({ label: group, kind: QuickPickItemKind.Separator });
    last = group;
    items.push({ label: code, description: severity, detail: summary });
  }
  const chosen = await window.showQuickPick(items, {
    title: 'Kinds of Findings',
    placeHolder: 'Code of a finding, or what it is about',
    matchOnDetail: true,
  });
  if (chosen) await showPage(extension, chosen.label);
}

/** Writes into the settings of the workspace where there is one, else into the user's. */
async function setSeverity(code: string, severity: string, uri: Uri | undefined): Promise<void> {
  const settings = workspace.getConfiguration(SECTION, uri);
  const known = settings.inspect<Record<string, string>>('severity');
  const isFolder = known?.workspaceFolderValue !== undefined;
  const hasWorkspace = workspace.workspaceFolders !== undefined;
  const target = isFolder
    ? ConfigurationTarget.WorkspaceFolder
    : hasWorkspace
      ? ConfigurationTarget.Workspace
      : ConfigurationTarget.Global;
  const before = isFolder ? known.workspaceFolderValue : hasWorkspace ? known?.workspaceValue : known?.globalValue;
  try {
    await settings.update('severity', { ...before, [code]: severity }, target);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(`The settings could not be written: ${reason}`);
  }
}
