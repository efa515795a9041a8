/** A VS Code that serves its workbench on 127.0.0.1: starting and ending it, and the address of a folder or file in it. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { EditorHost } from './install.ts';

/** Nothing the editor would fetch, offer or open by itself. */
const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.showReleaseNotes': false,
};

/** Unix sockets live below this folder, and their paths are limited to 108 characters. */
const LONGEST_TEMPORARY_FOLDER = 40;

/** How long the server may take until it answers, in milliseconds. */
const START_LIMIT_MS = 60_000;

export interface EditorServerOptions {
  readonly host: EditorHost;
  /** The installation's own folder: data, extensions and log. */
  readonly home: EditorHome;
  /** Written before the start, over the quiet defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Those that belong to a machine: the user's own count for the editor's, not for that of the server. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether folders are trusted without a question. */
  readonly trusted: boolean;
  /** Whether the page may be told to run tests; without it the workbench ignores them. */
  readonly automated: boolean;
}

/** A folder in which one VS Code keeps everything, apart from the user's own. */
export class EditorHome {
  readonly folder: string;

  constructor() {
    const base = os.tmpdir().length <= LONGEST_TEMPORARY_FOLDER ? os.tmpdir() : '/tmp';
    this.folder = mkdtempSync(path.join(base, 'kamailio-editor-'));
    for (const name of ['tmp', 'user']) mkdirSync(path.join(this.folder, name));
  }

  get data(): string {
    return path.join(this.folder, 'data');
  }

  get extensions(): string {
    return path.join(this.folder, 'extensions');
  }

  get log(): string {
    return path.join(this.folder, 'server.log');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Installs a packaged extension the way a user does. */
export function installVsix(host: EditorHost, home: EditorHome, vsix: string): void {
  execFileSync(
    host.node,
    [host.serverMain, ...commonArguments(home), '--install-extension', vsix],
    // Its own words are kept for the error.
    { env: cleanEnvironment(home, {}), stdio: ['ignore', 'pipe', 'pipe'] },
  );
}

/** A running server. */
export class EditorServer {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #authority: string;
  readonly #token: string;

  private constructor(child: ChildProcess, port: number, token: string) {
    this.#child = child;
    this.#authority = `127.0.0.1:${port}`;
    this.#token = token;
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  static async start(options: EditorServerOptions): Promise<EditorServer> {
    const { host, home, settings = {}, machineSettings = {}, env = {}, trusted, automated } = options;
    writeSettings(path.join(home.data, 'data/User'), { ...QUIET_SETTINGS, ...settings });
    writeSettings(path.join(home.data, 'data/Machine'), machineSettings);
    const port = await findFreePort();
    // Whoever reaches the server may run programs as this user: other users of the machine must not.
    const token = randomBytes(16).toString('hex');
    const log = openSync(home.log, 'w');
    const child = spawn(
      host.node,
      [
        host.serverMain,
        ...commonArguments(home),
        ...['--host', '127.0.0.1', '--port', String(port), '--connection-token', token],
        ...['--telemetry-level', 'off', '--disable-getting-started-override', '--disable-update-check'],
        ...(trusted ? ['--disable-workspace-trust'] : []),
        ...(automated ? ['--enable-smoke-test-driver'] : []),
      ],
      // The server has children, extension hosts and watchers: it leads a process group, so that all can be ended.
      { env: cleanEnvironment(home, env), stdio: ['ignore', log, log], detached: true },
    );
    const server = new EditorServer(child, port, token);
    process.once('exit', () => server.#signal('SIGKILL'));
    await server.#waitUntilAnswering(home);
    return server;
  }

  /** The address of a folder, with a file of it opened, and what else the page is to be told. */
  address(folder: string, file?: string, payload: readonly (readonly [string, string])[] = []): string {
    const query = new URLSearchParams({ tkn: this.#token, folder });
    const all = [...payload, ...(file === undefined ? [] : [['openFile', this.remote(file)] as const])];
    if (all.length > 0) query.set('payload', JSON.stringify(all));
    return `http://${this.#authority}/?${query.toString()}`;
  }

  /** A local path as the page has to name it. */
  remote(file: string): string {
    return `vscode-remote://${this.#authority}${file}`;
  }

  /** Ends the server and everything it started. */
  async stop(): Promise<void> {
    this.#signal('SIGTERM');
    const force = setTimeout(() => this.#signal('SIGKILL'), 3000);
    await this.#ended;
    clearTimeout(force);
    // What outlived the leader of the group.
    this.#signal('SIGKILL');
  }

  async #waitUntilAnswering(home: EditorHome): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS;
    while (this.#child.exitCode === null && this.#child.signalCode === null && Date.now() < deadline) {
      if (await isAnswering(this.address('/'))) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    this.#signal('SIGKILL');
    throw new Error(`The editor's server did not start.\n${readFileSync(home.log, 'utf8')}`);
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // Nobody is left in the group.
    }
  }
}

function commonArguments(home: EditorHome): string[] {
  return ['--accept-server-license-terms', '--server-data-dir', home.data, '--extensions-dir', home.extensions];
}

function writeSettings(folder: string, settings: Readonly<Record<string, unknown>>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** The editor must neither see an editor around this process nor touch the user's own settings, nor ask a marketplace. */
function cleanEnvironment(home: EditorHome, extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON|XDG|npm)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: path.join(home.folder, 'user'),
    TMPDIR: path.join(home.folder, 'tmp'),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...extra,
  };
}

async function isAnswering(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { redirect: 'manual' });
    await response.arrayBuffer();
    return response.status < 400;
  } catch {
    return false;
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
