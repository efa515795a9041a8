import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compareOrderWithFile,
  compareServerOrder,
  compareServers,
  compareTables,
  compareWithFile,
  type Drift,
} from '../../../../client/src/live/drift.ts';
import type { Destination, DestinationSet, TableEntry } from '../../../../client/src/live/types.ts';
import { readDispatcherList } from '../../../../server/src/dispatcher-list/read-list.ts';
import { listDestinations } from '../../../../server/src/features/listed-destinations.ts';
import type { ListedDestination } from '../../../../server/src/lsp/messages.ts';
import { SourceText } from '../../../../server/src/syntax/source-text.ts';

function listed(uri: string, changes: Partial<ListedDestination> = {}): ListedDestination {
  const place = { line: 0, character: 0 };
  return {
    location: { uri: 'file:///dispatcher.list', range: { start: place, end: place } },
    setId: 1,
    uri,
    flags: 0,
    priority: 0,
    attributes: '',
    isTemplate: false,
    ...changes,
  };
}

function running(
  uri: string,
  changes: { letters?: string; priority?: number; body?: string; setId?: number } = {},
): Destination {
  const { letters = 'AX', priority = 0, body = '', setId = 1 } = changes;
  return {
    setId,
    uri,
    letters,
    availability: 'active',
    probing: 'not-probed',
    priority,
    attributes: { body, values: new Map() },
    latency: undefined,
    load: undefined,
    probingCount: undefined,
    host: undefined,
    address: undefined,
    port: undefined,
  };
}

function setsOf(...destinations: readonly Destination[]): DestinationSet[] {
  const ids = [...new Set(destinations.map(({ setId }) => setId))];
  return ids.map((id) => ({ id, destinations: destinations.filter(({ setId }) => setId === id) }));
}

/** Kind, address and differences, short enough to read. */
function say(drifts: readonly Drift[]): string[] {
  return drifts.map(({ kind, setId, uri, differences }) =>
    [kind, setId, uri, ...differences.map(({ name, left, right }) => `${name}: ${left ?? '-'} / ${right ?? '-'}`)].join(
      ' ',
    ),
  );
}

