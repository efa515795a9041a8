/** The deployment of examples/ for somebody who looks at it in an editor: at its own ports and with its own lists. */
import { rmSync } from 'node:fs';
import { ExampleDeployment, NODES, writtenSockets, type NodeName } from './example-deployment.ts';
import { isPortTaken } from './free-ports.ts';
import { findKamailio } from './kamailio-process.ts';
import { SipEndpoint } from './sip-endpoint.ts';

/** The servers around the nodes, by the names and ports of the lists, and how far away they seem, in milliseconds. */
const NEIGHBOURS = [
  { name: 'media-1', port: 5090, distance: 3 },
  { name: 'media-2', port: 5092, distance: 5 },
  { name: 'carrier-a', port: 5094, distance: 18 },
  { name: 'carrier-b', port: 5096, distance: 45 },
];

export class RunningExamples {
  readonly #deployment = ExampleDeployment.asWritten();
  readonly #neighbours = new Map<string, SipEndpoint>();
  /** What could not be started, as sentences. */
  readonly leftOut: string[] = [];

  private constructor() {
    process.once('exit', () => rmSync(this.#deployment.folder, { recursive: true, force: true }));
  }

  /** Starts what can be started: a missing Kamailio or a port in use is no error but told in `leftOut`. */
  static async start(): Promise<RunningExamples> {
    const examples = new RunningExamples();
    const kamailio = findKamailio();
    if (kamailio === undefined) {
      examples.leftOut.push('Kamailio is not installed here, so no server of examples/ runs.');
      return examples;
    }
    for (const { name, port, distance } of NEIGHBOURS) await examples.#startNeighbour(name, port, distance);
    await Promise.all(NODES.map((name) => examples.#startNode(kamailio, name)));
    return examples;
  }

  get nodes(): readonly string[] {
    return NODES.filter((name) => this.#deployment.nodes.has(name));
  }

  get neighbours(): readonly string[] {
    return [...this.#neighbours.keys()];
  }

  /** Where each node has a folder with its log. */
  get folder(): string {
    return this.#deployment.folder;
  }

  /** Makes a neighbour fall silent, or answer again, and says which; undefined where there is none of this name. */
  toggle(name: string): 'answers' | 'is silent' | undefined {
    const endpoint = this.#neighbours.get(name);
    if (endpoint === undefined) return undefined;
    endpoint.optionsStatus = endpoint.optionsStatus === undefined ? '200 OK' : undefined;
    return endpoint.optionsStatus === undefined ? 'is silent' : 'answers';
  }

  async stop(): Promise<void> {
    await Promise.all([this.#deployment.stop(), ...[...this.#neighbours.values()].map((endpoint) => endpoint.close())]);
  }

  async #startNeighbour(name: string, port: number, distance: number): Promise<void> {
    if (await isPortTaken('udp', port)) {
      this.leftOut.push(`${name}: udp port ${port} is in use.`);
      return;
    }
    const endpoint = await SipEndpoint.open(port);
    endpoint.optionsDelay = () => Math.round(distance * (1 + Math.random() / 2));
    this.#neighbours.set(name, endpoint);
  }

  async #startNode(kamailio: string, name: NodeName): Promise<void> {
    for (const { protocol, port } of writtenSockets(name)) {
      if (await isPortTaken(protocol, port)) {
        this.leftOut.push(`${name}: ${protocol} port ${port} is in use.`);
        return;
      }
    }
    try {
      await this.#deployment.startNode(kamailio, name);
    } catch (error) {
      await this.#deployment.node(name).stop();
      this.#deployment.nodes.delete(name);
      this.leftOut.push(error instanceof Error ? error.message : String(error));
    }
  }
}
