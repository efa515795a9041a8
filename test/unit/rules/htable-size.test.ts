import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['htable-size'];

describe('rule htable-size', () => {
  it('marks an exponent above 31', () => {
    const findings = assertFindings(
      `
loadmodule "htable.so"
modparam("htable", "htable", "a=>size=64;autoexpire=300;")
                                 ^^^^^^^ htable-size
modparam("htable", "htable", "b=>autoexpire=300;size=1000")
                                                ^^^^^^^^^ htable-size
modparam("htable", "htable", "c=>size=31;")
`,
      { only },
    );
    assert.equal(findings[0]?.replacement, 'size=6');
    assert.equal(findings[1]?.replacement, undefined);
  });
});
