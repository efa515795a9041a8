import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { SourceText } from '../../../server/src/syntax/source-text.ts';

describe('the text of a file', () => {
  it('turns offsets into positions and back', () => {
    const source = new SourceText('', 'a\r\nbé😀c\n\nd');
    assert.equal(source.lineCount, 4);
    for (let offset = 0; offset <= source.text.length; offset++) {
      const position = source.positionAt(offset);
      // Between CR and LF, and on the LF, is the end of the line.
      assert.equal(source.offsetAt(position), offset, JSON.stringify(position));
    }
    assert.deepEqual(source.positionAt(7), { line: 1, character: 4 }, 'characters are UTF-16 units');
  });

  it('clamps what lies outside', () => {
    const source = new SourceText('', 'ab\ncd');
    assert.deepEqual(source.positionAt(-5), { line: 0, character: 0 });
    assert.deepEqual(source.positionAt(99), { line: 1, character: 2 });
    assert.equal(source.offsetAt({ line: 0, character: 99 }), 2);
    assert.equal(source.offsetAt({ line: 9, character: 0 }), 5);
    assert.equal(source.offsetAt({ line: -1, character: 3 }), 0);
    assert.equal(source.offsetAt({ line: 1, character: -3 }), 3);
  });

  it('measures indentation, a tab to the next multiple of eight', () => {
    const source = new SourceText('', '  a\n\tb\n   \tc\n\t d');
    assert.deepEqual(
      [0, 4, 7, 13].map((offset) => source.indentAt(offset)),
      [2, 8, 8, 9],
    );
  });

  it('knows what is first on its line', () => {
    const source = new SourceText('', 'a b\r\n \t c');
    assert.deepEqual(
      [0, 2, 8].map((offset) => source.isFirstOnLine(offset)),
      [true, false, true],
    );
  });

  it('has one line even when it is empty', () => {
    const source = new SourceText('', '');
    assert.equal(source.lineCount, 1);
    assert.deepEqual(source.positionAt(0), { line: 0, character: 0 });
  });
});
