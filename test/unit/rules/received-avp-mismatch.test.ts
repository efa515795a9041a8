import { assertFindings } from '../support/fixture.ts';

const only = ['received-avp-mismatch'];
const LOAD = 'loadmodule "pv.so"\nloadmodule "registrar.so"\nloadmodule "nathelper.so"\n';
const USE = 'request_route { fix_nated_register(); save("location"); }\n';

describe('rule received-avp-mismatch', () => {
  it('marks different AVPs, and one that is set for one module only', () => {
    assertFindings(
      `${LOAD}
modparam("nathelper", "received_avp", "$avp(RECEIVED)")
modparam("registrar", "received_avp", "$avp(received)")
                                       ^^^^^^^^^^^^^^ received-avp-mismatch
${USE}`,
      { only },
    );
    assertFindings(
      `${LOAD}
modparam("registrar", "received_avp", "$avp(received)")
                                       ^^^^^^^^^^^^^^ received-avp-mismatch
${USE}`,
      { only },
    );
  });

  it('is silent where both are the same, and where nothing uses them', () => {
    assertFindings(`${LOAD}modparam("nathelper|registrar", "received_avp", "$avp(a)")\n${USE}`, { only });
    assertFindings(
      `${LOAD}modparam("nathelper", "received_avp", "$avp(s:a)")
modparam("registrar", "received_avp", "$avp(a)")
${USE}`,
      { only },
    );
    assertFindings(`${LOAD}modparam("nathelper", "received_avp", "$avp(a)")\nrequest_route { exit; }\n`, { only });
    assertFindings(`${LOAD}modparam("nathelper", "received_avp", "$avp(a)")\ninclude_file "registrar.cfg"\n${USE}`, {
      only,
    });
  });
});
