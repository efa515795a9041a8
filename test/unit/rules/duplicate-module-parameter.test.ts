import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['duplicate-module-parameter'];

describe('rule duplicate-module-parameter', () => {
  it('marks a value that is set anew further down', () => {
    const findings = assertFindings(
      `
loadmodule "tm.so"
modparam("tm", "fr_timer", 2000)
                           ^^^^ duplicate-module-parameter
#!ifdef LONG
modparam("tm", "wt_timer", 9000)
#!endif
modparam("tm", "fr_inv_timer", 120000)
                               ^^^^^^ duplicate-module-parameter
modparam("tm", "fr_timer", 30000)
modparam("tm", "fr_inv_timer", 120000)
`,
      { only },
    );
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['warning', 'hint'],
    );
  });

  it('is silent about defaults that a condition, a file or a line for one module sets anew', () => {
    assertFindings(
      `
#!define LONG
loadmodule "tm.so"
modparam("tm", "fr_timer", 2000)
#!ifdef LONG
modparam("tm", "fr_timer", 30000)
#!endif
`,
      { only },
    );
    assertFindings(
      `--- kamailio.cfg
loadmodule "tm.so"
modparam("tm", "fr_timer", 2000)
include_file "local.cfg"
--- local.cfg
modparam("tm", "fr_timer", 30000)
`,
      { only },
    );
    assertFindings(
      `
loadmodule "nathelper.so"
loadmodule "registrar.so"
modparam("nathelper|registrar", "received_avp", "$avp(a)")
modparam("registrar", "received_avp", "$avp(b)")
`,
      { only },
    );
  });

  it('is silent about parameters that may be repeated, and unknown ones', () => {
    assertFindings(
      `
loadmodule "htable.so"
loadmodule "dmq.so"
loadmodule "billing.so"
modparam("htable", "htable", "a=>size=4;")
modparam("htable", "htable", "b=>size=4;")
modparam("dmq", "notification_address", "sip:192.0.2.1:5060")
modparam("dmq", "notification_address", "sip:192.0.2.2:5060")
modparam("billing", "rate", 1)
modparam("billing", "rate", 2)
`,
      { only },
    );
  });

  it('marks a value that another file sets anew, unless under a condition', () => {
    assertFindings(
      `--- kamailio.cfg
loadmodule "tm"
include_file "params.cfg"
modparam("tm", "fr_timer", 9000)
#!ifdef MOD_tm
include_file "more.cfg"
#!endif
request_route { exit; }
--- params.cfg
modparam("tm", "fr_timer", 3000)
                           ^^^^ duplicate-module-parameter
modparam("tm", "fr_inv_timer", 60000)
--- more.cfg
modparam("tm", "fr_inv_timer", 90000)
`,
      { only: ['duplicate-module-parameter'] },
    );
  });
});
