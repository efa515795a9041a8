/**
 * Measures the live view on a real Kamailio with 10,000 destinations in 200 sets, asked over every transport and as
 * twenty servers at once: how long after the last byte of a reply the new state is there, what memory it takes, and what
 * the questions cost Kamailio's own processes, with `kamcmd` asking the same beside it.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { SYSTEM_CLOCK } from '../../client/src/connections/system-clock.ts';
import { LiveServer } from '../../client/src/live/live-server.ts';
import { openRpcClient } from '../../client/src/rpc/open-client.ts';
import { findKamailio } from '../../tools/deployment/kamailio-process.ts';
import { LiveNode, loadModule } from '../live/support/live-node.ts';

const SETS = 200;
const DESTINATIONS_PER_SET = 50;
const SERVERS = 20;
const ROUNDS = 15;
const FEW = 100;
const MANY_ROUNDS = 300;

const run = promisify(execFile);
const folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-bench-'));
const list = path.join(folder, 'dispatcher.list');
const kamailio = findKamailio();

async function startNode(big: LiveNode): Promise<void> {
  writeList(SETS * DESTINATIONS_PER_SET);
  await big.start([
    loadModule('dispatcher'),
    `modparam("dispatcher", "list_file", "${list}")`,
    'modparam("dispatcher", "flags", 2)',
    'modparam("ctl", "binrpc_max_body_size", 8192)',
    'request_route { exit; }',
  ]);
}

/** Writes a list of so many destinations, the same number in each set. */
function writeList(count: number): void {
  const lines = Array.from({ length: count }, (_, number) => {
    const set = 1 + Math.floor(number / DESTINATIONS_PER_SET);
    const host = `127.0.${set}.${1 + (number % DESTINATIONS_PER_SET)}`;
    return `${set} sip:${host}:${10_000 + number} 0 ${number % 50} duid=gw-${number};weight=2`;
  });
  writeFileSync(list, `${lines.join('\n')}\n`);
}

async function compareTransports(node: LiveNode): Promise<void> {
  console.log(`\n${SETS * DESTINATIONS_PER_SET} destinations in ${SETS} sets, medians of ${ROUNDS}`);
  console.log('who asks             reply    answered in  of that after its last byte  Kamailio works');
  for (const transport of ['unix', 'tcp', 'http'] as const) {
    const tap = await Tap.open(node.url(transport));
    const live = watch(node, tap.url, transport);
    const taken: number[] = [];
    const after: number[] = [];
    await refreshed(live);
    const before = processorTime();
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      await refreshed(live);
      const end = performance.now();
      taken.push(end - start);
      after.push(end - tap.lastByteAt);
    }
    const work = (processorTime() - before) / ROUNDS;
    print(`live view, ${transport}`, tap.largest, median(taken), median(after), work);
    live.dispose();
    tap.close();
  }
}

/** The same question from here and from `kamcmd`, which takes no more than 64 kB: as many destinations as fit. */
async function compareWithKamcmd(node: LiveNode): Promise<void> {
  writeList(FEW);
  await node.kamcmd('dispatcher.reload');
  console.log(`\n${FEW} destinations, ${MANY_ROUNDS} questions each`);
  console.log('who asks             answered in  Kamailio works');
  const client = openRpcClient({ url: node.url('unix') });
  const socket = node.url('unix').replace('unix:', 'unixs:');
  const askers: Readonly<Record<string, () => Promise<unknown>>> = {
    'live view, unix': () => client.call('dispatcher.list'),
    'kamcmd, unix': () => run('kamcmd', ['-s', socket, 'dispatcher.list']),
  };
  const work: number[] = [];
  for (const [who, ask] of Object.entries(askers)) {
    const before = processorTime();
    const start = performance.now();
    for (let round = 0; round < MANY_ROUNDS; round++) await ask();
    const taken = (performance.now() - start) / MANY_ROUNDS;
    const spent = (processorTime() - before) / MANY_ROUNDS;
    work.push(spent);
    console.log(`${who.padEnd(20)} ${`${taken.toFixed(1)} ms`.padEnd(12)} ${spent.toFixed(2)} ms`);
  }
  console.log(
    `a question of the live view costs Kamailio ${((work[0] ?? 0) / (work[1] ?? 1)).toFixed(2)} of one of kamcmd`,
  );
  client.dispose();
}

