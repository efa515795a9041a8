import { assertFindings } from '../support/fixture.ts';

const only = ['module-parameter-missing'];
const LOAD = ['sl', 'tm', 'usrloc', 'nathelper', 'uac', 'sst'].map((name) => `loadmodule "${name}"\n`).join('');

describe('rule module-parameter-missing', () => {
  it('marks what needs a parameter that is not set', () => {
    assertFindings(
      `
loadmodule "sl"
loadmodule "tm"
loadmodule "usrloc"
loadmodule "nathelper"
loadmodule "uac"
loadmodule "sst"
            ^^^ module-parameter-missing
modparam("nathelper", "natping_interval", 30)
modparam("nathelper", "sipping_bflag", 7)
                                       ^ module-parameter-missing
modparam("nathelper", "ping_nated_only", 1)
                                         ^ module-parameter-missing
modparam("uac", "auth_realm_avp", "$avp(realm)")
                                   ^^^^^^^^^^^ module-parameter-missing
modparam("uac", "auth_username_avp", "$avp(user)")
request_route {
  fix_nated_register();
  ^^^^^^^^^^^^^^^^^^ module-parameter-missing
}
`,
      { only },
    );
  });

  it('is silent where it is set, perhaps set, or not needed', () => {
    assertFindings(
      `${LOAD}
modparam("sst", "sst_flag", 5)
modparam("nathelper", "sipping_bflag", 7)
modparam("nathelper", "ping_nated_only", 1)
modparam("nathelper|registrar", "received_avp", "$avp(RECEIVED)")
request_route { fix_nated_register(); }
`,
      { only },
    );
    assertFindings(
      `${LOAD}
modparam("sst", "sst_flag", 5)
modparam("nathelper", "natping_interval", 30)
modparam("nathelper", "sipping_bflag", 7)
#!ifdef WITH_FROM
modparam("nathelper", "sipping_from", "sip:ping@example.com")
#!endif
request_route { exit; }
`,
      { only },
    );
    assertFindings(`${LOAD}import_file "modules.cfg"\n`, { only });
  });
});
