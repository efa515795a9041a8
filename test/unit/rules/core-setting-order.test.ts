import { assertFindings } from '../support/fixture.ts';

const only = ['core-setting-order'];

describe('rule core-setting-order', () => {
  it('marks a setting that comes too late', () => {
    assertFindings(
      `
user="kamailio"
loadmodule "tm"
shm_force_alloc=yes
modparam("tm", "fr_timer", 1)
debug=3
user="root"
^^^^ core-setting-order
`,
      { only },
    );
  });
});
