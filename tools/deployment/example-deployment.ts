/** The nodes of examples/, started with run directories of their own in a temporary folder. */
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectPath } from '../project.ts';
import { findFreePorts } from './free-ports.ts';
import { KamailioProcess } from './kamailio-process.ts';

const EXAMPLES = projectPath('examples');

export const NODES = ['sbc', 'router-a', 'router-b'] as const;
export type NodeName = (typeof NODES)[number];

/** What stands behind -A: nobody who looks on wants to wait for the pings. */
const FASTER = ['PING_INTERVAL=1'];

const LOOPBACK_PORT = /(?<=127\.0\.0\.1:)\d+/g;
const TRYDEF = /^#!trydef (\w+) (.*127\.0\.0\.1:\d+.*)$/gm;
/** A socket of the node itself. What begins with PEER is another node's. */
const OWN_SOCKET = /^#!trydef (?!PEER)\w+_SOCKET (udp|tcp):127\.0\.0\.1:(\d+)$/gm;

export function rootFile(node: NodeName): string {
  return path.join(EXAMPLES, node, 'kamailio.cfg');
}

/** The sockets that a node opens where nobody gives it others. */
export function writtenSockets(node: NodeName): { protocol: 'udp' | 'tcp'; port: number }[] {
  return [...read(rootFile(node)).matchAll(OWN_SOCKET)].map(([, protocol, port]) => ({
    protocol: protocol === 'tcp' ? 'tcp' : 'udp',
    port: Number(port),
  }));
}

export class ExampleDeployment {
  readonly nodes = new Map<NodeName, KamailioProcess>();
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-examples-'));
  /** Ports as written to those in use; undefined where they are the same. */
  #ports: ReadonlyMap<number, number> | undefined;

  private constructor(ports?: ReadonlyMap<number, number>) {
    this.#ports = ports;
  }

  /** Takes the ports and the destination lists as they are written. Nothing is started yet. */
  static asWritten(): ExampleDeployment {
    return new ExampleDeployment();
  }

  /** Replaces every port by a free one, in copies of the destination lists too. Nothing is started yet. */
  static async onFreePorts(): Promise<ExampleDeployment> {
    const written = new Set<number>();
    for (const file of globSync('{sbc,router-a,router-b}/{kamailio.cfg,dispatcher.list}', { cwd: EXAMPLES })) {
      for (const [port] of read(path.join(EXAMPLES, file)).matchAll(LOOPBACK_PORT)) written.add(Number(port));
    }
    const free = await findFreePorts(written.size);
    return new ExampleDeployment(new Map([...written].map((port, index) => [port, free[index] ?? port])));
  }

  /** The port that stands for the one written in the examples. */
  port(written: number): number {
    const port = this.#ports === undefined ? written : this.#ports.get(written);
    if (port === undefined) throw new Error(`the examples do not name the port ${written}`);
    return port;
  }

  node(name: NodeName): KamailioProcess {
    const node = this.nodes.get(name);
    if (node === undefined) throw new Error(`${name} was not started`);
    return node;
  }

  /** Starts all nodes and waits until each answers over its remote control. */
  async start(kamailio: string): Promise<void> {
    await Promise.all(NODES.map((name) => this.startNode(kamailio, name)));
  }

  async startNode(kamailio: string, name: NodeName): Promise<void> {
    const folder = path.join(this.folder, name);
    mkdirSync(folder);
    const defines = this.#ports === undefined ? asWritten(name) : this.#moved(name, folder);
    const node = new KamailioProcess(kamailio, name, rootFile(name), folder, defines);
    this.nodes.set(name, node);
    await node.waitUntilReady();
  }

  /** Ends all nodes and removes their folder. */
  async stop(): Promise<void> {
    await Promise.all([...this.nodes.values()].map((node) => node.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes the node's list for the ports in use and answers what leads Kamailio to it and to them. */
  #moved(name: NodeName, folder: string): string[] {
    writeFileSync(
      path.join(folder, 'dispatcher.list'),
      this.#movePorts(read(path.join(EXAMPLES, name, 'dispatcher.list'))),
    );
    const addresses = [...read(rootFile(name)).matchAll(TRYDEF)].map(
      ([, setting, value]) => `${setting ?? ''}=${this.#movePorts(value ?? '')}`,
    );
    return [...FASTER, ...addresses, `ETC_DIR="${folder}"`];
  }

  #movePorts(text: string): string {
    return text.replace(LOOPBACK_PORT, (port) => String(this.port(Number(port))));
  }
}

function asWritten(name: NodeName): string[] {
  return [...FASTER, `ETC_DIR="${path.join(EXAMPLES, name)}"`];
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
