import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { PacketReader } from '../../../../client/src/rpc/binrpc.ts';
import {
  listMethods,
  readCounters,
  readIdentity,
  readInfo,
  readVersion,
} from '../../../../client/src/rpc/commands/core.ts';
import {
  addDestination,
  hashForDispatcher,
  listDestinationSets,
  readDispatcherSettings,
  readPinging,
  reloadDispatcher,
  removeDestination,
  setDestinationState,
  setPinging,
} from '../../../../client/src/rpc/commands/dispatcher.ts';
import { listDmqNodes, removeDmqNode } from '../../../../client/src/rpc/commands/dmq.ts';
import {
  deleteHashTableItem,
  dumpHashTable,
  flushHashTable,
  getHashTableItem,
  listHashTables,
  reloadHashTable,
  setHashTableItem,
} from '../../../../client/src/rpc/commands/htable.ts';
import { explainFault } from '../../../../client/src/rpc/explain-error.ts';
import { decodeJsonReply } from '../../../../client/src/rpc/json-rpc.ts';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import type { RpcClient, RpcParam, RpcValue } from '../../../../client/src/rpc/types.ts';
import { encodeReply, type Record as Item } from './reply-encoder.ts';

type Answer = RpcValue | RpcError;

/** A client that answers from a table and remembers what it was asked. */
class ScriptedClient implements RpcClient {
  readonly address = 'test';
  readonly calls: [string, ...RpcParam[]][] = [];
  readonly #answers: Readonly<Record<string, Answer>>;

  constructor(answers: Readonly<Record<string, Answer>> = {}) {
    this.#answers = answers;
  }

  call(method: string, params: readonly RpcParam[] = []): Promise<RpcValue> {
    this.calls.push([method, ...params]);
    const answer = this.#answers[method];
    if (answer === undefined) return Promise.reject(explainFault(method, 500, `command ${method} not found`));
    return answer instanceof RpcError ? Promise.reject(answer) : Promise.resolve(answer);
  }

  withoutSecrets(text: string): string {
    return text;
  }

  dispose(): void {
    // Nothing is open.
  }
}

/** What BINRPC makes of a structure that ctl sends. */
function fromBinrpc(...items: Item[]): RpcValue {
  const [packet] = new PacketReader().push(encodeReply(1, items));
  assert.ok(packet?.kind === 'reply');
  return packet.values.length === 1 ? packet.values[0]! : packet.values.length === 0 ? null : packet.values;
}

function fromJson(result: unknown): RpcValue {
  const reply = decodeJsonReply(1, Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, result })));
  assert.ok(reply.kind === 'result');
  return reply.value;
}

function text(value: string): Item {
  return { text: value };
}

function int(value: number): Item {
  return { int: value };
}

function struct(members: Record<string, Item>): Item {
  return { struct: Object.entries(members) };
}

/** As rpc->struct_add() fills an array: the same name again and again. */
function named(name: string, items: Item[]): Item {
  return { struct: items.map((item) => [name, item] as const) };
}

const isGarbled = (error: unknown): boolean => error instanceof RpcError && error.kind === 'garbled';

