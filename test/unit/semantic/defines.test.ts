import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FixtureOptions } from '../support/fixture.ts';
import { readText } from '../support/read-text.ts';

/** The words that the grammar sees. */
function expand(text: string, options: FixtureOptions = {}): string {
  const { program, findings } = readText(text, { version: '6.1', ...options });
  const words = program.preprocessed.tokens.map(({ image }) => image).join(' ');
  const found = findings.filter((finding) => /define|directive|subst|continuation/.test(finding));
  return [words, ...found.map((finding) => `! ${finding.replace('kamailio.cfg ', '')}`)].join('\n');
}

describe('defines', () => {
  it('are replaced by their values', () => {
    assert.equal(expand('#!define A 4\nchildren=A\n'), 'children = 4');
    assert.equal(expand('#!define A\nchildren=A 4\n'), 'children = 4', 'nothing is put for one without a value');
    assert.equal(expand('#!define A children=4 port=5060\nA\n'), 'children = 4 port = 5060');
    assert.equal(expand('#!define A route[B] {\nA exit; }\n'), 'route [ B ] { exit ; }');
    assert.equal(expand('#!define A "b"\nlog_name=A\n'), 'log_name = "b"');
    assert.equal(expand('#!define A $var(x)\nroute { A = 1; }\n'), 'route { $var(x) = 1 ; }');
  });

  it('are values of an unknown kind where a template writes them', () => {
    const text = '#!substdef "!IP!{{ address }}!g"\n#!substdef "!SOCKET!tcp:IP:80!g"\n#!define N {{ count }}\n';
    const { findings } = readText(`${text}listen=SOCKET\nlisten=IP\nchildren=N\nmodparam("a", "b", N)\n`);
    assert.deepEqual(findings, []);
    assert.equal(expand('#!define A "x{{ b }}"\nlog_name=A\n'), 'log_name = "x{{ b }}"', 'strings stay what they are');
  });

  it('stand for other defines', () => {
    assert.equal(expand('#!define A B\n#!define B 4\nchildren=A\n'), 'children = 4');
    assert.equal(expand('#!define A B C\n#!define B children\n#!define C =4\nA\n'), 'children = 4');
    assert.equal(expand('#!define B 4\n#!define A B\n#!redefine B 5\nchildren=A\n'), 'children = 5');
  });

  it('are in force from their line on', () => {
    assert.equal(expand('children=A\n#!define A 4\n'), 'children = A');
    assert.equal(expand('#!define A 4\n#!undef A\nchildren=A\n', { version: '6.2' }), 'children = A');
  });

  it('are found as whole words outside of strings and comments only', () => {
    assert.equal(expand('#!define A 4\nAA=1 x="A" # A\n/* A */ $A = \'A\''), `AA = 1 x = "A" $A = 'A'`);
    assert.equal(expand('#!define var x\nroute { $var(var) = @var.b; }'), 'route { $var(var) = @var.b ; }');
  });

  it('cannot replace keywords', () => {
    assert.equal(
      expand('#!define children 5\n#!define if x\nchildren=4\nroute { if ($x) exit; }'),
      'children = 4 route { if ( $x ) exit ; }',
    );
  });

  it('run over several lines', () => {
    assert.equal(expand('#!define A 1 +\\\n  2 + \\\n 3\nroute { $x = A; }'), 'route { $x = 1 + 2 + 3 ; }');
    assert.equal(expand('#!define A "b\\\nc"\nlog_name=A\n'), 'log_name = "bc"');
  });

  it('hold their comments, which take what follows on the line of use', () => {
    assert.equal(expand('#!define A 4 # four\nchildren=A\nport=5060'), 'children = 4 port = 5060');
    assert.equal(expand('#!define A 4 // four\nchildren=A port=1\nport=5060'), 'children = 4 port = 5060');
    assert.equal(expand('#!define A 4 /* four */\nchildren=A port=5060'), 'children = 4 port = 5060');
    assert.equal(expand('#!define A 4 # B\n#!define B 5\nchildren=A'), 'children = 4');
  });

  it('join strings that come to stand side by side, where the lexer waits for the next', () => {
    assert.equal(expand('#!define A "b"\nlog_name=A "c"'), 'log_name = "b" "c"');
    assert.equal(readText('#!define A "b"\nlog_name=A "c"\n').findings.length, 0);
    assert.equal(readText('#!define A B "c"\n#!define B "b"\nlog_name=A\n').findings.length, 0);
    assert.equal(readText('#!define A B\n#!define B "b"\nlog_name=A\n  "c"\n').findings.length, 0);
    assert.deepEqual(readText('#!define A "b"\nlog_name="c" A\n').findings, ['kamailio.cfg 2:14-15 unknown-statement']);
    assert.deepEqual(readText('#!define A "b"\nlog_name=A A\n').findings, ['kamailio.cfg 2:12-13 unknown-statement']);
  });

  it('take in the parentheses behind a pseudo-variable', () => {
    assert.equal(expand('#!define A $sht\nroute { A(b=>$si) = 1; }'), 'route { $sht(b=>$si) = 1 ; }');
    assert.equal(expand('#!define A $sht(b)\nroute { A (c); }'), 'route { $sht(b) ( c ) ; }');
  });

  it('are changed only by redefining', () => {
    assert.equal(expand('#!define A 4\n#!define A 5\nchildren=A'), 'children = 4\n! 2:10-11 duplicate-define');
    assert.equal(expand('#!define A 4\n#!trydef A 5\nchildren=A'), 'children = 4');
    assert.equal(expand('#!trydefine A 5\nchildren=A'), 'children = 5');
    assert.equal(expand('#!define A 4\n#!redef A 5\nchildren=A'), 'children = 5');
    assert.equal(expand('#!define A 4\n#!redefine A\nchildren=A 5'), 'children = 5');
    assert.equal(expand('#!redefine A 5\nchildren=A'), 'children = 5');
  });

  it('are taken back in the version that can', () => {
    assert.equal(expand('#!define A 4\n#!undef A\nchildren=A', { version: '6.2' }), 'children = A');
    assert.equal(
      expand('#!undefine A\n#!tryundef A\n#!tryundefine A\n', { version: '6.2' }),
      '\n! 1:12-13 undefined-define',
    );
    assert.equal(
      expand('#!define A 4\n#!undef A\nchildren=A', { version: '5.6' }),
      'children = 4\n! 2:3-8 unknown-directive',
    );
  });

  it('have names without hyphens', () => {
    assert.equal(expand('#!define A-B 4\n'), '\n! 1:11-12 invalid-directive');
    assert.equal(expand('#!ifdef A-B\n#!endif\n'), '\n! 1:10-11 invalid-directive');
    assert.equal(expand('#!define A -B\n'), '');
    assert.equal(expand('#!define 1A 4\nchildren=A'), 'children = 4\n! 1:10-11 invalid-directive');
    assert.equal(expand('#!define "\n'), '\n! 1:1-11 invalid-directive');
  });

  it('that go on for ever are found out', () => {
    assert.equal(expand('#!define A A\nchildren=A'), 'children =\n! 2:10-11 define-recursion');
    assert.equal(expand('#!define A B\n#!define B 1 A\nchildren=A').endsWith('! 3:10-11 define-recursion'), true);
    const doubling = Array.from({ length: 30 }, (_, at) => `#!define A${at + 1} A${at} A${at}\n`).join('');
    const reading = readText(`#!define A0 1\n${doubling}children=A30\nport=A30\n`);
    assert.equal(reading.findings.filter((finding) => finding.endsWith('define-recursion')).length, 1);
    assert.equal(reading.findings[0], 'kamailio.cfg 32:10-13 define-recursion');
  });

  it('whose continuation Windows line ends break are read on, with an error', () => {
    const { program, findings } = readText('#!define A children\\\r\n=4\r\nA\r\n');
    assert.equal(program.preprocessed.tokens.map(({ image }) => image).join(' '), 'children = 4');
    assert.deepEqual(findings, ['kamailio.cfg 1:20-21 crlf-continuation']);
    assert.deepEqual(
      program.findings.map(({ severity }) => severity),
      ['error'],
    );
  });

  it('whose string is not closed are told of where they are used', () => {
    const text = '#!define A "sip:192.0.2.1\n#!define B "sip:192.0.2.2\nalias=A\nalias=A\n';
    assert.deepEqual(readText(text).findings, ['kamailio.cfg 1:12-26 unterminated-string']);
  });

  it('whose value begins with a line end hold the backslash alone', () => {
    assert.equal(expand('#!define A \\\nport=5060\nchildren=A\n'), 'port = 5060 children =');
  });
});

