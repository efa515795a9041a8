import type { ExtensionContext } from 'vscode';

/** Called by VS Code when a Kamailio file or a workspace with one is opened. */
export function activate(_context: ExtensionContext): void {
  // The language client is started from here.
}
