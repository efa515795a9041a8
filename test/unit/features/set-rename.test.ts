import assert from 'node:assert/strict';
import { prepareSetRename, renameSet } from '../../../server/src/features/set-rename.ts';
import { readSetFixture, setAtCursor, type SetFixture } from './set-support.ts';
import { placeOf } from './support.ts';

const LIST = '--- dispatcher.list\n1 sip:192.0.2.1\n1 sip:192.0.2.2\n3 sip:192.0.2.3\n';

function fixtureOf(...lines: string[]): SetFixture {
  return readSetFixture(['--- kamailio.cfg', ...lines, LIST].join('\n'));
}

interface Renamed {
  readonly places: readonly string[];
  readonly notes: readonly string[];
}

function rename(fixture: SetFixture, newName = '20'): Renamed {
  const set = setAtCursor(fixture);
  assert.ok(set);
  const result = renameSet(fixture.group, set, newName);
  assert.ok('edits' in result, JSON.stringify(result));
  assert.ok(result.edits.every(({ newText }) => newText === newName));
  return { places: result.edits.map(({ range }) => placeOf(range)), notes: result.notes };
}

function refusal(fixture: SetFixture, newName = '20'): string {
  const set = setAtCursor(fixture);
  assert.ok(set);
  const result = renameSet(fixture.group, set, newName);
  assert.ok('refusal' in result, 'the rename is refused');
  return result.refusal;
}

describe('rename of a dispatcher set', () => {
  it('changes the lines of the list and the numbers in the calls, whatever their form', () => {
    const { places, notes } = rename(
      fixtureOf('request_route { ds_select_dst("1‸", "1"); ds_select(0x1, 4); ds_select_routes("3=1;1=4", "0"); }'),
    );
    assert.deepEqual(places, [
      'dispatcher.list:1 1',
      'dispatcher.list:2 1',
      'kamailio.cfg:1 1',
      'kamailio.cfg:1 0x1',
      'kamailio.cfg:1 1',
    ]);
    assert.deepEqual(notes, []);
  });

  it('changes the value of a define that stands for nothing else, in skipped text neither', () => {
    const lines = [
      '#!define CARRIERS 1',
      'request_route {',
      '  ds_select_dst(CARRIERS, "4"); ds_select_dst("1‸", "4");',
      '#!ifdef NEVER',
      '  ds_select_dst(CARRIERS, "4"); ds_select_dst("1", "4");',
      '#!endif',
      '}',
    ];
    assert.deepEqual(rename(fixtureOf(...lines)).places.slice(2), [
      'kamailio.cfg:1 1',
      'kamailio.cfg:3 1',
      'kamailio.cfg:5 1',
    ]);
  });

  it('starts from the value of a define, and not from its name', () => {
    const value = fixtureOf('#!define CARRIERS 1‸', 'request_route { ds_select_dst(CARRIERS, "4"); }');
    assert.equal(rename(value).places.length, 3);
    const name = fixtureOf('#!define CARRIERS 1', 'request_route { ds_select_dst(CARR‸IERS, "4"); }');
    const set = setAtCursor(name);
    assert.ok(set);
    assert.deepEqual(prepareSetRename(set), {
      refusal: 'CARRIERS stands for set 1: rename the number where CARRIERS is defined.',
    });
  });

  for (const [what, line] of [
    ['in code', 'request_route { ds_select_dst("1‸", "4"); $var(x) = CARRIERS; }'],
    ['as another argument', 'request_route { ds_select_dst("1‸", CARRIERS); }'],
    ['in a condition', '#!ifexp CARRIERS == 1\n#!endif\nrequest_route { ds_select_dst("1‸", "4"); }'],
    ['in a variable', 'request_route { ds_select_dst("1‸", "4"); xlog("$defn(CARRIERS)"); }'],
    ['in skipped text', 'request_route { ds_select_dst("1‸", "4");\n#!ifdef NO\n$var(x) = CARRIERS;\n#!endif\n}'],
  ] as const) {
    it(`is refused where a define stands for the set and for something else ${what}`, () => {
      const text = line.replace('request_route {', 'request_route { ds_select_dst(CARRIERS, "4");');
      assert.match(
        refusal(fixtureOf('#!define CARRIERS 1', text)),
        /^CARRIERS stands for set 1, and for something else in kamailio\.cfg:\d: change it by hand\.$/,
      );
    });
  }

  it('is refused where the two sets would become one', () => {
    const fixture = fixtureOf('request_route { ds_select_dst("1‸", "4"); ds_select_dst("8", "4"); }');
    assert.equal(refusal(fixture, '3'), 'There is a set 3 already: the two would become one.');
    assert.equal(refusal(fixture, '8'), 'There is a set 8 already: the two would become one.');
  });

  it('is refused for a name that is no number of a set', () => {
    const fixture = fixtureOf('request_route { ds_select_dst("1‸", "4"); }');
    for (const name of ['', 'carriers', '-1', '1.5', '2147483648', '99999999999']) {
      assert.match(refusal(fixture, name), /whole number/, name);
    }
  });

  it('is refused where a substitution makes the number', () => {
    const fixture = fixtureOf(
      '#!subst "/SETID/1/"',
      'request_route { ds_select_dst("SETID", "4"); ds_is_active("1‸"); }',
    );
    assert.match(refusal(fixture), /^kamailio\.cfg:2 names set 1 by a substitution/);
  });

  it('says what it cannot reach', () => {
    const { notes } = rename(fixtureOf('request_route { ds_select_dst("1‸", "4"); ds_select_dst("$var(set)", "4"); }'));
    assert.deepEqual(notes, ['Which set is meant is known only when a call comes in kamailio.cfg:1.']);
    const template = readSetFixture(
      '--- kamailio.cfg\nrequest_route { ds_select_dst("1‸", "4"); }\n--- a.list\n{{ key "x" }} sip:192.0.2.1\n',
    );
    assert.deepEqual(rename(template).notes, [
      'A template writes the set in a.list:1.',
      'No list that is known holds set 1: its destinations are to be changed too.',
    ]);
  });
});