describe('dispatcher.list', () => {
  const destination = {
    setId: 1,
    uri: 'sip:192.0.2.1:5060',
    letters: 'AP',
    availability: 'active',
    probing: 'probed',
    priority: 5,
    attributes: {
      body: 'weight=50;duid=gw-1;flag;x="a;b"',
      values: new Map([
        ['weight', '50'],
        ['duid', 'gw-1'],
        ['flag', ''],
        ['x', 'a;b'],
      ]),
    },
    latency: { average: 12.5, deviation: 0.5, estimate: 13, maximum: 40, timeouts: 2 },
    load: 3,
    probingCount: undefined,
    host: undefined,
    address: undefined,
    port: undefined,
  };
  const plain = {
    setId: 2,
    uri: 'sip:192.0.2.9',
    letters: 'DX',
    availability: 'disabled',
    probing: 'not-probed',
    priority: 0,
    attributes: { body: '', values: new Map() },
    latency: undefined,
    load: undefined,
    probingCount: undefined,
    host: undefined,
    address: undefined,
    port: undefined,
  };

  const binary = fromBinrpc(
    struct({
      NRSETS: int(2),
      RECORDS: named('SET', [
        struct({
          ID: int(2),
          TARGETS: named('DEST', [struct({ URI: text('sip:192.0.2.9'), FLAGS: text('DX'), PRIORITY: int(0) })]),
        }),
        struct({
          ID: int(1),
          TARGETS: named('DEST', [
            struct({
              URI: text('sip:192.0.2.1:5060'),
              FLAGS: text('AP'),
              PRIORITY: int(5),
              ATTRS: struct({
                BODY: text('weight=50;duid=gw-1;flag;x="a;b"'),
                DUID: text('gw-1'),
                SOCKET: text('<null string>'),
              }),
              LATENCY: struct({
                AVG: { double: 12.5 },
                STD: { double: 0.5 },
                EST: { double: 13 },
                MAX: int(40),
                TIMEOUT: int(2),
              }),
              RUNTIME: struct({ DLGLOAD: int(3) }),
            }),
          ]),
        }),
      ]),
    }),
  );
  const json = fromJson({
    NRSETS: 2,
    RECORDS: [
      { SET: { ID: 2, TARGETS: [{ DEST: { URI: 'sip:192.0.2.9', FLAGS: 'DX', PRIORITY: 0 } }] } },
      {
        SET: {
          ID: 1,
          TARGETS: [
            {
              DEST: {
                URI: 'sip:192.0.2.1:5060',
                FLAGS: 'AP',
                PRIORITY: 5,
                ATTRS: { BODY: 'weight=50;duid=gw-1;flag;x="a;b"', DUID: 'gw-1', SOCKET: null },
                LATENCY: { AVG: 12.5, STD: 0.5, EST: 13.0, MAX: 40, TIMEOUT: 2 },
                RUNTIME: { DLGLOAD: 3 },
              },
            },
          ],
        },
      },
    ],
  });

  for (const [codec, reply] of [
    ['BINRPC', binary],
    ['JSON-RPC', json],
  ] as const) {
    it(`is read the same over ${codec}, sets in their order`, async () => {
      const sets = await listDestinationSets(new ScriptedClient({ 'dispatcher.list': reply }));
      assert.deepEqual(sets, [
        { id: 1, destinations: [destination] },
        { id: 2, destinations: [plain] },
      ]);
    });
  }

  it('is read as version 6.2 sends it in full, with members that nobody knows', async () => {
    const reply = fromJson({
      NRSETS: 1,
      RECORDS: [
        {
          SET: {
            ID: 1,
            NEW: 1,
            TARGETS: [
              {
                DEST: {
                  IDX: 0,
                  URI: 'sip:gw.example.com',
                  FLAGS: 'IN',
                  PRIORITY: 1,
                  IUID: 'abc',
                  HOST: 'gw.example.com',
                  IPADDR: '192.0.2.7',
                  PORT: 5060,
                  PROTOID: 1,
                  ATTRS: { BODY: null, DUID: null, PROBING_COUNT: 2, PING_SOCKET: null, OCMIN: 0 },
                },
              },
            ],
          },
        },
      ],
    });
    const client = new ScriptedClient({ 'dispatcher.list': reply });
    const [set] = await listDestinationSets(client, { detail: 'full' });
    assert.deepEqual(client.calls, [['dispatcher.list', 'full']]);
    const [found] = set?.destinations ?? [];
    assert.deepEqual(
      [found?.availability, found?.probing, found?.host, found?.address, found?.port, found?.probingCount],
      ['inactive', 'never', 'gw.example.com', '192.0.2.7', 5060, 2],
    );
    assert.deepEqual(found?.attributes, { body: '', values: new Map() });
  });

  it('gives no sets for the fault that says so, for an empty list and for a set without destinations', async () => {
    const fault = explainFault('dispatcher.list', 500, 'No Destination Sets');
    assert.deepEqual(await listDestinationSets(new ScriptedClient({ 'dispatcher.list': fault })), []);
    const empty = fromBinrpc(struct({ NRSETS: int(0), RECORDS: struct({}) }));
    assert.deepEqual(await listDestinationSets(new ScriptedClient({ 'dispatcher.list': empty })), []);
    const hollow = fromBinrpc(
      struct({ NRSETS: int(1), RECORDS: named('SET', [struct({ ID: int(4), TARGETS: struct({}) })]) }),
    );
    assert.deepEqual(await listDestinationSets(new ScriptedClient({ 'dispatcher.list': hollow })), [
      { id: 4, destinations: [] },
    ]);
  });

  const strange: [string, unknown, RegExp][] = [
    ['a text', 'hello', /expected a structure, got "hello"/],
    ['nothing', null, /expected a structure, got nothing/],
    ['no records', { NRSETS: 1 }, /expected a structure with RECORDS/],
    ['records that are none', { RECORDS: [1] }, /a structure with SET at RECORDS\[0\], got 1/],
    ['a set without id', { RECORDS: [{ SET: { TARGETS: [] } }] }, /a structure with ID at RECORDS\[0\]\.SET/],
    [
      'letters that are none',
      { RECORDS: [{ SET: { ID: 1, TARGETS: [{ DEST: { URI: 'x', FLAGS: 'QQ' } }] } }] },
      /state letters at .*FLAGS, got "QQ"/,
    ],
  ];
  for (const [what, result, message] of strange) {
    it(`says what it does not know: ${what}`, async () => {
      await assert.rejects(
        listDestinationSets(new ScriptedClient({ 'dispatcher.list': fromJson(result) })),
        (error) => isGarbled(error) && error instanceof RpcError && message.test(error.message),
      );
    });
  }

  it('passes other faults on', async () => {
    const fault = explainFault('dispatcher.list', 500, 'Internal error root reply');
    await assert.rejects(listDestinationSets(new ScriptedClient({ 'dispatcher.list': fault })), fault);
  });
});

