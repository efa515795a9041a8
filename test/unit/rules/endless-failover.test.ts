import { assertFindings } from '../support/fixture.ts';

const only = ['endless-failover'];
const MODULES = 'loadmodule "tm.so"\nloadmodule "sl.so"\nloadmodule "dispatcher.so"\nloadmodule "textops.so"\n';

describe('rule endless-failover', () => {
  it('marks a failure route that arms itself and relays again whatever happens', () => {
    assertFindings(
      `${MODULES}
request_route { t_on_failure("F"); route(RELAY); }
route[RELAY] { if (!t_relay()) sl_reply_error(); }
failure_route[F] {
  if (t_check_status("5..") || t_branch_timeout()) {
    $du = "sip:192.0.2.6";
    t_on_failure("F");
    ^^^^^^^^^^^^ endless-failover
    route(RELAY);
  }
}
`,
      { only },
    );
  });

  it('marks what goes on for ever once there is no next destination, or selects anew without a mark', () => {
    assertFindings(
      `${MODULES}request_route { t_on_failure("F"); t_relay(); }
failure_route[F] {
  if (ds_next_dst()) { t_on_failure("F"); t_relay(); exit; }
  $ru = "sip:voicemail@192.0.2.7";
  t_on_failure("F");
  ^^^^^^^^^^^^ endless-failover
  t_relay();
}
`,
      { only },
    );
    assertFindings(
      `${MODULES}request_route { t_on_failure("F"); t_relay(); }
failure_route[F] {
  if ($rs == 503 && ds_select_dst("1", "4")) { t_on_failure("F"); t_relay(); }
                                               ^^^^^^^^^^^^ endless-failover
}
`,
      { only },
    );
  });

  it('marks failure routes that arm each other', () => {
    assertFindings(
      `${MODULES}request_route { t_on_failure("F"); t_relay(); }
failure_route[F] { $du = "sip:192.0.2.6"; t_on_failure("G"); t_relay(); }
                                          ^^^^^^^^^^^^ endless-failover
failure_route[G] { $du = "sip:192.0.2.7"; t_on_failure("F"); t_relay(); }
`,
      { only },
    );
  });

  it('leaves alone what looks for another destination, counts, or arms another block', () => {
    for (const body of [
      'if (ds_next_dst()) { t_on_failure("F"); t_relay(); }',
      'if (ds_select_dst("1", "4")) { ds_mark_dst("ip"); t_on_failure("F"); t_relay(); }',
      'if ($avp(tries) < 3) { t_on_failure("F"); t_relay(); }',
      't_on_failure("G"); t_relay();',
      't_on_failure("F"); t_on_failure("G"); t_relay();',
      't_on_failure("F"); t_reply("500", "x");',
      'if (isflagset(3)) exit; setflag(3); t_on_failure("F"); t_relay();',
    ]) {
      assertFindings(
        `${MODULES}request_route { t_relay(); }\nfailure_route[F] { ${body} }\nfailure_route[G] { exit; }\n`,
        { only },
      );
    }
  });
});
