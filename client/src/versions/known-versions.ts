import { Disposable, Uri, workspace, type OutputChannel } from 'vscode';
import type { ServerConnection } from '../language-client/server-connection.ts';
import type { LiveServers } from '../live/live-servers.ts';
import { askInstalled, programCandidates, type InstalledProgram } from './find-program.ts';
import { liveVersions, type LiveVersion } from './live-versions.ts';

/**
 * Tells the language server which Kamailio runs or is installed here. The installed program is asked once, when the
 * server first runs in a workspace that is trusted; in any other nothing is run.
 */
export class KnownVersions implements Disposable {
  readonly #server: ServerConnection;
  readonly #log: OutputChannel;
  readonly #disposables: Disposable[];
  #live: readonly LiveVersion[] = [];
  #installed: InstalledProgram | undefined;
  /** The answer to the question for the program, once it has been put. */
  #asking: Promise<InstalledProgram | undefined> | undefined;
  #told = '';

  constructor(server: ServerConnection, log: OutputChannel) {
    this.#server = server;
    this.#log = log;
    this.#disposables = [
      server.onDidChangeState((state) => {
        // A new run of the server knows nothing.
        this.#told = '';
        if (state === 'running') this.#start();
      }),
      workspace.onDidGrantWorkspaceTrust(() => this.#start()),
      workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration('kamailio.program') || this.#asking === undefined) return;
        this.#asking = undefined;
        this.#start();
      }),
    ];
  }

  /** Follows what the servers say. */
  follow(live: LiveServers): void {
    const renew = (): void => {
      this.#live = liveVersions(live.servers);
      this.#tell();
    };
    this.#disposables.push(
      new Disposable(
        live.onDidChange(({ change }) => {
          if (change === undefined || change.connection || change.parts.has('identity')) renew();
        }),
      ),
    );
    renew();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #start(): void {
    if (this.#server.state !== 'running') return;
    this.#tell();
    if (this.#asking === undefined) void this.installed();
  }

  /** The program on this machine; undefined where there is none, or the workspace is not trusted. */
  async installed(): Promise<InstalledProgram | undefined> {
    if (!workspace.isTrusted) return undefined;
    this.#asking ??= this.#ask();
    const asking = this.#asking;
    const installed = await asking;
    // The setting may have changed meanwhile: the answer of the program that it names now counts.
    if (asking !== this.#asking) return this.installed();
    this.#installed = installed;
    this.#tell();
    return installed;
  }

  async #ask(): Promise<InstalledProgram | undefined> {
    const setting = workspace.getConfiguration('kamailio').get('program', '');
    const installed = await askInstalled(programCandidates(setting, process.env.PATH));
    if (installed !== undefined) {
      this.#log.appendLine(`${installed.program} is Kamailio ${installed.release}.`);
    } else if (setting.trim() !== '') {
      this.#log.appendLine(`kamailio.program: ${setting} does not answer as a Kamailio.`);
    }
    return installed;
  }

  #tell(): void {
    if (this.#server.state !== 'running') return;
    const toUri = (file: string | undefined): string | undefined => file && Uri.file(file).toString();
    const known = {
      live: this.#live.map(({ configuration, listFile, ...server }) => ({
        ...server,
        configuration: toUri(configuration),
        listFile: toUri(listFile),
      })),
      installed: this.#installed,
    };
    const told = JSON.stringify(known);
    if (told === this.#told) return;
    this.#told = told;
    void this.#server.notify('kamailio/knownVersions', known);
  }
}