describe('other commands of dispatcher', () => {
  it('set states by address, by duid and for a whole set', async () => {
    const client = new ScriptedClient({ 'dispatcher.set_state': 'Ok', 'dispatcher.set_duid_state': null });
    const change = { setId: 1, target: { uri: 'sip:a' }, state: 'active', probing: true } as const;
    await setDestinationState(client, change);
    await setDestinationState(client, { ...change, state: 'inactive', probing: false });
    await setDestinationState(client, { ...change, state: 'disabled' });
    await setDestinationState(client, { ...change, target: { duid: 'gw-1' }, state: 'trying' });
    await setDestinationState(client, { ...change, target: 'all' });
    assert.deepEqual(client.calls, [
      ['dispatcher.set_state', 'ap', 1, 'sip:a'],
      ['dispatcher.set_state', 'ix', 1, 'sip:a'],
      ['dispatcher.set_state', 'dx', 1, 'sip:a'],
      ['dispatcher.set_duid_state', 'tp', 1, 'gw-1'],
      ['dispatcher.set_state', 'ap', 1, 'all'],
    ]);
  });

  it('add a destination with the parameters that the version has', async () => {
    const full = { setId: 1, uri: 'sip:a', flags: 8, priority: 3, attributes: 'weight=1' };
    const newer = new ScriptedClient({ 'core.version': 'kamailio 5.6.3 (x)', 'dispatcher.add': 'Ok' });
    await addDestination(newer, full);
    await addDestination(newer, { ...full, priority: 0, attributes: '' });
    assert.deepEqual(newer.calls, [
      ['core.version'],
      ['dispatcher.add', 1, 'sip:a', 8, 3, 'weight=1'],
      ['dispatcher.add', 1, 'sip:a', 8],
    ]);
    const older = new ScriptedClient({ 'core.version': 'kamailio 5.5.4 (x)', 'dispatcher.add': null });
    await addDestination(older, { ...full, priority: 0 });
    assert.deepEqual(older.calls.at(-1), ['dispatcher.add', 1, 'sip:a', 8, 'weight=1']);
    await assert.rejects(addDestination(older, full), /5\.5/);
  });

  it('remove, reload and switch pinging', async () => {
    const client = new ScriptedClient({
      'dispatcher.remove': 'Ok',
      'dispatcher.reload': 'Ok',
      'dispatcher.ping_active': { OldPingState: 1 },
    });
    await removeDestination(client, { setId: 2, uri: 'sip:b' });
    await reloadDispatcher(client);
    assert.equal(await readPinging(client), true);
    await setPinging(client, false);
    assert.deepEqual(client.calls, [
      ['dispatcher.remove', 2, 'sip:b'],
      ['dispatcher.reload'],
      ['dispatcher.ping_active'],
      ['dispatcher.ping_active', 0],
    ]);
  });

  it('tell a hash with its highest bit as the number that it is', async () => {
    const client = new ScriptedClient({ 'dispatcher.hash': { hashid: -2, slot: 2 } });
    assert.deepEqual(await hashForDispatcher(client, { slots: 4, value: 'x' }), { hash: 4294967294, slot: 2 });
    await hashForDispatcher(client, { slots: 4, value: 'x', second: 'y' });
    assert.deepEqual(client.calls, [
      ['dispatcher.hash', 4, 'x'],
      ['dispatcher.hash', 4, 'x', 'y'],
    ]);
  });

  it('tell the thresholds where cfg_rpc is loaded, and nothing where it is not', async () => {
    const unknown = { pingInterval: undefined, probingMode: undefined };
    assert.deepEqual(await readDispatcherSettings(new ScriptedClient({ 'cfg.get': 3 })), {
      probingThreshold: 3,
      inactiveThreshold: 3,
      ...unknown,
    });
    assert.deepEqual(await readDispatcherSettings(new ScriptedClient()), {
      probingThreshold: undefined,
      inactiveThreshold: undefined,
      ...unknown,
    });
    const broken = new ScriptedClient({ 'cfg.get': new RpcError('closed', 'gone') });
    await assert.rejects(readDispatcherSettings(broken), /gone/);
  });
});

