import assert from 'node:assert/strict';
import { eventually, kamailioExtension, openFile } from '../../extension-host/editor.ts';

describe('in a folder without a Kamailio file name', () => {
  it('another .cfg is left alone and wakes nothing', async () => {
    const { document } = await openFile('other.cfg');
    assert.notEqual(document.languageId, 'kamailio');
    assert.equal(kamailioExtension().isActive, false);
  });

  it('a first line that only begins like Kamailio’s is left alone', async () => {
    const { document } = await openFile('longer.cfg');
    assert.notEqual(document.languageId, 'kamailio');
    assert.equal(kamailioExtension().isActive, false);
  });

  for (const name of ['KAMAILIO', 'OPENSER', 'SER', 'MAXCOMPAT', 'ALL']) {
    it(`#!${name} and //!${name} in the first line make a Kamailio file`, async () => {
      assert.equal((await openFile(`hash-${name}.cfg`)).document.languageId, 'kamailio');
      assert.equal((await openFile(`slashes-${name}.cfg`)).document.languageId, 'kamailio');
    });
  }

  it('a Kamailio file wakes the extension', async () => {
    await eventually(() => kamailioExtension().isActive);
  });
});
