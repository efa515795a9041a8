import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readText } from '../support/read-text.ts';

const NEIGHBOURS = ['route[BEFORE] {\n    before();\n}\n', 'route[BEHIND] {\n    behind();\n}\n'] as const;

/** Reads a route block between two sound ones; gives the names of the blocks and what is found, with places. */
function readBetween(block: string): { routes: string[]; findings: readonly string[]; calls: string[] } {
  const { program, findings } = readText(`${NEIGHBOURS[0]}${block}${NEIGHBOURS[1]}`);
  const { routes, calls } = program.symbols;
  return {
    routes: routes.map(({ name }) => name ?? ''),
    findings: findings.map((finding) => finding.replace('kamailio.cfg ', '')),
    calls: calls.map(({ name }) => name),
  };
}

describe('recovery from braces', () => {
  const BLOCK = [
    'route[HERE] {',
    '    if ($x) {',
    '        one();',
    '    } else {',
    '        two();',
    '    }',
    '    three();',
    '}',
    '',
  ];
  const without = (line: number, piece: string): string =>
    BLOCK.map((text, index) => (index === line ? text.replace(piece, '') : text)).join('\n');

  it('leaves a sound block alone', () => {
    const { routes, findings, calls } = readBetween(BLOCK.join('\n'));
    assert.deepEqual(routes, ['BEFORE', 'HERE', 'BEHIND']);
    assert.deepEqual(findings, []);
    assert.deepEqual(calls, ['before', 'one', 'two', 'three', 'behind']);
  });

  for (const [line, piece, place] of [
    [0, ' {', '4:11-12 missing-brace'],
    [1, ' {', '5:11-12 missing-brace'],
    [3, '} ', '7:5-9 missing-brace'],
    [3, ' {', '7:10-11 missing-brace'],
    [5, '}', '8:14-15 missing-brace'],
    [7, '}', '10:12-13 missing-brace'],
  ] as const) {
    it(`reports '${piece.trim()}' that is missing in line ${line + 1} where it is missing, and keeps the other blocks`, () => {
      const { routes, findings, calls } = readBetween(without(line, piece));
      assert.deepEqual(findings[0], place, findings.join('\n'));
      assert(routes.includes('BEFORE') && routes.includes('BEHIND'), routes.join());
      assert(calls.includes('before') && calls.includes('behind'), calls.join());
      assert.deepEqual(calls, ['before', 'one', 'two', 'three', 'behind']);
    });
  }

  it('reports a brace too many where it stands', () => {
    const text = BLOCK.join('\n').replace('    three();', '    }\n    three();');
    const { routes, findings, calls } = readBetween(text);
    assert.deepEqual(findings, ['10:5-6 extra-brace']);
    assert.deepEqual(routes, ['BEFORE', 'HERE', 'BEHIND']);
    assert.deepEqual(calls, ['before', 'one', 'two', 'three', 'behind']);
  });

  it('reports an opening brace too many where it stands', () => {
    const text = BLOCK.join('\n').replace('    three();', '    {\n    three();');
    const { routes, findings, calls } = readBetween(text);
    assert.deepEqual(findings, ['10:5-6 extra-brace']);
    assert.deepEqual(routes, ['BEFORE', 'HERE', 'BEHIND']);
    assert.deepEqual(calls, ['before', 'one', 'two', 'three', 'behind']);
  });

  it('keeps the blocks behind a text that ends in the middle', () => {
    const whole = `${NEIGHBOURS[0]}${BLOCK.join('\n')}`;
    for (let length = NEIGHBOURS[0].length + 'route[HERE] {'.length; length < whole.length; length++) {
      const { program } = readText(whole.slice(0, length));
      assert.deepEqual(
        program.symbols.routes.map(({ name }) => name),
        ['BEFORE', 'HERE'],
        whole.slice(0, length),
      );
    }
  });
});