describe('commands of dmq', () => {
  const node = {
    host: '127.0.0.1',
    port: '5070',
    proto: 'udp',
    resolved_ip: '127.0.0.1',
    status: 'active',
    last_notification: 17,
    local: 1,
  };

  it('list nodes, one or several, with what newer versions add', async () => {
    const one = new ScriptedClient({ 'dmq.list_nodes': fromJson(node) });
    const expected = {
      host: '127.0.0.1',
      port: '5070',
      protocol: 'udp',
      address: '127.0.0.1',
      status: 'active',
      isLocal: true,
      lastNotification: 17,
      failures: undefined,
    };
    assert.deepEqual(await listDmqNodes(one), [expected]);
    const other = { ...node, local: 0, port: null, fail_count: 2 };
    const two = new ScriptedClient({ 'dmq.list_nodes': fromJson([node, other]) });
    assert.deepEqual(await listDmqNodes(two), [expected, { ...expected, isLocal: false, port: '', failures: 2 }]);
    assert.deepEqual(await listDmqNodes(new ScriptedClient({ 'dmq.list_nodes': null })), []);
    await assert.rejects(listDmqNodes(new ScriptedClient({ 'dmq.list_nodes': ['x'] })), isGarbled);
  });

  it('remove a node', async () => {
    const client = new ScriptedClient({ 'dmq.remove': 'Ok' });
    await removeDmqNode(client, 'sip:127.0.0.1:5070');
    assert.deepEqual(client.calls, [['dmq.remove', 'sip:127.0.0.1:5070']]);
  });
});

