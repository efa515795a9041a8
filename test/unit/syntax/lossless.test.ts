import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { textPieces } from '../../../server/src/syntax/lossless.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';

describe('taking a text apart', () => {
  it('gives every character to one piece', () => {
    const text = '#!KAMAILIO\n# c\nroute { f("a"); } ` /* d */\n#!define X 1\nevent_route[a:b] {}';
    const pieces = textPieces(new SourceText('', text));
    assert.equal(pieces.map(({ start, end }) => text.slice(start, end)).join(''), text);
    assert.deepEqual(
      pieces.filter(({ kind }) => kind !== 'blank').map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`),
      [
        'directive #!KAMAILIO',
        'comment # c',
        'token route',
        'token {',
        'token f',
        'token (',
        'token "a"',
        'token )',
        'token ;',
        'token }',
        'stray `',
        'comment /* d */',
        'directive #!define X 1',
        'token event_route',
        'token [',
        'token a:b',
        'token ]',
        'token {',
        'token }',
      ],
    );
  });

  it('leaves inactive text whole', () => {
    const text = '#!ifdef A\n"no end\n#!else\na\n#!endif\n';
    const start = text.indexOf('"');
    const pieces = textPieces(new SourceText('', text), [{ start, end: text.indexOf('#!else') }]);
    assert.equal(pieces.map(({ start, end }) => text.slice(start, end)).join(''), text);
    assert.deepEqual(
      pieces.filter(({ kind }) => kind !== 'blank').map(({ kind }) => kind),
      ['directive', 'inactive', 'directive', 'token', 'directive'],
    );
  });
});
