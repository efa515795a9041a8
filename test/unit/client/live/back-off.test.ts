import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backOff } from '../../../../client/src/live/back-off.ts';

describe('the wait after failures', () => {
  it('lies between the half and the whole of the doubled interval, by chance', () => {
    assert.equal(
      backOff(5000, 1, 'refused', () => 0),
      2500,
    );
    assert.equal(
      backOff(5000, 1, 'refused', () => 1),
      5000,
    );
    assert.equal(
      backOff(5000, 3, 'refused', () => 0),
      10_000,
    );
    assert.equal(
      backOff(5000, 3, 'refused', () => 1),
      20_000,
    );
  });

  it('has a ceiling, which is higher for what only people can mend', () => {
    assert.equal(
      backOff(5000, 50, 'timed-out', () => 1),
      30_000,
    );
    assert.equal(
      backOff(5000, 50, 'unauthorised', () => 1),
      300_000,
    );
    assert.equal(
      backOff(60_000, 50, 'timed-out', () => 1),
      60_000,
    );
  });

  it('never shrinks with the failures, and never ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 3_600_000 }),
        fc.integer({ min: 1, max: 2000 }),
        (interval, failures) => {
          const wait = backOff(interval, failures, 'closed', () => 0.5);
          assert.ok(wait > 0 && Number.isFinite(wait));
          assert.ok(backOff(interval, failures + 1, 'closed', () => 0.5) >= wait);
        },
      ),
    );
  });
});
