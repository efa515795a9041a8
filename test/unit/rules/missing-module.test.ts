import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['missing-module'];
const MAIN = 'request_route { exit; }\n';

describe('rule missing-module', () => {
  it('marks the first module that needs one that is not loaded, and loads it there', () => {
    const [finding] = assertFindings(
      `
loadmodule "sl.so"
loadmodule "/usr/lib/kamailio/modules/tmx.so"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-module
loadmodule "acc.so"
${MAIN}`,
      { only },
    );
    assert.match(finding?.message ?? '', /^'tmx' and 'acc' do not start without module 'tm'/);
    assert.equal(finding?.related?.length, 1);
    assert.equal(finding.fix?.edits[0]?.newText, 'loadmodule "/usr/lib/kamailio/modules/tm.so"\n');
    assert.equal(finding.fix.edits[0].range.start, 20);
  });

  it('marks the parameter that makes another module needed', () => {
    const findings = assertFindings(
      `
loadmodule "htable.so"
loadmodule "path.so"
loadmodule "usrloc.so"
loadmodule "dmq_usrloc.so"
modparam("htable", "enable_dmq", 1)
                                 ^ missing-module
modparam("path", "use_received", 1)
                                 ^ missing-module
modparam("dmq_usrloc", "enable", 1)
                                 ^ missing-module
${MAIN}`,
      { only },
    );
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['error', 'error', 'warning'],
    );
  });

  it('asks for nothing that a parameter switches off, or that may be loaded out of sight', () => {
    assertFindings(
      `
loadmodule "tm.so"
loadmodule "htable.so"
loadmodule "nathelper.so"
loadmodule "uac.so"
loadmodule "presence.so"
loadmodule "jsonrpcs.so"
modparam("htable", "enable_dmq", 0)
modparam("nathelper", "natping_interval", PING)
modparam("uac", "restore_mode", "none")
modparam("jsonrpcs", "transport", 6)
${MAIN}`,
      { only },
    );
    assertFindings('include_file "modules.cfg"\nloadmodule "registrar.so"\n' + MAIN, { only });
    assertFindings('loadmodule "registrar.so"\nloadmodule "{{ module }}.so"\n' + MAIN, { only });
  });

  it('asks nothing of a fragment', () => {
    assertFindings('loadmodule "tmx.so"\n', { only });
  });

  it('says that a condition switches the other module off', () => {
    const [finding] = assertFindings(
      `
#!ifdef WITH_TM
loadmodule "tm.so"
#!endif
loadmodule "tmx.so"
            ^^^^^^ missing-module
${MAIN}`,
      { only },
    );
    assert.match(finding?.message ?? '', /a condition switches its loadmodule off/);
    assert.equal(finding?.fix, undefined);
  });
});
