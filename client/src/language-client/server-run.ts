import { fork, type ChildProcess } from 'node:child_process';
import { workspace, type FileSystemWatcher, type OutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  IPCMessageReader,
  IPCMessageWriter,
  LanguageClient,
  RevealOutputChannelOn,
  type MessageTransports,
} from 'vscode-languageclient/node.js';
import { RULE_SCHEME, SEVERITY_COMMAND } from '../commands/rule-commands.ts';
import type { InitializationOptions } from '../../../server/src/lsp/messages.ts';

/** How long a server may take to end when asked to, in milliseconds; then it is killed. */
const STOP_LIMIT_MS = 2000;

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

/**
 * One life of the language server: a process and the client that talks to it. A server that ends is followed by a new
 * run, never revived: what a client remembers of a server that failed half-way through its start is not to be trusted.
 */
export class ServerRun {
  readonly client: LanguageClient;
  readonly #log: OutputChannel;
  readonly #watcher: FileSystemWatcher;
  readonly #onEnd: () => void;
  #process: ChildProcess | undefined;
  #ended = false;

  /** `onEnd` is called once if the server ends, or cannot start, without having been told to end. */
  constructor(serverModule: string, log: OutputChannel, onEnd: () => void) {
    this.#log = log;
    this.#onEnd = onEnd;
    this.#watcher = workspace.createFileSystemWatcher(WATCHED_FILES);
    this.client = new QuietLanguageClient('kamailio', 'Kamailio', () => this.#fork(serverModule), {
      documentSelector: [
        { language: 'kamailio', scheme: 'file' },
        { language: 'kamailio', scheme: 'untitled' },
        { language: 'kamailio-dispatcher', scheme: 'file' },
        { language: 'kamailio-dispatcher', scheme: 'untitled' },
      ],
      initializationOptions: {
        suggestCommand: 'editor.action.triggerSuggest',
        rulePages: `${RULE_SCHEME}:/{code}.md`,
        severityCommand: SEVERITY_COMMAND,
      } satisfies InitializationOptions,
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      synchronize: { fileEvents: this.#watcher },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
      },
      initializationFailedHandler: () => false,
    });
  }

  /** Starts the server and answers whether it runs. */
  async start(): Promise<boolean> {
    try {
      await this.client.start();
      return !this.#ended;
    } catch (error) {
      this.#log.appendLine(`The language server did not start: ${String(error)}`);
      this.#finish(true);
      return false;
    }
  }

  /** Ends the server, also one that hangs or has not finished its start. Resolves when it is gone. */
  async stop(): Promise<void> {
    const wasRunning = !this.#ended && this.client.isRunning();
    this.#ended = true;
    try {
      if (wasRunning) await this.client.stop(STOP_LIMIT_MS);
    } catch {
      this.#log.appendLine('The language server did not end by itself and is killed.');
    }
    this.#finish(false);
  }

  #fork(serverModule: string): Promise<MessageTransports> {
    const server = fork(serverModule, ['--node-ipc', `--clientProcessId=${process.pid}`], {
      // The desktop editor's own program is no Node unless told so.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
      silent: true,
    });
    this.#process = server;
    for (const stream of [server.stdout, server.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#log.append(text));
    }
    server.once('error', (error) => this.#log.appendLine(`The language server cannot be run: ${error.message}`));
    server.once('exit', (code, signal) => {
      if (this.#ended) return;
      this.#log.appendLine(`The language server ended unexpectedly: ${signal ?? `exit code ${code ?? 'none'}`}.`);
      this.#finish(true);
    });
    return Promise.resolve({ reader: new IPCMessageReader(server), writer: new IPCMessageWriter(server) });
  }

  #finish(unexpectedly: boolean): void {
    const report = unexpectedly && !this.#ended;
    this.#ended = true;
    this.#process?.kill('SIGKILL');
    this.#watcher.dispose();
    this.client.dispose().catch(() => {
      // A client that never ran has nothing to end.
    });
    if (report) this.#onEnd();
  }
}
