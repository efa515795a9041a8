import {
  CodeActionKind,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  FileChangeType,
  InlayHintRefreshRequest,
  TextDocuments,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CatalogSource } from '../catalog/types.ts';
import { COMPLETION_TRIGGERS } from '../features/completion.ts';
import { TEMPLATE_SUFFIXES } from '../semantic/list-files.ts';
import { Documents, type FileAccess } from '../workspace/documents.ts';
import { LIST_LANGUAGE } from '../workspace/dispatcher-lists.ts';
import { readSettings } from '../workspace/settings.ts';
import { normaliseUri } from '../workspace/uri.ts';
import { Workspace } from '../workspace/workspace.ts';
import { FIX_ALL } from './code-actions.ts';
import { toDiagnostic } from './convert.ts';
import { registerCustomRequests } from './custom-requests.ts';
import { registerFeatures, type FeatureContext } from './features.ts';
import type { CustomNotifications, InitializationOptions, KnownVersionsParams, LineRange } from './messages.ts';
import { ModuleFolders } from './module-folders.ts';
import { registerOtherSides } from './other-sides.ts';
import { Requests } from './request.ts';

/** What the server takes from the machine it runs on. */
export interface ServerHost {
  readonly files: FileAccess;
  readonly catalog: CatalogSource;
  /** Finds files below a folder that may be configurations. */
  findConfigurations(folder: string, isCancelled: () => boolean): Promise<string[]>;
  readonly version: string;
}

/** Milliseconds without an edit before findings are sent to clients that do not ask for them. */
const QUIET_TIME = 150;

const WATCHED_FILES = '**/*.{cfg,conf,inc,list,kamailio,def,defs}';
const WATCHED_TEMPLATES = `**/*.list.{${TEMPLATE_SUFFIXES.map((suffix) => suffix.slice(1)).join(',')}}`;

/** Builds the language server on a connection that is not listening yet. */
export function createServer(connection: Connection, host: ServerHost): void {
  new LanguageServer(connection, host).listen();
}

class LanguageServer {
  readonly #connection: Connection;
  readonly #host: ServerHost;
  readonly #texts = new TextDocuments(TextDocument);
  readonly #documents: Documents;
  readonly #workspace: Workspace;
  readonly #requests: Requests;
  readonly #moduleFolders: ModuleFolders;
  /** Addresses of open documents as the client spells them. */
  readonly #spellings = new Map<string, string>();
  readonly #sentInactive = new Map<string, string>();
  readonly #sentVersion = new Map<string, string>();
  readonly #sentFiles = new Map<'kamailio/includedFiles' | 'kamailio/listFiles', string>();
  #capabilities: ClientCapabilities = {};
  #options: InitializationOptions = {};
  #timer: NodeJS.Timeout | undefined;
  #staleFindings = false;
  /** Whether more than a text has changed: editors ask anew after an edit, but know of nothing else. */
  #staleHints = false;

