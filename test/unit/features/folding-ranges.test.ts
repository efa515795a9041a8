import assert from 'node:assert/strict';
import { listFoldingRanges } from '../../../server/src/features/folding-ranges.ts';
import { analyseFixture, readFixture } from '../support/fixture.ts';

/** What can be folded: the first line, lines from 1, and the kind where it is not `code`. */
function folds(lines: readonly string[], lineEnd = '\n'): string[] {
  const fixture = readFixture(lines.join(lineEnd));
  return listFoldingRanges(analyseFixture(fixture), fixture.root).map(
    ({ startLine, endLine, kind }) => `${startLine + 1}-${endLine + 1}${kind === 'code' ? '' : ` ${kind}`}`,
  );
}

describe('folding', () => {
  const BLOCKS = [
    'request_route {',
    '  if (is_method("INVITE")) {',
    '    exit;',
    '  } else {',
    '    drop;',
    '  }',
    '  switch ($rs) {',
    '    case 1:',
    '      break;',
    '  }',
    '}',
    'route[ONE] { exit; }',
  ];

  it('folds blocks, their closing brace stays to be seen', () => {
    const expected = ['1-10', '2-3', '4-5', '7-9'];
    assert.deepEqual(folds(BLOCKS), expected);
    assert.deepEqual(folds(BLOCKS, '\r\n'), expected);
  });

  it('folds both sides of conditions', () => {
    assert.deepEqual(
      folds(['#!ifdef A', 'debug=1', '#!ifndef B', 'fork=no', '#!endif', '#!else', 'debug=2', '#!endif', 'fork=yes']),
      ['1-5', '3-4', '6-7'],
    );
  });

  it('pairs braces of each side of a condition by themselves', () => {
    const text = [
      'request_route {',
      '#!ifdef A',
      '  if (1) {',
      '#!else',
      '  if (2) {',
      '#!endif',
      '    exit;',
      '  }',
      '}',
      'route[B] {',
      '  exit;',
      '}',
    ];
    assert.deepEqual(folds(text), ['1-8', '2-3', '3-7', '4-5', '10-11']);
  });

  it('folds comments and strings of several lines', () => {
    assert.deepEqual(folds(['/* one', ' two */', 'debug=1', '# a', '# b', '# c', 'fork=no', '# alone', 'dns=no']), [
      '1-2 comment',
      '4-6 comment',
    ]);
    assert.deepEqual(folds(['modparam("acc", "log_extra",', '  "a=$fU;"', '  "b=$tU;"', '  "c=$rU")']), ['1-4', '2-4']);
  });

  it('folds runs of loadmodule and modparam lines', () => {
    assert.deepEqual(
      folds([
        'loadmodule "tm.so"',
        '# a word',
        'loadmodule "sl.so"',
        '',
        'loadmodule "rr.so"',
        'modparam("tm", "fr_timer", 1)',
        'modparam("tm", "fr_inv_timer", 1)',
        '#!ifdef A',
        'modparam("rr", "x", 1)',
        '#!endif',
        '',
      ]),
      ['1-3 imports', '6-7', '8-9'],
    );
  });

  it('folds sections by their headings, as in the stock configuration', () => {
    assert.deepEqual(
      folds([
        '####### Global Parameters #########',
        'debug=1',
        '',
        '####### Modules Section ########',
        '',
        '# ----- tm params -----',
        'modparam("tm", "fr_timer", 1)',
        '',
        '#!ifdef WITH_NAT',
        '# ----- nathelper params -----',
        'modparam("nathelper", "ping_nated_only", 1)',
        '#!endif',
        '',
        '############',
        '# Routing',
        '############',
        'request_route {',
        '  ##### not a section #####',
        '  exit;',
        '}',
        '',
      ]),
      ['1-2 region', '4-12 region', '6-7 region', '9-11', '10-11 region', '15-20 region', '17-19'],
    );
  });

  it('folds the blocks behind one that is not closed', () => {
    assert.deepEqual(folds(['route[A] {', '  if (1) {', '    exit;', '', 'route[B] {', '  exit;', '}']), ['5-6']);
  });

  it('folds nothing on one line', () => {
    assert.deepEqual(folds(['route[A] { if (1) { exit; } }', '# one', 'debug=1']), []);
    assert.deepEqual(folds(['']), []);
  });
});
