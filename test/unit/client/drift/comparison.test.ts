import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { keyOf, pathOf, readPath, titleOf, type Comparison } from '../../../../client/src/views/drift/comparison.ts';

const COMPARISONS: readonly Comparison[] = [
  { kind: 'drift', server: 'sbc/a "1" %2F', listFile: 'file:///srv/my%20lists/dispatcher.list' },
  { kind: 'servers', left: 'a', right: 'b' },
  { kind: 'tables', left: 'a', right: 'left', table: 'bans/1' },
];

describe('the address of a comparison', () => {
  it('holds all that is needed to make it again', () => {
    for (const comparison of COMPARISONS) {
      for (const side of ['left', 'right'] as const) {
        assert.deepEqual(readPath(pathOf(comparison, side)), { comparison, side });
      }
    }
    assert.equal(new Set(COMPARISONS.map(keyOf)).size, COMPARISONS.length);
  });

  it('ends with a name by which the editor finds the language', () => {
    assert.match(pathOf(COMPARISONS[0]!, 'left'), /\/dispatcher\.list$/);
    assert.match(pathOf(COMPARISONS[1]!, 'left'), /\/dispatcher\.list$/);
  });

  it('is not read from other paths', () => {
    for (const path of ['', '/', '/drift/a/b', '/drift/a/b/middle/x', '/servers/a/b/c/left/x', '/other/a/b/left/x']) {
      assert.equal(readPath(path), undefined, path);
    }
  });

  it('has a title for people', () => {
    assert.deepEqual(COMPARISONS.map(titleOf), [
      'dispatcher.list ↔ sbc/a "1" %2F',
      'Destinations: a ↔ b',
      'bans/1: a ↔ left',
    ]);
  });
});
