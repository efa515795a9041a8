import { assertFindings, whole } from '../support/fixture.ts';

const only = ['htable-replication'];
const LOAD = 'loadmodule "htable.so"\n';

describe('rule htable-replication', () => {
  it('marks tables that ask for replication while the module has it switched off', () => {
    assertFindings(
      whole(`${LOAD}
modparam("htable", "htable", "a=>size=8;dmqreplicate=1;")
                                        ^^^^^^^^^^^^^^ htable-replication
modparam("htable", "htable", "b=>size=8;dmqreplicate=0;")
`),
      { only },
    );
    assertFindings(
      whole(`${LOAD}
modparam("htable", "enable_dmq", 0)
modparam("htable", "htable", "a=>size=8;dmqreplicate=1;")
                                        ^^^^^^^^^^^^^^ htable-replication
`),
      { only },
    );
  });

  it('marks the switch where no table asks for it', () => {
    assertFindings(
      whole(`${LOAD}
modparam("htable", "enable_dmq", 1)
                                 ^ htable-replication
modparam("htable", "htable", "a=>size=8;")
`),
      { only },
    );
  });

  it('is silent where both are set, or either may be', () => {
    const table = 'modparam("htable", "htable", "a=>size=8;dmqreplicate=1;")\n';
    const on = 'modparam("htable", "enable_dmq", 1)\n';
    assertFindings(whole(LOAD + on + table), { only });
    assertFindings(whole(`${LOAD}modparam("htable", "enable_dmq", DMQ)\n${table}`), { only });
    assertFindings(whole(`${LOAD}#!ifdef DMQ\n${on}#!endif\n${table}`), { only });
    assertFindings(whole(`${LOAD}${on}#!ifdef DMQ\n${table}#!endif\n`), { only });
    assertFindings(whole(`${LOAD}${on}modparam("htable", "htable", TABLE)\n`), { only });
    assertFindings(whole(LOAD), { only });
  });
});
