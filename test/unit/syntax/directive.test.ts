import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findConditional, offsetInValue, readDirective } from '../../../server/src/syntax/directive.ts';
import { scanSegment } from '../../../server/src/syntax/scanner.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';

/** `kind argument = value (ignored) …text behind`, or nothing where Kamailio sees no directive. */
function read(text: string): string {
  const source = new SourceText('', text);
  const directive = scanSegment(source, 0, { compatibility: 'ALL' }).directive;
  if (!directive) return '';
  const { kind, argument, value, ignored, start, end, next } = directive;
  for (const word of [directive.keyword, argument, ignored]) {
    if (word) assert.equal(text.slice(word.start, word.end), word.text);
  }
  assert(start < end && end <= next && next <= text.length);
  const parts: string[] = [kind];
  if (argument) parts.push(argument.text);
  if (value) parts.push(`= ${value.text}`);
  if (ignored) parts.push(`(${ignored.text})`);
  if (next < text.length) parts.push(`…${text.slice(next)}`);
  return parts.join(' ');
}

describe('reading directives', () => {
  it('knows every spelling, with #! and !!', () => {
    for (const [spelling, kind] of [
      ['define', 'define'],
      ['def', 'define'],
      ['trydefine', 'trydefine'],
      ['trydef', 'trydefine'],
      ['redefine', 'redefine'],
      ['redef', 'redefine'],
      ['defexp', 'defexp'],
      ['defexps', 'defexps'],
    ]) {
      assert.equal(read(`#!${spelling!} A 1\nb`), `${kind!} A = 1 …b`);
      assert.equal(read(`!!${spelling!}\tA 1\nb`), `${kind!} A = 1 …b`);
    }
    for (const [spelling, kind] of [
      ['undef', 'undefine'],
      ['undefine', 'undefine'],
      ['tryundef', 'tryundefine'],
      ['tryundefine', 'tryundefine'],
      ['ifdef', 'ifdef'],
      ['ifndef', 'ifndef'],
    ]) {
      assert.equal(read(`#!${spelling!} A\nb`), `${kind!} A …b`);
      assert.equal(read(`!!${spelling!}  A b\nc`), `${kind!} A (b) …c`);
    }
    for (const kind of ['defenv', 'defenvs', 'trydefenv', 'trydefenvs']) {
      assert.equal(read(`#!${kind} A=B\nc`), `${kind} A=B …\nc`);
      assert.equal(read(`!!${kind} A`), `${kind} A`);
    }
    for (const kind of ['include_file', 'import_file']) {
      assert.equal(read(`${kind} "a.cfg"\nb`), `${kind} "a.cfg" …\nb`);
      assert.equal(read(`#!${kind} "a.cfg" b`), `${kind} "a.cfg" … b`);
      assert.equal(read(`!!${kind}"a.cfg"`), `${kind} "a.cfg"`);
      assert.equal(read(`${kind}\n\n  "a.cfg"\nb`), `${kind} "a.cfg" …\nb`);
      assert.equal(read(`${kind}\nb`), `${kind} …\nb`);
    }
    assert.equal(read('#!else\nb'), 'else …b');
    assert.equal(read('!!endif \t\nb'), 'endif …b');
    assert.equal(read('#!ifexp A == 1 && B\nb'), 'ifexp A == 1 && B …b');
  });

  it('takes for a comment what Kamailio takes for one', () => {
    for (const text of [
      '#!define\nb',
      '#!defined A\n',
      '# !define A\n',
      '#!ifdef\n',
      '#!else',
      '#!else b\n',
      '#!endif # b\n',
      '#!endif',
      '#!KAMAILIO b\n',
      '#!KAMAILIO',
      '#!FOO\n',
      '##!define A\n',
    ]) {
      assert.equal(read(text), '', text);
    }
  });

  it('reads the first lines that say how to read a dollar sign', () => {
    for (const word of ['KAMAILIO', 'OPENSER', 'SER', 'MAXCOMPAT', 'ALL']) {
      assert.equal(read(`#!${word}\nb`), 'compatibility …b');
      assert.equal(read(`//!${word}\nb`), 'compatibility …b');
      assert.equal(read(`#!${word}\r\nb`), '', 'a CR before the LF makes it a comment');
    }
  });

  it('finds directives anywhere on a line', () => {
    assert.equal(read('a #!define B 1\nc'), 'define B = 1 …c');
    assert.equal(read('a; include_file "b"'), 'include_file "b"');
    assert.equal(read('"#!define A 1"'), '');
    assert.equal(read('/* #!define A 1\n */'), '');
  });

  it('joins the lines of a define', () => {
    assert.equal(read('#!define A b\\\nc \\\n  d\ne'), 'define A = bc   d …e');
    assert.equal(read('#!define A b\\\r\nc\r\nd'), 'define A = bc …d');
    assert.equal(read('#!define A b\\'), 'define A = b\\');
    assert.equal(read('#!define A b \\\\\nc'), 'define A = b \\c');
    assert.equal(read('#!define A b\\\n\nc'), 'define A = b …c');
  });

  it('takes the first character of a value as it is, even a backslash', () => {
    assert.equal(read('#!define A \\\nb\n'), 'define A = \\ …b\n');
    assert.equal(read('#!define A\\\nb\n'), 'define A = \\ …b\n');
  });

  it('knows where in the file each part of a value stands', () => {
    const text = '#!define A b\\\n  cd\\\r\ne\n';
    const value = readDirective(new SourceText('', text), 0)?.value;
    assert(value);
    assert.equal(value.text, 'b  cde');
    assert.equal(Array.from(value.text, (_, at) => text[offsetInValue(value, at)]).join(''), 'b  cde');
  });

  it('takes a value to the end of its line, comments and all', () => {
    assert.equal(read('#!define A 1 # one\nb'), 'define A = 1 # one …b');
    assert.equal(read('#!define A "x" // y\r\nb'), 'define A = "x" // y …b');
    assert.equal(read('#!define A\nb'), 'define A …b');
    assert.equal(read('#!define A   \r\nb'), 'define A …b');
    assert.equal(read('#!define A(b) c\n'), 'define A = (b) c');
  });

  it('reads over what stands before a name', () => {
    assert.equal(read('#!define 1A 2\n'), 'define A = 2');
    assert.equal(read('#!ifdef "A"\n'), 'ifdef A (")');
    assert.equal(read('#!ifdef 12\nb'), 'ifdef (12) …b');
    assert.equal(read('#!define -\nb'), 'define (-) …b');
  });

  it('finds the next conditional of skipped text, whatever it is', () => {
    const text = '"a /* #!define X\n\' #!ifdef Y\n# #!else\n#!endif x\n#!endif\n';
    const found: string[] = [];
    for (let at = findConditional(text, 0); at >= 0; at = findConditional(text, at + 1))
      found.push(text.slice(at, at + 7));
    assert.deepEqual(found, ['#!ifdef', '#!else\n', '#!endif']);
  });
});
