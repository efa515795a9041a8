import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['malformed-uri'];
const MODULES = ['pv', 'tm', 'corex', 'kex', 'uac'].map((name) => `loadmodule "${name}.so"\n`).join('');

describe('rule malformed-uri', () => {
  it('marks a URI without scheme, and proposes one', () => {
    const found = assertFindings(
      `${MODULES}
request_route {
  $du = "10.0.0.1:5070";
         ^^^^^^^^^^^^^ malformed-uri
  $ru = "alice@example.com";
         ^^^^^^^^^^^^^^^^^ malformed-uri
  $uac_req(furi) = "alice";
                    ^^^^^ malformed-uri
  $ru = $rU + "@example.com";
        ^^^ malformed-uri
  append_branch("$rU@10.0.0.1");
                 ^^^^^^^^^^^^ malformed-uri
  setdsturi("10.0.0.1:5070");
             ^^^^^^^^^^^^^ malformed-uri
}
`,
      { only },
    );
    assert.deepEqual(
      found[0]?.fix?.edits.map(({ newText }) => newText),
      ['sip:'],
    );
  });

  it('marks bad ports, hosts and schemes', () => {
    assertFindings(
      `${MODULES}
request_route {
  t_replicate("sip:127.0.0.1:sip");
                             ^^^ malformed-uri
  $du = "sip:10.0.0.1:50600;transport=tcp";
  $du = "sip:10.0.0.1:506000";
                      ^^^^^^ malformed-uri
  $du = "sip:" + $si + ":50a0";
        ^^^^^^^^^^^^^^^^^^^^^^ malformed-uri
  $du = "http://10.0.0.1";
         ^^^^^^^^^^^^^^^ malformed-uri
  append_branch("sip:$rU@[::1:5060");
                 ^^^^^^^^^^^^^^^^^ malformed-uri
  seturi("sip:");
          ^^^^ malformed-uri
}
`,
      { only },
    );
  });

  it('leaves alone what is a URI or may be one', () => {
    assertFindings(
      `${MODULES}
#!define TARGET "sip:10.0.0.1:5060"
request_route {
  $du = TARGET;
  $du = "";
  $du = $null;
  $du = "sip:10.0.0.1;transport=tcp";
  $du = $var(x);
  $du = $var(x) + ":5060";
  $du = "sip:" + $var(host) + ":" + $var(port);
  $du = $su;
  $ru = $fu;
  $ru = "tel:+491234";
  $ru = "sip:$rU@" + $rd;
  $du = "{{ target }}";
  $ru = "sip:" + $rU + "@__SBC_HOST__:__PORT__;transport=tcp" + $var(rest);
  $du = "sip:PBX_IP:PORT";
  $du = "sip:10.0.0.1:SIP_PORT;transport=tls";
  $uac_req(ruri) = "sip:" + $rU + "@IMS_DOMAIN";
  $uac_req(turi) = "sip:smsc@smsc.IMS_DOMAIN";
  $rd = "example.com";
  $var(uri) = "10.0.0.1";
  t_replicate("127.0.0.1", "5060");
  append_branch("$var(uri)");
  append_branch("$avp(uri);x=y");
  append_branch("sip:$rU@$rd:$rp;transport=$rP");
}
`,
      { only },
    );
  });

  it('knows the signs that the configuration lets hosts have', () => {
    const text = `${MODULES}
request_route {
  $ru = "sip:alice@my_pbx:5060";
  $ru = "sip:alice@my,pbx:5060";
                     ^^^^^^^^^ malformed-uri
}
`;
    assertFindings(`uri_host_extra_chars = "_"\n${text}`, { only });
  });

  it('marks a transport that is misspelt', () => {
    assertFindings(
      `${MODULES}
request_route {
  $du = "sip:192.0.2.1;transport=upd";
                                 ^^^ malformed-uri
  $du = "sip:192.0.2.1:5060;transport=TLS;lr";
  $du = "sip:192.0.2.1;transport=quantum";
}
`,
      { only },
    );
  });

  it('marks a scheme where rr writes one itself', () => {
    assertFindings(
      `
loadmodule "rr.so"
request_route {
  record_route_preset("sip:edge.example.com:5060");
                       ^^^^ malformed-uri
  record_route_preset("edge.example.com:5060;transport=tcp");
}
`,
      { only: ['malformed-uri'] },
    );
  });

  it('marks URIs where a host is taken, and other texts where uac takes a URI', () => {
    assertFindings(
      `
loadmodule "tm.so"
loadmodule "uac.so"
request_route {
  uac_replace_from("anonymous@example.com");
                    ^^^^^^^^^^^^^^^^^^^^^ malformed-uri
  uac_replace_from("Alice", "sip:alice@example.com");
  uac_replace_from("Alice", "");
  if ($rU == "a") forward("sip:192.0.2.1:5080");
                           ^^^^^^^^^^^^^^^^^^ malformed-uri
  t_relay_to_udp("sip:192.0.2.1", "5060");
                  ^^^^^^^^^^^^^ malformed-uri
  t_relay_to_udp("192.0.2.1", "5060");
}
`,
      { only: ['malformed-uri'] },
    );
  });
});
