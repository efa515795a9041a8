import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FixtureOptions } from '../support/fixture.ts';
import { printItems } from '../support/print-tree.ts';
import { readText } from '../support/read-text.ts';

/** The settings that are in force, and what is wrong with the conditions. */
function read(text: string, options: FixtureOptions = {}): string {
  const { program, findings } = readText(text, { version: '6.1', ...options });
  const names = program.symbols.settings.map(({ name }) => name.image);
  const found = findings.map((finding) => `! ${finding.replace('kamailio.cfg ', '')}`);
  return [names.join(' '), ...found].join('\n');
}

/** The text that is dimmed, a region each. */
function inactive(text: string): string[] {
  const { program } = readText(text, { version: '6.1' });
  return program.preprocessed.inactive.map(({ source, start, end }) => source.text.slice(start, end));
}

describe('conditions', () => {
  it('choose a side', () => {
    assert.equal(read('#!ifdef A\na=1\n#!else\nb=1\n#!endif\nc=1\n'), 'b c');
    assert.equal(read('#!define A\n#!ifdef A\na=1\n#!else\nb=1\n#!endif\nc=1\n'), 'a c');
    assert.equal(read('#!ifndef A\na=1\n#!else\nb=1\n#!endif\nc=1\n'), 'a c');
    assert.equal(read('!!ifndef A\na=1\n!!endif\n'), 'a');
  });

  it('nest', () => {
    const text =
      '#!ifdef A\na=1\n#!ifdef B\nb=1\n#!else\nc=1\n#!endif\nd=1\n#!else\n#!ifndef B\ne=1\n#!endif\nf=1\n#!endif\n';
    assert.equal(read(text), 'e f');
    assert.equal(read(text, { defines: ['A'] }), 'a c d');
    assert.equal(read(text, { defines: ['B'] }), 'f');
    assert.equal(read(text, { defines: ['A', 'B'] }), 'a b d');
  });

  it('toggle at every else', () => {
    assert.equal(
      read('#!ifdef A\na=1\n#!else\nb=1\n#!else\nc=1\n#!else\nd=1\n#!endif\n'),
      'b d\n! 5:1-7 unbalanced-conditional\n! 7:1-7 unbalanced-conditional',
    );
  });

  it('stand inside statements and blocks', () => {
    const text =
      'route {\n  if ($x\n#!ifdef A\n && $y\n#!endif\n ) {\n#!ifdef A\n f();\n } else {\n#!endif\n g();\n }\n}\n';
    assert.equal(readText(text).tree, '(route {(if [$x] {g()})})');
    assert.equal(readText(text, { defines: ['A'] }).tree, '(route {(if [(&& $x $y)] {f()})(else {g()})})');
  });

  it('see the defines of their own branches only when they are active', () => {
    assert.equal(read('#!ifdef A\n#!define B\n#!endif\n#!ifdef B\nb=1\n#!endif\na=1\n'), 'a');
    assert.equal(read('#!define A\n#!ifdef A\n#!define B\n#!endif\n#!ifdef B\nb=1\n#!endif\na=1\n'), 'b a');
  });

  it('skip text that is no Kamailio at all', () => {
    assert.equal(read(`#!ifdef A\n"no end /* 'none\n} }} €\n#!define B\n#!endif\na=1\n`), 'a');
    assert.equal(read('#!ifdef A\ninclude_file "none"\n#!endif\na=1\n'), 'a');
    assert.equal(read('#!ifdef A\n# #!else\na=1\n#!endif\n'), 'a', 'comments and strings are unknown to skipped text');
    assert.equal(read('#!ifdef A\n"\n#!endif\na=1\n'), 'a');
  });

  it('are not looked for in strings and comments of active text', () => {
    assert.equal(read('/*\n#!ifdef A\n*/\nx="\n#!ifdef A\n"\na=1\n'), 'x a');
  });

  it('read over what stands behind a name, and before it', () => {
    assert.equal(read('#!ifndef A # not A\na=1\n#!endif\n'), 'a');
    assert.equal(read('#!ifndef A B\na=1\n#!endif\n'), 'a');
    assert.equal(read('#!ifndef 1A\na=1\n#!endif\n'), 'a\n! 1:10-11 invalid-directive');
  });

  it('compute expressions', () => {
    assert.equal(read('#!define A 4\n#!ifexp A == 4 && !B\na=1\n#!else\nb=1\n#!endif\n'), 'a');
    assert.equal(read('#!ifexp KAMAILIO_VERSION >= 5007000 && OS_NAME == "linux"\na=1\n#!else\nb=1\n#!endif\n'), 'a');
    assert.equal(read('#!defexp A 1 + 2 * 3\n#!ifexp A == 7\na=1\n#!endif\n'), 'a');
    assert.equal(read('#!defexps A "x" + 5\n#!ifexp A == "x5"\na=1\n#!endif\n'), 'a');
    assert.equal(read('#!ifexp (1\na=1\n#!else\nb=1\n#!endif\n'), 'b\n! 1:1-11 invalid-directive');
    assert.equal(read('#!ifexp 1\na=1\n#!endif\n', { version: '5.6' }), 'a\n! 1:3-8 unknown-directive');
  });

  it('note the names of expressions with their places', () => {
    const text = '#!ifexp A == 4 && BC\n#!endif\n';
    const { program } = readText(text, { version: '6.1' });
    assert.deepEqual(
      program.preprocessed.uses.map(({ name, kind, range }) => [name, kind, text.slice(range.start, range.end)]),
      [
        ['A', 'condition', 'A'],
        ['BC', 'condition', 'BC'],
      ],
    );
  });

  it('need their partners', () => {
    assert.equal(read('#!ifdef A\na=1\n'), '\n! 1:1-10 unbalanced-conditional');
    assert.equal(read('a=1\n#!endif\n'), 'a\n! 2:1-8 unbalanced-conditional');
    assert.equal(read('a=1\n#!else\nb=1\n'), 'a b\n! 2:1-7 unbalanced-conditional');
    assert.equal(read('#!ifndef A\na=1\n#!endif'), 'a\n! 1:1-11 unbalanced-conditional', 'a line end is missing');
    assert.equal(read('#!ifndef A\na=1\n#!endif # A\n'), 'a\n! 1:1-11 unbalanced-conditional');
    const { program } = readText('#!endif\na=1\n#!ifndef A\n');
    assert.deepEqual(
      program.findings.map(({ severity }) => severity),
      ['warning', 'warning'],
      'Kamailio only counts',
    );
  });

  it('know their directives in order', () => {
    const { program } = readText('#!ifdef A\n#!ifdef B\n#!endif\n#!else\n#!endif\n#!ifdef C\n');
    assert.deepEqual(
      program.preprocessed.conditionals.map(({ open, branches, close }) =>
        [open, ...branches, close].map((directive) => directive?.source.lineAt(directive.start)),
      ),
      [
        [0, 3, 4],
        [1, 2],
        [5, undefined],
      ],
    );
  });
});

