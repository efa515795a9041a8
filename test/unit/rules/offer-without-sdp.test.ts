import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['offer-without-sdp'];
const MODULES = ['tm', 'textops', 'sdpops', 'siputils', 'rtpengine', 'rtpproxy']
  .map((name) => `loadmodule "${name}.so"\n`)
  .join('');

describe('rule offer-without-sdp', () => {
  it('marks offers and answers for requests that may have no body', () => {
    const [first, second] = assertFindings(
      `${MODULES}
request_route {
  if (is_method("INVITE")) route(MEDIA);
  if (is_method("ACK")) rtpproxy_answer();
                        ^^^^^^^^^^^^^^^ offer-without-sdp
}
route[MEDIA] {
  rtpengine_offer("replace-origin");
  ^^^^^^^^^^^^^^^ offer-without-sdp
}
`,
      { only },
    );
    assert.match(first?.message ?? '', /ACK/);
    assert.match(second?.message ?? '', /INVITE/);
  });

  it('does not take the setting of a flag for a look at the body', () => {
    assertFindings(
      `${MODULES}
route {
  setflag(3);
  rtpengine_offer();
  ^^^^^^^^^^^^^^^ offer-without-sdp
}
`,
      { only },
    );
  });

  it('knows which flags say nothing of the body', () => {
    const begin = 'loadmodule "textops.so"\nloadmodule "rtpengine.so"\nloadmodule "nathelper.so"\nrequest_route {\n';
    assertFindings(
      `${begin}  if (nat_uac_test("19")) setflag(5);
  if (isflagset(5)) rtpengine_offer();
                    ^^^^^^^^^^^^^^^ offer-without-sdp
}
`,
      { only },
    );
    assertFindings(
      `${begin}  if (has_body("application/sdp")) setflag(5);\n  if (isflagset(5)) rtpengine_offer();\n}\n`,
      {
        only,
      },
    );
    assertFindings(`${begin}  if (isflagset(5)) rtpengine_offer();\n}\n`, { only });
  });

  it('leaves alone what looks at the body, looks itself, or asks for the code', () => {
    for (const body of [
      'if (has_body("application/sdp")) rtpengine_offer();',
      'if (!sdp_content()) exit; rtpengine_offer();',
      'if ($rb == $null) exit; rtpengine_offer();',
      'if ($hdr(Content-Type) =~ "sdp") rtpengine_offer();',
      'rtpengine_manage();',
      'if (is_method("BYE")) rtpengine_offer();',
      't_on_reply("R");',
    ]) {
      assertFindings(
        `${MODULES}request_route { ${body} }\nonreply_route[R] { if (status =~ "183|2[0-9][0-9]") rtpengine_answer(); }\n`,
        { only },
      );
    }
  });

  it('knows which variables say nothing of the body', () => {
    const begin = 'loadmodule "pv.so"\nloadmodule "textops.so"\nloadmodule "rtpengine.so"\nrequest_route {\n';
    assertFindings(
      `${begin}  $var(side) = 1;
  if ($si == "192.0.2.1") $var(side) = 2;
  if ($var(side) == 2) rtpengine_offer();
                       ^^^^^^^^^^^^^^^ offer-without-sdp
}
`,
      { only },
    );
    assertFindings(
      `${begin}  $var(calls) = 7;
  if ($var(calls) > 5) exit;
  $var(side) = 1;
  if ($var(side) == 1) rtpengine_offer();
                       ^^^^^^^^^^^^^^^ offer-without-sdp
}
`,
      { only },
    );
    for (const body of [
      'if (has_body("application/sdp")) $var(a) = 1; if ($var(a) == 1) $var(d) = 1; if ($var(d) == 1) rtpengine_offer();',
      'if (has_body("application/sdp")) $var(a) = 1; if ($var(a) == 1) rtpengine_offer();',
      '$var(a) = $rb; if ($var(a) != 0) rtpengine_offer();',
      '$var(b) = $avp(x); if ($var(b) != 0) rtpengine_offer();',
      'if ($var(c) == 1) rtpengine_offer();',
    ]) {
      assertFindings(`${begin}${body}\n}\n`, { only });
    }
  });

  it('tells of answers for replies that may have no body', () => {
    const findings = assertFindings(
      `${MODULES}
request_route { t_on_reply("R"); t_on_reply("S"); }
onreply_route[R] {
  if ($rs == 183 || status =~ "2[0-9][0-9]") rtpengine_answer();
  if ($rs >= 180 && $rs < 300) rtpengine_answer();
                               ^^^^^^^^^^^^^^^^ offer-without-sdp
  if (t_check_status("18[0-9]")) rtpproxy_answer();
                                 ^^^^^^^^^^^^^^^ offer-without-sdp
  if (has_body("application/sdp")) rtpengine_answer();
}
onreply_route[S] { rtpengine_answer(); }
                   ^^^^^^^^^^^^^^^^ offer-without-sdp
`,
      { only },
    );
    assert.ok(findings.every(({ severity }) => severity === 'information'));
  });
});
