import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  compareOrderWithFile,
  compareServerOrder,
  compareServers,
  compareTables,
  compareWithFile,
} from '../../../../client/src/live/drift.ts';
import type { Destination } from '../../../../client/src/live/types.ts';
import {
  changesForFile,
  compareServerTexts,
  compareTableTexts,
  compareTexts,
  LISTED_KEYS,
  probesUnasked,
} from '../../../../client/src/views/drift/side-by-side.ts';
import type { ListedDestination } from '../../../../server/src/lsp/messages.ts';
import { destination, setsOf } from '../support/server-state.ts';

const NAMES = { left: 'the file', right: 'memory' };
const NOWHERE = {
  uri: 'file:///dispatcher.list',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
};

function listed(setId: number, uri: string, flags = 0, priority = 0, attributes = ''): ListedDestination {
  return { location: NOWHERE, setId, uri, flags, priority, attributes, isTemplate: false };
}

function loaded(setId: number, uri: string, letters: string, body = '', priority = 0): Destination {
  return destination(setId, uri, letters, { priority, attributes: { body, values: new Map() } });
}

function compare(
  file: readonly ListedDestination[],
  memory: readonly Destination[],
): { left: string[]; right: string[] } {
  const sets = setsOf(...memory);
  const drift = { destinations: compareWithFile(file, sets), orders: compareOrderWithFile(file, sets) };
  const { left, right } = compareTexts(file, drift, NAMES);
  return { left: left.split('\n'), right: right.split('\n') };
}

/** The lines that the editor would mark: those that only one side has. */
function marked(sides: { left: readonly string[]; right: readonly string[] }): { left: string[]; right: string[] } {
  return {
    left: sides.left.filter((line) => !sides.right.includes(line)),
    right: sides.right.filter((line) => !sides.left.includes(line)),
  };
}