describe('inactive text', () => {
  it('is dimmed from directive to directive', () => {
    assert.deepEqual(inactive('#!ifdef A\na=1\n#!else\nb=1\n#!endif\n'), ['a=1\n']);
    assert.deepEqual(inactive('#!ifndef A\na=1\n#!else\nb=1\n#!endif\n'), ['b=1\n']);
    assert.deepEqual(inactive('#!ifdef A\na=1\n#!ifdef B\nb=1\n#!endif\nc=1\n#!endif\n'), [
      'a=1\n#!ifdef B\nb=1\n#!endif\nc=1\n',
    ]);
    assert.deepEqual(inactive('#!ifdef A\na=1'), ['a=1']);
    assert.deepEqual(inactive('#!ifdef A\n\n#!endif\n'), []);
  });

  it('is read all the same, as what stands around it', () => {
    const read = (text: string): string[] =>
      readText(text).program.inactive.map(({ items, tokens }) => {
        assert(tokens.length > 0);
        return printItems(items);
      });
    assert.deepEqual(read('#!ifdef A\nchildren=4\nroute[B] { f(); }\n#!endif\n'), [
      '(set children 4)\n(route B {f()})',
    ]);
    assert.deepEqual(read('route {\n#!ifdef A\nif ($x) { f(); }\n#!endif\n exit;\n}\n'), ['(route {(if [$x] {f()})})']);
    assert.deepEqual(read('#!ifdef A\n"no end\n}{ ;\n#!endif\n').length, 1);
  });

  it('reports no faults of its own', () => {
    assert.deepEqual(readText('#!ifdef A\nif }{ "\n#!endif\nchildren=4\n').findings, []);
  });
});

describe('the first line', () => {
  it('says how a dollar sign is read, from there on', () => {
    const kinds = (text: string): string[] =>
      readText(text)
        .program.preprocessed.tokens.map(({ tokenType }) => tokenType.name)
        .filter((name) => name !== 'Assign');
    assert.deepEqual(kinds('#!KAMAILIO\n$fu.x'), ['PseudoVariable', 'Dot', 'Word']);
    assert.deepEqual(kinds('#!SER\n$fu'), ['Attribute']);
    assert.deepEqual(kinds('$fu.x\n$fu'), ['Attribute', 'PseudoVariable']);
    assert.deepEqual(kinds('#!SER\n$fu\n//!ALL\n$fu'), ['Attribute', 'PseudoVariable']);
  });

  it('counts for included files as well', () => {
    const { program } = readText('--- kamailio.cfg\n#!SER\ninclude_file "a.cfg"\n--- a.cfg\nroute { $fu = 1; }\n');
    assert(program.preprocessed.tokens.some(({ tokenType }) => tokenType.name === 'Attribute'));
  });
});
