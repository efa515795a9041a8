import { assertFindings } from '../support/fixture.ts';

const only = ['open-relay'];
const MODULES = [
  'tm',
  'sl',
  'rr',
  'siputils',
  'textops',
  'auth',
  'permissions',
  'dispatcher',
  'usrloc',
  'registrar',
  'pv',
]
  .map((name) => `loadmodule "${name}.so"\n`)
  .join('');

describe('rule open-relay', () => {
  it('marks a relay that a call gets to without any question', () => {
    assertFindings(
      `${MODULES}
request_route {
  if (has_totag()) { loose_route(); t_relay(); exit; }
  if (is_method("REGISTER")) { if (!allow_source_address("1")) exit; save("location"); exit; }
  if (is_method("INVITE")) record_route();
  route(RELAY);
}
route[RELAY] {
  if (!t_relay()) sl_reply_error();
       ^^^^^^^ open-relay
}
`,
      { only },
    );
  });

  it('knows the main block by its older name', () => {
    assertFindings(
      `${MODULES}
route {
  t_relay();
  ^^^^^^^ open-relay
}
`,
      { only },
    );
  });

  it('leaves alone what asks, or sets the target', () => {
    for (const body of [
      'if (uri != myself && from_uri != myself) exit; t_relay();',
      'if (!pv_auth_check("$fd", "x", "0", "1")) { auth_challenge("$fd", "1"); exit; } t_relay();',
      'if (src_ip != 192.0.2.1) exit; t_relay();',
      'if (!ds_select_dst("1", "4")) exit; t_relay();',
      'if (!lookup("location")) exit; t_relay();',
      '$du = "sip:192.0.2.9"; t_relay();',
      '$rd = "192.0.2.9"; t_relay();',
      't_relay_to_udp("192.0.2.9", "5060");',
      'route(SOME); t_relay();',
    ]) {
      assertFindings(`${MODULES}request_route { ${body} }\nroute[SOME] { if ($si != "192.0.2.1") exit; }\n`, { only });
    }
  });

  it('looks at a proxy that is tried on the loopback address all the same', () => {
    assertFindings(
      `${MODULES}listen=udp:127.0.0.1:5060
request_route {
  t_relay();
  ^^^^^^^ open-relay
}
`,
      { only },
    );
  });

  it('goes by the side on which a question about the caller or the target was answered with no', () => {
    for (const body of [
      'if (src_ip != myself) { xlog("from outside"); }',
      'if (uri == myself) exit;',
      'if (allow_source_address("1")) { exit; } if ($Rp == 5070) exit;',
      'if ($sht(banned=>$si) != $null) exit; if ($shtinc(calls=>$si) > 5) exit;',
    ]) {
      assertFindings(
        `${MODULES}loadmodule "htable.so"
request_route {
  ${body}
  t_relay();
  ^^^^^^^ open-relay
}
`,
        { only },
      );
    }
  });

  it('takes a target that lookup() does not know for anybody’s choice', () => {
    const text = (body: string): string =>
      `loadmodule "tm.so"\nloadmodule "registrar.so"\nrequest_route {\n${body}\n}\n`;
    assertFindings(
      text(`  if (!lookup("location")) {
    t_relay();
    ^^^^^^^ open-relay
    exit;
  }
  t_relay();`),
      { only },
    );
    assertFindings(text('  if (!lookup("location")) exit;\n  t_relay();'), { only });
  });
});
