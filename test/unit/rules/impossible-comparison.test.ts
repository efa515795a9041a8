import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['impossible-comparison'];

describe('rule impossible-comparison', () => {
  it('marks what a variable never holds', () => {
    const [first] = assertFindings(
      `
loadmodule "pv.so"
request_route {
  if ($proto == 17) exit;
                ^^ impossible-comparison
  if ("UDP" == $proto) exit;
      ^^^^^ impossible-comparison
  if ($rm != "invite") exit;
             ^^^^^^^^ impossible-comparison
  if ($si == "10.0.0.0/8" || $si == "sip.example.com") exit;
             ^^^^^^^^^^^^ impossible-comparison
                                    ^^^^^^^^^^^^^^^^^ impossible-comparison
  if ($fu == "alice" || $du == "10.0.0.1") exit;
             ^^^^^^^ impossible-comparison
                               ^^^^^^^^^^ impossible-comparison
  if ($rd == "example.com:5060" || $fd == "alice@example.com") exit;
             ^^^^^^^^^^^^^^^^^^ impossible-comparison
                                          ^^^^^^^^^^^^^^^^^^^ impossible-comparison
  if ($rU == "sip:100" || $rp == "udp") exit;
             ^^^^^^^^^ impossible-comparison
                                 ^^^^^ impossible-comparison
  if ($(ru) == 100 || $rs == "4xx") exit;
               ^^^ impossible-comparison
                             ^^^^^ impossible-comparison
}
`,
      { only },
    );
    assert.match(first?.message ?? '', /'\$proto' holds .*'udp', never 17: this is never true/);
  });

  it('marks a number whose text is another than what is written', () => {
    const [finding] = assertFindings(
      `
request_route {
  if ($rU == 0044) exit;
             ^^^^ impossible-comparison
  if ($rU == 100 || $fU == "0049" || $rp == 5060) exit;
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /the text "36"/);
  });

  it('knows that nothing is not the text that xlog() prints for it', () => {
    assertFindings(
      `
request_route {
  if ($avp(x) == "<null>") exit;
                 ^^^^^^^^ impossible-comparison
  if ($avp(x) == $null || $avp(x) == "null") exit;
}
`,
      { only },
    );
  });

  it('looks at the labels of a switch', () => {
    assertFindings(
      `
request_route {
  switch ($rd) {
    case "example.com": exit;
    case "sip:example.com": exit;
         ^^^^^^^^^^^^^^^^^ impossible-comparison
    case /"^sip:": exit;
  }
  switch ($rs) { case 200: exit; }
}
`,
      { only },
    );
  });

  it('leaves alone what may be', () => {
    assertFindings(
      `
request_route {
  if ($proto == "udp" || $si == "2001:db8::1" || $si == "") exit;
  if ($rP == "TLS" || $rm == "PING" || $fu == "tel:100" || $rd == "[::1]") exit;
  if ($var(x) == 17 || $hdr(X) == "a@b" || $(fu{uri.user}) == "alice" || $(rd{s.len}) == 0) exit;
  if ($rs == "200" || $rs == 404 || $rU == "*" || $rU == "" || 1 == $proto) exit;
  if ($si == "x.x.x.x" || $si == "PBX_IP" || $rd == "SERVER:PORT") exit;
  if ($si =~ "^10\\\\." || $rU > 0100) exit;
}
`,
      { only },
    );
  });

  it('marks ports that nothing listens on', () => {
    assertFindings(
      `
loadmodule "pv.so"
listen=udp:192.0.2.1:5062
listen=tls:192.0.2.1
#!ifdef MORE
listen=tcp:192.0.2.1:8080
#!endif
request_route {
  if ($Rp == 5063 || dst_port != 5060) exit;
             ^^^^ impossible-comparison
                                 ^^^^ impossible-comparison
  if ($Rp == 5061 || $Rp == "5062" || $Rp == 8080 || $rp == 5063) exit;
}
`,
      { only },
    );
    for (const head of [
      '',
      'listen=eth0\nport=5080\n',
      'listen=LISTEN\n',
      'include_file "listen.cfg"\nlisten=192.0.2.1\n',
    ]) {
      assertFindings(`loadmodule "pv.so"\n${head}request_route { if ($Rp == 5063) exit; }\n`, { only });
    }
  });

  it('leaves alone both spellings side by side', () => {
    assertFindings(
      `
loadmodule "pv.so"
request_route {
  if ($pr == "tls" || $pr == "TLS") exit;
  if ($rU == "1" || $pr == "wss" or $pr == "WSS") exit;
  if ($pr != "udp" && $pr != "UDP") exit;
  if ($pr == "tls" || $pr == "TCP") exit;
                             ^^^^^ impossible-comparison
}
`,
      { only },
    );
  });

  it('marks regular expressions that are compared as texts', () => {
    assertFindings(
      `
loadmodule "pv.so"
request_route {
  if ($rU == "^9[0-9]{3}$" || $ua == "friendly-scanner|sipcli") exit;
             ^^^^^^^^^^^^^ impossible-comparison
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^ impossible-comparison
  if ($hdr(X-Key) != "abc.*") exit;
                     ^^^^^^^ impossible-comparison
  if ($rU == "*97" || $var(list) == "ab|cd" || $var(x) == "5$" || $rU == "^" || $rU =~ "^9") exit;
}
`,
      { only },
    );
  });

  it('marks $var() compared with $null, as it always has a value', () => {
    const [finding] = assertFindings(
      `
loadmodule "pv.so"
request_route {
  $var(a) = $avp(b);
  if ($var(a) == $null || $null != $var(c)) exit;
      ^^^^^^^ impossible-comparison
                                   ^^^^^^^ impossible-comparison
  if ($vn(a) == $null || $avp(a) != $null || $(var(a){s.trim}) == $null || $var(a) == $avp(b)) exit;
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'information');
  });
});
