import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Catalog, CORE } from '../../../server/src/catalog/catalog.ts';
import { createFactsSource } from '../../../server/src/catalog/build-catalog.ts';
import type { CatalogSource } from '../../../server/src/catalog/types.ts';
import { FACTS, openCatalog, TEXTS } from './repository.ts';

const LISTS = ['functions', 'pseudoVariables', 'transformations', 'eventRoutes'] as const;

describe('what a version offers, from the index', () => {
  for (const version of ['5.5', '5.6', '6.1', '6.2'] as const) {
    it(`is what the modules' files say of ${version}`, () => {
      const catalog = openCatalog(version);
      for (const list of LISTS) {
        const expected = new Map<string, string[]>();
        for (const owner of [CORE, ...catalog.moduleNames()]) {
          const holder = owner === CORE ? { transformations: [], ...catalog.core } : catalog.module(owner);
          // The functions of the core are the grammar's: they are asked for by name.
          const entries = owner === CORE && list === 'functions' ? [] : (holder?.[list] ?? []);
          for (const entry of entries) {
            if (catalog.has(entry)) expected.set(entry.name, [...(expected.get(entry.name) ?? []), owner]);
          }
        }
        const found = catalog.available(list);
        assert.deepEqual([...found.keys()].sort(), [...expected.keys()].sort(), list);
        for (const [name, owners] of found) assert.deepEqual([...owners].sort(), expected.get(name)?.sort(), name);
      }
    });
  }

  it('is answered without reading a module', () => {
    const facts = createFactsSource(FACTS, TEXTS);
    const read: string[] = [];
    const source: CatalogSource = {
      read: (path) => {
        read.push(path);
        return facts.read(path);
      },
    };
    const catalog = new Catalog(source, '5.6');
    for (const list of LISTS) assert.ok(catalog.available(list).size > 10, list);
    assert.deepEqual(read, ['index.json']);
  });
});