describe('drift between a list and memory', () => {
  it('is none where both say the same in other words', () => {
    const list = [
      listed('10.0.0.1:5060', { attributes: 'weight=50;duid=a;' }),
      listed('sip:b', { flags: 8, priority: 0 }),
      listed('sip:c', { attributes: 'Weight=10;note="a;b"' }),
      listed('sip:d'),
    ];
    const sets = setsOf(
      running('sip:10.0.0.1:5060', { body: 'duid=a;weight=50' }),
      running('sip:b', { letters: 'IP' }),
      running('sip:c', { body: 'note="a;b";weight=10' }),
      running('sip:d', { body: 'none=yes' }),
    );
    assert.deepEqual(compareWithFile(list, sets), []);
  });

  it('names what is on one side only, set by set', () => {
    const list = [listed('sip:a'), listed('sip:b', { setId: 2 })];
    const sets = setsOf(running('sip:a', { setId: 2 }), running('sip:c'));
    assert.deepEqual(say(compareWithFile(list, sets)), [
      'only-left 1 sip:a',
      'only-right 1 sip:c',
      'only-right 2 sip:a',
      'only-left 2 sip:b',
    ]);
  });

  it('names what differs, attribute by attribute', () => {
    const list = [listed('sip:a', { priority: 5, attributes: 'weight=50;duid=a;zone=x' })];
    const sets = setsOf(running('sip:a', { priority: 3, body: 'duid=a;weight=40;maxload=9' }));
    const drifts = compareWithFile(list, sets);
    assert.deepEqual(say(drifts), ['different 1 sip:a priority: 5 / 3 maxload: - / 9 weight: 50 / 40 zone: x / -']);
    assert.deepEqual(drifts[0]!.left, {
      uri: 'sip:a',
      flags: 0,
      letters: undefined,
      priority: 5,
      attributes: 'weight=50;duid=a;zone=x',
    });
    assert.equal(drifts[0]!.right?.letters, 'AX');
  });

  it('tells apart attributes of the script that differ in case only', () => {
    const list = [listed('sip:a', { attributes: 'Zone=x' })];
    assert.deepEqual(say(compareWithFile(list, setsOf(running('sip:a', { body: 'zone=x' })))), [
      'different 1 sip:a Zone: x / - zone: - / x',
    ]);
  });

  it('tells a state that somebody has set since, which is no difference of the line', () => {
    const compare = (flags: number, letters: string, version?: string) =>
      say(compareWithFile([listed('sip:a', { flags })], setsOf(running('sip:a', { letters })), { version }));
    assert.deepEqual(compare(4, 'DX'), []);
    assert.deepEqual(compare(4, 'AP'), ['state 1 sip:a state: disabled / AP']);
    assert.deepEqual(compare(4, 'IP'), ['state 1 sip:a state: disabled / IP']);
    assert.deepEqual(compare(0, 'DX'), ['state 1 sip:a state: active / DX']);
    assert.deepEqual(compare(2, 'DX'), ['state 1 sip:a state: trying / DX']);
    assert.deepEqual(compare(9, 'DX'), ['state 1 sip:a state: inactive / DX']);
    assert.deepEqual(compare(1, 'AP'), ['state 1 sip:a state: inactive / AP']);
    assert.deepEqual(compare(32, 'AX', '6.0.1'), ['state 1 sip:a state: never probed / AX']);
    assert.deepEqual(compare(32, 'AN', '6.0.1'), []);
    assert.deepEqual(compare(32, 'AX', '5.6.3'), []);
    assert.deepEqual(compare(32, 'AX'), []);
  });

  it('does not tell the states that probes bring', () => {
    for (const [flags, letters] of [
      [0, 'IP'],
      [8, 'IP'],
      [8, 'TP'],
      [9, 'AP'],
      [9, 'TP'],
      [2, 'AX'],
      [1, 'IP'],
      [5, 'IX'],
    ] as const) {
      const drift = compareWithFile([listed('sip:a', { flags })], setsOf(running('sip:a', { letters })));
      assert.deepEqual(say(drift), [], `flags ${flags}, ${letters}`);
    }
  });

  it('tells a state beside attributes that differ', () => {
    const drift = compareWithFile([listed('sip:a', { flags: 4 })], setsOf(running('sip:a', { body: 'weight=1' })));
    assert.deepEqual(say(drift), ['different 1 sip:a state: disabled / AX weight: - / 1']);
  });

  it('pairs lines with one address: those that agree first', () => {
    const list = [
      listed('sip:a', { attributes: 'duid=1' }),
      listed('sip:a', { attributes: 'duid=2' }),
      listed('sip:a', { attributes: 'duid=3' }),
    ];
    const sets = setsOf(running('sip:a', { body: 'duid=2' }), running('sip:a', { body: 'duid=4' }));
    assert.deepEqual(say(compareWithFile(list, sets)), ['different 1 sip:a duid: 1 / 4', 'only-left 1 sip:a']);
  });

  describe('in a template', () => {
    const kamailio = setsOf(running('sip:a'), running('sip:b', { setId: 2 }));
    const compare = (list: readonly ListedDestination[]): string[] => say(compareWithFile(list, kamailio));
    const line = (setId: number, uri: string): ListedDestination => listed(uri, { setId, isTemplate: true });

    it('is none for what a line may bring into its set, or into any', () => {
      assert.deepEqual(compare([line(1, '')]), ['only-right 2 sip:b']);
      assert.deepEqual(compare([line(-1, '')]), []);
    });

    it('is none for an address in the set or in one that is not known', () => {
      assert.deepEqual(compare([line(1, 'sip:a')]), ['only-right 2 sip:b']);
      assert.deepEqual(compare([line(1, 'sip:b')]), ['only-right 1 sip:a', 'only-right 2 sip:b']);
      assert.deepEqual(compare([line(-1, 'b')]), ['only-right 1 sip:a']);
    });

    it('is told for lines that are written out', () => {
      assert.deepEqual(compare([line(-1, ''), listed('sip:c')]), ['only-left 1 sip:c']);
      assert.deepEqual(compare([line(-1, ''), listed('sip:a', { priority: 3 })]), [
        'different 1 sip:a priority: 3 / 0',
      ]);
    });

    it('does not mind lines that may not be there', () => {
      assert.deepEqual(compare([line(1, 'sip:a'), line(1, 'sip:gone'), line(2, 'sip:b')]), []);
    });

    /** What the language server tells of a text is what is expected here. */
    function compareText(...lines: string[]): string[] {
      const list = readDispatcherList(new SourceText('file:///dispatcher.list.ctmpl', lines.join('\n')));
      const { location } = listed('');
      return compare(listDestinations(list).map((destination) => ({ ...destination, location })));
    }

    it('is none where the template can write what is in memory', () => {
      const ways: string[][] = [
        ['{{ range service "sbc" }}', '1 sip:{{ .Address }} 0 0', '{{ end }}', '2 sip:b'],
        ['{{ .Set }} sip:a', '{{ .Set }} sip:b'],
        ['{{ key "destinations" }}'],
        ['1 sip:a 0 0 weight={{ .Weight }}', '2 {{ .Address }}'],
        ['{% if spare %}', '1 sip:spare', '{% else %}', '1 sip:a', '{% endif %}', '2 sip:b'],
        ['<% hosts.each do |host| %>', '1 <%= host %>', '2 <%= host %>', '<% end %>'],
        ['1 sip:${HOST}', '2 sip:b'],
      ];
      for (const lines of ways) assert.deepEqual(compareText(...lines), [], lines.join('\n'));
    });

    it('is told where the template cannot have written it', () => {
      assert.deepEqual(compareText('{{/* hosts */}}', '1 sip:a', '# {{ key "b" }}'), ['only-right 2 sip:b']);
      assert.deepEqual(compareText('{{ if x }}', '1 sip:c', '{{ end }}', '1 sip:a', '2 sip:c'), [
        'only-right 2 sip:b',
        'only-left 2 sip:c',
      ]);
    });
  });
});

