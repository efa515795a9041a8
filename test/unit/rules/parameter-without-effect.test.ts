import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['parameter-without-effect'];

describe('rule parameter-without-effect', () => {
  it('marks parameters that have no effect because of another one', () => {
    const findings = assertFindings(
      `
loadmodule "dialog"
loadmodule "registrar"
loadmodule "usrloc"
modparam("dialog", "ka_timer", 30)
                               ^^ parameter-without-effect
modparam("usrloc", "db_mode", 3)
modparam("usrloc", "handle_lost_tcp", 1)
                                      ^ parameter-without-effect
modparam("registrar", "max_expires", 3600)
modparam("registrar", "default_expires", 7200)
                                         ^^^^ parameter-without-effect
request_route { exit; }
`,
      { only },
    );
    assert.match(findings[0]?.message ?? '', /no keepalive is sent without 'ka_interval'/);
    assert.deepEqual(new Set(findings.map(({ severity }) => severity)), new Set(['warning']));
  });

  it('is an error where Kamailio does not start', () => {
    const [finding] = assertFindings(
      `
loadmodule "usrloc"
modparam("usrloc", "rm_expired_delay", 10)
                                       ^^ parameter-without-effect
request_route { exit; }
`,
      { only },
    );
    assert.equal(finding?.severity, 'error');
  });

  it('says nothing where both are set, or the other one may be set elsewhere', () => {
    assertFindings(
      `
loadmodule "dialog"
loadmodule "registrar"
modparam("dialog", "ka_timer", 10)
modparam("dialog", "ka_interval", 60)
modparam("registrar", "default_expires", 7200)
request_route { exit; }
`,
      { only },
    );
    assertFindings(
      `
loadmodule "dialog"
modparam("dialog", "ka_timer", 10)
#!ifdef WITH_KEEPALIVE
modparam("dialog", "ka_interval", 60)
#!endif
request_route { exit; }
`,
      { only },
    );
  });
});
