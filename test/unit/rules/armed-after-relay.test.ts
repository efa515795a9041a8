import { assertFindings } from '../support/fixture.ts';

const only = ['armed-after-relay'];
const MODULES = 'loadmodule "sl.so"\nloadmodule "tm.so"\n';

describe('rule armed-after-relay', () => {
  it('marks what is armed behind the relay, in whatever block that was', () => {
    assertFindings(
      `${MODULES}
request_route {
  route(RELAY);
  t_on_branch("B");
  ^^^^^^^^^^^ armed-after-relay
}
route[RELAY] {
  if (!t_relay()) { sl_reply_error(); exit; }
  if ($rm == "INVITE") {
    t_on_failure("F");
    ^^^^^^^^^^^^ armed-after-relay
  }
}
failure_route[F] { exit; }
branch_route[B] { exit; }
`,
      { only },
    );
  });

  it('leaves alone what is armed before another relay, or where there may have been none', () => {
    assertFindings(
      `${MODULES}
request_route {
  t_on_failure("F");
  if (!t_relay()) { t_on_reply("R"); t_relay_to_udp(); }
}
failure_route[F] { t_on_branch("B"); t_relay(); }
onreply_route[R] { exit; }
branch_route[B] { exit; }
`,
      { only },
    );
    assertFindings(
      `${MODULES}
request_route { t_relay(); t_on_failure("F"); $du = "sip:192.0.2.1"; t_relay(); }
failure_route[F] { exit; }
`,
      { only },
    );
    assertFindings(
      `${MODULES}
request_route { if ($rU == "a") t_relay(); t_on_failure("F"); exit; }
failure_route[F] { exit; }
`,
      { only },
    );
  });
});