describe('commands of htable', () => {
  const table = { name: 'a', dbtable: '', dbmode: 0, expire: 7200, updateexpire: 1, size: 256, dmqreplicate: 1 };

  it('list tables with their sizes', async () => {
    const client = new ScriptedClient({
      'htable.listTables': fromJson([table, { ...table, name: 'b', dbtable: 'tb', dmqreplicate: 0 }]),
      'htable.stats': fromJson({ name: 'a', slots: 256, all: 3, min: 0, max: 2 }),
    });
    const a = {
      name: 'a',
      databaseTable: undefined,
      databaseMode: 0,
      expire: 7200,
      updateExpire: true,
      slots: 256,
      isReplicated: true,
      entries: 3,
      fewest: 0,
      most: 2,
    };
    const unknown = { entries: undefined, fewest: undefined, most: undefined };
    assert.deepEqual(await listHashTables(client), [
      a,
      { ...a, name: 'b', databaseTable: 'tb', isReplicated: false, ...unknown },
    ]);
  });

  it('list no tables for the fault that says so', async () => {
    const client = new ScriptedClient({ 'htable.listTables': explainFault('htable.listTables', 500, 'No htables') });
    assert.deepEqual(await listHashTables(client), []);
  });

  const entries = [
    { slot: 3, key: 'k', value: 'v' },
    { slot: 3, key: 'n', value: -5 },
    { slot: 7, key: 'e', value: '' },
  ];
  it('dump the entries of a table over JSON-RPC', async () => {
    const dump = fromJson([
      {
        entry: 3,
        size: 2,
        slot: [
          { name: 'k', value: 'v', type: 'str' },
          { name: 'n', value: -5, type: 'int' },
        ],
      },
      { entry: 7, size: 1, slot: [{ name: 'e', value: '', type: 'str' }] },
    ]);
    assert.deepEqual(await dumpHashTable(new ScriptedClient({ 'htable.dump': dump }), 'a'), entries);
    assert.deepEqual(await dumpHashTable(new ScriptedClient({ 'htable.dump': null }), 'a'), []);
  });

  it('dump the entries of a table over BINRPC', async () => {
    const item = (name: string, value: Item): Item => struct({ name: text(name), value, type: text('') });
    const dump = fromBinrpc(
      struct({ entry: int(3), size: int(2), slot: { list: [item('k', text('v')), item('n', int(-5))] } }),
      struct({ entry: int(7), size: int(1), slot: { list: [item('e', text(''))] } }),
    );
    assert.deepEqual(await dumpHashTable(new ScriptedClient({ 'htable.dump': dump }), 'a'), entries);
  });

  it('get an entry, or nothing', async () => {
    const item = { item: { name: 'k', value: 5, flags: 0, expire: 'NEVER' } };
    assert.deepEqual(await getHashTableItem(new ScriptedClient({ 'htable.get': item }), 'a', 'k'), {
      key: 'k',
      value: 5,
      expires: undefined,
    });
    const missing = explainFault('htable.get', 500, "Key name doesn't exist in htable.");
    assert.equal(await getHashTableItem(new ScriptedClient({ 'htable.get': missing }), 'a', 'k'), undefined);
    const noTable = explainFault('htable.get', 500, 'No such htable');
    await assert.rejects(getHashTableItem(new ScriptedClient({ 'htable.get': noTable }), 'a', 'k'), noTable);
  });

  it('set, delete, flush and reload', async () => {
    const names = ['sets', 'seti', 'setxs', 'setxi', 'delete', 'flush', 'reload'];
    const client = new ScriptedClient(Object.fromEntries(names.map((name) => [`htable.${name}`, 'Ok'])));
    await setHashTableItem(client, 'a', { key: 'k', value: '5' });
    await setHashTableItem(client, 'a', { key: 'k', value: 5 });
    await setHashTableItem(client, 'a', { key: 'k', value: 'v', expire: 60 });
    await setHashTableItem(client, 'a', { key: 'k', value: 5, expire: 60 });
    await deleteHashTableItem(client, 'a', 'k');
    await flushHashTable(client, 'a');
    await reloadHashTable(client, 'a');
    assert.deepEqual(client.calls, [
      ['htable.sets', 'a', 'k', '5'],
      ['htable.seti', 'a', 'k', 5],
      ['htable.setxs', 'a', 'k', 'v', 60],
      ['htable.setxi', 'a', 'k', 5, 60],
      ['htable.delete', 'a', 'k'],
      ['htable.flush', 'a'],
      ['htable.reload', 'a'],
    ]);
  });
});

