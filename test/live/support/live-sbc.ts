/** An SBC with two sets whose destinations do as the test tells them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFreePorts } from '../../../tools/deployment/free-ports.ts';
import { SipEndpoint } from '../../../tools/deployment/sip-endpoint.ts';
import { LiveNode, loadModule } from './live-node.ts';

/** Failed probes until a destination is inactive, and answered ones until it is active again. */
export const PROBING_THRESHOLD = 3;
export const INACTIVE_THRESHOLD = 2;

/** Flag of a destination that is probed, where `ds_probing_mode` is 3: the others keep the state they are given. */
const PROBED = 8;
const DISABLED = 4;

/** The destinations by the names that are their duids. */
const DESTINATIONS = [
  { name: 'media-1', set: 1, flags: PROBED, priority: 0, attributes: 'weight=50' },
  { name: 'media-2', set: 1, flags: PROBED, priority: 0, attributes: 'weight=30' },
  { name: 'media-3', set: 1, flags: 0, priority: 0, attributes: 'weight=20' },
  { name: 'carrier-1', set: 2, flags: PROBED, priority: 20, attributes: 'maxload=10' },
  { name: 'carrier-2', set: 2, flags: 0, priority: 10, attributes: 'maxload=10' },
  { name: 'carrier-3', set: 2, flags: DISABLED, priority: 0, attributes: 'maxload=10' },
] as const;
export type DestinationName = (typeof DESTINATIONS)[number]['name'];

export class LiveSbc {
  readonly node: LiveNode;
  readonly #folder: string;
  readonly #endpoints: ReadonlyMap<string, SipEndpoint>;

  private constructor(folder: string, node: LiveNode, endpoints: ReadonlyMap<string, SipEndpoint>) {
    this.#folder = folder;
    this.node = node;
    this.#endpoints = endpoints;
  }

  /** Opens the destinations, which all answer, and starts Kamailio. */
  static async open(kamailio: string): Promise<LiveSbc> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-sbc-'));
    const ports = await findFreePorts(DESTINATIONS.length);
    const endpoints = new Map<string, SipEndpoint>();
    for (const [index, { name }] of DESTINATIONS.entries()) {
      endpoints.set(name, await SipEndpoint.open(ports[index] ?? 0));
    }
    const sbc = new LiveSbc(folder, await LiveNode.prepare(kamailio, 'sbc', folder), endpoints);
    sbc.writeList();
    sbc.writeTable({ greeting: 'hello' });
    await sbc.start();
    return sbc;
  }

  get listFile(): string {
    return path.join(this.#folder, 'dispatcher.list');
  }

  endpoint(name: DestinationName): SipEndpoint {
    const endpoint = this.#endpoints.get(name);
    if (endpoint === undefined) throw new Error(`there is no destination ${name}`);
    return endpoint;
  }

  uri(name: DestinationName): string {
    return `sip:127.0.0.1:${this.endpoint(name).port}`;
  }

  setOf(name: DestinationName): number {
    return DESTINATIONS.find((destination) => destination.name === name)?.set ?? 0;
  }

  /** Writes the list file: these destinations, without names all of them, and more lines as they are. */
  writeList(names: readonly DestinationName[] = DESTINATIONS.map(({ name }) => name), more: string[] = []): void {
    const lines = DESTINATIONS.filter(({ name }) => names.includes(name)).map(
      ({ name, set, flags, priority, attributes }) =>
        `${set} ${this.uri(name)} ${flags} ${priority} duid=${name};${attributes}`,
    );
    writeFileSync(this.listFile, [...lines, ...more, ''].join('\n'));
  }

  /** Writes the database behind the hash table `stored`: keys to texts. */
  writeTable(entries: Readonly<Record<string, string>>): void {
    const columns = 'key_name(string) key_type(int) value_type(int) key_value(string) expires(int)';
    const rows = Object.entries(entries).map(([key, value]) => `${key}:0:0:${value}:0`);
    writeFileSync(path.join(this.#folder, 'stored'), [columns, ...rows, ''].join('\n'));
  }

  /** Starts Kamailio, with the dispatcher unless told otherwise. */
  start({ withDispatcher = true }: { withDispatcher?: boolean } = {}): Promise<void> {
    const routes = withDispatcher ? [...this.#dispatcherLines(), ...SELECTION] : NO_SELECTION;
    return this.node.start([...this.#tableLines(), ...routes]);
  }

  async close(): Promise<void> {
    await this.node.stop();
    for (const endpoint of this.#endpoints.values()) await endpoint.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #tableLines(): string[] {
    return [
      ...['db_text', 'htable'].map(loadModule),
      // What is on the disk counts, not what was there at the start.
      'modparam("db_text", "db_mode", 1)',
      `modparam("htable", "db_url", "text://${this.#folder}")`,
      // Seconds between two looks for entries that have ended.
      'modparam("htable", "timer_interval", 1)',
      'modparam("htable", "htable", "plain=>size=4;")',
      'modparam("htable", "htable", "expiring=>size=4;autoexpire=600;")',
      'modparam("htable", "htable", "stored=>size=4;dbtable=stored;")',
    ];
  }

  #dispatcherLines(): string[] {
    const parameters: Readonly<Record<string, string | number>> = {
      list_file: this.listFile,
      flags: 2,
      ds_probing_mode: 3,
      ds_ping_interval: 1,
      ds_ping_from: 'sip:ping@sbc.example.com',
      ds_probing_threshold: PROBING_THRESHOLD,
      ds_inactive_threshold: INACTIVE_THRESHOLD,
      ds_ping_latency_stats: 1,
      // Counts calls for algorithm 10, and so shows the load.
      ds_hash_size: 5,
      // Seconds that must pass between two reloads.
      reload_delta: 0,
    };
    return [
      loadModule('dispatcher'),
      ...Object.entries(parameters).map(
        ([name, value]) => `modparam("dispatcher", "${name}", ${JSON.stringify(value)})`,
      ),
    ];
  }
}

/** Tells in its reply where the call would go by the hash over the Call-ID. */
const SELECTION = [
  'request_route {',
  '\tif(is_method("ACK")) exit;',
  '\tif(ds_select_dst("1", "0")) sl_send_reply("480", "$du");',
  '\telse sl_send_reply("480", "nobody");',
  '}',
];
const NO_SELECTION = ['request_route {', '\texit;', '}'];