describe('recovery from quotes', () => {
  it('reports a string that nothing closes in its line, and reads what follows', () => {
    const { routes, findings, calls } = readBetween('route[HERE] {\n    f("a);\n    g("b");\n}\n');
    assert.deepEqual(findings.slice(0, 1), ['5:7-9 unterminated-string']);
    assert.deepEqual(routes, ['BEFORE', 'HERE', 'BEHIND']);
    assert(calls.includes('g') && calls.includes('behind'));
  });

  it('finds the missing quote although later strings close what it opened', () => {
    const { findings, calls } = readBetween('route[HERE] {\n    f("a");\n    g("b);\n    h("c");\n    i("d");\n}\n');
    assert.deepEqual(findings.slice(0, 1), ['6:7-9 unterminated-string']);
    assert(calls.includes('h') && calls.includes('i') && calls.includes('behind'));
  });

  it('leaves strings alone that are meant to run over lines', () => {
    const { findings, calls } = readBetween('route[HERE] {\n    f("a\n       b", \'c\n  d\');\n}\n');
    assert.deepEqual(findings, []);
    assert.deepEqual(calls, ['before', 'f', 'behind']);
  });
});

describe('recovery from half-typed text', () => {
  for (const half of [
    'if (',
    'if ($x',
    'if ($x ==',
    'if ($x) {',
    'while ($x',
    'switch ($x) {\n case',
    'switch ($x) {\n case 1',
    'f(',
    'f("a",',
    'f("a", $(ru{',
    '$(avp(x)[',
    'route(',
    '@from.',
    '$',
    '"',
    '/*',
  ]) {
    it(`keeps the blocks around '${half.replace('\n', ' ')}'`, () => {
      const { routes, calls, findings } = readBetween(`route[HERE] {\n    one();\n    ${half}\n    two();\n}\n`);
      assert.deepEqual(routes, ['BEFORE', 'HERE', 'BEHIND']);
      assert(calls.includes('before') && calls.includes('one') && calls.includes('behind'), calls.join());
      const line = Number(findings[0]?.split(':')[0]);
      assert(Math.abs(line - 6) <= 1, findings.join('\n'));
    });
  }

  it('keeps the statements around what is half typed at top level', () => {
    for (const half of [
      'modparam(',
      'modparam("tm",',
      'modparam("tm", "fr_timer"',
      'modparam("tm", "fr_timer", ',
      'loadmodule',
      'loadmodule "',
      'listen=',
      'listen=udp:',
      'children=',
      'flags',
      'a.b',
      'a.b =',
      'route',
      'route[',
      'route[A',
      'route[A]',
      'event_route[',
      'event_route[tm:',
      'child',
      '#!define',
      '#!subst',
      'include_file',
    ]) {
      const { program } = readText(`loadmodule "a.so"\n${half}\nloadmodule "b.so"\nroute {\n    f();\n}\n`);
      const { modules, routes, calls } = program.symbols;
      assert.deepEqual([modules[0]?.name, modules.at(-1)?.name], ['a', 'b'], half);
      assert.equal(routes.at(-1)?.kind, 'route', half);
      assert.deepEqual(
        calls.map(({ name }) => name),
        ['f'],
        half,
      );
    }
  });
});

describe('a pseudo-variable that begins as the return code does', () => {
  it('is read as the return code and something else, and that is said', () => {
    const { program } = readText('#!KAMAILIO\nrequest_route {\n    if ($rcv(proto) == "tls") exit;\n}\n');
    const [finding] = program.findings;
    assert.match(finding?.message ?? '', /reads '\$rc' and 'v' here: in code write \$\(rcv…\)/);
    const { source, start, end } = finding!.range;
    assert.equal(source.text.slice(start, end), '$rc');
  });

  it('is one in parentheses', () => {
    const { findings } = readText('#!KAMAILIO\nrequest_route {\n    if ($(rcv(proto)) == "tls") exit;\n}\n');
    assert.deepEqual(findings, []);
  });
});