describe('a list file beside memory', () => {
  it('is the same text where nothing differs, whatever the probes have found', () => {
    const { left, right } = compare(
      [listed(2, 'sip:gw2', 8, 10, 'duid=two'), listed(1, 'sip:gw1')],
      [loaded(1, 'sip:gw1', 'AP'), loaded(2, 'sip:gw2', 'IP', 'duid=two', 10)],
    );
    assert.deepEqual(left, right);
    assert.deepEqual(left, [
      '# No destination differs between the file and memory.',
      '',
      '# set 1',
      '1 sip:gw1 0 0',
      '',
      '# set 2',
      '2 sip:gw2 8 10 duid=two',
      '',
    ]);
  });

  it('marks only what differs, in the order of the file', () => {
    const sides = compare(
      [listed(1, 'sip:gone'), listed(1, 'sip:b', 0, 0, 'weight=50'), listed(1, 'sip:a')],
      [loaded(1, 'sip:a', 'AP'), loaded(1, 'sip:b', 'AP', 'weight=60'), loaded(1, 'sip:a-much-longer-address', 'AP')],
    );
    const { left, right } = marked(sides);
    assert.deepEqual(
      left.map((line) => line.replace(/ +/g, ' ')),
      ['1 sip:gone 0 0', '1 sip:b 0 0 weight=50'],
    );
    assert.deepEqual(
      right.map((line) => line.replace(/ +/g, ' ')),
      ['1 sip:b 0 0 weight=60', '1 sip:a-much-longer-address 0 0'],
    );
    assert.equal(sides.left[0], '# 3 destinations differ: 1 only in the file, 1 only in memory, 1 not the same.');
    assert.ok(sides.left.includes('#   set 1, sip:b: weight 50 in the file, 60 in memory'));
  });

  it('notes a state that somebody has set, and marks no line for it', () => {
    const sides = compare(
      [listed(1, 'sip:gw1', 4), listed(1, 'sip:gw2')],
      [loaded(1, 'sip:gw2', 'DX'), loaded(1, 'sip:gw1', 'AP')],
    );
    assert.deepEqual(sides.left, sides.right);
    assert.deepEqual(sides.left.slice(0, 4), [
      '# No destination differs between the file and memory.',
      '# 2 states have been set since; a reload undoes it:',
      '#   set 1, sip:gw1: active, probed; the file says disabled',
      '#   set 1, sip:gw2: disabled, not probed; the file says active',
    ]);
  });

  it('shows the lines of a set in the order that would load as it is in memory', () => {
    const sides = compare(
      [listed(1, 'sip:gw1'), listed(1, 'sip:main', 0, 9), listed(1, 'sip:gw2'), listed(2, 'sip:other')],
      [
        loaded(1, 'sip:main', 'AP', '', 9),
        loaded(1, 'sip:gw1', 'AP'),
        loaded(1, 'sip:gw2', 'AP'),
        loaded(2, 'sip:other', 'AP'),
      ],
    );
    const set1 = (lines: readonly string[]): string[] =>
      lines.filter((line) => line.startsWith('1 ')).map((line) => line.split(/ +/)[1] ?? '');
    assert.deepEqual(set1(sides.left), ['sip:gw1', 'sip:main', 'sip:gw2']);
    assert.deepEqual(set1(sides.right), ['sip:gw2', 'sip:main', 'sip:gw1']);
    assert.match(sides.left.join('\n'), /set 1: number 2 is sip:gw2 in the file, sip:gw1 in memory/);
  });

  it('leaves out what a template writes, and says so', () => {
    const template = { ...listed(-1, ''), isTemplate: true };
    const { left, right } = compare([template, listed(1, 'sip:gw1')], [loaded(1, 'sip:gw1', 'AP')]);
    assert.deepEqual(left, right);
    assert.deepEqual(left, [
      '# No destination differs between the file and memory.',
      '# A template writes 1 line of the file; what may come from there is not compared.',
      '',
      '# set 1',
      '1 sip:gw1 0 0',
      '',
    ]);
  });

  it('pairs an address that stands several times in a set', () => {
    const { left, right } = marked(
      compare(
        [listed(1, 'sip:gw1', 0, 0, 'a=1'), listed(1, 'sip:gw1', 0, 0, 'a=2')],
        [loaded(1, 'sip:gw1', 'AP', 'a=3'), loaded(1, 'sip:gw1', 'AP', 'a=1')],
      ),
    );
    assert.deepEqual([left, right], [['1 sip:gw1 0 0 a=2'], ['1 sip:gw1 0 0 a=3']]);
  });
});

describe('the changes that bring memory into the file', () => {
  const changes = (file: readonly ListedDestination[], memory: readonly Destination[]): unknown =>
    changesForFile(compareWithFile(file, setsOf(...memory)), true);

  it('take lines out, put lines in and mend lines', () => {
    assert.deepEqual(
      changes(
        [listed(1, 'sip:gone'), listed(1, 'gw1', 8, 5, 'weight=1')],
        [loaded(1, 'sip:gw1', 'IP', 'weight=2', 5), loaded(2, 'sip:new', 'DX', 'duid=n', 3)],
      ),
      [
        { kind: 'remove', setId: 1, uri: 'sip:gone' },
        { kind: 'put', setId: 1, uri: 'gw1', flags: 8, priority: 5, attributes: 'weight=2' },
        { kind: 'put', setId: 2, uri: 'sip:new', flags: 4, priority: 3, attributes: 'duid=n' },
      ],
    );
  });

  it('switch on what the file disables, and keep its other flags', () => {
    assert.deepEqual(changes([listed(1, 'sip:gw1', 4 + 16)], [loaded(1, 'sip:gw1', 'AP')]), [
      { kind: 'put', setId: 1, uri: 'sip:gw1', flags: 16, priority: 0, attributes: '' },
    ]);
  });

  it('disable what is disabled in memory', () => {
    assert.deepEqual(changes([listed(1, 'sip:gw1', 8)], [loaded(1, 'sip:gw1', 'DX')]), [
      { kind: 'put', setId: 1, uri: 'sip:gw1', flags: 12, priority: 0, attributes: '' },
    ]);
  });

  it('are none where nothing differs', () => {
    assert.deepEqual(changes([listed(1, 'sip:gw1')], [loaded(1, 'sip:gw1', 'IP')]), []);
  });

  it('ask for probes only where the server does not probe by itself', () => {
    const drift = compareWithFile([], setsOf(loaded(1, 'sip:gw1', 'AP')));
    assert.deepEqual(
      [true, false].map((probesAll) => changesForFile(drift, probesAll)[0]?.flags),
      [0, 8],
    );
    const memory = setsOf(loaded(1, 'sip:gw1', 'AP'), loaded(1, 'sip:gw2', 'AX'));
    assert.equal(probesUnasked([listed(1, 'gw1')], memory), true);
    assert.equal(probesUnasked([listed(1, 'sip:gw1', 8), listed(1, 'sip:gw2')], memory), false);
  });
});

