import { EventEmitter, type CancellationToken, type Disposable, type Event, type OutputChannel } from 'vscode';
import type { CustomNotifications, CustomRequests, EditorNotifications } from '../../../server/src/lsp/messages.ts';
import { RestartBudget } from './restart-budget.ts';
import { ServerRun } from './server-run.ts';

/** Where the language server stands. `failed`: it ended and is not started again by itself. */
export type ServerState = 'starting' | 'running' | 'stopped' | 'failed';

const RESTART_LIMIT = 4;
const RESTART_WINDOW_MS = 180_000;

/** The language server as the rest of the client sees it: started, restarted when it fails, and its custom messages. */
export class ServerConnection implements Disposable {
  readonly #serverModule: string;
  readonly #log: OutputChannel;
  readonly #budget = new RestartBudget(RESTART_LIMIT, RESTART_WINDOW_MS, Date.now);
  readonly #stateChanged = new EventEmitter<ServerState>();
  /** One emitter a custom message, over all runs of the server; what comes over the wire has no type yet. */
  readonly #messages: Readonly<Record<keyof CustomNotifications, EventEmitter<unknown>>> = {
    'kamailio/includedFiles': new EventEmitter(),
    'kamailio/listFiles': new EventEmitter(),
    'kamailio/inactiveRegions': new EventEmitter(),
    'kamailio/status': new EventEmitter(),
    'kamailio/catalogueProblems': new EventEmitter(),
    'kamailio/otherSidesProgress': new EventEmitter(),
  };
  #state: ServerState = 'stopped';
  #run: ServerRun | undefined;

  readonly onDidChangeState: Event<ServerState> = this.#stateChanged.event;

  constructor(serverModule: string, log: OutputChannel) {
    this.#serverModule = serverModule;
    this.#log = log;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Starts the server unless it is there. A failure goes to the log and the state; it is not thrown. */
  async start(): Promise<void> {
    if (this.#run !== undefined) return;
    const run = new ServerRun(this.#serverModule, this.#log, () => this.#decideAfterEnd(run));
    this.#run = run;
    for (const [name, emitter] of Object.entries(this.#messages)) {
      run.client.onNotification(name, (params: unknown) => emitter.fire(params));
    }
    this.#setState('starting');
    const isRunning = await run.start();
    if (isRunning && this.#run === run) this.#setState('running');
  }

  /** Ends the server, also one that hangs or has given up, and starts it anew. */
  async restart(): Promise<void> {
    this.#budget.refill();
    await this.#end();
    await this.start();
  }

  /** Calls the handler for every message of that name, over all restarts. */
  onMessage<Name extends keyof CustomNotifications>(
    name: Name,
    handler: (params: CustomNotifications[Name]) => void,
  ): Disposable {
    return this.#messages[name].event((params) => handler(params as CustomNotifications[Name]));
  }

  /** Tells the server; what cannot be told goes to the log. */
  async notify<Name extends keyof EditorNotifications>(name: Name, params: EditorNotifications[Name]): Promise<void> {
    const run = this.#run;
    if (run === undefined || this.#state !== 'running') return;
    try {
      await run.client.sendNotification(name, params);
    } catch (error) {
      this.#log.appendLine(`${name} failed: ${String(error)}`);
    }
  }

  /** Asks the server; undefined where it does not run, fails, or the token is cancelled. Failures go to the log. */
  async request<Name extends keyof CustomRequests>(
    name: Name,
    params: CustomRequests[Name]['params'],
    token?: CancellationToken,
  ): Promise<CustomRequests[Name]['result'] | undefined> {
    const run = this.#run;
    if (run === undefined || this.#state !== 'running') return undefined;
    try {
      // A token that is undefined would be sent as one more parameter.
      return await (token === undefined
        ? run.client.sendRequest<CustomRequests[Name]['result']>(name, params)
        : run.client.sendRequest<CustomRequests[Name]['result']>(name, params, token));
    } catch (error) {
      if (token?.isCancellationRequested !== true) this.#log.appendLine(`${name} failed: ${String(error)}`);
      return undefined;
    }
  }

  dispose(): void {
    void this.#end();
    this.#stateChanged.dispose();
    for (const emitter of Object.values(this.#messages)) emitter.dispose();
  }

  async #end(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    this.#setState('stopped');
    await run?.stop();
  }

  #decideAfterEnd(run: ServerRun): void {
    if (this.#run !== run) return;
    this.#run = undefined;
    if (this.#budget.take()) {
      void this.start();
      return;
    }
    this.#log.appendLine(
      `The language server ended more than ${RESTART_LIMIT} times within ${RESTART_WINDOW_MS / 60_000} minutes; ` +
        'it stays ended until the command "Kamailio: Restart Language Server".',
    );
    this.#setState('failed');
  }

  #setState(state: ServerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}
