import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import { ItemCache } from '../../../server/src/syntax/item-reader.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';
import { needSharedFolder } from '../../support/needs.ts';
import {
  anyBytes,
  anyEdit,
  anyUnicode,
  anyUnits,
  applyEdit,
  likelyConfiguration,
  roughConfiguration,
} from './arbitrary-text.ts';
import { assertLaws, describeReading, readRoot, type OtherFiles } from './reading-laws.ts';

const EXAMPLES = path.resolve(import.meta.dirname, '../../../examples');

interface Configuration {
  readonly uri: string;
  readonly text: string;
}

function readConfiguration(file: string): Configuration {
  return { uri: pathToFileURL(file).toString(), text: readFileSync(file, 'utf8') };
}

const examples = globSync('**/*.cfg', { cwd: EXAMPLES })
  .sort()
  .map((file) => readConfiguration(path.join(EXAMPLES, file)));

const disk = new Map<string, SourceText | undefined>();
const fromDisk: OtherFiles = (uri) => {
  if (!disk.has(uri)) {
    const file = fileURLToPath(uri);
    const isFile = existsSync(file) && statSync(file).isFile();
    disk.set(uri, isFile ? new SourceText(uri, readFileSync(file, 'utf8')) : undefined);
  }
  return disk.get(uri);
};

/** Asserts the laws for a text, and that reading it again gives the same. */
function check(text: string, uri?: string, others?: OtherFiles): void {
  const program = readRoot(text, undefined, uri, others);
  assertLaws(program);
  assert.equal(describeReading(readRoot(text, undefined, uri, others)), describeReading(program));
}

/** Asserts that a series of edits is read with a cache as it is without. */
function checkEdits(start: string, edits: readonly Parameters<typeof applyEdit>[1][], uri?: string): void {
  const cache = new ItemCache();
  let text = start;
  for (const edit of edits) {
    text = applyEdit(text, edit);
    const cached = readRoot(text, cache, uri, uri === undefined ? undefined : fromDisk);
    const fresh = readRoot(text, undefined, uri, uri === undefined ? undefined : fromDisk);
    assert.equal(describeReading(cached), describeReading(fresh));
    assertLaws(cached);
  }
}

describe('reading any text', () => {
  for (const [name, texts, runs] of [
    ['UTF-16 units', anyUnits, 300],
    ['Unicode', anyUnicode, 300],
    ['bytes', anyBytes, 300],
    ['pieces of configurations', roughConfiguration, 1500],
    ['likely configurations', likelyConfiguration, 300],
  ] as const) {
    it(`holds to its laws for ${name}`, () => {
      fc.assert(
        fc.property(texts, (text) => check(text)),
        { numRuns: runs },
      );
    });
  }

  it('finds nothing wrong with the line ends of Windows', () => {
    fc.assert(
      fc.property(likelyConfiguration, (text) => {
        const errors = (read: string): string[] =>
          readRoot(read)
            .findings.filter(({ severity }) => severity === 'error')
            .map(({ code, range }) => `${range.source.lineAt(range.start)} ${code}`);
        assert.deepEqual(errors(text.replaceAll('\n', '\r\n')), errors(text));
      }),
      { numRuns: 300 },
    );
  });

  it('reads with a cache what it reads without, edit by edit', () => {
    fc.assert(
      fc.property(likelyConfiguration, fc.array(anyEdit, { maxLength: 8 }), (text, edits) => checkEdits(text, edits)),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(roughConfiguration, fc.array(anyEdit, { maxLength: 8 }), (text, edits) => checkEdits(text, edits)),
      { numRuns: 200 },
    );
  });
});

describe('reading the examples', () => {
  it('finds them', () => assert(examples.length > 10));

  for (const { uri, text } of examples) {
    const name = uri.slice(uri.lastIndexOf('/examples/') + 1);
    it(`holds to its laws for every beginning of ${name}`, () => {
      for (let length = 0; length <= text.length; length++) {
        const program = readRoot(text.slice(0, length), undefined, uri, fromDisk);
        // The whole of the laws for some, that nothing throws for all.
        if (length % 16 === 0 || length === text.length) assertLaws(program);
        else assert(program.symbols.routes.length + program.inactive.length >= 0);
      }
    });

    it(`holds to its laws for ${name} after any edits`, () => {
      fc.assert(
        fc.property(fc.array(anyEdit, { minLength: 1, maxLength: 6 }), (edits) => checkEdits(text, edits, uri)),
        { numRuns: 20 },
      );
      check(text.replaceAll('\n', '\r\n'), uri, fromDisk);
    });
  }
});

describe('reading the corpus', () => {
  let samples: readonly Configuration[] = [];
  before(function () {
    const corpus = needSharedFolder(this, 'corpus');
    const files = globSync('files/**/*.cfg', { cwd: corpus }).sort();
    samples = files.filter((_, index) => index % 7 === 0).map((file) => readConfiguration(path.join(corpus, file)));
    assert(samples.length > 10);
  });

  it('holds to its laws for real configurations', () => {
    for (const { uri, text } of samples) check(text, uri, fromDisk);
  });

  it('holds to its laws for real configurations that end anywhere, and after any edits', () => {
    fc.assert(
      fc.property(
        fc.nat(samples.length - 1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(anyEdit, { maxLength: 3 }),
        (index, share, edits) => {
          const { uri, text } = samples[index]!;
          assertLaws(readRoot(text.slice(0, Math.floor(share * text.length)), undefined, uri, fromDisk));
          checkEdits(text, edits, uri);
        },
      ),
      { numRuns: 40 },
    );
  });
});
