import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { evaluateExpression, isTrue } from '../../../server/src/semantic/define-expression.ts';
import type { Define } from '../../../server/src/semantic/define.ts';

const VALUES: Readonly<Record<string, string | undefined>> = {
  FIVE: '5',
  NINE: '9',
  TEN: '10',
  NAME: '"abc"',
  ZERO: '0',
  NONE: undefined,
};

function lookUp(name: string): Define | undefined {
  if (name !== 'HIDDEN' && !(name in VALUES)) return undefined;
  const isOpaque = name === 'HIDDEN';
  return {
    name,
    origin: isOpaque ? 'environment' : 'file',
    value: VALUES[name],
    isOpaque,
    range: undefined,
    directive: undefined,
  };
}

function compute(text: string): number | string | undefined {
  const { value, fault, isOpaque, isFatal } = evaluateExpression(text, lookUp);
  if (value !== undefined) return value;
  return isOpaque ? 'unknown' : isFatal ? `crash: ${fault ?? ''}` : `fault: ${fault ?? ''}`;
}

// All of these were tried on the core's own code (core/utils/snexpr.h of Kamailio 6.1).
describe('expressions of the preprocessor', () => {
  it('reckon', () => {
    assert.equal(compute('1 + 2 * 3'), 7);
    assert.equal(compute('(1 + 2) * 3 % 4'), 1);
    assert.equal(compute('7 - 2 - 1'), 4);
    assert.equal(compute('2 ** 3 ** 2'), 512);
    assert.equal(compute('2 * 3 ** 2'), 18);
    assert.equal(compute('10 / 4'), 2.5);
    assert.equal(compute('-2 - -3'), 1);
    assert.equal(compute('1--1'), 2);
    assert.equal(compute('6 & 3 | 8 ^ 1'), 11);
    assert.equal(compute('1 << 4 >> 2'), 4);
    assert.equal(compute('^0'), -1);
    assert.equal(compute('16777217 + 0'), 16777216, 'in single precision');
    assert.equal(compute(''), 0);
    assert.equal(compute('1 + 1 # two'), 2);
  });

  it('compare', () => {
    assert.equal(compute('1 < 2 == 1'), 1);
    assert.equal(compute('2 >= 3 || 3 != 3'), 0);
    assert.equal(compute('"a" < "b"'), 1);
    assert.equal(compute('1 && 5'), 5);
    assert.equal(compute('0 || 3'), 3);
    assert.equal(compute('!0 && !!7'), 1);
  });

  it('know defines: 0 for none, 1 for one without a value, else a string', () => {
    assert.equal(compute('OTHER'), 0);
    assert.equal(compute('NONE'), 1);
    assert.equal(compute('FIVE'), '5');
    assert.equal(compute('NAME'), 'abc');
    assert.equal(compute('NAME == "abc" && FIVE == 5 && FIVE == "5"'), 1);
    assert.equal(compute('!OTHER && NONE'), 1);
  });

  it('take the left side for what the comparison is about', () => {
    assert.equal(compute('NINE > 10'), 1, 'strings are compared');
    assert.equal(compute('10 > NINE'), 1, 'numbers are compared');
    assert.equal(compute('5 < NAME'), 0, 'a string that is no number compares with none');
    assert.equal(compute('FIVE + 1'), '51');
    assert.equal(compute('1 + FIVE'), 6);
    assert.equal(compute('"a" + 10 / 4'), 'a2.5');
  });

  it('have no result where a number is needed and a string is given', () => {
    assert.equal(compute('TEN - 1'), "fault: '-' takes numbers, and the value of 'TEN' is a string to Kamailio");
    assert.equal(compute('!FIVE'), "fault: '!' takes numbers, and the value of 'FIVE' is a string to Kamailio");
    assert.equal(compute('2 * "3"'), "fault: '*' takes numbers, and '3' is a string to Kamailio");
    assert.equal(compute('1 / 0'), 'fault: a division by zero has no result');
  });

  it('let Kamailio crash', () => {
    assert.equal(compute('defined(A)'), "crash: an expression knows no functions: Kamailio crashes at 'defined('");
    assert.match(String(compute('!FIVE && 1')), /^crash/);
    assert.equal(compute('0 && !FIVE'), 0, 'unless it does not come to it');
  });

  it('are refused where they cannot be read', () => {
    for (const text of [
      '1 +',
      '* 1',
      '1 2',
      '(1',
      '1)',
      '1 ? 2',
      'A.B',
      '0x10',
      '1.2.3',
      'A B',
      '"a',
      '! X',
      '5 = 1',
      '1 === 1',
    ]) {
      assert.match(String(compute(text)), /^fault/, text);
    }
    assert.equal(compute('!  OTHER'), 1, 'two blanks are no trouble');
    assert.match(String(compute('('.repeat(5000))), /^fault/);
  });

  it('assign where a comparison was meant', () => {
    assert.equal(compute('FIVE = 0'), 0);
    assert.equal(compute('OTHER = 1'), 1);
  });

  it('are unknown where they hang on the environment', () => {
    assert.equal(compute('HIDDEN == 1'), 'unknown');
    assert.equal(compute('1 || HIDDEN'), 1);
    assert.equal(compute('HIDDEN && OTHER'), 'unknown');
  });

  it('are true for numbers but 0, and for strings but the empty one', () => {
    assert.deepEqual([0, 1, -0.5, '', '0', 'a', undefined].map(isTrue), [false, true, true, false, true, true, false]);
  });

  it('tell of the names in them', () => {
    const names: string[] = [];
    const text = 'FIVE == 5 && "NAME" || OTHER';
    evaluateExpression(text, lookUp, (name, start, end) => names.push(`${name} ${text.slice(start, end)}`));
    assert.deepEqual(names, ['FIVE FIVE', 'OTHER OTHER']);
  });
});
