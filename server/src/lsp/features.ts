import type { ClientCapabilities, Connection } from 'vscode-languageserver/node.js';
import type { Workspace } from '../workspace/workspace.ts';
import type { Requests } from './request.ts';

/** What the handlers of the features work with. */
export interface FeatureContext {
  readonly connection: Connection;
  readonly requests: Requests;
  readonly workspace: Workspace;
  /** A document's address as its client writes it. */
  readonly spell: (uri: string) => string;
  readonly capabilities: () => ClientCapabilities;
}

/** Connects every feature to its request. */
export function registerFeatures(context: FeatureContext): void {
  context;
}
