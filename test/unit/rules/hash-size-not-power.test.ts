import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['hash-size-not-power'];

describe('rule hash-size-not-power', () => {
  it('marks a hash_size that is no power of two, and gives the next smaller one', () => {
    const [finding] = assertFindings(
      `
loadmodule "dialog"
loadmodule "usrloc"
modparam("dialog", "hash_size", 10000)
                                ^^^^^ hash-size-not-power
modparam("usrloc", "hash_size", 10)
`,
      { only },
    );
    assert.equal(finding?.replacement, '8192');
  });

  it('says nothing of powers of two', () => {
    assertFindings('loadmodule "dialog"\nmodparam("dialog", "hash_size", 4096)\n', { only });
  });
});
