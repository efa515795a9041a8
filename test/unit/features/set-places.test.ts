import assert from 'node:assert/strict';
import { findSetDefinition, findSetReferences, knownSets } from '../../../server/src/features/set-places.ts';
import { describeSet } from '../../../server/src/features/set-hover.ts';
import { readSetFixture, setAtCursor, type SetFixture } from './set-support.ts';
import { placeOf } from './support.ts';

const LIST = [
  '--- dispatcher.list',
  '# carriers',
  '1 sip:192.0.2.1:5060 0 10 weight=50',
  '1 sip:192.0.2.2',
  '2 sip:192.0.2.3 4',
  '01 sip:192.0.2.4',
  '{{ key "set" }} sip:192.0.2.5',
  '',
].join('\n');

function withList(route: string, ...before: string[]): string {
  return ['--- kamailio.cfg', ...before, `request_route { ${route} }`, LIST].join('\n');
}

function atSet(fixture: SetFixture): NonNullable<ReturnType<typeof setAtCursor>> {
  const set = setAtCursor(fixture);
  assert.ok(set, 'a set stands at the cursor');
  return set;
}

function references(text: string, includeDeclaration = true): string[] {
  const fixture = readSetFixture(text);
  return findSetReferences(fixture.group, atSet(fixture), { includeDeclaration }).map(placeOf);
}

describe('places of a dispatcher set', () => {
  it('are the lines of the list and the calls, asked from a call', () => {
    const text = withList('ds_select_dst("‸1", "4"); if (ds_is_from_list(1)) ds_select_routes("2=4;1=0", "0");');
    assert.deepEqual(references(text), [
      'dispatcher.list:2 1',
      'dispatcher.list:3 1',
      'dispatcher.list:5 01',
      'kamailio.cfg:1 1',
      'kamailio.cfg:1 1',
      'kamailio.cfg:1 1',
    ]);
    assert.equal(references(text, false).length, 3);
  });

  it('are the same asked from a line of the list', () => {
    const text = withList('ds_select_dst("2", "4");').replace('2 sip:192.0.2.3', '‸2 sip:192.0.2.3');
    assert.deepEqual(references(text), ['dispatcher.list:4 2', 'kamailio.cfg:1 2']);
  });

  it('are asked from the value of a define too', () => {
    const text = withList('ds_select_dst(CARRIERS, "4");', '#!define CARRIERS 2‸');
    assert.deepEqual(references(text), ['dispatcher.list:4 2', 'kamailio.cfg:2 CARRIERS']);
  });

  it('lead from a call to the lines and back', () => {
    const call = readSetFixture(withList('ds_select_dst("1‸", "4");'));
    assert.deepEqual(
      findSetDefinition(call.group, atSet(call))?.targets.map(({ range }) => placeOf(range)),
      [
        'dispatcher.list:2 1 sip:192.0.2.1:5060 0 10 weight=50',
        'dispatcher.list:3 1 sip:192.0.2.2',
        'dispatcher.list:5 01 sip:192.0.2.4',
      ],
    );
    const line = readSetFixture(withList('ds_select_dst("2", "4");').replace('2 sip:192.0.2.3', '2‸ sip:192.0.2.3'));
    assert.deepEqual(
      findSetDefinition(line.group, atSet(line))?.targets.map(({ range }) => placeOf(range)),
      ['kamailio.cfg:1 2'],
    );
  });

  it('are none for the address of a line, another argument, and the number of all sets', () => {
    assert.equal(setAtCursor(readSetFixture(withList('ds_select_dst("1", "4‸");'))), undefined);
    assert.equal(setAtCursor(readSetFixture(withList('if (ds_is_from_list("-1‸")) exit;'))), undefined);
    const address = withList('exit;').replace('sip:192.0.2.3', 'si‸p:192.0.2.3');
    assert.equal(setAtCursor(readSetFixture(address)), undefined);
  });

  it('are proposed in the order of their numbers', () => {
    const { group } = readSetFixture(withList('ds_select_dst("7", "4"); if (ds_is_from_list("-1")) exit;'));
    assert.deepEqual(knownSets(group), [
      { setId: 1, detail: '3 destinations: sip:192.0.2.1:5060, …' },
      { setId: 2, detail: 'sip:192.0.2.3' },
      { setId: 7, detail: 'used elsewhere' },
    ]);
  });
});

describe('hover on a dispatcher set', () => {
  function described(text: string): string | undefined {
    const fixture = readSetFixture(text);
    return describeSet(fixture.group, atSet(fixture), fixture.fixture.root);
  }

  it('lists the destinations and says how one is chosen', () => {
    assert.equal(
      described(withList('ds_select_dst("1‸", "4");')),
      [
        '**Set 1**: 3 destinations in [dispatcher.list](file:///project/dispatcher.list)',
        '',
        '- `sip:192.0.2.1:5060`, priority 10, `weight=50`, [dispatcher.list:2](file:///project/dispatcher.list#L2)',
        '- `sip:192.0.2.2`, [dispatcher.list:3](file:///project/dispatcher.list#L3)',
        '- `sip:192.0.2.4`, [dispatcher.list:5](file:///project/dispatcher.list#L5)',
        '',
        'Algorithm 4: round robin.',
      ].join('\n'),
    );
    assert.match(described(withList('ds_is_active("2‸");')) ?? '', /`sip:192\.0\.2\.3`, starts as DX, /);
  });

  it('says where no line adds to the set', () => {
    assert.match(described(withList('ds_list_exists("9‸");')) ?? '', /^\*\*Set 9\*\*: no line of .* adds to it\.$/);
  });

  it('stays short for a long list', () => {
    const lines = Array.from({ length: 300 }, (_, index) => `5 sip:192.0.2.1:${5000 + index}`).join('\n');
    const text = described(`--- kamailio.cfg\nrequest_route { ds_is_active("5‸"); }\n--- a.list\n${lines}\n`);
    assert.match(text ?? '', /- and 288 more$/);
  });
});
