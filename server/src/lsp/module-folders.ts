import {
  DiagnosticSeverity,
  DidChangeWatchedFilesNotification,
  type ClientCapabilities,
  type Connection,
  type Disposable,
} from 'vscode-languageserver/node.js';
import { URI } from 'vscode-uri';
import type { ModuleProblem } from '../workspace/extra-modules.ts';
import type { CustomNotifications } from './messages.ts';
import type { Requests } from './request.ts';

/** Tells the client what is wrong in the user's own descriptions of modules, and has it watch their folders. */
export class ModuleFolders {
  readonly #connection: Connection;
  readonly #requests: Requests;
  readonly #capabilities: () => ClientCapabilities;
  #watched = '';
  #watcher: Promise<Disposable> | undefined;
  #told = '[]';
  /** Files that have findings at the client. */
  #marked: ReadonlySet<string> = new Set();

  constructor(connection: Connection, requests: Requests, capabilities: () => ClientCapabilities) {
    this.#connection = connection;
    this.#requests = requests;
    this.#capabilities = capabilities;
  }

  /** Says what is new; nothing where nothing has changed since the last time. */
  tell(folders: readonly string[], problems: readonly ModuleProblem[]): void {
    this.#watch(folders);
    const told = JSON.stringify(problems);
    if (told === this.#told) return;
    this.#told = told;
    for (const { uri, message } of problems) this.#connection.console.warn(`${URI.parse(uri).fsPath}: ${message}`);
    const params: CustomNotifications['kamailio/catalogueProblems'] = { problems };
    void this.#connection.sendNotification('kamailio/catalogueProblems', params);
    this.#mark(problems.filter(({ uri }) => uri.endsWith('.json')));
  }

  #mark(problems: readonly ModuleProblem[]): void {
    const files = new Set(problems.map(({ uri }) => uri));
    for (const uri of new Set([...this.#marked, ...files])) {
      const diagnostics = problems
        .filter((problem) => problem.uri === uri)
        .map(({ message, range }) => ({
          range: range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
          severity: DiagnosticSeverity.Warning,
          code: 'module-description',
          source: 'kamailio',
          message,
        }));
      void this.#connection.sendDiagnostics({ uri, diagnostics });
    }
    this.#marked = files;
  }

  #watch(folders: readonly string[]): void {
    const watched = folders.join('\n');
    const watching = this.#capabilities().workspace?.didChangeWatchedFiles;
    // Folders that are forgotten for a moment, before they are read again, stay watched.
    if (watched === this.#watched || folders.length === 0 || watching?.dynamicRegistration !== true) return;
    this.#watched = watched;
    const watchers = folders.map((folder) => ({
      globPattern:
        watching.relativePatternSupport === true
          ? { baseUri: folder, pattern: '*.json' }
          : `${URI.parse(folder).fsPath.replace(/\\/g, '/')}/*.json`,
    }));
    const before = this.#watcher;
    this.#watcher = this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    this.#watcher.catch((error: unknown) => this.#requests.report('client/registerCapability', error));
    before?.then(
      (watcher) => watcher.dispose(),
      () => {
        // It never was.
      },
    );
  }
}
