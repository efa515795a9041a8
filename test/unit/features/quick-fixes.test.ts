import assert from 'node:assert/strict';
import { quickFixes, safeEdits } from '../../../server/src/features/quick-fixes.ts';
import { suppressInFile, suppressInLine } from '../../../server/src/features/suppression-fixes.ts';
import { checkProgram } from '../../../server/src/rules/check.ts';
import type { Analysis } from '../../../server/src/semantic/analysis.ts';
import type { Finding, Fix } from '../../../server/src/semantic/problem.ts';
import { applyEdits } from '../dispatcher-list/support/lists.ts';
import { analyseFixture, readFixture, type Fixture } from '../support/fixture.ts';

/** A file of a fixture after some edits. */
function textAfter({ sources }: Fixture, name: string, edits: Fix['edits']): string {
  const source = sources.get(name);
  assert.ok(source);
  const own = edits.filter(({ range }) => range.source.uri === source.uri);
  return applyEdits(
    source.text,
    own.map(({ range: { start, end }, newText }) => ({ start, end, newText })),
  );
}

/** The document after the only fix at the cursor; what it offers where there is not exactly one. */
function mend(text: string): { titles: string[]; text: string } {
  const fixture = readFixture(text);
  assert.ok(fixture.cursor, 'the fixture has a cursor');
  const { source, offset } = fixture.cursor;
  const analysis = analyseFixture(fixture);
  const fixes = quickFixes(analysis.program, checkProgram(analysis), source, offset, offset);
  const [fix] = fixes;
  const titles = fixes.map(({ title }) => title);
  return { titles, text: fix ? textAfter(fixture, 'kamailio.cfg', fix.edits) : source.text };
}

describe('quick fixes', () => {
  it('puts the right name in the place of a misspelt one', () => {
    const { titles, text } = mend('#!KAMAILIO\nloadmodule "tm"\nmodparam("tm", "fr_t‸mer", 1000)\n');
    assert.deepEqual(titles, ["Change to 'fr_timer'"]);
    assert.equal(text, '#!KAMAILIO\nloadmodule "tm"\nmodparam("tm", "fr_timer", 1000)\n');
  });

  it('offers nothing beside a finding', () => {
    assert.deepEqual(mend('#!KAMAILIO\nload‸module "tm"\nmodparam("tm", "fr_tmer", 1000)\n').titles, []);
  });

  it('leaves the use of a define alone, whatever a rule would put there', () => {
    const fixture = readFixture('#!define TIMER "fr_timer"\nloadmodule "tm"\nmodparam("tm", TIMER, 1000)\n');
    const analysis = analyseFixture(fixture);
    const at = fixture.root.text.lastIndexOf('TIMER');
    const range = { source: fixture.root, start: at, end: at + 5 };
    const finding = { code: 'x', severity: 'warning', message: '', range, replacement: '"y"' } as const;
    assert.deepEqual(quickFixes(analysis.program, [finding], fixture.root, 0, fixture.root.text.length), []);
  });
});

describe('fixes made unasked', () => {
  const fixture = readFixture(
    [
      '--- kamailio.cfg',
      'include_file "once.cfg"',
      'include_file "twice.cfg"',
      'include_file "twice.cfg"',
      'request_route { exit; }',
      '--- once.cfg',
      'debug = 2',
      '--- twice.cfg',
      'log_stderror = yes',
      '',
    ].join('\n'),
  );
  const analysis = analyseFixture(fixture);

  function propose(isSafe: boolean, ...edits: [file: string, start: number, end: number, newText: string][]): Finding {
    const [first] = edits;
    assert.ok(first);
    const rangeOf = (file: string, start: number, end: number): Finding['range'] => ({
      source: fixture.sources.get(file)!,
      start,
      end,
    });
    const fix = {
      title: '',
      isSafe,
      edits: edits.map(([file, ...at]) => ({ range: rangeOf(file, at[0], at[1]), newText: at[2] })),
    };
    return { code: 'x', severity: 'warning', message: '', range: rangeOf(first[0], first[1], first[2]), fix };
  }

  function after(file: string, ...findings: Finding[]): string {
    return textAfter(fixture, file, safeEdits(analysis.program, findings));
  }

  it('are the safe ones, over several files', () => {
    const both = propose(true, ['once.cfg', 8, 9, '3'], ['kamailio.cfg', 0, 0, '# first\n']);
    assert.equal(after('once.cfg', both), 'debug = 3\n');
    assert.ok(after('kamailio.cfg', both).startsWith('# first\ninclude_file'));
    assert.equal(after('once.cfg', propose(false, ['once.cfg', 8, 9, '3'])), 'debug = 2\n');
  });

  it('are made whole or not at all where they touch each other', () => {
    const first = propose(true, ['once.cfg', 0, 5, 'DEBUG']);
    const second = propose(true, ['once.cfg', 5, 7, '='], ['once.cfg', 8, 9, '3']);
    assert.equal(after('once.cfg', first, second), 'DEBUG = 2\n');
  });

  it('leave text alone that is read more than once', () => {
    assert.equal(after('twice.cfg', propose(true, ['twice.cfg', 15, 18, 'no'])), 'log_stderror = yes\n');
  });
});

describe('comments that quick fixes write', () => {
  /** The root after the fix that suppresses its first finding of a code. */
  function suppress(text: string, code: string, where: 'line' | 'file'): string | undefined {
    const fixture = readFixture(text);
    const analysis: Analysis = analyseFixture(fixture);
    const { program } = analysis;
    const finding = checkProgram(analysis).find((one) => one.code === code);
    assert.ok(finding);
    const comments = program.commentsOf(program.root);
    const fix =
      where === 'file' ? suppressInFile(finding) : suppressInLine(finding, { source: program.root, comments }, program);
    if (!fix) return undefined;
    const result = textAfter(fixture, 'kamailio.cfg', fix.edits);
    assert.ok(!checkProgram(analyseFixture(readFixture(result))).some((one) => one.code === code), 'it is suppressed');
    return result;
  }

  it('stand above the line, with its indentation and line end', () => {
    assert.equal(
      suppress('request_route {\r\n\tfoo();\r\n}\r\n', 'unknown-function', 'line'),
      'request_route {\r\n\t# kamailio-lint-disable-next-line unknown-function\r\n\tfoo();\r\n}\r\n',
    );
  });

  it('are lengthened where one is there', () => {
    assert.equal(
      suppress(
        'request_route {\n  # kamailio-lint-disable-next-line bare-name -- why\n  foo();\n}\n',
        'unknown-function',
        'line',
      ),
      'request_route {\n  # kamailio-lint-disable-next-line bare-name, unknown-function -- why\n  foo();\n}\n',
    );
  });

  it('do not end up in strings and in defines of several lines', () => {
    const inString = 'request_route {\n  $var(x) = "a\nb" + foo();\n}\n';
    assert.equal(suppress(inString, 'unknown-function', 'line'), undefined);
  });

  it('stand at the top of the file, behind a first line that says what it is', () => {
    const text = 'request_route {\n  foo();\n}\n';
    assert.equal(suppress(text, 'unknown-function', 'file'), `# kamailio-lint-disable unknown-function\n${text}`);
    assert.equal(
      suppress(`#!KAMAILIO\n${text}`, 'unknown-function', 'file'),
      `#!KAMAILIO\n# kamailio-lint-disable unknown-function\n${text}`,
    );
  });
});