describe('a use of a define', () => {
  it('leads back to the use and to the definition', () => {
    const text = '#!define A  "b" \\\n  C\n#!define C 12\nx=A\n';
    const { program } = readText(text);
    const [string, number] = program.preprocessed.tokens.slice(2);
    const use = { start: text.indexOf('=A') + 1, end: text.indexOf('=A') + 2 };
    for (const token of [string, number]) {
      assert(token);
      assert.deepEqual({ start: token.start, end: token.end }, use);
      const definition = token.macro?.definition;
      assert(definition);
      assert.equal(text.slice(definition.start, definition.end), token.image);
    }
    assert.deepEqual([string?.macro?.name, number?.macro?.name], ['A', 'C']);
  });

  it('is noted with what the name meant there', () => {
    const { program } = readText('#!define A 1\na=A\n#!redef A 2\nb=A\n#!ifdef A\n#!endif\n#!ifdef B\n#!endif\n');
    assert.deepEqual(
      program.preprocessed.uses.map(({ name, kind, define }) => `${name} ${kind} ${define?.value ?? '-'}`),
      ['A expansion 1', 'A expansion 2', 'A condition 2', 'B condition -'],
    );
    assert.deepEqual(
      program.preprocessed.definitions
        .filter(({ origin }) => origin === 'file')
        .map(({ name, value }) => `${name}=${value ?? ''}`),
      ['A=1', 'A=2'],
    );
  });
});

