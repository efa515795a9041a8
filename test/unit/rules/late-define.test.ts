import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['late-define'];

describe('rule late-define', () => {
  it('marks a define below a condition that asks for it', () => {
    const [finding] = assertFindings(
      `--- kamailio.cfg
#!ifdef WITH_ACC
loadmodule "acc.so"
#!endif
include_file "defines.cfg"
#!ifdef WITH_ACC
#!endif
request_route { exit; }
--- defines.cfg
#!define WITH_ACC
         ^^^^^^^^ late-define
`,
      { only },
    );
    assert.equal(finding?.related?.length, 1);
  });

  it('leaves alone what is defined before, or by custom below', () => {
    assertFindings(
      `
#!define WITH_A
#!ifdef WITH_A
#!endif
#!redefine WITH_A 1
#!ifndef WITH_B
#!define WITH_B
#!endif
#!ifdef WITH_C
#!else
#!define WITH_C
#!endif
#!ifdef WITH_D
#!endif
#!trydef WITH_D
#!ifdef WITH_E
#!endif
request_route { exit; }
`,
      { only },
    );
  });

  it('marks a substitution below a string that needs it', () => {
    assertFindings(
      `
loadmodule "pv.so"
request_route {
  $du = "sip:CORE_IP:5060";
}
#!substdef "!CORE_IP!192.0.2.1!g"
           ^^^^^^^^^^^^^^^^^^^^^^ late-define
#!subst "/OTHER_IP/192.0.2.2/"
failure_route[F] {
  $du = "sip:OTHER_IP:5060";
}
`,
      { only: ['late-define'] },
    );
  });
});
