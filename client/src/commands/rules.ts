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
import { RULE_SCHEME, SEVERITY_COMMAND } from './rule-commands.ts';

const SECTION = 'kamailio.diagnostics';

/**
 * What there is around kinds of findings: their pages, which the extension brings along, as documents
 * `kamailio-rules:/CODE.md` that the manifest lets the Markdown preview open; `kamailio.rules.browse`, which lets one be
 * chosen; `kamailio.rules.setSeverity`, which writes into the settings how they are reported.
 *
 * Links in the Problems panel may run commands, those in a finding's hover may not: so the links are addresses.
 */
export function registerRules(server: ServerConnection, extension: Uri): Disposable {
  return Disposable.from(
    workspace.registerTextDocumentContentProvider(RULE_SCHEME, {
      provideTextDocumentContent: (page) => readPage(extension, page),
    }),
    commands.registerCommand('kamailio.rules.browse', () => browse(server)),
    commands.registerCommand(SEVERITY_COMMAND, (code?: unknown, severity?: unknown, uri?: unknown) =>
      isCode(code) && typeof severity === 'string'
        ? setSeverity(code, severity, typeof uri === 'string' ? Uri.parse(uri) : undefined)
        : undefined,
    ),
  );
}

function isCode(code: unknown): code is string {
  return typeof code === 'string' && /^[a-z]+(?:-[a-z]+)*$/.test(code);
}

async function readPage(extension: Uri, { path }: Uri): Promise<string> {
  const code = /^\/(.+)\.md$/.exec(path)?.[1];
  // An address may come from any text: what is no code leads nowhere.
  if (!isCode(code)) return 'There is no such page.\n';
  try {
    const bytes = await workspace.fs.readFile(Uri.joinPath(extension, 'docs', 'rules', `${code}.md`));
    return new TextDecoder().decode(bytes);
  } catch {
    return `There is no page about '${code}'.\n`;
  }
}

async function showPage(code: string): Promise<void> {
  const page = Uri.from({ scheme: RULE_SCHEME, path: `/${code}.md` });
  try {
    await commands.executeCommand('markdown.showPreview', page);
  } catch {
    // The built-in extension that draws Markdown is switched off.
    const document = await workspace.openTextDocument(page);
    await window.showTextDocument(document, { preview: true, viewColumn: ViewColumn.Active });
  }
}

async function browse(server: ServerConnection): Promise<void> {
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
  if (chosen) await showPage(chosen.label);
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
