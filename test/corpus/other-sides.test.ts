import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseVersion } from '../../server/src/catalog/versions.ts';
import { checkOtherSides } from '../../server/src/rules/all-sides.ts';
import { checkProgram } from '../../server/src/rules/check.ts';
import type { Assignment } from '../../server/src/semantic/switches.ts';
import { ItemCache } from '../../server/src/syntax/item-reader.ts';
import { needKamailio, needSharedFolder } from '../support/needs.ts';
import {
  analyseFile,
  CORPUS_VERSION,
  describe as describeFinding,
  readManifest,
  refusals,
  showsAtStart,
  verdictOf,
} from './support/corpus.ts';
import { checkWithKamailio, inParallel } from './support/kamailio.ts';

/** How many processes run side by side. */
const WIDTH = 2;
/** Of each configuration so many readings are compared, evenly drawn. */
const SAMPLE = 5;

interface Case {
  readonly name: string;
  readonly root: string;
  readonly text: string;
  readonly forced: Assignment;
  /** Errors beyond those of the program as it is that `kamailio -c` looks for. */
  readonly errors: readonly string[];
}

/** A configuration as Kamailio has to see it: what is forced comes from outside, what would define it is taken out. */
function withForced(text: string, forced: Assignment): string {
  let result = text;
  for (const name of forced.keys()) {
    result = result.replace(new RegExp(`^([ \\t]*)[#!]!(?=(?:try|re)?def(?:ine)?[ \\t]+${name}\\b)`, 'gm'), '$1# ');
  }
  return result;
}

/** Modules that are installed nowhere stop Kamailio whatever the condition. */
function isOwnFault(log: readonly string[]): boolean {
  return !log.some((line) => /could not find module|failed to load module|could not open module/i.test(line));
}

describe('the other sides of the conditions of accepted configurations', () => {
  let kamailio = '';
  let folder = '';

  before(function () {
    kamailio = needKamailio(this);
    const installed = parseVersion(spawnSync(kamailio, ['-v']).stdout.toString());
    if (installed !== CORPUS_VERSION) {
      console.log(`    left out: Kamailio ${CORPUS_VERSION} is needed, not ${installed ?? 'what is installed'}`);
      this.skip();
    }
    folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-sides-'));
  });

  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  it('have no error that Kamailio would not have', async function () {
    this.timeout(300_000);
    const corpus = needSharedFolder(this, 'corpus');
    const roots = readManifest(corpus).filter((file) => file.role === 'root' && verdictOf(file).class === 'accepted');
    const [modules] = globSync('/usr/lib/*/kamailio/modules');
    const folderOption = modules === undefined ? [] : ['-L', modules];
    let runs = 0;
    const cases = roots.flatMap(({ file }) => {
      const readings = readSides(path.join(corpus, file), file);
      runs += readings.length;
      const step = Math.max(1, Math.ceil(readings.length / SAMPLE));
      return readings.filter((_, index) => index % step === 0);
    });
    const verdicts = await inParallel(cases, WIDTH, ({ text, root, forced }, index) => {
      const copy = path.join(folder, `side-${index}.cfg`);
      writeFileSync(copy, withForced(text, forced));
      const given = [...forced].flatMap(([name, isOn]) => (isOn ? ['-A', name] : []));
      return checkWithKamailio(kamailio, copy, path.dirname(root), [...folderOption, ...given]);
    });
    const comparable = cases.filter((_, index) => isOwnFault(verdicts[index]!.log));
    let refused = 0;
    const falseAlarms: string[] = [];
    const missed: string[] = [];
    for (const [index, { name, errors }] of cases.entries()) {
      const verdict = verdicts[index]!;
      if (!isOwnFault(verdict.log)) continue;
      if (!verdict.isAccepted) refused++;
      if (verdict.isAccepted && errors.length > 0) falseAlarms.push(`${name}: accepted, but ${errors.join('; ')}`);
      if (!verdict.isAccepted && errors.length === 0) missed.push(`${name}: ${verdict.log.slice(0, 2).join('; ')}`);
    }
    console.log(
      `      ${roots.length} configurations, ${runs} readings, ${comparable.length} compared: Kamailio refuses ${refused}; ` +
        `${falseAlarms.length} false errors, ${missed.length} missed`,
    );
    for (const line of missed) console.log(`      missed: ${line}`);
    assert(comparable.length > 50);
    assert.deepEqual(falseAlarms, []);
  });
});

function readSides(root: string, file: string): Case[] {
  const cache = new ItemCache();
  const base = analyseFile(root, { cache });
  if (refusals(base).length > 0) return [];
  const cases: Case[] = [];
  let tried: Assignment = new Map();
  const steps = checkOtherSides(base, checkProgram(base), {
    read: (forced) => analyseFile(root, { cache, forced: (tried = forced) }),
    check: (analysis) => {
      const found = checkProgram(analysis);
      const errors = found.filter((finding) => finding.severity === 'error' && !showsAtStart(analysis, finding));
      // What is included would have to be copied, too.
      if (analysis.program.files.length > 1) return found;
      const name = [...tried].map(([one, isOn]) => (isOn ? '+' : '-') + one).join(' ');
      const { text } = analysis.program.root;
      cases.push({ name: `${file} ${name}`, root, text, forced: tried, errors: errors.map(describeFinding) });
      return found;
    },
  });
  while (steps.next().done !== true);
  return cases;
}
