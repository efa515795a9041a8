import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readText } from '../support/read-text.ts';

describe('a program', () => {
  it('must hold a statement', () => {
    for (const text of [
      '',
      '\n\n',
      '# nothing\n',
      '#!KAMAILIO\n',
      '#!ifdef A\nchildren=4\n#!endif\n',
      '#!define A\nA',
    ]) {
      assert.deepEqual(readText(text).findings, ['kamailio.cfg 1:1-1 empty-configuration'], JSON.stringify(text));
    }
    assert.deepEqual(readText(';').findings, []);
  });

  it('keeps the verdict of reading strings as they are', () => {
    // Ended at its line this string would leave text that makes sense too: but Kamailio reads it to its end.
    assert.deepEqual(readText('log_name="a\nchildren=4\nserver_header="b"\n').findings.slice(0, 1), [
      'kamailio.cfg 1:10-12 unterminated-string',
    ]);
    assert.deepEqual(readText('log_name="a\nb"\nchildren=4\n').findings, []);
    assert.deepEqual(readText('route {\n  f("\n    a\n  ", "b\n");\n}\n').findings, []);
  });

  it('finds the token at an offset, and the one that ends there', () => {
    const text = 'children = 4;';
    const { program } = readText(text);
    const image = (offset: number): string | undefined => program.tokenAt(program.root, offset)?.token.image;
    assert.deepEqual([0, 4, 8, 9, 10, 11, 12, 13].map(image), [
      'children',
      'children',
      'children',
      '=',
      '=',
      '4',
      ';',
      ';',
    ]);
    assert.equal(image(99), undefined);
  });

  it('shows a file that is included twice by its first reading', () => {
    const { program } = readText(
      '--- kamailio.cfg\ninclude_file "a.cfg"\n#!define A\ninclude_file "a.cfg"\n--- a.cfg\nx=1\n#!ifdef A\ny=2\n#!endif\n',
    );
    const included = program.files[1];
    assert(included);
    const places = program.tokensOf(included).map(({ token }) => token.start);
    assert.deepEqual(
      places,
      [...new Set(places)].sort((a, b) => a - b),
    );
  });

  it('gives comments of each file once', () => {
    const { program } = readText(
      '--- kamailio.cfg\n# a\ninclude_file "a.cfg"\ninclude_file "a.cfg"\n# b\n--- a.cfg\n/* c */ x=1 // d\n',
    );
    const [root, included] = program.files;
    assert(root && included);
    assert.deepEqual(program.commentsOf(root).length, 2);
    assert.deepEqual(program.commentsOf(included).length, 2);
  });

  it('reports what the lexer reads over, and what it never finds the end of', () => {
    assert.deepEqual(readText('children=4 `\n').findings, ['kamailio.cfg 1:12-13 stray-character']);
    assert.deepEqual(readText('children=4\n/* a /* b */\nport=1\n').findings, [
      'kamailio.cfg 2:1-3 unterminated-comment',
    ]);
    assert.deepEqual(readText('route { $x = $var(a; }\n').findings.slice(0, 1), [
      'kamailio.cfg 1:14-21 unterminated-pseudo-variable',
    ]);
  });

  it('takes what stands before a comment that never ends for a configuration where that is one', () => {
    const severityOf = (text: string): string | undefined =>
      readText(text).program.findings.find(({ code }) => code === 'unterminated-comment')?.severity;
    assert.equal(severityOf('request_route { exit; }\n/* off\nroute[A] { exit; }\n'), 'warning');
    assert.equal(severityOf('request_route {\n/* off\nexit; }\n'), 'error');
    assert.equal(severityOf('children=4\nport=/* off\n5060\n'), 'error');
  });

  it('has places that hold for text of any width and line end', () => {
    const { program, findings } = readText('# é😀\r\nlog_name="é😀" )\r\n');
    assert.deepEqual(findings, ['kamailio.cfg 2:16-17 unknown-statement']);
    assert.equal(program.tokenAt(program.root, program.root.text.indexOf('"'))?.token.image, '"é😀"');
  });

  it('takes names in capitals for defines of a file out of reach', () => {
    const text = 'modparam("tm", "fr_timer", FR_TIMER)\nlisten=udp:MY_IP:MY_PORT\nmodparam("tm", "fr_timer", much)\n';
    assert.deepEqual(readText(text).findings, [
      'kamailio.cfg 1:28-36 syntax-error',
      'kamailio.cfg 2:18-25 syntax-error',
      'kamailio.cfg 3:28-32 syntax-error',
    ]);
    assert.deepEqual(readText(`${text}include_file "none.cfg"\n`).findings, [
      'kamailio.cfg 3:28-32 syntax-error',
      'kamailio.cfg 4:14-24 missing-include',
    ]);
  });

  it('does not end strings that are meant to go on, where the fault is elsewhere', () => {
    const text = 'route {\n  log("a\n    \\"b\\"\n    \\"c\\"");\n  log("d")\n  exit;\n}\n';
    assert.deepEqual(readText(text).findings, ['kamailio.cfg 5:10-11 missing-semicolon']);
    assert.deepEqual(readText(`include_file "none.cfg"\n${text.replace('("d")', '("d");')}`).findings, [
      'kamailio.cfg 1:14-24 missing-include',
    ]);
    assert.deepEqual(readText(text.replace('"d")', '"d);')).findings[0], 'kamailio.cfg 5:7-9 unterminated-string');
  });
});
