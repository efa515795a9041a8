/** The live model over real connections to real Kamailio processes: what it shows, does and survives. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SYSTEM_CLOCK } from '../../client/src/connections/system-clock.ts';
import type { ActionTarget, ServerAction } from '../../client/src/live/actions.ts';
import { compareOrderWithFile, compareTables, compareWithFile, type Drift } from '../../client/src/live/drift.ts';
import { LiveServer } from '../../client/src/live/live-server.ts';
import { LiveServers } from '../../client/src/live/live-servers.ts';
import type {
  Availability,
  Destination,
  DestinationSet,
  DispatcherState,
  Part,
  PartName,
  ServerProfile,
} from '../../client/src/live/types.ts';
import { whereWouldItGo } from '../../client/src/live/where.ts';
import { openRpcClient } from '../../client/src/rpc/open-client.ts';
import type { RpcClient } from '../../client/src/rpc/types.ts';
import { readDispatcherList } from '../../server/src/dispatcher-list/read-list.ts';
import { listDestinations } from '../../server/src/features/listed-destinations.ts';
import type { ListedDestination } from '../../server/src/lsp/messages.ts';
import { SourceText } from '../../server/src/syntax/source-text.ts';
import { findFreePorts } from '../../tools/deployment/free-ports.ts';
import { poll } from '../../tools/deployment/poll.ts';
import { SipEndpoint } from '../../tools/deployment/sip-endpoint.ts';
import { needKamailio } from '../support/needs.ts';
import type { LiveNode, Transport } from './support/live-node.ts';
import { LivePair, OWN_TABLE, SHARED_TABLE } from './support/live-pair.ts';
import { LiveSbc, type DestinationName } from './support/live-sbc.ts';

const TRANSPORTS: readonly Transport[] = ['http', 'unix', 'tcp'];
const ALL_PARTS: readonly PartName[] = ['identity', 'dispatcher', 'dmq', 'tables', 'counters'];

describe('the live view of an SBC', () => {
  let sbc: LiveSbc;
  const servers = new Map<Transport, LiveServer>();
  let resourcesBefore: number;

  before(async function () {
    sbc = await LiveSbc.open(needKamailio(this));
    resourcesBefore = countSockets();
    for (const transport of TRANSPORTS) servers.set(transport, lookAt(sbc.node.profile(transport)));
  });

  after(async () => {
    for (const server of servers.values()) server.dispose();
    // Everything is undefined where Kamailio is missing.
    await (sbc as LiveSbc | undefined)?.close();
  });

  function server(transport: Transport): LiveServer {
    return servers.get(transport)!;
  }

  function shown(name: DestinationName, transport: Transport = 'http'): Destination | undefined {
    const { dispatcher } = server(transport).parts;
    if (dispatcher.kind !== 'known') return undefined;
    const set = dispatcher.value.sets.find(({ id }) => id === sbc.setOf(name));
    return set?.destinations.find(({ uri }) => uri === sbc.uri(name));
  }

  /** Waits until polling alone shows the destination in this state, over every transport. */
  async function waitForState(name: DestinationName, letters: string): Promise<void> {
    for (const transport of TRANSPORTS) {
      await poll(`${name} to be ${letters} over ${transport}`, () =>
        Promise.resolve(shown(name, transport)?.letters === letters || undefined),
      );
    }
  }

  async function perform(action: ServerAction, transport: Transport = 'http'): Promise<void> {
    const record = await server(transport).perform(action);
    assert.deepEqual(record.outcome, { kind: 'confirmed' }, record.what);
  }

  async function reallyIs(name: DestinationName): Promise<string | undefined> {
    return (await readLetters(sbc.node)).get(sbc.uri(name));
  }

  describe('at rest', () => {
    for (const transport of TRANSPORTS) {
      it(`shows version, sets and states over ${transport}`, async () => {
        const { identity, dispatcher } = await known(server(transport));
        assert.match(identity.description, /kamailio/);
        assert.ok((await sbc.node.kamcmd('core.version')).includes(identity.version));
        const really = await readLetters(sbc.node);
        const states = dispatcher.sets.flatMap(({ destinations }) =>
          destinations.map(({ uri, letters }) => [uri, letters] as const),
        );
        assert.deepEqual(new Map(states), really);
        assert.deepEqual(dispatcher.sets.map(({ id }) => id).sort(), [1, 2]);
      });

      it(`shows what a line of the list says, over ${transport}`, async () => {
        await known(server(transport));
        const destination = shown('carrier-1', transport);
        assert.equal(destination?.priority, 20);
        assert.equal(destination.attributes.values.get('duid'), 'carrier-1');
        assert.equal(destination.attributes.values.get('maxload'), '10');
        assert.equal(destination.load, 0);
        assert.equal(typeof destination.latency?.average, 'number');
      });
    }

    it('says in words what the letters mean', () => {
      const words = (['media-1', 'media-3', 'carrier-3'] as const).map((name) => {
        const { availability, probing } = shown(name) ?? {};
        return [availability, probing];
      });
      assert.deepEqual(words, [
        ['active', 'probed'],
        ['active', 'not-probed'],
        ['disabled', 'not-probed'],
      ]);
    });

    it('knows that dmq is not loaded', () => {
      for (const transport of TRANSPORTS) {
        assert.deepEqual(server(transport).parts.dmq, { kind: 'absent', module: 'dmq' });
      }
    });

    it('sends a call where the real ds_select_dst sends it', async () => {
      const [port = 0] = await findFreePorts(1);
      const caller = await SipEndpoint.open(port);
      try {
        for (let call = 1; call <= 8; call += 1) {
          // The endpoint numbers its calls.
          const { destination } = await whereWouldItGo(server('unix'), 1, `${port}-${call}`);
          assert.ok(destination);
          await assert.rejects(caller.call(sbc.node.sipPort, 'alice', '2000'), { message: /480/ });
          const answer = caller.lastAnswer;
          assert.equal(answer, `SIP/2.0 480 ${destination.uri}`);
        }
      } finally {
        await caller.close();
      }
    });
  });

  describe('destinations that go down and up', () => {
    it('shows one that falls silent as trying, then as inactive, and its return', async () => {
      const endpoint = sbc.endpoint('media-1');
      const seen = new Set<string | undefined>();
      const stop = server('http').onDidChange(() => seen.add(shown('media-1')?.letters));
      // Two of three failed probes are seen at a poll each second; should one come late, once more.
      for (let round = 0; round < 5 && !seen.has('TP'); round += 1) {
        endpoint.optionsStatus = undefined;
        await waitForState('media-1', 'IP');
        endpoint.optionsStatus = '200 OK';
        await waitForState('media-1', 'AP');
      }
      stop();
      assert.deepEqual([...seen].sort(), ['AP', 'IP', 'TP']);
    });

    it('shows one that answers 503 as inactive, and its return', async () => {
      const endpoint = sbc.endpoint('carrier-1');
      endpoint.optionsStatus = '503 Service Unavailable';
      await waitForState('carrier-1', 'IP');
      assert.equal(await reallyIs('carrier-1'), 'IP');
      endpoint.optionsStatus = '200 OK';
      await waitForState('carrier-1', 'AP');
    });

    it('keeps each change with its time, in order, and the silence in the latency', () => {
      const changes = server('http').history.changes.filter(({ uri }) => uri === sbc.uri('carrier-1'));
      assert.equal(changes[0]?.from, 'AP');
      assert.equal(changes.at(-1)?.to, 'AP');
      for (const [index, change] of changes.entries()) {
        if (index > 0) assert.equal(change.from, changes[index - 1]?.to);
        assert.ok(index === 0 || change.at >= (changes[index - 1]?.at ?? Infinity));
      }
      assert.ok((shown('media-1')?.latency?.timeouts ?? 0) > 0);
    });
  });

  describe('actions on destinations', () => {
    before(async () => {
      // What is set here must not be changed by a probe.
      await perform({ kind: 'set-pinging', on: false });
      assert.match(await sbc.node.kamcmd('dispatcher.ping_active'), /PingState: 0/);
    });

    after(async () => {
      await perform({ kind: 'set-pinging', on: true });
      assert.match(await sbc.node.kamcmd('dispatcher.ping_active'), /PingState: 1/);
      await perform({ kind: 'reload-dispatcher' });
    });

    const STATES: readonly (readonly [state: Availability, probing: boolean, letters: string])[] = [
      ['inactive', false, 'IX'],
      ['inactive', true, 'IP'],
      ['trying', false, 'TX'],
      ['trying', true, 'TP'],
      ['disabled', false, 'DX'],
      ['active', true, 'AP'],
      ['active', false, 'AX'],
    ];
    for (const transport of TRANSPORTS) {
      for (const [state, probing, letters] of STATES) {
        it(`${state}${probing ? ', probed' : ''}, over ${transport}`, async () => {
          const targets: readonly (readonly [DestinationName, ActionTarget])[] = [
            ['media-2', { uri: sbc.uri('media-2') }],
            ['carrier-2', { duid: 'carrier-2' }],
          ];
          for (const [name, target] of targets) {
            await perform({ kind: 'set-state', setId: sbc.setOf(name), target, state, probing }, transport);
            assert.equal(await reallyIs(name), letters);
            assert.equal(shown(name, transport)?.letters, letters);
          }
        });
      }
    }

    it('a whole set at once', async () => {
      await perform({ kind: 'set-state', setId: 1, target: 'all', state: 'disabled', probing: false });
      for (const name of ['media-1', 'media-2', 'media-3'] as const) assert.equal(await reallyIs(name), 'DX');
      assert.equal(await reallyIs('carrier-1'), 'AP');
      await perform({ kind: 'set-state', setId: 1, target: 'all', state: 'active', probing: false });
      for (const name of ['media-1', 'media-2', 'media-3'] as const) assert.equal(await reallyIs(name), 'AX');
    });

    it('a destination is added, with its attributes, and removed', async () => {
      const uri = 'sip:127.0.0.1:9;transport=udp';
      await perform({
        kind: 'add-destination',
        setId: 2,
        uri,
        flags: 0,
        priority: 7,
        attributes: 'duid=new;maxload=3',
      });
      assert.match(await sbc.node.kamcmd('dispatcher.list'), /BODY: duid=new;maxload=3/);
      const { dispatcher } = await known(server('http'));
      assert.ok(findDestination(dispatcher, 2, uri));
      await perform({ kind: 'remove-destination', setId: 2, uri });
      assert.doesNotMatch(await sbc.node.kamcmd('dispatcher.list'), /duid=new/);
    });

    it('a reload brings what the file says now', async () => {
      const uri = 'sip:127.0.0.1:9';
      sbc.writeList(['media-1', 'media-2', 'carrier-1'], [`3 ${uri} 0 0 duid=fresh`]);
      await perform({ kind: 'reload-dispatcher' });
      assert.equal((await readLetters(sbc.node)).get(uri), 'AX');
      assert.equal(await reallyIs('media-3'), undefined);
      const { dispatcher } = await known(server('http'));
      assert.deepEqual(dispatcher.sets.map(({ id }) => id).sort(), [1, 2, 3]);
      sbc.writeList();
    });

    it('the drift between file and memory is what was changed in memory, until the reload', async () => {
      await perform({ kind: 'reload-dispatcher' });
      assert.deepEqual(await findDrift(), []);
      const added = 'sip:127.0.0.1:9';
      // Disabled in the file; what probes bring about would be no drift.
      const enabled = { uri: sbc.uri('carrier-3') };
      await perform({ kind: 'add-destination', setId: 1, uri: added, flags: 0, priority: 0, attributes: '' });
      await perform({ kind: 'remove-destination', setId: 2, uri: sbc.uri('carrier-2') });
      await perform({ kind: 'set-state', setId: 2, target: enabled, state: 'active', probing: false });
      const drift = await findDrift();
      assert.deepEqual(
        new Map(drift.map(({ uri, kind, differences }) => [uri, [kind, ...differences.map(({ name }) => name)]])),
        new Map([
          [added, ['only-right']],
          [sbc.uri('carrier-2'), ['only-left']],
          [enabled.uri, ['state', 'state']],
        ]),
      );
      await perform({ kind: 'reload-dispatcher' });
      assert.deepEqual(await findDrift(), []);
    });

    it('tells that adding a destination turns the order of other sets round, until the list is reloaded', async () => {
      const compareOrder = async (): Promise<number[]> => {
        const { listed, sets } = await readBoth();
        return compareOrderWithFile(listed, sets).map(({ setId }) => setId);
      };
      assert.deepEqual(await compareOrder(), []);
      await perform({
        ...{ kind: 'add-destination', setId: 7, uri: 'sip:127.0.0.1:9', flags: 0, priority: 0, attributes: '' },
      });
      assert.deepEqual(await compareOrder(), [1], 'the destinations of set 2 have priorities of their own');
      await perform({ kind: 'reload-dispatcher' });
      assert.deepEqual(await compareOrder(), []);
    });

    async function findDrift(): Promise<Drift[]> {
      const { listed, sets, version } = await readBoth();
      return compareWithFile(listed, sets, { version });
    }

    /** The list file as the language server reads it, and what the server has in memory now. */
    async function readBoth(): Promise<{
      listed: ListedDestination[];
      sets: readonly DestinationSet[];
      version: string;
    }> {
      const { identity, dispatcher } = await known(server('unix'));
      await server('unix').refresh(['dispatcher']);
      const { parts } = server('unix');
      const { sets } = parts.dispatcher.kind === 'known' ? parts.dispatcher.value : dispatcher;
      const list = readDispatcherList(new SourceText('file:///dispatcher.list', readFileSync(sbc.listFile, 'utf8')));
      const start = { line: 0, character: 0 };
      const location = { uri: list.source.uri, range: { start, end: start } };
      const listed = listDestinations(list).map((destination) => ({ ...destination, location }));
      return { listed, sets, version: identity.version };
    }

    it('what the server refuses is told, and nothing is taken for done', async () => {
      const { outcome } = await server('http').perform({
        kind: 'set-state',
        setId: 1,
        target: { uri: 'sip:nobody@127.0.0.1' },
        state: 'disabled',
        probing: false,
      });
      assert.equal(outcome.kind, 'failed');
    });

    it('a profile that only reads changes nothing', async () => {
      const reader = lookAt(sbc.node.profile('http', { name: 'reader', access: 'read' }));
      try {
        await known(reader);
        const target = { uri: sbc.uri('media-1') };
        const before = await reallyIs('media-1');
        const { outcome } = await reader.perform({
          ...{ kind: 'set-state', setId: 1, target, state: 'disabled', probing: false },
        });
        assert.equal(outcome.kind, 'failed');
        assert.equal(await reallyIs('media-1'), before);
      } finally {
        reader.dispose();
      }
    });
  });

  describe('actions on hash tables', () => {
    for (const transport of TRANSPORTS) {
      it(`sets, deletes and flushes entries, over ${transport}`, async () => {
        const table = 'plain';
        const values = { 'a number': -7, 'a text': 'blue; "green", ü' };
        for (const [key, value] of Object.entries(values)) {
          await perform({ kind: 'table-set', table, key, value }, transport);
          assert.match(await sbc.node.kamcmd('htable.get', table, key), new RegExp(`value: ${String(value)}`));
        }
        const page = await server(transport).readTable(table, { offset: 0, limit: 10 });
        assert.deepEqual(new Map(page.entries.map(({ key, value }) => [key, value])), new Map(Object.entries(values)));
        await perform({ kind: 'table-delete', table, key: 'a text' }, transport);
        assert.doesNotMatch(await sbc.node.kamcmd('htable.dump', table), /a text/);
        await perform({ kind: 'table-flush', table }, transport);
        assert.doesNotMatch(await sbc.node.kamcmd('htable.dump', table), /a number/);
      });
    }

    it('an entry ends after its own time', async () => {
      await perform({ kind: 'table-set', table: 'expiring', key: 'short', value: 'x', expire: 1 });
      await poll('the entry to end', async () => {
        const { entries } = await server('http').readTable('expiring', { offset: 0, limit: 10 });
        return entries.length === 0 || undefined;
      });
      assert.doesNotMatch(await sbc.node.kamcmd('htable.dump', 'expiring'), /short/);
    });

    it('a reload brings what the database holds now', async () => {
      sbc.writeTable({ first: 'one', second: 'two' });
      await perform({ kind: 'table-reload', table: 'stored' });
      const dump = await sbc.node.kamcmd('htable.dump', 'stored');
      assert.match(dump, /value: one/);
      assert.doesNotMatch(dump, /greeting/);
      const { entries } = await server('http').readTable('stored', { offset: 0, limit: 10 });
      assert.deepEqual(entries.map(({ key }) => key).sort(), ['first', 'second']);
    });

    it('the sizes follow', async () => {
      await poll('the size of the table', () => {
        const { tables } = server('tcp').parts;
        const table = tables.kind === 'known' ? tables.value.find(({ name }) => name === 'stored') : undefined;
        return Promise.resolve(table?.entries === 2 || undefined);
      });
    });
  });

  describe('a server that fails', () => {
    it('hangs: nothing old is shown as fresh, and all is well again without a click', async () => {
      sbc.node.pause();
      try {
        for (const transport of TRANSPORTS) {
          const error = await waitForFailure(server(transport));
          assert.equal(error.kind, 'timed-out', transport);
          assert.equal(server(transport).isFresh('dispatcher'), false);
          const { dispatcher } = server(transport).parts;
          assert.equal(dispatcher.kind, 'failed');
          assert.equal(dispatcher.last?.value.sets.length, 2);
        }
      } finally {
        sbc.node.resume();
      }
      for (const transport of TRANSPORTS) await waitUntilLive(server(transport));
      await waitForState('media-1', 'AP');
    });

    it('is killed and comes back without the dispatcher, then with it', async () => {
      await sbc.node.kill();
      for (const transport of TRANSPORTS) {
        const error = await waitForFailure(server(transport));
        assert.ok(['refused', 'closed'].includes(error.kind), `${transport}: ${error.kind}`);
      }
      const startedBefore = lastValue(server('http').parts.identity)?.startedAt;

      await sbc.start({ withDispatcher: false });
      for (const transport of TRANSPORTS) {
        await poll(`the dispatcher to be absent over ${transport}`, () =>
          Promise.resolve(server(transport).parts.dispatcher.kind === 'absent' || undefined),
        );
        assert.deepEqual(server(transport).parts.dispatcher, { kind: 'absent', module: 'dispatcher' });
        await waitUntilLive(server(transport));
      }
      const startedAfter = lastValue(server('http').parts.identity)?.startedAt;
      assert.ok(startedBefore !== undefined && startedAfter !== undefined && startedAfter > startedBefore);
      const { outcome } = await server('http').perform({ kind: 'reload-dispatcher' });
      assert.equal(outcome.kind, 'failed');

      // Runs that began in the same second cannot be told apart.
      await poll('a run of some seconds', async () => {
        const uptime = await sbc.node.kamcmd('core.uptime');
        return Number(/uptime: (\d+)/.exec(uptime)?.[1]) >= 2 || undefined;
      });
      await sbc.node.stop();
      await sbc.start();
      for (const transport of TRANSPORTS) {
        await poll(`the dispatcher to be there again over ${transport}`, () =>
          Promise.resolve(server(transport).parts.dispatcher.kind === 'known' || undefined),
        );
      }
      assert.deepEqual(server('http').history.marks.filter(({ kind }) => kind === 'restart').length, 2);
    });
  });

  describe('that nobody looks at any more', () => {
    it('leaves no connection open', async () => {
      for (const one of servers.values()) one.dispose();
      await poll('the connections to be closed', () => Promise.resolve(countSockets() <= resourcesBefore || undefined));
    });
  });
});

