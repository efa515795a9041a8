import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['contradicting-parameters'];

describe('rule contradicting-parameters', () => {
  it('marks parameters that have no effect because of another one', () => {
    const findings = assertFindings(
      `
loadmodule "dialog"
loadmodule "registrar"
loadmodule "usrloc"
modparam("dialog", "ka_timer", 30)
                               ^^ contradicting-parameters
modparam("usrloc", "db_mode", 3)
modparam("usrloc", "handle_lost_tcp", 1)
                                      ^ contradicting-parameters
modparam("registrar", "max_expires", 3600)
modparam("registrar", "default_expires", 7200)
                                         ^^^^ contradicting-parameters
modparam("registrar", "min_expires", 7200)
                                     ^^^^ contradicting-parameters
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
                                       ^^ contradicting-parameters
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

  it('marks the tag of Record-Route switched off where something needs it', () => {
    const off = (rest: string): string => `loadmodule "rr"
${rest}
modparam("rr", "append_fromtag", 0)
                                 ^ contradicting-parameters
request_route { exit; }
`;
    assertFindings(off('loadmodule "uac"'), { only });
    assertFindings(off('loadmodule "acc"\nmodparam("acc", "detect_direction", 1)'), { only });
    assertFindings(
      `${off('')}
route[BACK] {
  if (is_direction("upstream")) exit;
}
`,
      { only },
    );
  });

  it('lets it be off where nothing needs it', () => {
    assertFindings(
      `
loadmodule "rr"
loadmodule "acc"
loadmodule "uac"
modparam("uac", "restore_mode", "none")
modparam("acc", "detect_direction", 0)
modparam("rr", "append_fromtag", 0)
request_route { exit; }
`,
      { only },
    );
  });
});
