import assert from 'node:assert/strict';
import { readRegex } from '../../../server/src/semantic/posix-regex.ts';

describe('POSIX regular expressions', () => {
  it('refuse what glibc refuses', () => {
    const refused = [
      'a(',
      '(a|b',
      'a[',
      '[]',
      '[^]',
      '[[:alpha:]',
      '*a',
      '(*a)',
      'a|*b',
      '^*',
      'a$*',
      '{2}',
      'a{2',
      'a{x}',
      'a{}',
      'a{3,2}',
      'a{40000}',
      'a\\',
      '[z-a]',
      '[a--]',
      '[[:foo:]]',
      '\\1',
      '(a)\\2',
      '(?:a)',
      '(?i)a',
    ];
    for (const expression of refused) assert.ok(readRegex(expression).fault, expression);
  });

  it('take what glibc takes', () => {
    const taken = [
      '',
      '()',
      '(|a)',
      'a||b',
      'a**',
      'a+?',
      '[]a]',
      '[^]a]',
      '[a\\]',
      '[%--]',
      '[-a]',
      '[a-]',
      '[[.a.]]',
      'a{,3}',
      'a{2,}',
      'a{1}{2}',
      '(^)*',
      '\\(',
      '\\<a\\>',
      'a)',
      '(a)\\1',
      '^(00|\\+)[1-9][0-9]{3,}$',
    ];
    for (const expression of taken) assert.equal(readRegex(expression).fault, undefined, expression);
  });

  it('say where the fault is', () => {
    assert.deepEqual(readRegex('^(00|\\+[1-9]').fault, { fault: "'(' is never closed", at: 1 });
    assert.equal(readRegex('ab[0-9').fault?.at, 2);
  });

  it('note signs that stand for something plain', () => {
    const { oddities } = readRegex('^\\d+[\\w-]a)');
    assert.deepEqual(
      oddities.map(({ kind, text, at }) => [kind, text, at]),
      [
        ['class', '\\d', 1],
        ['class-in-set', '\\w', 5],
        ['parenthesis', ')', 10],
      ],
    );
    assert.deepEqual(readRegex('\\w\\s\\.[\\.]').oddities, []);
  });
});
