import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { mergeTexts } from '../../../server/src/catalog/merge-texts.ts';
import type { MergedFile, ModuleTexts } from '../../../server/src/catalog/merge-texts.ts';
import { FACTS, TEXTS } from './repository.ts';

/** The modules whose every item is explained. */
const EXPLAINED = ['dialog', 'dispatcher', 'dmq', 'dmq_usrloc', 'htable', 'registrar', 'tm', 'usrloc'];

function merge(module: string): MergedFile {
  const facts = JSON.parse(
    readFileSync(path.join(FACTS, module === 'core' ? 'core.json' : `modules/${module}.json`), 'utf8'),
  ) as MergedFile['file'];
  return mergeTexts(facts, JSON.parse(readFileSync(path.join(TEXTS, `${module}.json`), 'utf8')) as ModuleTexts);
}

describe('the texts of the catalogue', () => {
  for (const file of readdirSync(TEXTS).filter((name) => name.endsWith('.json'))) {
    it(`${file} explains nothing that Kamailio does not have`, () => {
      assert.deepEqual(merge(path.basename(file, '.json')).orphans, []);
    });
  }

  for (const module of EXPLAINED) {
    it(`explain the module ${module} and everything it exports`, () => {
      const { file, missing } = merge(module);
      assert.deepEqual(missing, []);
      assert.match(String(file.text), /\w/);
    });
  }

  it('are told from each other by kind and name', () => {
    const facts = { functions: [{ name: 'f' }], transformations: [{ name: 't', operations: [{ name: 'o' }] }] };
    const { file, orphans, missing } = mergeTexts(facts, {
      functions: { f: 'Does.' },
      transformations: { 't.o': 'Turns.' },
      parameters: { f: 'Sets.' },
    });
    assert.deepEqual(file, {
      functions: [{ name: 'f', text: 'Does.' }],
      transformations: [{ name: 't', operations: [{ name: 'o', text: 'Turns.' }] }],
    });
    assert.deepEqual(orphans, ['parameters f']);
    assert.deepEqual(missing, ['transformations t']);
  });
});
