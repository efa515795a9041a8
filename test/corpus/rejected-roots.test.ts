import assert from 'node:assert/strict';
import path from 'node:path';
import { needSharedFolder } from '../support/needs.ts';
import {
  analyseFile,
  linesOf,
  readManifest,
  readOptions,
  refusals,
  TEMPLATES,
  verdictOf,
  type CorpusFile,
  type KamailioError,
} from './support/corpus.ts';
import { printTable } from './support/table.ts';

/** Configurations whose fault lies in what a substitution makes of a pseudo-variable. */
const NOT_FOUND = ['files/2600hz+kazoo-configs-kamailio/kamailio/defs.cfg'];

/** How far from Kamailio's first message an error may stand, in lines. */
const NEAR = 1;

describe('configurations that Kamailio refuses for their text', () => {
  let corpus = '';
  const judged: { file: CorpusFile; isFound: boolean; isNear: boolean }[] = [];

  before(function () {
    corpus = needSharedFolder(this, 'corpus');
    for (const file of readManifest(corpus)) {
      if (file.role === undefined || TEMPLATES.has(file.file)) continue;
      const verdict = verdictOf(file);
      if (verdict.class !== 'syntax' && verdict.class !== 'semantic') continue;
      const errors = refusals(analyseFile(path.join(corpus, file.file), readOptions(corpus, file)));
      const first = verdict.errors?.[0];
      const isNear = first === undefined ? errors.length > 0 : errors.some((error) => isAt(error, first));
      judged.push({ file, isFound: errors.length > 0, isNear });
    }
    const rows = ['root', 'include', 'fragment'].map((role) => {
      const own = judged.filter(({ file }) => file.role === role);
      return [role, own.length, own.filter((one) => one.isFound).length, own.filter((one) => one.isNear).length];
    });
    printTable([['', 'refused', 'found', 'at the first message'], ...rows]);
  });

  it('have an error', () => {
    const missed = judged.filter(({ isFound }) => !isFound).map(({ file }) => file.file);
    assert.deepEqual(missed, NOT_FOUND);
  });

  it('have it where Kamailio’s first message is, in 95 of 100', () => {
    const near = judged.filter(({ isNear }) => isNear).length;
    assert.ok(near >= judged.length * 0.95, `${near} of ${judged.length}`);
  });
});

function isAt(finding: Parameters<typeof linesOf>[0], { file, line }: KamailioError): boolean {
  const name = decodeURIComponent(finding.range.source.uri).split('/').at(-1);
  const [first, last] = linesOf(finding);
  return file?.split('/').at(-1) === name && first - NEAR <= line && line <= last + NEAR;
}
