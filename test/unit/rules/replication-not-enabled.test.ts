import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['replication-not-enabled'];

describe('rule replication-not-enabled', () => {
  it('marks modules that are loaded and replicate nothing', () => {
    assertFindings(
      whole(`
loadmodule "dmq.so"
loadmodule "dmq_usrloc.so"
            ^^^^^^^^^^^^^ replication-not-enabled
`),
      { only },
    );
    assertFindings(
      whole(`
loadmodule "dmq.so"
loadmodule "dmq_usrloc.so"
modparam("dmq_usrloc", "enable", 0)
                                 ^ replication-not-enabled
`),
      { only },
    );
    const [finding] = assertFindings(
      whole(`
loadmodule "htable.so"
loadmodule "dmq.so"
            ^^^^^^ replication-not-enabled
`),
      { only },
    );
    assert.equal(finding?.severity, 'information');
  });

  it('is silent where something is replicated, or may be', () => {
    const load = 'loadmodule "dmq.so"\nloadmodule "htable.so"\n';
    assertFindings(whole(`${load}modparam("htable", "enable_dmq", 1)\n`), { only });
    assertFindings(whole(`${load}modparam("htable", "enable_dmq", DMQ)\n`), { only });
    assertFindings(`${load}request_route { dmq_bcast_message("a", "b", "text/plain"); }\n`, { only });
    assertFindings(whole(`${load}loadmodule "billing.so"\n`), { only });
    assertFindings(whole('loadmodule "dmq_usrloc.so"\n#!ifdef DMQ\nmodparam("dmq_usrloc", "enable", 1)\n#!endif\n'), {
      only,
    });
    assertFindings('loadmodule "dmq_usrloc.so"\n', { only });
  });
});
