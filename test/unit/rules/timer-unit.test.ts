import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['timer-unit'];

describe('rule timer-unit', () => {
  it('marks seconds where milliseconds are meant', () => {
    const [finding] = assertFindings(
      `
loadmodule "tm.so"
modparam("tm", "fr_timer", 5)
                           ^ timer-unit
modparam("tm", "fr_inv_timer", 120)
                               ^^^ timer-unit
request_route {
  t_set_fr("30", "5000");
            ^^ timer-unit
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /5 seconds are 5000$/);
  });

  it('marks milliseconds where seconds are meant', () => {
    assertFindings(
      `
loadmodule "dispatcher.so"
loadmodule "dialog.so"
tcp_connect_timeout=10000
                    ^^^^^ timer-unit
modparam("dispatcher", "ds_ping_interval", 30000)
                                           ^^^^^ timer-unit
modparam("dialog", "default_timeout", 43200000)
                                      ^^^^^^^^ timer-unit
`,
      { only },
    );
  });

  it('is silent about times that can be meant', () => {
    assertFindings(
      `
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("tm", "fr_timer", 30000)
modparam("tm", "fr_inv_timer", 120000)
modparam("tm", "wt_timer", TIMER)
modparam("dispatcher", "ds_ping_interval", 0)
request_route {
  t_set_fr(0, 1000);
  t_set_fr("$var(t)");
}
`,
      { only },
    );
  });
});
