/**
 * Measures the live model at the size of a large deployment: from the reply of a server, parsed, to the change that
 * views hear of; what is kept of it; comparisons; pages of a large table. Figures are medians of this machine.
 */
import type { Clock } from '../../client/src/live/clock.ts';
import { compareServers, compareTables, compareWithFile } from '../../client/src/live/drift.ts';
import { LiveServer } from '../../client/src/live/live-server.ts';
import type { DestinationSet, ServerProfile, TableEntry } from '../../client/src/live/types.ts';
import type { RpcClient, RpcValue } from '../../client/src/rpc/types.ts';
import type { ListedDestination } from '../../server/src/lsp/messages.ts';

const SETS = 200;
const DESTINATIONS = 10_000;
const SERVERS = 20;
const ENTRIES = 100_000;
const ROUNDS = 30;

/** A clock that stands still but for the steps that the measurement takes; nothing ever runs by itself. */
class SteppedClock implements Clock {
  time = Date.UTC(2025, 0, 6, 12);

  now(): number {
    return this.time;
  }

  after(): () => void {
    return () => undefined;
  }
}

function listReply(round: number): string {
  const perSet = DESTINATIONS / SETS;
  const sets = Array.from({ length: SETS }, (_, set) => ({
    SET: {
      ID: set + 1,
      TARGETS: Array.from({ length: perSet }, (_unused, place) => {
        const index = set * perSet + place;
        return {
          DEST: {
            URI: `sip:10.${index >> 16}.${(index >> 8) & 255}.${index & 255}:5060;transport=udp`,
            // One in a hundred changes its state with each round.
            FLAGS: (index + round) % 100 === 0 ? 'IP' : 'AP',
            PRIORITY: place % 3,
            ATTRS: { BODY: `duid=gw${index};weight=10;maxload=100`, DUID: `gw${index}`, MAXLOAD: 100, WEIGHT: 10 },
            LATENCY: {
              AVG: 10 + ((index + round) % 50),
              STD: 1,
              EST: 11 + ((index + round) % 50),
              MAX: 90,
              TIMEOUT: 0,
            },
            RUNTIME: { DLGLOAD: (index + round) % 40 },
          },
        };
      }),
    },
  }));
  return JSON.stringify({ NRSETS: SETS, RECORDS: sets });
}

function dumpReply(): RpcValue {
  const slots = Array.from({ length: 256 }, (_, slot) => ({
    entry: slot,
    size: ENTRIES / 256,
    slot: Array.from({ length: Math.ceil(ENTRIES / 256) }, (_unused, place) => ({
      name: `call-${(slot * 7919 + place * 104_729) % 1_000_003}-${slot}-${place}`,
      value: `10.0.0.${place % 256}`,
      type: 'str',
    })),
  }));
  return slots;
}

class BenchClient implements RpcClient {
  readonly address = 'bench';
  list: RpcValue = null;
  dump: RpcValue = null;
  /** When the last list was handed over. */
  answeredAt = 0;

  call(method: string): Promise<RpcValue> {
    switch (method) {
      case 'core.version':
        return Promise.resolve('kamailio 5.6.3 (x86_64/linux)');
      case 'core.uptime':
        return Promise.resolve({ uptime: 100, up_since: 'Mon Jan  6 11:00:00 2025' });
      case 'dispatcher.list':
        this.answeredAt = performance.now();
        return Promise.resolve(this.list);
      case 'dispatcher.ping_active':
        return Promise.resolve({ OldPingState: 1 });
      case 'cfg.get':
        return Promise.resolve(1);
      case 'htable.dump':
        return Promise.resolve(this.dump);
      default:
        return Promise.reject(new Error(method));
    }
  }

  withoutSecrets(text: string): string {
    return text;
  }

