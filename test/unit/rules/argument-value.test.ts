import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['argument-value'];
const MODULES = ['nathelper', 'tm', 'sanity', 'auth', 'rr'].map((name) => `loadmodule "${name}.so"\n`).join('');

describe('rule argument-value', () => {
  it('marks bits that are none', () => {
    const [finding] = assertFindings(
      `${MODULES}
request_route {
  if (nat_uac_test("2048")) exit;
                    ^^^^ argument-value
  if (!sanity_check("1511", "99")) exit;
                             ^^ argument-value
  fix_nated_sdp(16);
                ^^ argument-value
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /sum of 1, 2, 4/);
  });

  it('takes sums, and does not judge what is no number', () => {
    assertFindings(
      `${MODULES}
request_route {
  if (nat_uac_test("19") || nat_uac_test(23)) exit;
  if (!sanity_check("17895", "7")) exit;
  if (nat_uac_test("$var(x)")) exit;
  t_load_contacts("1");
}
`,
      { only },
    );
  });

  it('marks words that a function does not know', () => {
    const findings = assertFindings(
      `${MODULES}
loadmodule "dialog.so"
loadmodule "pipelimit.so"
request_route {
  if (!t_is_set("reply_route")) t_on_reply("R");
                 ^^^^^^^^^^^ argument-value
  if (is_direction("Upstream")) exit;
  if (is_direction("up")) exit;
                    ^^ argument-value
  dlg_bye("both");
           ^^^^ argument-value
  if (!pl_check("a", "TAIL_DROP", "20")) exit;
                      ^^^^^^^^^ argument-value
  if (!pl_check("a", "$var(algorithm)", "20") || !pl_check("a", "taildrop", "20")) exit;
  if (!t_is_set("onreply_route")) exit;
}
onreply_route[R] {
  exit;
}
`,
      { only },
    );
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['warning', 'error', 'error', 'warning'],
    );
  });

  it('marks letters that are no flags of rtpproxy', () => {
    assertFindings(
      `
loadmodule "rtpproxy.so"
request_route {
  rtpproxy_manage("cow");
  rtpproxy_offer("coz20");
  rtpproxy_answer("$var(flags)");
  rtpproxy_manage("replace-origin");
                     ^ argument-value
  rtpproxy_offer("coy", "192.0.2.1");
                    ^ argument-value
}
`,
      { only },
    );
  });

  it('marks an operator that the functions of htable do not know', () => {
    const [finding] = assertFindings(
      `
loadmodule "htable.so"
request_route {
  if (sht_match_name("ban", "equals", "$si")) exit;
                             ^^^^^^ argument-value
  if (sht_has_str_value("ban", "eq", "$si")) exit;
  sht_rm_name("ban", "eq", "$si");
                      ^^ argument-value
  sht_rm_value("ban", "re", ".*");
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /always fails/);
  });

  it('marks parameters of Record-Route without a semicolon', () => {
    const [finding] = assertFindings(
      `${MODULES}
request_route {
  add_rr_param("nat=yes");
                ^^^^^^^ argument-value
  record_route("ws=1");
                ^^^^ argument-value
  record_route(";ws=1");
  add_rr_param("$var(parameter)");
}
`,
      { only },
    );
    assert.equal(finding?.replacement, ';nat=yes');
  });

  it('marks subnets that no address is in', () => {
    assertFindings(
      `
loadmodule "ipops.so"
request_route {
  if (is_in_subnet("$si", "10.0.0.0/88")) exit;
                           ^^^^^^^^^^^ argument-value
  if (is_in_subnet("$si", "192.0.2.5/24")) exit;
                           ^^^^^^^^^^^^ argument-value
  if (is_in_subnet("$si", "10.0.0.0/8") || is_in_subnet("$si", "192.0.2.5/32")) exit;
  if (is_in_subnet("$si", "2001:db8::/32")) exit;
}
`,
      { only },
    );
  });
});
