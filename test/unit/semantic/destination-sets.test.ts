import assert from 'node:assert/strict';
import { destinationSets, SET_ARGUMENTS } from '../../../server/src/semantic/destination-sets.ts';
import type { SourceRange } from '../../../server/src/syntax/source-text.ts';
import { openCatalog } from '../catalog/repository.ts';
import { analyseFixture, readFixture } from '../support/fixture.ts';

function setsOf(text: string): ReturnType<typeof destinationSets> {
  return destinationSets(analyseFixture(readFixture(text)).program);
}

function textOf(range: SourceRange | undefined): string {
  return range ? range.source.text.slice(range.start, range.end) : '-';
}

/** `set algorithm <place in the call> <place of the digits>`. */
function usesOf(text: string): string[] {
  return setsOf(text).uses.map(
    ({ setId, algorithm, range, written, isActive }) =>
      `${setId} ${algorithm ?? '-'} <${textOf(range)}> <${textOf(written)}>${isActive ? '' : ' inactive'}`,
  );
}

describe('places that name dispatcher sets', () => {
  it('reads numbers with and without quotes, with the algorithm beside them', () => {
    const text = [
      'request_route {',
      '  ds_select_dst("1", "4"); ds_select_domain(2, 0, 3); ds_select(0x10, 8);',
      '  if (ds_is_from_list("3") || ds_is_from_list("-1", "3") || ds_is_from_list(-1)) exit;',
      '  ds_list_exists(\'7\'); ds_is_active("8"); ds_mark_addr("ip", "9", "sip:a.example");',
      '}',
    ].join('\n');
    assert.deepEqual(usesOf(text), [
      '1 4 <1> <1>',
      '2 0 <2> <2>',
      '16 8 <0x10> <0x10>',
      '3 - <3> <3>',
      '-1 - <-1> <-1>',
      '-1 - <-1> <->',
      '7 - <7> <7>',
      '8 - <8> <8>',
      '9 - <9> <9>',
    ]);
    assert.equal(setsOf(text).isComplete, true);
  });

  it('reads every set of ds_select_routes with its own algorithm', () => {
    const text = 'request_route { ds_select_routes("1=4;20=$var(alg);$var(x)=0;3=0", "0"); }';
    assert.deepEqual(usesOf(text), ['1 4 <1> <1>', '20 unknown <20> <20>', '3 0 <3> <3>']);
    const { unknown, isComplete } = setsOf(text);
    assert.deepEqual(
      unknown.map(({ range, algorithm }) => `<${textOf(range)}> ${algorithm}`),
      ['<$var(x)> 0'],
    );
    assert.equal(isComplete, false);
  });

  it('goes through defines to the value that holds the number', () => {
    const text = [
      '#!define CARRIERS 2',
      '#!define ALL_OF_THEM CARRIERS',
      '#!define QUOTED "5"',
      'request_route {',
      '  ds_select_dst(CARRIERS, "4"); ds_select_dst(ALL_OF_THEM, 4); ds_select_dst(QUOTED, QUOTED);',
      '}',
    ].join('\n');
    assert.deepEqual(usesOf(text), ['2 4 <CARRIERS> <2>', '2 4 <ALL_OF_THEM> <2>', '5 5 <QUOTED> <5>']);
    assert.deepEqual(
      setsOf(text).uses.map(({ define, written }) => `${define} ${written?.source.positionAt(written.start).line}`),
      ['CARRIERS 0', 'CARRIERS 0', 'QUOTED 2'],
    );
  });

  it('says where the set is known only at run time', () => {
    const text = 'request_route { ds_select_dst("$var(set)", "4"); ds_select_dst($var(set), 9); ds_is_from_list(); }';
    const { uses, unknown, isComplete } = setsOf(text);
    assert.deepEqual(uses, []);
    assert.deepEqual(
      unknown.map(({ range, algorithm }) => `${textOf(range)} ${algorithm}`),
      ['$var(set) 4', '$var(set) 9'],
    );
    assert.equal(isComplete, false);
  });

  it('keeps apart what a condition switches off', () => {
    const text = [
      'request_route {',
      '#!ifdef NEVER',
      '  ds_select_dst("1", "4"); ds_select_dst($var(x), "4"); ds_select_dst(CARRIERS, "4");',
      '#!endif',
      '}',
      '#!define CARRIERS 2',
    ].join('\n');
    assert.deepEqual(usesOf(text), ['1 4 <1> <1> inactive', '2 4 <CARRIERS> <-> inactive']);
    assert.equal(setsOf(text).isComplete, true);
  });

  it('does not trust itself where another language may route', () => {
    assert.equal(setsOf('loadmodule "app_lua.so"\nrequest_route { exit; }').isComplete, false);
  });

  it('knows the place of a number that a substitution made only as a whole', () => {
    const text = '#!subst "/SETID/12/"\nrequest_route { ds_select_dst("SETID", "4"); }';
    assert.deepEqual(usesOf(text), ['12 4 <"SETID"> <->']);
  });

  it('names functions that the dispatcher module has', () => {
    const catalog = openCatalog('6.2');
    for (const { function: name, argument } of SET_ARGUMENTS) {
      const entries = catalog.functionsNamed(name).filter(({ module }) => module === 'dispatcher');
      assert.ok(
        entries.some(({ entry }) => entry.signatures.some(({ maxArguments }) => (maxArguments ?? 9) > argument)),
        name,
      );
    }
  });
});
