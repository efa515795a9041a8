import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makePages, RULES_FOLDER } from '../../../tools/rules-docs.ts';

describe('the pages in docs/rules', () => {
  it('say what the rules say of themselves; npm run rules-docs writes them', async () => {
    const pages = await makePages();
    assert.deepEqual(readdirSync(RULES_FOLDER).sort(), [...pages.keys()].sort());
    for (const [name, text] of pages) assert.equal(readFileSync(path.join(RULES_FOLDER, name), 'utf8'), text, name);
  });

  it('link to files that are there', () => {
    const names = new Set(readdirSync(RULES_FOLDER));
    for (const name of names) {
      const text = readFileSync(path.join(RULES_FOLDER, name), 'utf8');
      for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)\)/g)) {
        assert.ok(names.has(target), `${name} links to ${target}`);
      }
    }
  });
});