describe('the order of a set', () => {
  const list = [listed('sip:low', { priority: -1 }), listed('a'), listed('sip:b'), listed('sip:c', { priority: 9 })];
  const [low, a, b, c] = [
    running('sip:low', { priority: -1 }),
    running('sip:a'),
    running('sip:b'),
    running('sip:c', { priority: 9 }),
  ];

  it('is that of the file where higher priorities come first, and later lines of one priority', () => {
    assert.deepEqual(compareOrderWithFile(list, setsOf(c, b, a, low)), []);
  });

  it('is told where destinations of one priority have changed places', () => {
    assert.deepEqual(compareOrderWithFile(list, setsOf(c, a, b, low)), [
      { setId: 1, left: ['sip:c', 'sip:b', 'sip:a', 'sip:low'], right: ['sip:c', 'sip:a', 'sip:b', 'sip:low'] },
    ]);
    assert.deepEqual(compareWithFile(list, setsOf(c, a, b, low)), [], 'all else is equal');
  });

  it('is not compared where the sets differ', () => {
    assert.deepEqual(compareOrderWithFile(list, setsOf(c, a, b)), []);
    assert.deepEqual(compareOrderWithFile(list, setsOf(c, a, b, running('sip:low'))), []);
    assert.deepEqual(compareOrderWithFile(list, []), []);
  });

  it('is not compared where a template writes lines of the set', () => {
    const template = listed('sip:a', { isTemplate: true });
    const memory = setsOf(c, a, b, low);
    assert.deepEqual(compareOrderWithFile([...list.filter(({ uri }) => uri !== 'a'), template], memory), []);
    assert.deepEqual(compareOrderWithFile([...list, { ...template, setId: -1 }], memory), []);
    assert.equal(compareOrderWithFile([...list, { ...template, setId: 2 }], memory).length, 1);
  });

  it('is compared between servers too', () => {
    assert.deepEqual(compareServerOrder(setsOf(a, b), setsOf(a, b)), []);
    assert.deepEqual(compareServerOrder(setsOf(a, b), setsOf(b, a)), [
      { setId: 1, left: ['sip:a', 'sip:b'], right: ['sip:b', 'sip:a'] },
    ]);
  });
});