async function watchManyServers(node: LiveNode): Promise<void> {
  const tap = await Tap.open(node.url('http'));
  const baseline = memory();
  const servers = Array.from({ length: SERVERS }, (_, number) => watch(node, tap.url, `server ${number}`));
  await Promise.all(servers.map(refreshed));
  const first = memory();
  const after: number[] = [];
  const stalls = new Stalls();
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await Promise.all(servers.map(refreshed));
    after.push(performance.now() - Math.max(start, tap.lastByteAt));
  }
  const longest = stalls.end();
  console.log(`\n${SERVERS} servers of that size at once, ${ROUNDS} rounds over http`);
  console.log(`the last state is there ${median(after).toFixed(0)} ms after the last byte of all replies`);
  console.log(`longest time that the process did nothing else: ${longest.toFixed(0)} ms`);
  console.log(
    `memory: ${(first - baseline).toFixed(0)} MB after the first round, ${(memory() - baseline).toFixed(0)} MB after the last`,
  );
  for (const server of servers) server.dispose();
  tap.close();
}

/** A live server that somebody looks at, polled only when this program asks. */
function watch(node: LiveNode, url: string, name: string): LiveServer {
  const profile = { ...node.profile('http', { name, interval: 3600 }), endpoint: { url } };
  const server = new LiveServer({
    profile,
    openClient: () => Promise.resolve(openRpcClient(profile.endpoint, { deadline: 60_000 })),
    clock: SYSTEM_CLOCK,
    random: Math.random,
  });
  server.watch(['dispatcher']);
  server.connect();
  return server;
}

async function refreshed(server: LiveServer): Promise<void> {
  await server.refresh(['dispatcher']);
  const { dispatcher } = server.parts;
  if (dispatcher.kind === 'failed') throw dispatcher.error;
  if (dispatcher.kind !== 'known' || dispatcher.value.sets.length !== SETS) throw new Error('the reply is not whole');
}

/** A relay in front of Kamailio that knows when the last byte of a reply went through, and how large replies are. */
class Tap {
  readonly url: string;
  lastByteAt = 0;
  largest = 0;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();

  private constructor(server: net.Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async open(url: string): Promise<Tap> {
    const target = new URL(url);
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const own = target.protocol === 'http:' ? `http://127.0.0.1:${port}${target.pathname}` : `tcp://127.0.0.1:${port}`;
    const tap = new Tap(server, own);
    server.on('connection', (client) => {
      const upstream =
        target.protocol === 'unix:' ? net.connect(target.pathname) : net.connect(Number(target.port), target.hostname);
      let size = 0;
      client.on('data', (bytes) => {
        size = 0;
        upstream.write(bytes);
      });
      upstream.on('data', (bytes) => {
        size += bytes.length;
        tap.largest = Math.max(tap.largest, size);
        tap.lastByteAt = performance.now();
        client.write(bytes);
      });
      for (const [socket, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        tap.#sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => other.destroy());
      }
    });
    return tap;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Watches how long the event loop is kept from anything else. */
class Stalls {
  #last = performance.now();
  #longest = 0;
  readonly #timer = setInterval(() => this.#look(), 1);

  end(): number {
    this.#look();
    clearInterval(this.#timer);
    return this.#longest;
  }

  #look(): void {
    const now = performance.now();
    this.#longest = Math.max(this.#longest, now - this.#last);
    this.#last = now;
  }
}

/** Milliseconds of processor time that all processes of this Kamailio have used. */
function processorTime(): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
      if (!command.includes(folder) || !command.includes('kamailio')) continue;
      const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
        .replace(/^.*\) /, '')
        .split(' ');
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has ended in the meantime.
    }
  }
  return ticks * 10;
}

function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function print(who: string, bytes: number, taken: number, after: number | undefined, work: number): void {
  console.log(
    [
      who.padEnd(20),
      `${(bytes / 1e6).toFixed(1)} MB`.padEnd(8),
      `${taken.toFixed(0)} ms`.padEnd(12),
      (after === undefined ? '' : `${after.toFixed(0)} ms`).padEnd(28),
      `${work.toFixed(0)} ms`,
    ].join(' '),
  );
}

if (kamailio === undefined) {
  console.log('left out: Kamailio is not installed');
} else {
  const node = await LiveNode.prepare(kamailio, 'big', folder);
  try {
    await startNode(node);
    await compareTransports(node);
    await watchManyServers(node);
    await compareWithKamcmd(node);
  } finally {
    await node.stop();
  }
}
rmSync(folder, { recursive: true, force: true });
