import { assertFindings } from '../support/fixture.ts';

const only = ['ignored-result'];
const MODULES = ['sl', 'tm', 'pv', 'siputils', 'sanity', 'auth', 'permissions', 'ipops', 'xlog']
  .map((name) => `loadmodule "${name}.so"\n`)
  .join('');

describe('rule ignored-result', () => {
  it('marks questions and checks that stand alone', () => {
    assertFindings(
      `${MODULES}
route {
  sanity_check();
  ^^^^^^^^^^^^ ignored-result
  if (method == "INVITE") allow_source_address("1");
                          ^^^^^^^^^^^^^^^^^^^^ ignored-result
  is_in_subnet("$si", "192.0.2.0/24");
  ^^^^^^^^^^^^ ignored-result
  pv_auth_check("$fd", "secret", "0", "1");
  ^^^^^^^^^^^^^ ignored-result
  exit;
}
`,
      { only },
    );
  });

  it('marks what ends a block whose value nobody asks for', () => {
    assertFindings(
      `${MODULES}
request_route { route(CHECK); exit; }
route[CHECK] {
  if (method == "INVITE") sanity_check();
                          ^^^^^^^^^^^^ ignored-result
}
`,
      { only },
    );
  });

  it('leaves alone where the answer is asked for', () => {
    for (const body of [
      'if (!sanity_check()) exit; exit;',
      'sanity_check(); if ($rc < 0) exit; exit;',
      'sanity_check(); switch ($retcode) { case 1: exit; } exit;',
      'sanity_check(); $var(r) = $rc; exit;',
      'sanity_check(); xlog("found $rc\\n"); exit;',
      '$var(r) = is_in_subnet("$si", "192.0.2.0/24"); exit;',
      'while (has_totag()) exit; exit;',
      'mine_check(); exit;',
    ]) {
      assertFindings(
        `${MODULES}request_route { ${body} if (route(CHECK)) exit; }\nroute[CHECK] { allow_source_address("1"); }\n`,
        { only },
      );
    }
  });

  it('leaves alone what stores the tag of an address', () => {
    assertFindings(
      `${MODULES}modparam("permissions", "peer_tag_avp", "$avp(tag)")
request_route { allow_source_address("1"); exit; }
`,
      { only },
    );
  });

  it('knows that a block is asked by $rc, or by the block that ends with its call', () => {
    assertFindings(
      `${MODULES}
request_route { route(FIRST); if ($rc < 0) exit; if (!route(SECOND)) exit; }
route[FIRST] { sanity_check(); }
route[SECOND] { route(THIRD); }
route[THIRD] { sanity_check(); }
`,
      { only },
    );
  });

  it('leaves alone what counts a request that is refused in any case', () => {
    assertFindings(
      `loadmodule "pike.so"
loadmodule "pv.so"
loadmodule "tm.so"
request_route {
  if ($sht(ban=>$si) != $null) {
    pike_check_req();
    $var(refused) = 1;
    exit;
  }
  pike_check_req();
  ^^^^^^^^^^^^^^ ignored-result
  t_relay();
  exit;
}
`,
      { only },
    );
  });

  it('looks for $rc behind the call only', () => {
    assertFindings(
      `${MODULES}
request_route { route(CHECK); exit; }
route[CHECK] {
  allow_trusted();
  if ($rc == 1) exit;
  sanity_check();
  ^^^^^^^^^^^^ ignored-result
}
`,
      { only },
    );
  });

  it('marks a search whose result the relay behind it does not wait for', () => {
    assertFindings(
      `
loadmodule "tm.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "dispatcher.so"
loadmodule "maxfwd.so"
request_route {
  mf_process_maxfwd_header("10");
  ^^^^^^^^^^^^^^^^^^^^^^^^ ignored-result
  if ($rU == "1") {
    lookup("location");
    ^^^^^^ ignored-result
    t_relay();
    exit;
  }
  if ($rU == "2") {
    ds_select_dst("1", "4");
    ^^^^^^^^^^^^^ ignored-result
    t_on_failure("NEXT");
    if (method == "INVITE") setflag(1);
    t_relay();
    exit;
  }
  if ($rU == "3") {
    lookup("aliases");
    lookup("location", "$tu");
    t_relay();
    exit;
  }
  if ($rU == "4") {
    lookup("location");
    if ($du == $null) exit;
    t_relay();
    exit;
  }
  if ($rU == "5") {
    ds_select_domain("1", "4");
    $du = "sip:192.0.2.1";
    t_relay();
    exit;
  }
  lookup("location");
  switch ($rc) {
    case 1: t_relay();
  }
}
failure_route[NEXT] { exit; }
`,
      { only },
    );
  });

  it('follows a search into the blocks that relay, unless these look at the target', () => {
    assertFindings(
      `
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
request_route {
  if ($rU == "1") {
    ds_select_dst("1", "4");
    ^^^^^^^^^^^^^ ignored-result
    route(ARM);
    route(RELAY);
  }
  if ($rU == "2") {
    ds_select_dst("1", "4");
    route(ASK);
    route(RELAY);
  }
  if ($rU == "3") {
    ds_select_dst("1", "4");
    route(REFUSE);
    route(RELAY);
  }
  exit;
}
route[ARM] {
  t_on_failure("NEXT");
}
route[ASK] {
  if ($du == $null) exit;
}
route[REFUSE] {
  sl_send_reply("404", "Not Found");
  exit;
}
route[RELAY] {
  t_relay();
  exit;
}
failure_route[NEXT] {
  ds_next_dst();
  ^^^^^^^^^^^ ignored-result
  t_on_failure("NEXT");
  t_relay();
}
`,
      { only },
    );
  });

  it('leaves alone a search for a call that is kept for who registers later', () => {
    assertFindings(
      `
loadmodule "tm.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "tsilo.so"
request_route {
  lookup("location");
  t_relay();
  ts_store();
  exit;
}
`,
      { only },
    );
  });
});
