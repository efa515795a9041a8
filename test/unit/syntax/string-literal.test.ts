import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { decodeString } from '../../../server/src/syntax/string-literal.ts';

/** The value with, behind each character, where in the literal it comes from. */
function decode(literal: string): [string, string] {
  const { text, offsets } = decodeString(literal);
  assert.equal(offsets.length, text.length + 1, 'one offset a character, and one for the end');
  return [text, offsets.join(' ')];
}

describe('decoding strings', () => {
  it('takes single quotes as they stand', () => {
    assert.deepEqual(decode(String.raw`'a\n'`), ['a\\n', '1 2 3 4']);
    assert.deepEqual(decode("''"), ['', '1']);
  });

  it('knows the escapes of double quotes', () => {
    assert.deepEqual(decode(String.raw`"\n\r\t\a\"\\"`), ['\n\r\t\x07"\\', '1 3 5 7 9 11 13']);
    assert.deepEqual(decode(String.raw`"\x41\x4g\101\07"`), ['A\x04gA\x07', '1 5 8 9 13 16']);
    assert.equal(decodeString(String.raw`"\1\8\d\."`).text, String.raw`\1\8\d\.`, 'others keep their backslash');
    assert.equal(decodeString('"a\\\nb"').text, 'ab', 'an escaped line end is nothing');
    assert.equal(decodeString('"a\nb"').text, 'a\nb', 'a line end is itself');
  });

  it('joins literals that stand side by side', () => {
    assert.deepEqual(decode('"a" \n "b"'), ['ab', '1 7 8']);
    assert.deepEqual(decode('"" "b"'), ['b', '4 5']);
  });

  it('reads a literal whose closing quote is missing', () => {
    assert.deepEqual(decode('"ab'), ['ab', '1 2 3']);
    assert.deepEqual(decode("'ab"), ['ab', '1 2 3']);
    assert.deepEqual(decode('"'), ['', '1']);
    assert.deepEqual(decode('"a\\'), ['a\\', '1 2 3']);
  });
});
