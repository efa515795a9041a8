import assert from 'node:assert/strict';
import type { OwnFinding } from '../../../../client/src/own-check/findings.ts';
import { KeptFindings } from '../../../../client/src/own-check/kept-findings.ts';

const ROOT = '/srv/kamailio.cfg';
const OTHER = '/srv/other.cfg';
const COMMON = '/srv/common.inc';

function finding(file: string, line: number, message: string, isPlaced = true): OwnFinding {
  const range = { start: { line, character: 2 }, end: { line, character: 9 } };
  return { file, range, isPlaced, severity: 'error', message };
}

function shown(kept: KeptFindings, errors: Readonly<Record<string, readonly number[]>> = {}): string[] {
  const found = kept.toShow((file) => (errors[file] ?? []).map((line) => ({ start: line, end: line })));
  return [...found].flatMap(([file, findings]) =>
    findings.map(({ range, message }) => `${file}:${range.start.line} ${message}`),
  );
}

describe('kept findings of Kamailio', () => {
  it('give way to an error of the language server on the same line, and come back', () => {
    const kept = new KeptFindings();
    kept.set(ROOT, [ROOT, COMMON], [finding(ROOT, 3, 'a'), finding(COMMON, 5, 'b')]);
    assert.deepEqual(shown(kept, { [ROOT]: [3], [COMMON]: [4] }), [`${COMMON}:5 b`]);
    assert.deepEqual(shown(kept), [`${ROOT}:3 a`, `${COMMON}:5 b`]);
  });

  it('without a place give way to any error of the configuration', () => {
    const kept = new KeptFindings();
    kept.set(ROOT, [ROOT, COMMON], [finding(ROOT, 0, 'unbalanced', false)]);
    assert.deepEqual(shown(kept, { [COMMON]: [7] }), []);
    assert.deepEqual(shown(kept, { [OTHER]: [7] }), [`${ROOT}:0 unbalanced`]);
  });

  it('are shown once in a file that two roots include, until neither has them', () => {
    const kept = new KeptFindings();
    kept.set(ROOT, [ROOT, COMMON], [finding(COMMON, 5, 'b')]);
    kept.set(OTHER, [OTHER, COMMON], [finding(COMMON, 5, 'b')]);
    assert.deepEqual(shown(kept), [`${COMMON}:5 b`]);
    kept.set(ROOT, [ROOT, COMMON], []);
    assert.deepEqual(shown(kept), [`${COMMON}:5 b`]);
    kept.delete(OTHER);
    assert.deepEqual(shown(kept), []);
  });

  it('move with the text and go with the lines that are edited', () => {
    const kept = new KeptFindings();
    const at = (line: number, character = 0) => ({ line, character });
    kept.set(ROOT, [ROOT], [finding(ROOT, 2, 'a'), finding(ROOT, 4, 'b'), finding(ROOT, 6, 'c')]);
    kept.edit(ROOT, { start: at(4), end: at(4), text: 'x\ny\n' });
    assert.deepEqual(shown(kept), [`${ROOT}:2 a`, `${ROOT}:6 b`, `${ROOT}:8 c`]);
    kept.edit(ROOT, { start: at(6, 5), end: at(6, 5), text: 'z' });
    assert.deepEqual(shown(kept), [`${ROOT}:2 a`, `${ROOT}:8 c`]);
    kept.edit(ROOT, { start: at(3), end: at(8), text: '' });
    assert.deepEqual(shown(kept), [`${ROOT}:2 a`, `${ROOT}:3 c`]);
    kept.edit(OTHER, { start: at(0), end: at(9), text: '' });
    assert.deepEqual(shown(kept), [`${ROOT}:2 a`, `${ROOT}:3 c`]);
  });
});