describe('the live view of two nodes that replicate', () => {
  let pair: LivePair;
  let servers: LiveServers;
  const stopWatching: (() => void)[] = [];

  before(async function () {
    pair = await LivePair.open(needKamailio(this));
    servers = new LiveServers({ openClient, clock: SYSTEM_CLOCK, random: Math.random });
    servers.setProfiles(
      [pair.left, pair.right].map((node) => node.profile('unix', { name: node.name, group: 'pair' })),
    );
    for (const one of servers.servers) {
      one.connect();
      stopWatching.push(one.watch(ALL_PARTS));
    }
  });

  after(async () => {
    for (const stop of stopWatching) stop();
    (servers as LiveServers | undefined)?.dispose();
    await (pair as LivePair | undefined)?.close();
  });

  function server(node: LiveNode): LiveServer {
    const found = servers.find(node.name);
    assert.ok(found);
    return found;
  }

  /** How one node sees the other; undefined while it does not know of it. */
  function statusSeen(by: LiveNode): string | undefined {
    const { dmq } = server(by).parts;
    if (dmq.kind !== 'known') return undefined;
    const other = by === pair.left ? pair.right : pair.left;
    return dmq.value.find(({ isLocal, port }) => !isLocal && port === String(other.sipPort))?.status;
  }

  async function waitForStatus(by: LiveNode, status: string | undefined): Promise<void> {
    await poll(`${by.name} to see the other as ${status ?? 'gone'}`, () =>
      Promise.resolve((server(by).parts.dmq.kind === 'known' && statusSeen(by) === status) || undefined),
    );
  }

  async function entries(node: LiveNode, table: string) {
    return (await server(node).readTable(table, { offset: 0, limit: 1000 })).entries;
  }

  async function perform(node: LiveNode, action: ServerAction): Promise<void> {
    const record = await server(node).perform(action);
    assert.deepEqual(record.outcome, { kind: 'confirmed' }, record.what);
  }

  it('shows both nodes as active, each of them once as itself', async () => {
    for (const node of [pair.left, pair.right]) {
      await waitForStatus(node, 'active');
      const { dmq } = server(node).parts;
      assert.ok(dmq.kind === 'known');
      assert.deepEqual(
        dmq.value.filter(({ isLocal }) => isLocal).map(({ port }) => port),
        [String(node.sipPort)],
      );
    }
  });

  it('says which tables are replicated', async () => {
    const { tables } = await known(server(pair.left), ['tables']);
    assert.deepEqual(
      new Map(tables.map(({ name, isReplicated }) => [name, isReplicated])),
      new Map([
        [SHARED_TABLE, true],
        [OWN_TABLE, false],
      ]),
    );
  });

  it('finds no difference in a table that is replicated', async () => {
    for (let key = 0; key < 20; key += 1) {
      await perform(pair.left, { kind: 'table-set', table: SHARED_TABLE, key: `key-${key}`, value: `value ${key}` });
    }
    await poll('the entries to arrive', async () =>
      (await entries(pair.right, SHARED_TABLE)).length === 20 ? true : undefined,
    );
    assert.deepEqual(
      compareTables(await entries(pair.left, SHARED_TABLE), await entries(pair.right, SHARED_TABLE)),
      [],
    );
  });

  it('finds the keys of a table that differ', async () => {
    await perform(pair.left, { kind: 'table-set', table: OWN_TABLE, key: 'both', value: 'left' });
    await perform(pair.right, { kind: 'table-set', table: OWN_TABLE, key: 'both', value: 'right' });
    await perform(pair.left, { kind: 'table-set', table: OWN_TABLE, key: 'same', value: 1 });
    await perform(pair.right, { kind: 'table-set', table: OWN_TABLE, key: 'same', value: 1 });
    await perform(pair.right, { kind: 'table-set', table: OWN_TABLE, key: 'only', value: 2 });
    const drift = compareTables(await entries(pair.left, OWN_TABLE), await entries(pair.right, OWN_TABLE));
    assert.deepEqual(
      drift.map(({ key, kind }) => [key, kind]),
      [
        ['both', 'different'],
        ['only', 'only-right'],
      ],
    );
  });

  it('removes a node, which comes back when it is heard of', async () => {
    // A node that is halted cannot announce itself before the removal is seen.
    pair.right.pause();
    try {
      await perform(pair.left, { kind: 'dmq-remove', node: pair.right.sipUri });
      assert.ok(!(await pair.left.kamcmd('dmq.list_nodes')).includes(`port: ${pair.right.sipPort}`));
      assert.equal(statusSeen(pair.left), undefined);
    } finally {
      pair.right.resume();
    }
    await waitForStatus(pair.left, 'active');
  });

  it('shows that a node was killed, that it is back, and what it took over', async () => {
    await waitForStatus(pair.left, 'active');
    await pair.right.kill();
    await waitForFailure(server(pair.right));
    await poll('the other node to miss it', () => Promise.resolve(statusSeen(pair.left) !== 'active' || undefined));
    const really = await pair.left.kamcmd('dmq.list_nodes');
    assert.match(really, new RegExp(`status: ${statusSeen(pair.left) ?? 'none'}`));

    await pair.start(pair.right);
    await waitUntilLive(server(pair.right));
    await waitForStatus(pair.left, 'active');
    await waitForStatus(pair.right, 'active');
    await poll('the tables to be equal again', async () => {
      const [left, right] = [await entries(pair.left, SHARED_TABLE), await entries(pair.right, SHARED_TABLE)];
      return (left.length === 20 && compareTables(left, right).length === 0) || undefined;
    });
    // What is not replicated is gone.
    assert.deepEqual(await entries(pair.right, OWN_TABLE), []);
  });
});