describe('drift between servers', () => {
  it('minds states', () => {
    const drifts = compareServers(setsOf(running('sip:a')), setsOf(running('sip:a', { letters: 'IP' })));
    assert.deepEqual(say(drifts), ['different 1 sip:a state: AX / IP']);
  });

  const arbitraryDestination = fc
    .record({
      setId: fc.integer({ min: 0, max: 2 }),
      uri: fc.constantFrom('sip:a', 'sip:b', 'sip:c'),
      letters: fc.constantFrom('AX', 'AP', 'IP'),
      priority: fc.integer({ min: 0, max: 1 }),
      body: fc.constantFrom('', 'duid=a', 'duid=a;weight=1', 'weight=1;duid=a', ';;=', 'x="'),
    })
    .map(({ uri, ...changes }) => running(uri, changes));
  const arbitrarySets = fc.array(arbitraryDestination, { maxLength: 8 }).map((destinations) => setsOf(...destinations));

  it('is none between a server and itself', () => {
    fc.assert(fc.property(arbitrarySets, (sets) => assert.deepEqual(compareServers(sets, sets), [])));
  });

  it('is the same from both sides', () => {
    const mirrored = {
      'only-left': 'only-right',
      'only-right': 'only-left',
      different: 'different',
      state: 'state',
    } as const;
    const key = (drift: Drift) => JSON.stringify(drift);
    fc.assert(
      fc.property(arbitrarySets, arbitrarySets, (left, right) => {
        const there = compareServers(left, right).map(key).sort();
        const back = compareServers(right, left)
          .map((drift) =>
            key({
              setId: drift.setId,
              uri: drift.uri,
              kind: mirrored[drift.kind],
              left: drift.right,
              right: drift.left,
              differences: drift.differences.map(({ name, left: a, right: b }) => ({ name, left: b, right: a })),
            }),
          )
          .sort();
        assert.deepEqual(there, back);
      }),
    );
  });

  it('accounts for every destination of both sides', () => {
    const count = (sets: readonly DestinationSet[]) => sets.reduce((sum, set) => sum + set.destinations.length, 0);
    fc.assert(
      fc.property(arbitrarySets, arbitrarySets, (left, right) => {
        const drifts = compareServers(left, right);
        const onlyLeft = drifts.filter(({ kind }) => kind === 'only-left').length;
        const onlyRight = drifts.filter(({ kind }) => kind === 'only-right').length;
        assert.equal(count(left) - onlyLeft, count(right) - onlyRight);
      }),
    );
  });
});

describe('drift between tables', () => {
  const entry = (key: string, value: string | number): TableEntry => ({ slot: 0, key, value });

  it('names the keys that differ, sorted', () => {
    const left = [entry('b', 1), entry('a', 'x'), entry('c', 5), entry('same', '')];
    const right = [entry('same', ''), entry('c', '5'), entry('b', 2), entry('d', 0)];
    assert.deepEqual(compareTables(left, right), [
      { key: 'a', kind: 'only-left', left: 'x', right: undefined },
      { key: 'b', kind: 'different', left: 1, right: 2 },
      { key: 'c', kind: 'different', left: 5, right: '5' },
      { key: 'd', kind: 'only-right', left: undefined, right: 0 },
    ]);
  });

  it('is none between a table and itself, whatever the order', () => {
    const arbitraryEntries = fc.uniqueArray(
      fc.record({ slot: fc.nat(3), key: fc.string(), value: fc.oneof(fc.string(), fc.integer()) }),
      {
        selector: ({ key }) => key,
      },
    );
    fc.assert(
      fc.property(arbitraryEntries, (entries) => {
        assert.deepEqual(compareTables(entries, entries.toReversed()), []);
      }),
    );
  });
});
