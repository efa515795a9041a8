import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { after, before, describe, it } from 'mocha';
import { buildCatalog, createDirectorySource } from '../../../server/src/catalog/build-catalog.ts';
import { Catalog } from '../../../server/src/catalog/catalog.ts';
import { FACTS, TEXTS, openCatalog } from './repository.ts';

describe('the built catalogue', () => {
  let directory = '';
  before(async () => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'kamailio-catalog-'));
    await buildCatalog({ factsDir: FACTS, textsDir: TEXTS, outDir: directory });
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  it('says the same as facts and texts', () => {
    const built = new Catalog(createDirectorySource(directory), '6.1');
    const source = openCatalog('6.1');
    assert.deepEqual(built.moduleNames(), source.moduleNames());
    assert.deepEqual(built.core, source.core);
    for (const module of ['tm', 'htable', 'pv']) assert.deepEqual(built.module(module), source.module(module));
  });

  it('carries the explanations', () => {
    const built = new Catalog(createDirectorySource(directory), '6.1');
    assert.match(built.parameter('htable', 'htable')?.text ?? '', /\w/);
  });

  it('keeps what start-up reads small, and white space out', () => {
    const index = path.join(directory, 'index.json');
    assert(statSync(index).size < 100_000);
    assert(!readFileSync(index, 'utf8').includes('\n'));
  });

  it('adds less than 700 kB to the package', () => {
    // A VSIX is a zip: every file is deflated by itself, with a local header, a data descriptor and a central entry.
    const sizes = globSync('**/*.json', { cwd: directory }).map((name) => {
      const entry = Buffer.byteLength(`extension/server/dist/catalog/${name}`);
      return deflateRawSync(readFileSync(path.join(directory, name))).length + 30 + 16 + 46 + 2 * entry;
    });
    assert(sizes.length > 250);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert(total < 700_000, `${total} bytes`);
  });
});
