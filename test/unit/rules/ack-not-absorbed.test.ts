import { assertFindings } from '../support/fixture.ts';

const only = ['ack-not-absorbed'];
const MODULES = 'loadmodule "tm.so"\nloadmodule "rr.so"\nloadmodule "siputils.so"\nloadmodule "textops.so"\n';

describe('rule ack-not-absorbed', () => {
  it('marks a request route that drops the ACKs which loose_route() does not know', () => {
    assertFindings(
      `${MODULES}
request_route {
  if (has_totag()) {
    if (loose_route()) { t_relay(); }
    exit;
    ^^^^^ ack-not-absorbed
  }
  t_relay();
}
`,
      { only },
    );
  });

  it('points to where they end, in a main block of the older kind too', () => {
    assertFindings(
      `${MODULES}
route {
  if (method == "KDMQ") exit;
  if (src_port == 9) exit;
  if (method == "ACK") exit;
                       ^^^^^ ack-not-absorbed
  t_relay();
}
`,
      { only },
    );
  });

  it('is silent where they get to tm, and where no call does', () => {
    for (const body of [
      'if (has_totag()) { if (loose_route()) { t_relay(); exit; } if (is_method("ACK") && t_check_trans()) t_relay(); exit; } t_relay();',
      'if (is_method("ACK")) { t_relay(); exit; } if (has_totag()) exit; t_relay();',
      't_check_trans(); if (has_totag()) exit; t_relay();',
      'if (is_method("ACK")) exit; if (is_method("MESSAGE")) t_relay();',
    ]) {
      assertFindings(`${MODULES}request_route { ${body} }\n`, { only });
    }
  });
});
