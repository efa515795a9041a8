/** A small language client: what an editor sends and receives, without the editor. */
import { spawn, type ChildProcess } from 'node:child_process';
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createMessageConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type CompletionItem,
  type CompletionList,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeResult,
  type MessageConnection,
} from 'vscode-languageserver/node.js';
import { createFactsSource } from '../../../server/src/catalog/build-catalog.ts';
import { createServer } from '../../../server/src/lsp/server.ts';
import type { FileAccess } from '../../../server/src/workspace/documents.ts';
import { FACTS, TEXTS } from '../../unit/catalog/repository.ts';

export interface ClientOptions {
  /** File URIs of the workspace folders. */
  readonly folders?: readonly string[];
  readonly capabilities?: ClientCapabilities;
  /** The `kamailio` settings, answered when the server asks for them. */
  readonly settings?: unknown;
}

/** What a modern editor says it can do, as far as the server looks at it. */
export const EDITOR_CAPABILITIES: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
  textDocument: {
    diagnostic: { dynamicRegistration: false, relatedDocumentSupport: false },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

export class TestClient {
  readonly connection: MessageConnection;
  readonly log: string[] = [];
  readonly #end: () => Promise<void>;
  readonly #waiting: { method: string; accepts: (params: unknown) => boolean; take: (params: unknown) => void }[] = [];
  readonly #received: { method: string; params: unknown }[] = [];
  #settings: unknown;
  #version = 0;

  constructor(connection: MessageConnection, end: () => Promise<void>) {
    this.connection = connection;
    this.#end = end;
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.#settings),
    );
    for (const method of ['workspace/diagnostic/refresh', 'workspace/inlayHint/refresh']) {
      connection.onRequest(method, () => {
        this.#receive(method, undefined);
        return null;
      });
    }
    connection.onRequest('client/registerCapability', (params: unknown) => {
      this.#receive('client/registerCapability', params);
      return null;
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => this.log.push(message));
    connection.onNotification((method, params) => this.#receive(method, params));
    connection.listen();
  }

  async initialise(options: ClientOptions = {}): Promise<InitializeResult> {
    this.#settings = options.settings ?? {};
    const result = await this.connection.sendRequest<InitializeResult>('initialize', {
      processId: null,
      rootUri: null,
      capabilities: options.capabilities ?? EDITOR_CAPABILITIES,
      workspaceFolders: (options.folders ?? []).map((uri) => ({ uri, name: uri })),
      initializationOptions: options.settings,
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  /** Answers from now on with other settings, and says that they have changed. */
  async changeSettings(settings: unknown): Promise<void> {
    this.#settings = settings;
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: { kamailio: settings } });
  }

  async open(uri: string, text: string, languageId = 'kamailio'): Promise<void> {
    const textDocument = { uri, languageId, version: ++this.#version, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Sends an edit as an editor does: one range and its new text. */
  async edit(uri: string, range: { start: object; end: object }, text: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: ++this.#version },
      contentChanges: [{ range, text }],
    });
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.request<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } });
    return report.kind === 'full' ? report.items : [];
  }

  async completions(uri: string, line: number, character: number): Promise<CompletionItem[]> {
    const params = { textDocument: { uri }, position: { line, character } };
    const answer = await this.request<CompletionItem[] | CompletionList | null>('textDocument/completion', params);
    return Array.isArray(answer) ? answer : (answer?.items ?? []);
  }

  async request<Result>(method: string, params: unknown): Promise<Result> {
    return this.connection.sendRequest<Result>(method, params);
  }

  /** The next message of a kind that the test accepts, also one that has come already. */
  async message<Params>(method: string, accepts: (params: Params) => boolean = () => true): Promise<Params> {
    const found = this.#received.findIndex((entry) => entry.method === method && accepts(entry.params as Params));
    if (found >= 0) return this.#received.splice(found, 1)[0]?.params as Params;
    return new Promise((resolve) => {
      this.#waiting.push({
        method,
        accepts: (params) => accepts(params as Params),
        take: (params) => resolve(params as Params),
      });
    });
  }

  #receive(method: string, params: unknown): void {
    const index = this.#waiting.findIndex((entry) => entry.method === method && entry.accepts(params));
    if (index >= 0) this.#waiting.splice(index, 1)[0]?.take(params);
    else this.#received.push({ method, params });
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    await this.#end();
    this.connection.dispose();
  }
}

/** Starts a server in this process, over two streams. */
export function startInProcess(
  files: FileAccess,
  findConfigurations: (folder: string) => Promise<string[]> = () => Promise.resolve([]),
): TestClient {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  const catalog = createFactsSource(FACTS, TEXTS);
  createServer(server, { files, catalog, findConfigurations, version: 'test' });
  const connection = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  // `exit` would end this process: a test only closes the streams.
  return new TestClient(connection, () => {
    server.dispose();
    toServer.end();
    toClient.end();
    return Promise.resolve();
  });
}

/** Starts the bundled server as other editors do, over `--stdio`. */
export function startBundle(script: string): { client: TestClient; process: ChildProcess } {
  const child = spawn(process.execPath, [script, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const end = async (): Promise<void> => {
    await connection.sendNotification('exit');
    await ended;
  };
  return { client: new TestClient(connection, end), process: child };
}
