/** The example deployment, started in a temporary folder on ports that are free. */
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFreePorts } from './free-ports.ts';
import { KamailioProcess } from './kamailio-process.ts';

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples');

export const NODES = ['sbc', 'router-a', 'router-b'] as const;
export type NodeName = (typeof NODES)[number];

/** What stands behind -A: the settings of the deployment that a run under test changes. */
const FASTER = ['PING_INTERVAL=1'];

const LOOPBACK_PORT = /(?<=127\.0\.0\.1:)\d+/g;
const TRYDEF = /^#!trydef (\w+) (.*127\.0\.0\.1:\d+.*)$/gm;

export function rootFile(node: NodeName): string {
  return path.join(EXAMPLES, node, 'kamailio.cfg');
}

export class Deployment {
  readonly nodes = new Map<NodeName, KamailioProcess>();
  #folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-examples-'));
  #ports = new Map<number, number>();

  /** Replaces every port written in the examples by a free one. Nothing is started yet. */
  static async prepare(): Promise<Deployment> {
    const deployment = new Deployment();
    const written = new Set<number>();
    for (const file of globSync('{sbc,router-a,router-b}/{kamailio.cfg,dispatcher.list}', { cwd: EXAMPLES })) {
      for (const [port] of read(path.join(EXAMPLES, file)).matchAll(LOOPBACK_PORT)) written.add(Number(port));
    }
    const free = await findFreePorts(written.size);
    [...written].forEach((port, index) => deployment.#ports.set(port, free[index] ?? port));
    return deployment;
  }

  /** The port that stands for the one written in the examples. */
  port(written: number): number {
    const port = this.#ports.get(written);
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
    for (const name of NODES) {
      const folder = path.join(this.#folder, name);
      mkdirSync(folder);
      writeFileSync(
        path.join(folder, 'dispatcher.list'),
        this.#movePorts(read(path.join(EXAMPLES, name, 'dispatcher.list'))),
      );
      const addresses = [...read(rootFile(name)).matchAll(TRYDEF)].map(
        ([, setting, value]) => `${setting ?? ''}=${this.#movePorts(value ?? '')}`,
      );
      const defines = [...FASTER, ...addresses, `ETC_DIR="${folder}"`];
      this.nodes.set(name, new KamailioProcess(kamailio, name, rootFile(name), folder, defines));
    }
    await Promise.all([...this.nodes.values()].map((node) => node.waitUntilReady()));
  }

  /** Ends all nodes and removes their folder. */
  async stop(): Promise<void> {
    await Promise.all([...this.nodes.values()].map((node) => node.stop()));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #movePorts(text: string): string {
    return text.replace(LOOPBACK_PORT, (port) => String(this.port(Number(port))));
  }
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
