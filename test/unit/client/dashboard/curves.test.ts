import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cutBefore, describeCurve, joinCurves, prolong } from '../../../../client/src/views/dashboard/curves.ts';

const A = { label: 'a', times: [1, 2, 3], values: [10, NaN, 30] };
const B = { label: 'b', times: [2, 3, 4], values: [200, 300, 400] };

describe('curves', () => {
  it('share their times, with gaps where one of them knows nothing', () => {
    assert.deepEqual(joinCurves([A, B], []), {
      labels: ['a', 'b'],
      times: [1, 2, 3, 4],
      values: [
        [10, null, 30, null],
        [null, 200, 300, 400],
      ],
    });
  });

  it('break where the connection was lost', () => {
    const { times, values } = joinCurves([B], [2.5, 3]);
    assert.deepEqual([times, values], [[2, 2.5, 3, 4], [[200, null, null, 400]]]);
  });

  it('are sent from a time on and put behind what was sent', () => {
    const first = joinCurves([{ ...B, times: [2, 3], values: [200, 300] }], []);
    const more = joinCurves([B], [], 3);
    assert.deepEqual(more.times, [4]);
    assert.deepEqual(prolong(first, more, 10), joinCurves([B], []));
    assert.deepEqual(prolong(first, more, 2).times, [3, 4]);
    assert.deepEqual(joinCurves([B], [], 4), { labels: ['b'], times: [], values: [[]] });
  });

  it('are cut to a period', () => {
    const all = joinCurves([A, B], []);
    assert.deepEqual(cutBefore(all, 3), {
      labels: ['a', 'b'],
      times: [3, 4],
      values: [
        [30, null],
        [300, 400],
      ],
    });
    assert.equal(cutBefore(all, 0), all);
  });

  it('are told in words to those who do not see them', () => {
    const write = (value: number): string => `${value} ms`;
    assert.equal(describeCurve([5, null, 9, 7], write), 'now 7 ms, from 5 ms to 9 ms');
    assert.equal(describeCurve([5, 5], write), 'always 5 ms');
    assert.equal(describeCurve([null], write), 'nothing measured');
  });
});
