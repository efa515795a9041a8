import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import { childrenOf } from '../../../../client/src/views/servers/children.ts';
import { ElementRegistry, type TreeElement } from '../../../../client/src/views/servers/elements.ts';
import { faceOf } from '../../../../client/src/views/servers/faces.ts';
import { tooltipOf } from '../../../../client/src/views/servers/tooltips.ts';
import { at, attributes, destination, dispatcher, FakeServer, FakeWorld, known } from './support.ts';

const FAILING = {
  kind: 'failing',
  error: new RpcError('refused', 'Nobody listens on 127.0.0.1:2046.'),
  since: at(11, 58),
  attempts: 3,
  nextAttempt: at(12, 0, 8),
} as const;

/** The tree as text: an indented line a row, with icon and colour where asked for. */
function draw(world: FakeWorld, options: { readonly icons?: boolean } = {}): string[] {
  const registry = new ElementRegistry();
  const lines: string[] = [];
  const visit = (element: TreeElement | undefined, depth: number): void => {
    for (const child of childrenOf(element, world, registry)) {
      const { label, description, icon, color } = faceOf(child, world);
      const looks = options.icons === true ? ` [${icon} ${color ?? '-'}]` : '';
      lines.push(`${'  '.repeat(depth)}${label}${description === '' ? '' : ` | ${description}`}${looks}`);
      visit(child, depth + 1);
    }
  };
  visit(undefined, 0);
  return lines;
}

function find(world: FakeWorld, label: string): TreeElement {
  const registry = new ElementRegistry();
  const search = (parent: TreeElement | undefined): TreeElement | undefined => {
    for (const child of childrenOf(parent, world, registry)) {
      if (faceOf(child, world).label === label) return child;
      const below = search(child);
      if (below !== undefined) return below;
    }
    return undefined;
  };
  const found = search(undefined);
  assert.ok(found, `no row ${label}`);
  return found;
}

const SETS = dispatcher(
  [
    1,
    destination('sip:10.0.0.1', 'AP', {
      latency: { average: 12.4, deviation: 1, estimate: 12, maximum: 20, timeouts: 0 },
      attributes: attributes('duid=a;weight=50'),
      priority: 5,
      load: 3,
    }),
    destination('sip:10.0.0.2', 'IP'),
    destination('sip:10.0.0.3', 'DX'),
  ],
  [2, destination('sip:10.0.0.9', 'TX'), destination('sip:10.0.0.9', 'AN')],
);

