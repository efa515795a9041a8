import { assertFindings, whole } from '../support/fixture.ts';

const only = ['lock-without-set'];

describe('rule lock-without-set', () => {
  it('marks locks of a module that has none', () => {
    assertFindings(
      `
loadmodule "cfgutils.so"
request_route {
  lock("$ci");
  ^^^^ lock-without-set
  unlock("$ci");
}
`,
      { only },
    );
    assertFindings(
      `
loadmodule "cfgutils.so"
modparam("cfgutils", "lock_set_size", 0)
request_route {
  if (!trylock("$ci")) exit;
       ^^^^^^^ lock-without-set
}
`,
      { only },
    );
  });

  it('is silent where locks are made, or may be', () => {
    const use = 'request_route { lock("$ci"); unlock("$ci"); }\n';
    const load = 'loadmodule "cfgutils.so"\n';
    assertFindings(whole(`${load}modparam("cfgutils", "lock_set_size", 4)\n${use}`), { only });
    assertFindings(whole(`${load}modparam("cfgutils", "lock_set_size", LOCKS)\n${use}`), { only });
    assertFindings(whole(`${load}import_file "params.cfg"\n${use}`), { only });
  });
});