describe('defines from outside', () => {
  it('are given by -A', () => {
    assert.equal(expand('children=A', { defines: ['A=4'] }), 'children = 4');
    assert.equal(expand('#!ifdef A\nchildren=4\n#!endif\n', { defines: ['A'] }), 'children = 4');
    assert.equal(expand('#!define A 5\nchildren=A', { defines: ['A=4'] }), 'children = 4\n! 1:10-11 duplicate-define');
    assert.equal(expand('#!trydef A 5\nchildren=A', { defines: ['A=4'] }), 'children = 4');
    assert.equal(expand('log_name=A', { defines: ['A="x=y"'] }), 'log_name = "x=y"');
  });

  it('come from Kamailio itself, by version', () => {
    const known = (name: string, version: NonNullable<FixtureOptions['version']>): boolean =>
      expand(`#!ifdef ${name}\nyes=1\n#!endif\n`, { version }) !== '';
    assert(known('KAMAILIO_5', '5.6') && known('KAMAILIO_5_6', '5.6'));
    assert(!known('KAMAILIO_5_7', '5.6') && !known('KAMAILIO_VERSION', '5.6') && !known('OS_NAME', '5.6'));
    assert(known('KAMAILIO_6', '6.1') && known('KAMAILIO_6_1', '6.1') && !known('KAMAILIO_5', '6.1'));
    assert(known('KAMAILIO_VERSION', '6.1') && known('OS_NAME', '6.1'));
    assert.equal(expand('#!define KAMAILIO_5 1\n', { version: '5.6' }), '\n! 1:10-20 duplicate-define');
    assert.equal(expand('log_name=OS_NAME', { version: '6.1' }), 'log_name = "linux"');
  });

  it('name the modules that are loaded', () => {
    for (const load of ['loadmodule "tm.so"', "loadmodule 'tm'", 'loadmodule("/usr/lib/tm.so")', 'loadmodulex "tm"']) {
      assert.match(expand(`${load}\n#!ifdef MOD_tm\nyes=1\n#!endif\n`), /yes = 1$/, load);
    }
    assert.doesNotMatch(expand('#!ifdef MOD_tm\nyes=1\n#!endif\nloadmodule "tm.so"\n'), /yes/);
  });

  it('have values that nobody knows where they come from the environment', () => {
    const opaque = (text: string): string[] => {
      const { program, findings } = readText(text, { version: '6.1' });
      assert.deepEqual(findings, []);
      return program.preprocessed.tokens
        .filter(({ tokenType }) => tokenType.name === 'Opaque')
        .map(({ image }) => image);
    };
    assert.deepEqual(opaque('#!defenv HOST\nlisten=udp:HOST:5060\nchildren=HOST\nmodparam("a", "b", HOST)\n'), [
      'HOST',
      'HOST',
      'HOST',
    ]);
    assert.deepEqual(opaque('#!defenvs A=HOST\nlog_name=A\nloadmodule A\nroute { A(1); $x = A; }\n'), [
      'A',
      'A',
      'A',
      'A',
    ]);
    assert.deepEqual(opaque('#!trydefenv A=HOST\n!!trydefenvs B\nlog_name=A\nalias=B\n'), ['A', 'B']);
    assert.deepEqual(opaque('#!defenv A\n#!defexp B A + 1\n#!ifexp A\n#!endif\nchildren=B\n'), ['B']);
    assert.equal(expand('#!defenv A=\n'), '\n! 1:10-12 invalid-directive');
    assert.equal(expand('#!defenv\n'), '\n! 1:1-9 invalid-directive');
    assert.equal(expand('#!defenv A\n#!define A 1\n'), '\n! 2:10-11 duplicate-define');
    assert.equal(expand('#!trydefenv A\n#!define A 1\n'), '', 'the variable may not be set');
  });
});
