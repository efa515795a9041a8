import { window, workspace } from 'vscode';

const MANAGE_TRUST = 'Manage Workspace Trust';

/**
 * Whether connections may be made here. Where not, the user is told, with a way to change it. The view says the same
 * by itself (`viewsWelcome` of the manifest).
 */
export async function askForTrust(manageTrust: () => Thenable<unknown>): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const chosen = await window.showWarningMessage(
    'Nothing connects to a server while this workspace is not trusted.',
    MANAGE_TRUST,
  );
  if (chosen === MANAGE_TRUST) await manageTrust();
  return false;
}