describe('the tree of servers', () => {
  it('shows everything of a server in words', () => {
    const server = new FakeServer('sbc', {
      parts: {
        dispatcher: SETS,
        dmq: known([
          {
            host: '10.0.0.1',
            port: '5071',
            protocol: 'udp',
            address: '10.0.0.1',
            status: 'active',
            isLocal: true,
            lastNotification: 0,
            failures: 0,
          },
          {
            host: '10.0.0.2',
            port: '5071',
            protocol: 'udp',
            address: '10.0.0.2',
            status: 'timeout',
            isLocal: false,
            lastNotification: at(11, 30) / 1000,
            failures: 2,
          },
        ]),
        tables: known([
          {
            name: 'ipban',
            databaseTable: undefined,
            databaseMode: 0,
            expire: 7200,
            updateExpire: true,
            slots: 256,
            isReplicated: true,
            entries: 100_000,
            fewest: 0,
            most: 9,
          },
        ]),
        counters: known([
          { name: 'shm.used', value: 3_500_000 },
          { name: 'tm.current', value: 12 },
        ]),
      },
    });
    const world = new FakeWorld(server);
    world.drift.set('sbc', 2);
    world.tables.set('sbc ipban', {
      filter: '10.',
      error: undefined,
      page: { total: 2000, at: at(11, 59, 30), entries: [{ slot: 1, key: '10.1.2.3', value: 1 }] },
    });
    assert.deepEqual(draw(world), [
      'sbc | live · 3 not active · 5.6.3 · up 2 h',
      '  Last answer at 12:00:00 | kamailio 5.6.3 (x86_64/linux), started 2026-01-15 10:00:00',
      '  Dispatcher sets | 2 not as in the file · 2 sets · 2 of 5 active',
      '    Set 1 | 1 of 3 active',
      '      sip:10.0.0.1 | active · 12 ms · load 3 · weight 50 · priority 5 · a',
      '      sip:10.0.0.2 | inactive',
      '      sip:10.0.0.3 | disabled, not probed',
      '    Set 2 | 1 of 2 active',
      '      sip:10.0.0.9 | trying, not probed',
      '      sip:10.0.0.9 | active, never probed',
      '  DMQ nodes | 1 of 2 active',
      '    10.0.0.1:5071 | active · this server',
      '    10.0.0.2:5071 | timeout · 2 failures · last notification at 11:30:00',
      '  Hash tables | 1 table',
      '    ipban | 100\u202f000 entries · expires after 2 h · replicated · filter "10."',
      '      1 of 2\u202f000 entries with "10." | read at 11:59:30',
      '      10.1.2.3 | 1',
      '      Show more … | 1\u202f999 not shown',
      '  Counters',
      '    Shared memory (core.shmmem) | used 3.3 MB',
      '      used | 3.3 MB',
      '    Transactions (tm) | current 12',
      '      current | 12',
    ]);
  });

  it('a server that nobody has connected says so and has no branches', () => {
    const world = new FakeWorld(new FakeServer('sbc', { connection: { kind: 'idle' } }));
    assert.deepEqual(draw(world), ['sbc | not connected']);
    assert.equal(faceOf(find(world, 'sbc'), world).collapsible, 'none');
  });

  it('what was known before a failure is marked as old, row by row, and dimmed', () => {
    const server = new FakeServer('sbc', { connection: FAILING, parts: { dispatcher: SETS } });
    const lines = draw(new FakeWorld(server), { icons: true });
    assert.match(lines[0] ?? '', /sbc \| failing: nobody listens \[warning list\.errorForeground\]/);
    assert.match(lines[1] ?? '', /next attempt at 12:00:08, failing since 11:58:00/);
    const rows = lines.filter((line) => /Set \d|sip:/.test(line));
    assert.equal(rows.length, 7);
    for (const line of rows) assert.match(line, /as of 12:00:00, not fresh \[\S+ disabledForeground\]$/);
  });

  it('data that nobody has asked for lately is marked although the server is live', () => {
    const world = new FakeWorld(new FakeServer('sbc', { parts: { dispatcher: SETS }, stale: ['dispatcher'] }));
    const lines = draw(world);
    assert.match(lines.find((line) => line.includes('Set 1')) ?? '', /as of 12:00:00, not fresh/);
    assert.doesNotMatch(lines[0] ?? '', /not active/, 'what is not fresh is not counted');
  });

  it('a module that is not loaded is named', () => {
    const server = new FakeServer('sbc', { parts: { dispatcher: { kind: 'absent', module: 'dispatcher' } } });
    const lines = draw(new FakeWorld(server));
    assert.ok(lines.includes('  Dispatcher sets | the module dispatcher is not loaded'), lines.join('\n'));
  });

  it('a failure of one part stands above what was known before', () => {
    const error = new RpcError('garbled', 'The reply is no BINRPC.');
    const last = SETS.kind === 'known' ? SETS : undefined;
    const server = new FakeServer('sbc', { parts: { dispatcher: { kind: 'failed', error, last } } });
    const lines = draw(new FakeWorld(server));
    const index = lines.findIndex((line) => line.includes('No answer | The reply is no BINRPC.'));
    assert.match(lines[index + 1] ?? '', /Set 1 .* not fresh/);
  });

  it('servers of a group stand below it, and faulty settings above all', () => {
    const world = new FakeWorld(
      new FakeServer('a', { profile: { group: 'Berlin' } }),
      new FakeServer('b', { profile: { group: 'Berlin' }, connection: { kind: 'idle' } }),
      new FakeServer('c', { connection: { kind: 'idle' } }),
    );
    world.problems = [{ entry: 'Server 4', message: 'The name is missing.' }];
    const lines = draw(world).filter((line) => !/Last answer|Asking|sets|nodes|tables|Counters/.test(line));
    assert.deepEqual(lines, [
      'Server 4 | The name is missing.',
      'c | not connected',
      'Berlin | 1 of 2 servers live',
      '  a | live · 5.6.3 · up 2 h',
      '  b | not connected',
    ]);
  });

  it('a large set is shown by hundreds', () => {
    const many = Array.from({ length: 250 }, (_, index) => destination(`sip:10.0.0.1:${index + 1}`));
    const world = new FakeWorld(new FakeServer('sbc', { parts: { dispatcher: dispatcher([1, ...many]) } }));
    const rows = (): string[] => draw(world).filter((line) => /sip:|more/.test(line));
    assert.equal(rows().length, 101);
    assert.equal(rows().at(-1)?.trim(), 'Show more … | 150 not shown');
    world.limits.set(find(world, 'Set 1').id, 300);
    assert.equal(rows().length, 250);
  });

  it('only a server that is live and may be changed offers changes', () => {
    const contextOf = (server: FakeServer): string => {
      const world = new FakeWorld(server);
      return faceOf(find(world, 'sip:10.0.0.1'), world).context;
    };
    const parts = { dispatcher: SETS };
    assert.match(contextOf(new FakeServer('sbc', { parts })), /^;destination;.*;writable;/);
    assert.doesNotMatch(contextOf(new FakeServer('sbc', { parts, profile: { access: 'read' } })), /;writable;/);
    assert.doesNotMatch(contextOf(new FakeServer('sbc', { parts, connection: FAILING })), /;writable;/);
  });

  it('ids are unique and stay the same', () => {
    const world = new FakeWorld(new FakeServer('sbc', { parts: { dispatcher: SETS } }), new FakeServer('s/b c'));
    const ids = (): string[] => {
      const registry = new ElementRegistry();
      const all: string[] = [];
      const visit = (element?: TreeElement): void => {
        for (const child of childrenOf(element, world, registry)) {
          all.push(child.id);
          visit(child);
        }
      };
      visit();
      return all;
    };
    assert.equal(new Set(ids()).size, ids().length);
    assert.deepEqual(ids(), ids());
  });
});