describe('two servers side by side', () => {
  function compareBoth(a: readonly Destination[], b: readonly Destination[]): { left: string; right: string } {
    const [left, right] = [setsOf(...a), setsOf(...b)];
    const drift = { destinations: compareServers(left, right), orders: compareServerOrder(left, right) };
    return compareServerTexts(left, drift, { left: 'sbc-a', right: 'sbc-b' });
  }

  it('show their states, and mark what one of them says otherwise', () => {
    const { left, right } = compareBoth(
      [loaded(1, 'sip:gw1', 'AP'), loaded(1, 'sip:gw2', 'AP')],
      [loaded(1, 'sip:gw1', 'AP'), loaded(1, 'sip:gw2', 'IP')],
    );
    const sides = marked({ left: left.split('\n'), right: right.split('\n') });
    assert.deepEqual(sides, { left: ['1 sip:gw2 0 0 # AP'], right: ['1 sip:gw2 0 0 # IP'] });
    assert.match(left, /state AP in sbc-a, IP in sbc-b/);
  });

  it('tell which of them tries another destination first', () => {
    const [gw1, gw2] = [loaded(1, 'sip:gw1', 'AP'), loaded(1, 'sip:gw2', 'AP')];
    const { left, right } = compareBoth([gw1, gw2], [gw2, gw1]);
    assert.match(left, /set 1: number 1 is sip:gw1 in sbc-a, sip:gw2 in sbc-b/);
    assert.match(left, /sip:gw1 .*\n.*sip:gw2 .*\n$/);
    assert.match(right, /sip:gw2 .*\n.*sip:gw1 .*\n$/);
  });
});

describe('a table on two nodes', () => {
  const names = { left: 'a', right: 'b' };

  it('lists only the keys that differ, line beside line', () => {
    const { left, right } = compareTableTexts(
      compareTables(
        [
          { slot: 0, key: 'same', value: 1 },
          { slot: 1, key: 'only', value: 'x\ny' },
          { slot: 2, key: 'other', value: '1' },
        ],
        [
          { slot: 0, key: 'same', value: 1 },
          { slot: 2, key: 'other', value: 1 },
        ],
      ),
      names,
    );
    assert.equal(left, '# 2 keys differ: 1 only in a, 1 not the same.\nonly => "x\\ny"\nother => "1"\n');
    assert.equal(right, '# 2 keys differ: 1 only in a, 1 not the same.\n\nother => 1\n');
  });

  it('is cut where 100,000 keys differ', () => {
    const entries = Array.from({ length: 100_000 }, (_, slot) => ({
      slot,
      key: `key-${slot}`,
      value: 'v'.repeat(500),
    }));
    const { left, right } = compareTableTexts(compareTables(entries, []), names);
    assert.match(left, /^# 100\u202f000 keys differ: 100\u202f000 only in a\.\n# Only the first 2000 are listed\.\n/);
    assert.equal(left.split('\n').length, LISTED_KEYS + 3);
    assert.equal(left.split('\n').length, right.split('\n').length);
    assert.ok(left.length < 1_000_000);
  });
});