describe('commands of the core', () => {
  it('tell version and start, which does not tremble', async () => {
    const client = new ScriptedClient({
      'core.version': 'kamailio 5.8.0-dev1 (x86_64/linux) ',
      'core.uptime': { now: 'Tue Jan  7 12:00:10 2025', up_since: 'Tue Jan  7 12:00:00 2025', uptime: 10 },
    });
    // The server's clock shows the time of a zone two hours east of Greenwich, and goes three seconds wrong.
    const start = Date.UTC(2025, 0, 7, 10, 0, 0);
    for (const trembling of [12_000, 13_400, 9_100]) {
      assert.deepEqual(await readIdentity(client, () => start + trembling), {
        version: '5.8.0-dev1',
        description: 'kamailio 5.8.0-dev1 (x86_64/linux) ',
        startedAt: start,
      });
    }
  });

  it('tell the start without up_since too', async () => {
    const client = new ScriptedClient({ 'core.version': ['kamailio 6.1.0'], 'core.uptime': { uptime: 10 } });
    assert.equal((await readIdentity(client, () => 60_000)).startedAt, 50_000);
    await assert.rejects(readVersion(new ScriptedClient({ 'core.version': 'no number' })), isGarbled);
  });

  it('list methods and what the program was built with', async () => {
    const client = new ScriptedClient({ 'system.listMethods': ['a.b', 'c.d'], 'core.info': { version: 'k', id: 'x' } });
    assert.deepEqual(await listMethods(client), ['a.b', 'c.d']);
    assert.deepEqual(
      [...(await readInfo(client))],
      [
        ['version', 'k'],
        ['id', 'x'],
      ],
    );
  });

  it('tell counters of the modules that are there', async () => {
    const client = new ScriptedClient({
      'tm.stats': { current: 2, total: 9 },
      'core.shmmem': { used: 1000 },
      'stats.fetchn': { 'core.rcv_requests': 4, 'sl.200_replies': '7' },
    });
    assert.deepEqual(await readCounters(client), [
      { name: 'tm.current', value: 2 },
      { name: 'tm.total', value: 9 },
      { name: 'shm.used', value: 1000 },
      { name: 'core.rcv_requests', value: 4 },
      { name: 'sl.200_replies', value: 7 },
    ]);
    assert.deepEqual(await readCounters(new ScriptedClient()), []);
  });
});

describe('faults in words', () => {
  const cases: [string, string, RegExp, string][] = [
    ['dispatcher.list', 'command dispatcher.list not found', /module dispatcher is not loaded/, 'unknown-command'],
    ['ul.dump', 'Method Not Found', /module usrloc is not loaded/, 'unknown-command'],
    ['cfg.get', 'command cfg.get not found', /module cfg_rpc/, 'unknown-command'],
    ['stats.fetchn', 'command stats.fetchn not found', /module kex/, 'unknown-command'],
    ['core.foo', 'command core.foo not found', /its version has none/, 'unknown-command'],
    ['foo', 'command foo not found', /does not know the command foo\./, 'unknown-command'],
    ['constructor.x', 'command x not found', /does not know the command constructor\.x\.$/, 'unknown-command'],
    [
      'htable.dump',
      "Internal server error processing '{': buffer too small (overflow) (-2)",
      /binrpc_max_body_size/,
      'fault',
    ],
    ['dispatcher.list', 'Internal error creating dest', /binrpc_struct_max_body_size/, 'fault'],
    ['dispatcher.reload', 'Ongoing reload', /reload_delta/, 'fault'],
    ['htable.get', 'No such htable', /refuses htable\.get: No such htable \(500\)\.$/, 'fault'],
    ['x.y', 'two\nlines\u0007', /two lines \(500\)/, 'fault'],
    ['x.y', '', /no reason given/, 'fault'],
  ];
  for (const [method, message, sentence, kind] of cases) {
    it(`${method}: ${message.slice(0, 40)}`, () => {
      const error = explainFault(method, 500, message);
      assert.match(error.message, sentence);
      assert.deepEqual([error.kind, error.code], [kind, 500]);
    });
  }
});
