import {
  commands,
  ConfigurationTarget,
  window,
  workspace,
  type Disposable,
  type QuickPickItem,
  type Uri,
} from 'vscode';
import type { ServerStatusItem } from '../language-client/status-item.ts';
import { CHOICES, describeSource, nameRelease } from '../versions/describe-version.ts';

const SETTING = 'kamailio.version';

/** `kamailio.chooseVersion`: lets the user choose the version that the file in the editor is read for. */
export function registerChooseVersion(status: ServerStatusItem): Disposable {
  return commands.registerCommand('kamailio.chooseVersion', () => chooseVersion(status));
}

async function chooseVersion(status: ServerStatusItem): Promise<void> {
  const uri = window.activeTextEditor?.document.uri;
  const current = workspace.getConfiguration(undefined, uri).get<string>(SETTING, 'auto');
  const items: (QuickPickItem & { readonly value: string })[] = [
    {
      label: 'auto',
      detail: 'Of a connected server, else the installed one, else of a comment in the file, else 6.1',
      value: 'auto',
    },
    ...CHOICES.map((value) => ({ label: nameRelease(value), value })),
  ].map((item) => (item.value === current ? { ...item, description: describeCurrent(uri, status) } : item));
  const chosen = await window.showQuickPick(items, {
    title: 'Which Kamailio is the configuration written for?',
    placeHolder: `Written as ${SETTING} into the settings of ${nameTarget(targetOf(uri))}`,
  });
  if (chosen === undefined) return;
  const target = targetOf(uri);
  const configuration = workspace.getConfiguration(undefined, uri);
  const value = chosen.value === 'auto' && isAutoElsewhere(uri, target) ? undefined : chosen.value;
  try {
    await configuration.update(SETTING, value, target);
  } catch (error) {
    void window.showErrorMessage(`The setting ${SETTING} cannot be written: ${String(error)}`);
  }
}

/** The choice that is in force, with what it comes to where `auto` was chosen. */
function describeCurrent(uri: Uri | undefined, status: ServerStatusItem): string {
  const found = uri && status.versionOf(uri);
  if (found === undefined || found.versionSource.kind === 'setting') return 'now';
  return `now ${nameRelease(found.kamailioVersion)}, ${describeSource(found.kamailioVersion, found.versionSource)}`;
}

/** The settings that hold for the file: of its folder where there are several, of the workspace, or the user's. */
function targetOf(uri: Uri | undefined): ConfigurationTarget {
  const folders = workspace.workspaceFolders ?? [];
  const folder = uri && workspace.getWorkspaceFolder(uri);
  if (folder !== undefined && folders.length > 1) return ConfigurationTarget.WorkspaceFolder;
  return folders.length > 0 ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
}

function nameTarget(target: ConfigurationTarget): string {
  if (target === ConfigurationTarget.WorkspaceFolder) return 'the folder';
  return target === ConfigurationTarget.Workspace ? 'the workspace' : 'the user';
}

/** Whether `auto` is what holds once the setting is taken away from where it is written. */
function isAutoElsewhere(uri: Uri | undefined, target: ConfigurationTarget): boolean {
  const values = workspace.getConfiguration(undefined, uri).inspect<string>(SETTING);
  const broader = [
    values?.globalValue,
    ...(target === ConfigurationTarget.WorkspaceFolder ? [values?.workspaceValue] : []),
  ];
  return target === ConfigurationTarget.Global || broader.every((value) => value === undefined || value === 'auto');
}