  dispose(): void {
    // Holds nothing.
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function timed(run: () => void): number {
  const taken = Array.from({ length: 9 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return median(taken);
}

function heap(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

function say(what: string, figure: string): void {
  console.log(`${what.padEnd(72)} ${figure}`);
}

function makeServer(clock: SteppedClock, client: BenchClient, name: string): LiveServer {
  const profile: ServerProfile = {
    name,
    group: undefined,
    endpoint: { url: 'tcp://127.0.0.1:2046' },
    tls: undefined,
    authentication: { kind: 'none' },
    access: 'read',
    listFile: undefined,
    configuration: undefined,
    interval: 5,
  };
  return new LiveServer({ profile, openClient: () => Promise.resolve(client), clock, random: () => 0.5 });
}

function setsOf(server: LiveServer): readonly DestinationSet[] {
  const { dispatcher } = server.parts;
  if (dispatcher.kind !== 'known') throw new Error('the server did not answer');
  return dispatcher.value.sets;
}

const clock = new SteppedClock();
const client = new BenchClient();
const replies = Array.from({ length: 4 }, (_, round) => listReply(round));

say(
  `reply of dispatcher.list, ${DESTINATIONS} destinations in ${SETS} sets, as JSON`,
  `${(replies[0]!.length / 1e6).toFixed(1)} MB`,
);
say('JSON.parse of it', `${timed(() => void JSON.parse(replies[0]!)).toFixed(1)} ms`);

const before = heap();
const server = makeServer(clock, client, 'one');
let changedAt = 0;
let changes = 0;
server.onDidChange((change) => {
  if (!change.answered.has('dispatcher')) return;
  changedAt = performance.now();
  changes = change.changes.length;
});
server.connect();
const taken: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  client.list = JSON.parse(replies[round % replies.length]!) as RpcValue;
  clock.time += 5000;
  await server.refresh(['dispatcher']);
  if (round > 0) taken.push(changedAt - client.answeredAt);
}
client.list = null;
say(
  'from the parsed reply to the change event, all latencies and 200 states changed',
  `${median(taken).toFixed(1)} ms (most ${Math.max(...taken).toFixed(1)} ms)`,
);
say('changes in the last event', String(changes));

client.list = JSON.parse(replies[0]!) as RpcValue;
const unchanged: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  clock.time += 5000;
  await server.refresh(['dispatcher']);
  if (round > 0) unchanged.push(changedAt - client.answeredAt);
}
say('the same, nothing changed', `${median(unchanged).toFixed(1)} ms`);

for (let round = 0; round < 300; round++) {
  client.list = JSON.parse(replies[round % replies.length]!) as RpcValue;
  clock.time += 5000;
  await server.refresh(['dispatcher']);
}
client.list = null;
const points = server.history.series(1, setsOf(server)[0]!.destinations[0]!.uri)!.times;
say(
  'points of a destination kept of half an hour',
  `${points.length}, ${(server.history.bytes / 1e6).toFixed(1)} MB of numbers`,
);
say('heap for the server, state and history', `${(heap() - before).toFixed(1)} MB`);

const twenty = Array.from({ length: SERVERS }, (_, index) => {
  const own = new BenchClient();
  own.list = JSON.parse(replies[0]!) as RpcValue;
  return { own, one: makeServer(clock, own, `s${index}`) };
});
for (const { one } of twenty) one.connect();
await Promise.all(twenty.map(({ one }) => one.refresh(['dispatcher'])));
for (const { own } of twenty) own.list = JSON.parse(replies[1]!) as RpcValue;
clock.time += 5000;
const start = performance.now();
await Promise.all(twenty.map(({ one }) => one.refresh(['dispatcher'])));
say(
  `${SERVERS} such servers that answer at once, until the last change event`,
  `${(performance.now() - start).toFixed(0)} ms`,
);
for (const { one } of twenty) one.dispose();

const sets = setsOf(server);
const place = { line: 0, character: 0 };
const listed = sets.flatMap((set) =>
  set.destinations.map((destination): ListedDestination => ({
    location: { uri: 'file:///dispatcher.list', range: { start: place, end: place } },
    setId: set.id,
    uri: destination.uri,
    flags: 8,
    priority: destination.priority,
    // Written in another order, so that every attribute has to be read.
    attributes: destination.attributes.body.split(';').reverse().join(';'),
    isTemplate: false,
  })),
);
say(
  'file against memory, every line in other words, no drift',
  `${timed(() => void compareWithFile(listed, sets)).toFixed(1)} ms`,
);
say(
  'file against memory, every line different',
  `${timed(
    () =>
      void compareWithFile(
        listed.map((one) => ({ ...one, priority: 9 })),
        sets,
      ),
  ).toFixed(1)} ms`,
);
say('two servers, equal', `${timed(() => void compareServers(sets, sets)).toFixed(1)} ms`);

client.dump = dumpReply();
const pageStart = performance.now();
const page = await server.readTable('calls', { offset: 0, limit: 100 });
say(
  `first page of a table of ${page.total} entries, from the parsed reply`,
  `${(performance.now() - pageStart).toFixed(0)} ms`,
);
const laterStart = performance.now();
await server.readTable('calls', { offset: 50_000, limit: 100 });
say('another page', `${(performance.now() - laterStart).toFixed(2)} ms`);
const filterStart = performance.now();
const found = await server.readTable('calls', { offset: 1, limit: 100, filter: '-77-' });
say(`filtered (${found.total} found)`, `${(performance.now() - filterStart).toFixed(0)} ms`);
const all = (await server.readTable('calls', { offset: 1, limit: ENTRIES * 2 })).entries;
const other: readonly TableEntry[] = all.map((entry, index) => (index % 100 === 0 ? { ...entry, value: 'x' } : entry));
say('two such tables compared', `${timed(() => void compareTables(all, other)).toFixed(0)} ms`);
server.dispose();
