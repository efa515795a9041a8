/** A Kamailio with a generated configuration in a folder of its own, which a test may halt, kill and start anew. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ServerProfile } from '../../../client/src/live/types.ts';
import { findFreePorts } from '../../../tools/deployment/free-ports.ts';
import { KamailioProcess } from '../../../tools/deployment/kamailio-process.ts';

/** The ways to the remote control of every node. */
export type Transport = 'http' | 'unix' | 'tcp';

export class LiveNode {
  readonly name: string;
  readonly folder: string;
  readonly sipPort: number;
  readonly #httpPort: number;
  readonly #ctlPort: number;
  readonly #kamailio: string;
  #process: KamailioProcess | undefined;

  private constructor(kamailio: string, name: string, folder: string, ports: readonly number[]) {
    const [sipPort = 0, httpPort = 0, ctlPort = 0] = ports;
    this.#kamailio = kamailio;
    this.name = name;
    this.folder = folder;
    this.sipPort = sipPort;
    this.#httpPort = httpPort;
    this.#ctlPort = ctlPort;
  }

  /** Makes its folder below `parent` and finds its ports, which it keeps over restarts. Nothing is started yet. */
  static async prepare(kamailio: string, name: string, parent: string): Promise<LiveNode> {
    const folder = path.join(parent, name);
    mkdirSync(folder, { recursive: true });
    return new LiveNode(kamailio, name, folder, await findFreePorts(3));
  }

  get process(): KamailioProcess {
    if (this.#process === undefined) throw new Error(`${this.name} was not started`);
    return this.#process;
  }

  get sipUri(): string {
    return `sip:127.0.0.1:${this.sipPort}`;
  }

  /** Starts with the core, tm, and the remote control over all transports, followed by these lines. */
  async start(lines: readonly string[]): Promise<void> {
    const file = path.join(this.folder, 'kamailio.cfg');
    writeFileSync(file, [...this.#commonLines(), ...lines, ''].join('\n'));
    this.#process = new KamailioProcess(this.#kamailio, this.name, file, this.folder);
    await this.#process.waitUntilReady();
  }

  /** Runs the real `kamcmd` on it and returns what it prints. */
  kamcmd(...command: string[]): Promise<string> {
    return this.process.kamcmd(...command);
  }

  url(transport: Transport): string {
    if (transport === 'http') return `http://127.0.0.1:${this.#httpPort}/RPC`;
    return transport === 'tcp' ? `tcp://127.0.0.1:${this.#ctlPort}` : `unix:${this.#socket}`;
  }

  profile(transport: Transport, changes: Partial<ServerProfile> = {}): ServerProfile {
    return {
      name: `${this.name} over ${transport}`,
      group: undefined,
      endpoint: { url: this.url(transport) },
      tls: undefined,
      authentication: { kind: 'none' },
      access: 'write',
      listFile: undefined,
      configuration: undefined,
      interval: 1,
      ...changes,
    };
  }

  pause(): void {
    this.process.pause();
  }

  resume(): void {
    this.process.resume();
  }

  kill(): Promise<void> {
    return this.process.kill();
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  get #socket(): string {
    return path.join(this.folder, 'run', 'kamailio_ctl');
  }

  #commonLines(): string[] {
    return [
      '#!KAMAILIO',
      'debug=2',
      'children=2',
      'tcp_children=2',
      'auto_aliases=no',
      'dns=no',
      'rev_dns=no',
      'tcp_accept_no_cl=yes',
      `listen=udp:127.0.0.1:${this.sipPort}`,
      `listen=tcp:127.0.0.1:${this.#httpPort}`,
      ...['tm', 'sl', 'pv', 'xlog', 'textops', 'siputils', 'kex', 'ctl', 'xhttp', 'jsonrpcs'].map(loadModule),
      // Silence is known after a second.
      'modparam("tm", "fr_timer", 1000)',
      `modparam("ctl", "binrpc", "unixs:${this.#socket}")`,
      `modparam("ctl", "binrpc", "tcp:127.0.0.1:${this.#ctlPort}")`,
      'modparam("jsonrpcs", "transport", 1)',
      'event_route[xhttp:request] {',
      '\tif($hu =~ "^/RPC") jsonrpc_dispatch();',
      '\telse xhttp_reply("404", "Not Found", "text/plain", "Not here.\\n");',
      '}',
    ];
  }
}

export function loadModule(name: string): string {
  return `loadmodule "${name}.so"`;
}