function openClient(profile: ServerProfile): Promise<RpcClient> {
  return Promise.resolve(openRpcClient({ ...profile.endpoint, tls: undefined, credentials: undefined }));
}

/** A server that is connected and looked at. */
function lookAt(profile: ServerProfile): LiveServer {
  const server = new LiveServer({ profile, openClient, clock: SYSTEM_CLOCK, random: Math.random });
  server.connect();
  server.watch(ALL_PARTS);
  return server;
}

type KnownParts = {
  readonly [Name in PartName]: Extract<LiveServer['parts'][Name], { kind: 'known' }>['value'];
};

/** Waits until these parts are known. */
async function known(server: LiveServer, names: readonly PartName[] = ['identity', 'dispatcher']): Promise<KnownParts> {
  await poll(`${names.join(', ')} of ${server.profile.name}`, () =>
    Promise.resolve(names.every((name) => server.parts[name].kind === 'known') || undefined),
  );
  const values = names.map((name) => [name, lastValue(server.parts[name] as Part<unknown>)]);
  return Object.fromEntries(values) as KnownParts;
}

function lastValue<T>(part: Part<T>): T | undefined {
  if (part.kind === 'known') return part.value;
  return part.kind === 'failed' ? part.last?.value : undefined;
}

async function waitForFailure(server: LiveServer): Promise<{ readonly kind: string }> {
  return poll(`${server.profile.name} to fail`, () => {
    const { connection } = server;
    return Promise.resolve(connection.kind === 'failing' ? connection.error : undefined);
  });
}

async function waitUntilLive(server: LiveServer): Promise<void> {
  await poll(`${server.profile.name} to be live`, () =>
    Promise.resolve((server.connection.kind === 'live' && server.isFresh('identity')) || undefined),
  );
}

function findDestination({ sets }: DispatcherState, setId: number, uri: string): Destination | undefined {
  return sets.find(({ id }) => id === setId)?.destinations.find((destination) => destination.uri === uri);
}

/** The states as the real `kamcmd` prints them, by address. */
async function readLetters(node: LiveNode): Promise<Map<string, string>> {
  const printed = await node.kamcmd('dispatcher.list');
  return new Map(
    [...printed.matchAll(/URI: (\S+)\s+FLAGS: (\w+)/g)].map(([, uri = '', letters = '']) => [uri, letters]),
  );
}

/** Connections of this process. */
function countSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => /^(?:TCP|Pipe)\w*Wrap$/.test(name)).length;
}