  constructor(connection: Connection, host: ServerHost) {
    this.#connection = connection;
    this.#host = host;
    this.#documents = new Documents(host.files);
    this.#workspace = new Workspace(this.#documents, host.catalog);
    this.#requests = new Requests(connection.console);
    this.#moduleFolders = new ModuleFolders(connection, this.#requests, () => this.#capabilities);
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialise(params));
    connection.onInitialized(() => void this.#start());
    connection.onShutdown(() => {
      this.#requests.phase = 'stopping';
      clearTimeout(this.#timer);
    });
    connection.onDidChangeConfiguration(({ settings }) => void this.#renewSettings(settings));
    connection.onNotification('kamailio/knownVersions', (known: KnownVersionsParams) => {
      this.#workspace.setKnownVersions(known);
      this.#changedAround();
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      const folders = this.#workspace.extraModuleFolders();
      const isOfModule = (uri: string): boolean => folders.some((folder) => uri.startsWith(`${folder}/`));
      if (changes.some(({ uri }) => isOfModule(normaliseUri(uri)))) this.#workspace.extraModulesChanged();
      // Another text of a known file is noticed by itself.
      if (changes.some(({ type }) => type !== FileChangeType.Changed)) {
        this.#workspace.filesChanged();
        void this.#discover();
      }
      this.#changedAround();
    });
    this.#texts.onDidChangeContent(({ document }) => {
      this.#spellings.set(normaliseUri(document.uri), document.uri);
      this.#documents.set(document.uri, document.version, document.getText(), document.languageId);
      this.#changed();
    });
    this.#texts.onDidOpen(({ document }) => void this.#fetchSettings(document.uri));
    this.#texts.onDidClose(({ document }) => this.#closed(document.uri));
    this.#texts.listen(connection);
    connection.languages.diagnostics.on(
      this.#requests.handle('textDocument/diagnostic', { kind: 'full' as const, items: [] }, ({ textDocument }) => ({
        kind: 'full' as const,
        items: this.#diagnostics(textDocument.uri),
      })),
    );
    const context: FeatureContext = {
      connection,
      requests: this.#requests,
      workspace: this.#workspace,
      spell: this.#spell,
      capabilities: () => this.#capabilities,
      suggestCommand: () => this.#options.suggestCommand,
      rulePages: this.#rulePages,
      severityCommand: () => this.#options.severityCommand,
      versionOf: (uri) => this.#documents.versionOf(uri),
    };
    registerFeatures(context);
    registerCustomRequests(context);
    registerOtherSides(context);
    connection.listen();
  }

  readonly #rulePages = (): string | undefined => this.#options.rulePages;
  readonly #spell = (uri: string): string => this.#spellings.get(uri) ?? uri;

  #initialise({ capabilities, workspaceFolders, initializationOptions }: InitializeParams): InitializeResult {
    this.#capabilities = capabilities;
    this.#workspace.setFolders(workspaceFolders?.map((folder) => folder.uri) ?? []);
    this.#workspace.setDefaultSettings(readSettings(initializationOptions));
    this.#options = readOptions(initializationOptions);
    return {
      serverInfo: { name: 'kamailio-language-server', version: this.#host.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
        diagnosticProvider: { identifier: 'kamailio', interFileDependencies: true, workspaceDiagnostics: false },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        hoverProvider: true,
        completionProvider: { resolveProvider: true, triggerCharacters: [...COMPLETION_TRIGGERS] },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL] },
        signatureHelpProvider: { triggerCharacters: ['(', ','] },
        definitionProvider: true,
        referencesProvider: true,
        renameProvider: { prepareProvider: true },
        documentLinkProvider: { resolveProvider: false },
        documentSymbolProvider: true,
        foldingRangeProvider: true,
        inlayHintProvider: { resolveProvider: true },
        // Only lists are formatted: where it can be said for which documents, it is said later.
        ...(capabilities.textDocument?.formatting?.dynamicRegistration === true
          ? {}
          : { documentFormattingProvider: true }),
        ...(capabilities.textDocument?.rangeFormatting?.dynamicRegistration === true
          ? {}
          : { documentRangeFormattingProvider: true }),
      },
    };
  }

  async #start(): Promise<void> {
    this.#requests.phase = 'running';
    const { workspace } = this.#capabilities;
    if (workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      await this.#register(DidChangeConfigurationNotification.type.method, { section: 'kamailio' });
    }
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
      await this.#register(DidChangeWatchedFilesNotification.type.method, {
        watchers: [{ globPattern: WATCHED_FILES }, { globPattern: WATCHED_TEMPLATES }],
      });
    }
    const { textDocument } = this.#capabilities;
    const documentSelector = [{ language: LIST_LANGUAGE }];
    if (textDocument?.formatting?.dynamicRegistration === true) {
      await this.#register(DocumentFormattingRequest.method, { documentSelector });
    }
    if (textDocument?.rangeFormatting?.dynamicRegistration === true) {
      await this.#register(DocumentRangeFormattingRequest.method, { documentSelector });
    }
    if (workspace?.workspaceFolders === true) {
      this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map((folder) => normaliseUri(folder.uri)));
        const kept = this.#workspace.folders.filter((folder) => !gone.has(folder));
        this.#workspace.setFolders([...kept, ...added.map((folder) => folder.uri)]);
        void this.#discover();
      });
    }
    await this.#renewSettings(undefined);
    await this.#discover();
  }

  async #register(method: string, options: object): Promise<void> {
    try {
      await this.#connection.client.register({ method } as never, options as never);
    } catch (error) {
      this.#requests.report('client/registerCapability', error);
    }
  }

  /** Looks through the workspace for roots, so that fragments and lists opened alone are read through them. */
  async #discover(): Promise<void> {
    for (const folder of this.#workspace.folders) {
      try {
        const found = await this.#host.findConfigurations(folder, () => this.#requests.phase !== 'running');
        for (const uri of found) {
          if (this.#requests.phase !== 'running') return;
          this.#requests.attempt('discovery', () => this.#workspace.discover([uri]));
          await new Promise<void>((resolve) => setImmediate(resolve));
        }
        for (const root of this.#workspace.rootsToLink()) {
          if (this.#requests.phase !== 'running') return;
          this.#requests.attempt('discovery', () => this.#workspace.linkRoot(root));
          await new Promise<void>((resolve) => setImmediate(resolve));
        }
      } catch (error) {
        this.#requests.report('discovery', error);
      }
    }
    this.#changedAround();
  }

  // Settings

  async #renewSettings(pushed: unknown): Promise<void> {
    this.#workspace.forgetSettings();
    if (this.#capabilities.workspace?.configuration === true) {
      await Promise.all([
        ...this.#workspace.folders.map((folder) => this.#fetchSettings(folder, true)),
        ...[...this.#spellings.values()].map((uri) => this.#fetchSettings(uri)),
      ]);
    } else if (typeof pushed === 'object' && pushed !== null) {
      const section = 'kamailio' in pushed ? pushed.kamailio : pushed;
      this.#workspace.setDefaultSettings(readSettings(section));
    }
    this.#changedAround();
  }

  async #fetchSettings(uri: string, isFolder = false): Promise<void> {
    if (this.#capabilities.workspace?.configuration !== true) return;
    try {
      const section: unknown = await this.#connection.workspace.getConfiguration({
        scopeUri: uri,
        section: 'kamailio',
      });
      if (isFolder) this.#workspace.setFolderSettings(uri, readSettings(section));
      else this.#workspace.setSettings(uri, readSettings(section));
      this.#changedAround();
    } catch (error) {
      this.#requests.report('workspace/configuration', error);
    }
  }

  // Findings and what else the server tells by itself

  #diagnostics(uri: string): ReturnType<typeof toDiagnostic>[] {
    const context = { spell: this.#spell, rulePages: this.#rulePages };
    return this.#workspace.findingsOf(uri).map((finding) => toDiagnostic(finding, context));
  }

  get #isPulling(): boolean {
    return this.#capabilities.textDocument?.diagnostic !== undefined;
  }

  #closed(uri: string): void {
    this.#documents.close(uri);
    this.#workspace.setSettings(uri, undefined);
    this.#spellings.delete(normaliseUri(uri));
    this.#sentInactive.delete(normaliseUri(uri));
    this.#sentVersion.delete(normaliseUri(uri));
    if (!this.#isPulling) void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    this.#changed();
  }

  /** As `#changed`, where it was no edit of a document. */
  #changedAround(): void {
    this.#staleHints = true;
    this.#changed();
  }

  /** Something that findings depend on has changed: tell the client once the user pauses. */
  #changed(): void {
    this.#staleFindings = true;
    if (this.#requests.phase !== 'running') return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), QUIET_TIME);
  }

  #tell(): void {
    if (this.#requests.phase !== 'running') return;
    const isStale = this.#staleFindings;
    this.#staleFindings = false;
    for (const [key, uri] of this.#spellings) {
      this.#requests.attempt('after a change', () => {
        if (!this.#workspace.isList(key)) this.#tellInactive(key, uri);
        this.#tellVersion(key, uri);
        if (isStale && !this.#isPulling) {
          const version = this.#documents.versionOf(key);
          const diagnostics = this.#diagnostics(uri);
          void this.#connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
        }
      });
    }
    // A file that one document includes has changed: the findings of the others may have too.
    if (isStale && this.#isPulling && this.#capabilities.workspace?.diagnostics?.refreshSupport === true) {
      this.#connection.sendRequest(DiagnosticRefreshRequest.type).catch((error: unknown) => {
        this.#requests.report('workspace/diagnostic/refresh', error);
      });
    }
    if (this.#staleHints && this.#capabilities.workspace?.inlayHint?.refreshSupport === true) {
      this.#connection.sendRequest(InlayHintRefreshRequest.type).catch((error: unknown) => {
        this.#requests.report('workspace/inlayHint/refresh', error);
      });
    }
    this.#staleHints = false;
    this.#moduleFolders.tell(this.#workspace.extraModuleFolders(), this.#workspace.extraModuleProblems());
    this.#tellFiles('kamailio/includedFiles', this.#workspace.includedFiles());
    this.#requests.attempt('after a change', () => this.#tellFiles('kamailio/listFiles', this.#workspace.listFiles()));
  }

  #tellFiles(name: 'kamailio/includedFiles' | 'kamailio/listFiles', uris: readonly string[]): void {
    const joined = uris.join('\n');
    if ((this.#sentFiles.get(name) ?? '') === joined) return;
    this.#sentFiles.set(name, joined);
    this.#notify(name, { uris });
  }

  #tellInactive(key: string, uri: string): void {
    const reading = this.#workspace.readingOf(key);
    const version = this.#documents.versionOf(key);
    if (!reading || version === undefined) return;
    const ranges: LineRange[] = [];
    for (const region of reading.analysis.program.preprocessed.inactive) {
      if (region.source !== reading.source) continue;
      const start = reading.source.positionAt(region.start);
      const end = reading.source.positionAt(region.end);
      const last = end.line - 1;
      if (last >= start.line) ranges.push({ start: start.line, end: last });
    }
    const sent = JSON.stringify([version, ranges]);
    if (this.#sentInactive.get(key) === sent) return;
    this.#sentInactive.set(key, sent);
    this.#notify('kamailio/inactiveRegions', { uri, version, ranges });
  }

  #tellVersion(key: string, uri: string): void {
    const choice = this.#workspace.choiceOf(key);
    if (!choice) return;
    const sent = JSON.stringify(choice);
    if (this.#sentVersion.get(key) === sent) return;
    this.#sentVersion.set(key, sent);
    this.#notify('kamailio/status', { uri, kamailioVersion: choice.version, versionSource: choice.source });
  }

  #notify<Name extends keyof CustomNotifications>(name: Name, params: CustomNotifications[Name]): void {
    void this.#connection.sendNotification(name, params);
  }
}

/** What a client has given of the options, as far as it has the form of one. */
function readOptions(given: unknown): InitializationOptions {
  const options = (given ?? {}) as Readonly<Record<string, unknown>>;
  const command = <Name extends keyof InitializationOptions>(name: Name): Pick<InitializationOptions, Name> => {
    const value = options[name];
    return (typeof value === 'string' ? { [name]: value } : {}) as Pick<InitializationOptions, Name>;
  };
  return { ...command('suggestCommand'), ...command('rulePages'), ...command('severityCommand') };
}
