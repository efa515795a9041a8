import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readSubstitution, substitute } from '../../../server/src/semantic/substitution.ts';
import { readText } from '../support/read-text.ts';

function change(rule: string, text: string): string {
  const read = readSubstitution(rule);
  if ('fault' in read) return `fault: ${read.fault}`;
  const result = substitute(text, [read]);
  return result.isOpaque ? `${result.text} (unknown)` : result.text;
}

describe('a rule of #!subst', () => {
  it('replaces the first match, or with g all of them', () => {
    assert.equal(change('/a/b/', 'aXaX'), 'bXaX');
    assert.equal(change('/a/b/g', 'aXaX'), 'bXbX');
    assert.equal(change('!a!/!gi', 'aXAX'), '/X/X');
    assert.equal(change('/a//', 'aXa'), 'Xa');
    assert.equal(change('/x/y/', 'abc'), 'abc');
  });

  it('knows groups and escapes in the replacement', () => {
    assert.equal(change('/(a)(b)?/<\\0 \\1 \\2>/', 'ab'), '<ab a b>');
    assert.equal(change('/(a)(c)?/<\\2>/', 'ab'), '<>b');
    assert.equal(change('/a/\\n\\t\\r\\\\\\//', 'a'), '\n\t\r\\/');
  });

  it('reads expressions as POSIX does', () => {
    assert.equal(change('/[[:digit:]]+/#/', 'a12b'), 'a#b');
    assert.equal(change('/^b/x/', 'a\nb'), 'a\nx', 'lines are told apart');
    assert.equal(change('/^b/x/s', 'a\nb'), 'a\nb', 'but not with s');
    assert.equal(change('/a.b/x/', 'a\nb'), 'a\nb');
    assert.equal(change('/a.b/x/s', 'a\nb'), 'x');
  });

  it('has a value that nobody knows where it holds a pseudo-variable', () => {
    assert.equal(change('/HOST/$env(HOSTNAME)/', 'sip:HOST'), 'sip:$env(HOSTNAME) (unknown)');
    assert.equal(change('/HOST/\\$x/', 'HOST'), '$x');
  });

  it('is refused where Kamailio refuses it', () => {
    for (const rule of ['', 'a', '/a', '/a/', '/a/b', '/a/b/x', '\\a\\b\\', '/(/b/', '/[/b/', '/(a/b/']) {
      assert.match(change(rule, 'a'), /^fault/, rule);
    }
    assert.equal(change('//b/', 'a'), 'ba', 'nothing to find is found at once');
    assert.equal(change('/[]a]/b/', ']').startsWith('fault'), false);
  });
});

describe('substitutions in a configuration', () => {
  const words = (text: string): string =>
    readText(text)
      .program.preprocessed.tokens.slice(2)
      .map(({ image }) => image)
      .join(' ');

  it('change strings and pseudo-variables read behind them', () => {
    assert.equal(words('#!subst "/A/b/g"\nx="AAA"'), `x = 'bbb'`);
    assert.equal(words(`#!subst "/A/b'/"\nx='A' y="A"`), `x = "b'" y = "b'"`);
    assert.equal(words('#!subst "/A/b/"\nroute { $var(A) = A; }'), 'route { $var(b) = A ; }');
    assert.equal(words('#!subst "/A/b/"\n#!subst "/b/c/"\nx="A"').endsWith("x = 'c'"), true);
    assert.equal(readText('x="A"\n#!subst "/A/b/"\n').program.preprocessed.tokens[2]?.image, '"A"');
  });

  it('reach the values of defines', () => {
    assert.equal(words('#!subst "/A/b/"\n#!define X "A"\nx=X'), `x = 'b'`);
  });

  it('leave the place of a string where it stands', () => {
    const text = '#!subst "/A/longer/"\nx="A"\n';
    const token = readText(text).program.preprocessed.tokens.at(-1);
    assert.equal(token && text.slice(token.start, token.end), '"A"');
  });

  it('define what substdef and substdefs find', () => {
    assert.equal(words('#!substdef "/A/4/"\nchildren=A x="A"'), `children = 4 x = '4'`);
    assert.equal(words('#!substdefs "!A!b!g"\nx=A'), 'x = "b"');
    assert.deepEqual(readText('#!define A 1\n#!substdef "/A/4/"\n').findings, [
      'kamailio.cfg 2:12-19 duplicate-define',
    ]);
    assert.deepEqual(readText('#!substdef "//4/"\nx=1\n').findings, ['kamailio.cfg 1:12-18 invalid-subst']);
    assert.deepEqual(
      readText('#!substdef "/A/4/"\n#!substdef "/A/5/"\nx=1\n').findings,
      [],
      'the first has changed the second',
    );
  });

  it('with values from the environment make strings that nobody knows', () => {
    const { program, findings } = readText(
      '#!substdefs "/HOST/$env(HOSTNAME)/"\nlisten=HOST\nlog_name="a HOST"\nx="b"\n',
    );
    assert.deepEqual(findings, []);
    const kinds = program.preprocessed.tokens.slice(2).map(({ tokenType }) => tokenType.name);
    assert.deepEqual(kinds.filter((name) => name === 'Opaque').length, 2);
    assert.equal(kinds.at(-1), 'StringLiteral');
  });

  it('report a rule that cannot be read', () => {
    assert.deepEqual(readText('#!subst "/a/b"\n').findings, ['kamailio.cfg 1:9-15 invalid-subst']);
  });
});
