import assert from 'node:assert/strict';
import { readDispatcherList } from '../../../server/src/dispatcher-list/read-list.ts';
import { checkList } from '../../../server/src/dispatcher-list/checks/check.ts';
import { checkProgram } from '../../../server/src/rules/check.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';
import { analyseFixture, assertFindings, describeFinding, readFixture } from '../support/fixture.ts';

const ONLY = { only: ['unknown-function', 'missing-semicolon', 'missing-include', 'unused-suppression'] };

/** A configuration with the text of its main route. */
function main(...lines: string[]): string {
  return ['request_route {', ...lines, '}', ''].join('\n');
}

/** The text after the mending of its only finding of unused comments. */
function mended(text: string): string {
  const analysis = analyseFixture(readFixture(text));
  const found = checkProgram(analysis).filter(({ code }) => code === 'unused-suppression');
  assert.equal(found.length, 1);
  const { range, replacement, fix } = found[0]!;
  const edit = fix?.edits[0] ?? { range, newText: replacement ?? '' };
  return text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end);
}

describe('comments that suppress findings', () => {
  it('speak of their own line, or of the next one that holds more than comments', () => {
    assertFindings(
      main(
        '  foo(); # kamailio-lint-disable-line unknown-function',
        '  # kamailio-lint-disable-next-line unknown-function',
        '',
        '  # a remark',
        '  /* and another */ foo();',
        '  foo();',
        '  ^^^ unknown-function',
      ),
      ONLY,
    );
  });

  it('speak of the rest of the file until it is enabled again', () => {
    assertFindings(
      main(
        '  foo();',
        '  ^^^ unknown-function',
        '  # kamailio-lint-disable unknown-function',
        '  foo();',
        '  # kamailio-lint-enable unknown-function',
        '  foo();',
        '  ^^^ unknown-function',
      ),
      ONLY,
    );
  });

  it('take any form of comment, several codes, all codes, and a reason', () => {
    assertFindings(
      main(
        '  foo() /* kamailio-lint-disable-line unknown-function, missing-semicolon */',
        '  foo(); // kamailio-lint-disable-line: unknown-function -- of a module of our own',
        '  foo(); # of a module of our own # kamailio-lint-disable-line',
        '  /*',
        '   */',
        '  exit;',
      ),
      ONLY,
    );
  });

  it('speak of findings over several lines at their first or last line', () => {
    const call = ['  xlog(', '    "a", "b", "c", "d"', '  );'];
    const at = (line: number, comment: string): string[] => {
      const lines = main(...call.map((text, index) => (index === line ? text + comment : text)));
      return checkProgram(analyseFixture(readFixture(`loadmodule "xlog.so"\n${lines}`)))
        .map(({ code }) => code)
        .filter((code) => code === 'function-arity' || code === 'unused-suppression');
    };
    const comment = ' # kamailio-lint-disable-line function-arity';
    assert.deepEqual(at(0, comment), []);
    assert.deepEqual(at(1, comment).sort(), ['function-arity', 'unused-suppression']);
    assert.deepEqual(at(2, comment), []);
  });

  it('hold in the file they stand in, an included one too', () => {
    assertFindings(
      [
        '--- kamailio.cfg',
        'include_file "a.cfg"',
        'include_file "b.cfg"',
        'request_route { route(A); route(B); }',
        '--- a.cfg',
        '# kamailio-lint-disable unknown-function',
        'route[A] { foo(); }',
        '--- b.cfg',
        'route[B] { foo(); }',
        '           ^^^ unknown-function',
        '',
      ].join('\n'),
      ONLY,
    );
  });

  it('keep what Kamailio itself refuses, and what directives have', () => {
    assertFindings(
      '# kamailio-lint-disable-next-line missing-include\ninclude_file "none.cfg"\n' + main('  exit;'),
      ONLY,
    );
  });

  it('are reported where they keep nothing, each code on its own', () => {
    assertFindings(
      main(
        '  # kamailio-lint-disable-next-line unknown-function, missing-semicolon',
        '                                                      ^^^^^^^^^^^^^^^^^ unused-suppression',
        '  foo();',
        '  exit; # kamailio-lint-disable-line',
        '        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-suppression',
        '  # kamailio-lint-enable missing-semicolon',
        '                         ^^^^^^^^^^^^^^^^^ unused-suppression',
        '  # kamailio-lint-disable unknown-funktion',
        '                          ^^^^^^^^^^^^^^^^ unused-suppression',
        '  # kamailio-lint-disable-nextline unknown-function',
        '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-suppression',
      ),
      ONLY,
    );
  });

  it('are not called unused where the rule did not run, or the text is not read', () => {
    const text = '# kamailio-lint-disable unknown-function\n#!ifdef X\n# kamailio-lint-disable flag-number\n#!endif\n';
    const analysis = analyseFixture(readFixture(text + main('  exit;')));
    assert.deepEqual(checkProgram(analysis, new Map([['unknown-function', 'off']])), []);
    assert.deepEqual(checkProgram(analysis, new Map([['unused-suppression', 'off']])), []);
    assert.deepEqual(
      checkProgram(analysis, new Map([['unused-suppression', 'error']])).map(({ severity }) => severity),
      ['error'],
    );
  });

  it('can keep that one of them is unused', () => {
    assertFindings('# kamailio-lint-disable unknown-function, unused-suppression\n' + main('  exit;'), ONLY);
  });

  it('are removed with their line where they stand alone, or code by code', () => {
    assert.equal(mended(`# kamailio-lint-disable flag-number\n${main('  exit;')}`), main('  exit;'));
    assert.equal(mended(main('  exit; # kamailio-lint-disable-line flag-number')), main('  exit;'));
    assert.equal(mended(main('  exit; # why # kamailio-lint-disable-line flag-number')), main('  exit; # why'));
    assert.equal(
      mended(main('  foo(); # kamailio-lint-disable-line flag-number, unknown-function -- ours')),
      main('  foo(); # kamailio-lint-disable-line unknown-function -- ours'),
    );
    assert.equal(
      mended(
        main(
          '  foo(); # kamailio-lint-disable-line unknown-funktion',
          '  # kamailio-lint-disable unknown-function',
          '  foo();',
        ),
      ),
      main(
        '  foo(); # kamailio-lint-disable-line unknown-function',
        '  # kamailio-lint-disable unknown-function',
        '  foo();',
      ),
    );
  });

  it('work in lists of destinations', () => {
    const text = [
      '# kamailio-lint-disable-next-line list-missing-uri',
      '1',
      '2 # kamailio-lint-disable-line list-missing-uri',
      '3',
      '# kamailio-lint-disable list-flags, unknown-function',
      '',
    ].join('\n');
    const list = readDispatcherList(new SourceText('file:///project/dispatcher.list', text));
    assert.deepEqual(checkList({ list, version: '5.6', configurations: [] }).map(describeFinding), [
      'dispatcher.list 4:1-2 list-missing-uri',
      'dispatcher.list 5:25-35 unused-suppression',
      'dispatcher.list 5:37-53 unused-suppression',
    ]);
  });
});
