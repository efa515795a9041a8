import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseVersion } from '../../server/src/catalog/versions.ts';
import { needKamailio, needSharedFolder } from '../support/needs.ts';
import {
  analyseFile,
  CORPUS_VERSION,
  describe as describeFinding,
  mutate,
  readManifest,
  readMutants,
  refusals,
  TEMPLATES,
  type CorpusFile,
} from './support/corpus.ts';
import { checkWithKamailio, inParallel } from './support/kamailio.ts';
import { probes } from './support/probes.ts';

/** How many processes run side by side. */
const WIDTH = 2;

interface Case {
  readonly name: string;
  readonly file: string;
}

describe('the verdict of kamailio -c', () => {
  let kamailio = '';
  let folder = '';

  before(function () {
    kamailio = needKamailio(this);
    const installed = parseVersion(spawnSync(kamailio, ['-v']).stdout.toString());
    if (installed !== CORPUS_VERSION) {
      console.log(
        `    left out: Kamailio ${CORPUS_VERSION} is what the cases are for, not ${installed ?? 'what is installed'}`,
      );
      this.skip();
    }
    folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-probes-'));
  });

  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  /** The cases on which Kamailio and the reader differ, each in words. */
  async function compare(cases: readonly Case[]): Promise<string[]> {
    const verdicts = await inParallel(cases, WIDTH, ({ file }) =>
      checkWithKamailio(kamailio, file, path.dirname(file)),
    );
    let accepted = 0;
    const differences = cases.flatMap(({ name, file }, index) => {
      const verdict = verdicts[index]!;
      if (verdict.isAccepted) accepted++;
      const errors = refusals(analyseFile(file));
      if (verdict.isAccepted === (errors.length === 0)) return [];
      return verdict.isAccepted
        ? [`${name}: accepted, but ${errors.map(describeFinding).join('; ')}`]
        : [`${name}: no error, but ${verdict.log.slice(0, 2).join('; ')}`];
    });
    console.log(`      ${cases.length} compared: Kamailio accepts ${accepted}, refuses ${cases.length - accepted}`);
    return differences;
  }

  function write(name: string, text: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  }

  it('is ours on small configurations in the corners of the language', async function () {
    this.timeout(180_000);
    const cases = probes.map(({ name, text }, index) => ({
      name: JSON.stringify(name),
      file: write(`probe-${index}.cfg`, text),
    }));
    assert.deepEqual(await compare(cases), []);
  });

  it('is ours on real configurations', async function () {
    this.timeout(60_000);
    const corpus = needSharedFolder(this, 'corpus');
    const own = readManifest(corpus).filter(isSelfContained);
    const cases = own.map(({ file }) => ({ name: file, file: path.join(corpus, file) }));
    assert.deepEqual(await compare(cases), []);
  });

  it('is ours on mutants of them', async function () {
    this.timeout(60_000);
    const corpus = needSharedFolder(this, 'corpus');
    const bases = new Set(
      readManifest(corpus)
        .filter((file) => isSelfContained(file) && file.verdict?.class === 'accepted')
        .map((file) => file.file),
    );
    const mutants = readMutants(corpus).filter(({ base, kind }) => bases.has(base) && kind !== 'bad-ip-or-listen');
    const cases = mutants.map((mutant) => ({
      name: mutant.id,
      file: write(`${mutant.id}.cfg`, mutate(readFileSync(path.join(corpus, mutant.base), 'utf8'), mutant)),
    }));
    assert.deepEqual(await compare(cases), []);
  });
});

/** Roots whose verdict hangs on their own text alone. */
function isSelfContained({ file, role, verdict, features }: CorpusFile): boolean {
  if (role !== 'root' || features?.includes !== undefined || TEMPLATES.has(file)) return false;
  return verdict?.class === 'accepted' || verdict?.class === 'syntax' || verdict?.class === 'semantic';
}
