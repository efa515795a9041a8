import { assertFindings } from '../support/fixture.ts';

const only = ['relay-after-reply'];
const MODULES = 'loadmodule "tm.so"\nloadmodule "sl.so"\nloadmodule "siputils.so"\nloadmodule "textops.so"\n';

describe('rule relay-after-reply', () => {
  it('marks a final reply behind which the request is relayed, through blocks too', () => {
    assertFindings(
      `${MODULES}
request_route {
  if (is_method("REGISTER")) { exit; }
  if (is_method("INVITE") && $rU =~ "^00900") {
    sl_send_reply("403", "Not allowed");
    ^^^^^^^^^^^^^ relay-after-reply
  }
  if (is_method("INVITE")) setflag(1);
  route(RELAY);
}
route[RELAY] {
  if (!t_relay()) { sl_reply_error(); }
}
`,
      { only },
    );
    assertFindings(
      `${MODULES}
request_route { route(LIMIT); t_relay(); }
route[LIMIT] {
  if ($ua =~ "scan") { xlog("scanner\\n"); send_reply(503, "Busy"); return; }
                                          ^^^^^^^^^^ relay-after-reply
}
`,
      { only },
    );
  });

  it('leaves alone what ends, what is provisional, and what is asked for later', () => {
    for (const body of [
      'if ($rU == "a") { sl_send_reply("403", "No"); exit; } t_relay();',
      'if ($rU == "a") { sl_send_reply("100", "Trying"); } t_relay();',
      'if ($rU == "a") { sl_send_reply("403", "No"); $var(done) = 1; } if ($var(done) != 1) t_relay();',
      'if ($rU == "a") { sl_send_reply("403", "No"); } if ($rU == "a") exit; t_relay();',
      'if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); } if (is_method("INVITE")) t_relay();',
      'if (!route(OK)) exit; t_relay();',
      'route(OK); if ($rc < 0) exit; t_relay();',
      'route(OK); switch ($retcode) { case -1: exit; } t_relay();',
      'route(OK); $var(answer) = $?; if ($var(answer) == -1) exit; t_relay();',
    ]) {
      assertFindings(
        `${MODULES}request_route { ${body} }\nroute[OK] { if ($rU == "a") { send_reply("404", "No"); return -1; } return 1; }\n`,
        { only },
      );
    }
  });

  it('marks a reply whose block gives a value that nobody asks for', () => {
    assertFindings(
      `${MODULES}
request_route { route(LIMIT); t_relay(); }
route[LIMIT] {
  if ($ua =~ "scan") { send_reply(503, "Busy"); return -1; }
                       ^^^^^^^^^^ relay-after-reply
}
`,
      { only },
    );
  });

  it('takes a challenge for a final reply', () => {
    assertFindings(
      `
loadmodule "tm.so"
loadmodule "auth.so"
loadmodule "auth_db.so"
request_route {
  route(AUTH);
  t_relay();
}
route[AUTH] {
  if (!auth_check("$fd", "subscriber", "1")) {
    auth_challenge("$fd", "0");
    ^^^^^^^^^^^^^^ relay-after-reply
  }
}
`,
      { only },
    );
  });

  it('looks at what is written beside a reply only where something reads it behind', () => {
    const text = (rest: string): string => `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "pv.so"
loadmodule "htable.so"
request_route {
  if ($var(n) > 3) exit;
  if ($rU == $null) {
    $var(n) = $var(n) + 1;
    sl_send_reply("484", "Address Incomplete");
${rest}`;
    assertFindings(
      text(`    ^^^^^^^^^^^^^ relay-after-reply
  }
  t_relay();
}
`),
      { only },
    );
    assertFindings(
      text(`  }
  if ($var(n) == 0) t_relay();
}
`),
      { only },
    );
  });
});