describe('the tooltip of a destination', () => {
  const server = new FakeServer('sbc', { parts: { dispatcher: SETS } });

  it('holds sentences, the answer times and the attributes', () => {
    const world = new FakeWorld(server);
    const text = tooltipOf(find(world, 'sip:10.0.0.1'), world) ?? '';
    for (const part of [/calls are sent to it/, /12 ms/, /20 ms/, /\| weight\s+ \| 50 \|/, /\| Flags\s+ \| AP \|/]) {
      assert.match(text, part);
    }
    assert.doesNotMatch(text, /not fresh/);
  });

  it('says when it is not fresh', () => {
    const world = new FakeWorld(new FakeServer('sbc', { connection: FAILING, parts: { dispatcher: SETS } }));
    assert.match(tooltipOf(find(world, 'sip:10.0.0.1'), world) ?? '', /As of 12:00:00, not fresh/);
  });

  it('text of the server stays text', () => {
    const evil = destination('sip:[click](http://evil)', 'AP', {
      attributes: attributes('duid=<img src=x>;x=`|**'),
    });
    const world = new FakeWorld(new FakeServer('sbc', { parts: { dispatcher: dispatcher([1, evil]) } }));
    const text = tooltipOf(find(world, evil.uri), world) ?? '';
    assert.doesNotMatch(text, /(?<!\\)\]\(|(?<!\\)<img|http:\/\/|[^\\]`/);
  });

  it('the tooltip of a server tells the way to it and never a secret', () => {
    const world = new FakeWorld(
      new FakeServer('sbc', {
        connection: FAILING,
        profile: {
          endpoint: { url: 'https://sbc/RPC', via: { ssh: 'jump' } },
          authentication: { kind: 'basic', user: 'kim' },
        },
      }),
    );
    const text = tooltipOf(find(world, 'sbc'), world) ?? '';
    assert.match(text, /Nobody listens on/);
    assert.match(text, /3 attempts so far/);
    assert.match(text, /by ssh jump/);
  });
});
