import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['duplicate-loadmodule'];

describe('rule duplicate-loadmodule', () => {
  it('marks the second loadmodule and points to the first', () => {
    const [finding] = assertFindings(
      `
loadmodule "tm.so"
loadmodule "sl"
loadmodule "tm"
            ^^ duplicate-loadmodule
`,
      { only },
    );
    assert.equal(finding?.related?.[0]?.range.start, 13);
  });

  it('looks at what Kamailio reads only', () => {
    assertFindings(
      `
#!ifdef A
loadmodule "tm"
#!else
loadmodule "tm"
#!endif
`,
      { only },
    );
  });
});
