import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { existsIn, parseVersion, removedIn } from '../../../server/src/catalog/versions.ts';

describe('Kamailio versions', () => {
  it('are read as people and programs write them', () => {
    assert.equal(parseVersion('6.1'), '6.1');
    assert.equal(parseVersion('v5.8.4'), '5.8');
    assert.equal(parseVersion('version: kamailio 5.6.3 (x86_64/linux)'), '5.6');
    assert.equal(parseVersion('kamailio 6.2.0-dev1'), '6.2');
    assert.equal(parseVersion('devel'), '6.2');
    assert.equal(parseVersion('dev'), '6.2');
  });

  it('are not made up', () => {
    for (const text of ['', '5', '5.4', '4.5.5', '15.5', '5.55', 'six'])
      assert.equal(parseVersion(text), undefined, text);
  });

  it('bound the life of an item on both sides', () => {
    const item = { since: '5.6', until: '5.8' } as const;
    assert.deepEqual(
      (['5.5', '5.6', '5.8', '6.0'] as const).map((version) => existsIn(item, version)),
      [false, true, true, false],
    );
    assert.equal(removedIn(item), '6.0');
    assert.equal(removedIn({ since: '5.5', until: null }), undefined);
  });
});
