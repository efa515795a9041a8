import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../server/src/semantic/problem.ts';
import { needSharedFolder } from '../support/needs.ts';
import {
  DiskSources,
  findingsOf,
  linesOf,
  mutate,
  readManifest,
  readMutants,
  readOptions,
  type Mutant,
  type ReadOptions,
} from './support/corpus.ts';
import { printTable } from './support/table.ts';

/** How far from the fault the first new error may stand, in lines. */
const NEAR = 1;

interface Row {
  readonly kind: string;
  total: number;
  found: number;
  near: number;
}

describe('mutants of accepted configurations', () => {
  const refused: Row[] = [];
  const accepted: Row[] = [];
  const misses: string[] = [];

  before(function () {
    this.timeout(120_000);
    const corpus = needSharedFolder(this, 'corpus');
    const files = new Map(readManifest(corpus).map((file) => [file.file, file]));
    const known = new Map<string, readonly Finding[]>();
    for (const mutant of readMutants(corpus)) {
      const entry = files.get(mutant.base);
      assert.ok(entry, mutant.base);
      const file = path.join(corpus, mutant.base);
      const options = readOptions(corpus, entry);
      const base = known.get(mutant.base) ?? findingsOf(file, options);
      known.set(mutant.base, base);
      judge(mutant, file, options, base);
    }
    const heading = ['', 'total', 'found', `within ${NEAR} line`];
    const toCells = ({ kind, total, found, near }: Row): (string | number)[] => [kind, total, found, near];
    printTable([heading, ...refused.map(toCells)]);
    console.log('      kamailio -c accepts, a finding of any kind:');
    printTable([heading, ...accepted.map(toCells)]);
  });

  function judge(mutant: Mutant, file: string, options: ReadOptions, base: readonly Finding[]): void {
    const text = mutate(readFileSync(file, 'utf8'), mutant);
    const isRefused = mutant.kamailio.exit !== 0;
    const isHeard = ({ severity }: Finding): boolean =>
      isRefused ? severity === 'error' : severity === 'error' || severity === 'warning';
    const found = findingsOf(file, { ...options, text, sources: new DiskSources() }).filter(isHeard);
    const fresh = without(found, base.filter(isHeard));
    const [first] = fresh;
    const row = rowOf(isRefused ? refused : accepted, mutant.kind);
    row.total++;
    if (first) row.found++;
    // One fault may be told at several places: a module that is not loaded, where others need it and where it is used.
    const isNear = placesOf(mutant, text).some((line) => fresh.some((finding) => isNearLine(finding, line)));
    if (isNear) row.near++;
    else if (isRefused)
      misses.push(`${mutant.id} ${mutant.sub}: ${first ? `at line ${linesOf(first)[0]}` : 'nothing'}`);
  }

  it('get an error at the fault, if Kamailio refuses them', () => {
    assert.ok(refused.length > 0);
    assert.deepEqual(misses, []);
  });

  it('get a finding nearly always, if Kamailio lets them pass', () => {
    const total = accepted.reduce((sum, row) => sum + row.total, 0);
    const found = accepted.reduce((sum, row) => sum + row.found, 0);
    console.log(`      ${found} of ${total} that kamailio -c lets pass`);
    assert.ok(found >= total * 0.95);
  });

  it('get a finding for what Kamailio only says when it starts', () => {
    for (const kind of ['undefined-route', 'undefined-trigger-route']) {
      const row = accepted.find((candidate) => candidate.kind === kind);
      assert.ok(row && row.found === row.total && row.near === row.total, kind);
    }
  });
});

function rowOf(rows: Row[], kind: string): Row {
  const known = rows.find((row) => row.kind === kind);
  if (known) return known;
  const row = { kind, total: 0, found: 0, near: 0 };
  rows.push(row);
  return row;
}

/** The findings that are new: neither code nor message is among the base's, counted with their number. */
function without(found: readonly Finding[], base: readonly Finding[]): Finding[] {
  const known = new Map<string, number>();
  const key = ({ code, message }: Finding): string => `${code} ${message}`;
  for (const finding of base) known.set(key(finding), (known.get(key(finding)) ?? 0) + 1);
  return found.filter((finding) => {
    const left = known.get(key(finding)) ?? 0;
    known.set(key(finding), left - 1);
    return left <= 0;
  });
}

/** The lines where a user may be pointed at. */
function placesOf({ kind, edit, symptomLine }: Mutant, text: string): number[] {
  const lines = [edit.line];
  if (symptomLine !== undefined) lines.push(symptomLine);
  // A condition that is never closed is reported where it was opened.
  if (kind === 'ifdef-without-endif') lines.push(...openConditions(text));
  return lines;
}

function openConditions(text: string): number[] {
  const open: number[] = [];
  text.split('\n').forEach((line, index) => {
    if (/^\s*[#!]!if(?:n?def|exp)\b/.test(line)) open.push(index + 1);
    else if (/^\s*[#!]!endif\b/.test(line)) open.pop();
  });
  return open;
}

function isNearLine(finding: Finding, line: number): boolean {
  const [first, last] = linesOf(finding);
  return first - NEAR <= line && line <= last + NEAR;
}
