import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RestartBudget } from '../../../client/src/language-client/restart-budget.ts';

describe('the restarts of a failing language server', () => {
  it('end when it fails again and again', () => {
    const budget = new RestartBudget(3, 1000, () => 0);
    assert.deepEqual([budget.take(), budget.take(), budget.take(), budget.take()], [true, true, true, false]);
  });

  it('are there again when the failures lie far apart', () => {
    let now = 0;
    const budget = new RestartBudget(1, 1000, () => now);
    assert.equal(budget.take(), true);
    now = 999;
    assert.equal(budget.take(), false);
    now = 1000;
    assert.equal(budget.take(), true);
  });

  it('are all there again after a restart by hand', () => {
    const budget = new RestartBudget(1, 1000, () => 0);
    budget.take();
    budget.refill();
    assert.equal(budget.take(), true);
  });
});
