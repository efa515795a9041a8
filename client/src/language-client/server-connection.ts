import { EventEmitter, workspace, type Disposable, type Event, type OutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node.js';
import type { CustomNotifications } from '../../../server/src/lsp/messages.ts';
import { RestartBudget } from './restart-budget.ts';

/** Where the language server stands. `failed`: it ended and is not started again by itself. */
export type ServerState = 'starting' | 'running' | 'stopped' | 'failed';

const RESTART_LIMIT = 4;
const RESTART_WINDOW_MS = 180_000;

/** Files that configurations are split into. The server asks for others, such as a list file, as it meets them. */
const WATCHED_FILES = '**/*.{cfg,inc,list,lst,conf,def,defs,kamailio}';

/** Reports every fault to the log; the base class would open a pop-up for some, whatever its options say. */
class QuietLanguageClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  override warn(message: string, data?: unknown): void {
    super.warn(message, data, false);
  }

  override info(message: string, data?: unknown): void {
    super.info(message, data, false);
  }
}

/** The running language server: started, restarted when it fails, and its custom messages. */
export class ServerConnection implements Disposable {
  readonly #client: LanguageClient;
  readonly #log: OutputChannel;
  readonly #budget = new RestartBudget(RESTART_LIMIT, RESTART_WINDOW_MS, Date.now);
  readonly #stateChanged = new EventEmitter<ServerState>();
  readonly #disposables: { dispose: () => unknown }[] = [];
  #state: ServerState = 'stopped';

  readonly onDidChangeState: Event<ServerState> = this.#stateChanged.event;

  constructor(serverModule: string, log: OutputChannel) {
    this.#log = log;
    const watcher = workspace.createFileSystemWatcher(WATCHED_FILES);
    const serverOptions: ServerOptions = {
      run: { module: serverModule, transport: TransportKind.ipc },
      debug: {
        module: serverModule,
        transport: TransportKind.ipc,
        options: { execArgv: ['--nolazy', '--inspect=6019'] },
      },
    };
    const clientOptions: LanguageClientOptions = {
      documentSelector: [
        { language: 'kamailio', scheme: 'file' },
        { language: 'kamailio', scheme: 'untitled' },
      ],
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      synchronize: { fileEvents: watcher },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.#decideAfterClose(),
      },
      initializationFailedHandler: (error) => {
        this.#report('The language server could not be initialised', error);
        return false;
      },
    };
    this.#client = new QuietLanguageClient('kamailio', 'Kamailio', serverOptions, clientOptions);
    this.#disposables.push(
      watcher,
      this.#stateChanged,
      this.#client.onDidChangeState(({ newState }) => {
        this.#follow(newState);
      }),
    );
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Starts the server. A failure goes to the log and the state; it is not thrown. */
  async start(): Promise<void> {
    try {
      await this.#client.start();
    } catch (error) {
      this.#report('The language server did not start', error);
      this.#setState('failed');
    }
  }

  /** Ends the server, also one that hangs or has given up, and starts it anew. */
  async restart(): Promise<void> {
    this.#budget.refill();
    try {
      if (this.#client.needsStop()) await this.#client.stop();
    } catch (error) {
      this.#report('The language server did not end by itself', error);
    }
    await this.start();
  }

  /** Calls the handler for every message of that name, over all restarts. */
  onMessage<Name extends keyof CustomNotifications>(
    name: Name,
    handler: (params: CustomNotifications[Name]) => void,
  ): Disposable {
    return this.#client.onNotification(name, handler);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    this.#client.dispose().catch(() => {
      // The editor is going away; a server that does not answer any more ends with its connection.
    });
  }

  #decideAfterClose(): { action: CloseAction; handled: true } {
    if (this.#budget.take()) {
      this.#log.appendLine('The language server ended unexpectedly and is started again.');
      return { action: CloseAction.Restart, handled: true };
    }
    this.#log.appendLine(
      `The language server ended more than ${RESTART_LIMIT} times in ${RESTART_WINDOW_MS / 60_000} minutes; ` +
        'it stays ended until the command "Kamailio: Restart Language Server".',
    );
    this.#setState('failed');
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  #follow(state: State): void {
    if (state === State.Running) this.#setState('running');
    else if (state === State.Starting) this.#setState('starting');
    else if (this.#state !== 'failed') this.#setState('stopped');
  }

  #setState(state: ServerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }

  #report(what: string, error: unknown): void {
    this.#log.appendLine(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
