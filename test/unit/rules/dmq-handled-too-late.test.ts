import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dmq-handled-too-late'];
const MODULES = ['tm', 'sl', 'textops', 'siputils', 'auth', 'pike', 'dmq']
  .map((name) => `loadmodule "${name}.so"\n`)
  .join('');
const HANDLE = 'if (is_method("KDMQ")) { dmq_handle_message(); exit; }';

describe('rule dmq-handled-too-late', () => {
  it('marks the handling behind authentication, in whatever block that is', () => {
    const [finding] = assertFindings(
      `${MODULES}
request_route {
  if (!is_method("ACK|CANCEL") && !has_totag()) route(AUTH);
  if ($rm == "KDMQ") {
    dmq_handle_message();
    ^^^^^^^^^^^^^^^^^^ dmq-handled-too-late
    exit;
  }
}
route[AUTH] {
  if ($fU == $null || !pv_auth_check("$fd", "x", "0", "1")) { auth_challenge("$fd", "1"); exit; }
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /authenticate/);
  });

  it('marks the handling behind a list of methods', () => {
    for (const condition of [
      '!is_method("INVITE|ACK|BYE")',
      '!($rm =~ "^(INVITE|ACK)$")',
      '!($rm == "INVITE" || method == "ACK")',
    ]) {
      const [finding] = assertFindings(
        `${MODULES}
request_route {
  if (${condition}) { sl_send_reply("405", "No"); exit; }
  dmq_handle_message();
  ^^^^^^^^^^^^^^^^^^ dmq-handled-too-late
}
`,
        { only },
      );
      assert.match(finding?.message ?? '', /leave the script/);
    }
  });

  it('marks the handling behind a flood limit', () => {
    const [finding] = assertFindings(
      `${MODULES}
request_route {
  if (!pike_check_req()) exit;
  if (is_method("KDMQ")) dmq_handle_message();
                         ^^^^^^^^^^^^^^^^^^ dmq-handled-too-late
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /pike_check_req/);
  });

  it('marks the handling behind a flood limit that a define switches on', () => {
    assertFindings(
      `${MODULES}
#!define WITH_ANTIFLOOD
request_route {
  route(GUARD);
  if (is_method("KDMQ")) dmq_handle_message();
                         ^^^^^^^^^^^^^^^^^^ dmq-handled-too-late
}
route[GUARD] {
#!ifdef WITH_ANTIFLOOD
  if (!pike_check_req()) exit;
#!endif
  return;
}
`,
      { only },
    );
  });

  it('marks a condition on another port than that of server_address', () => {
    const address = (rest: string): string =>
      `#!define DMQPORT 5090\n${MODULES}modparam("dmq", "server_address", "sip:192.0.2.1:5062")\n${rest}`;
    for (const condition of ['$Rp == 5090', 'dst_port == DMQPORT']) {
      const [finding] = assertFindings(
        address(`request_route {
  if (is_method("KDMQ")) {
    if (${condition}) dmq_handle_message();
        ${'^'.repeat(condition.length)} dmq-handled-too-late
    exit;
  }
}
`),
        { only },
      );
      assert.match(finding?.message ?? '', /come to port 5062/);
    }
    for (const condition of ['$Rp == 5062', '$Rp != 5060', '$si == "192.0.2.2"']) {
      const text = `request_route { if (is_method("KDMQ") && ${condition}) { dmq_handle_message(); exit; } }\n`;
      assertFindings(address(text), { only });
    }
    const socket = 'modparam("dmq", "server_socket", "udp:192.0.2.1:5090")\n';
    assertFindings(address(`${socket}request_route { if ($Rp == 5090) { dmq_handle_message(); exit; } }\n`), { only });
  });

  it('leaves alone what peers can reach', () => {
    const auth = 'if (!pv_auth_check("$fd", "x", "0", "1")) { auth_challenge("$fd", "1"); exit; }';
    for (const body of [
      `${HANDLE} ${auth}`,
      `if ($si != "192.0.2.1") { ${auth} } ${HANDLE}`,
      `if (is_method("INVITE")) { ${auth} } ${HANDLE}`,
      `if (!is_method("INVITE|KDMQ")) exit; ${HANDLE}`,
      `if ($rm != "KDMQ") { if (!pike_check_req()) exit; } ${HANDLE}`,
      'exit;',
    ]) {
      assertFindings(`${MODULES}request_route { ${body} }\n`, { only });
    }
  });
});
