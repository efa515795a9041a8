import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['open-rpc'];
const MODULES = 'loadmodule "xhttp.so"\nloadmodule "jsonrpcs.so"\nloadmodule "permissions.so"\nloadmodule "auth.so"\n';
const OPEN = 'listen=tcp:192.0.2.1:8080\n';
const event = (body: string): string => `event_route[xhttp:request] {\n${body}\n}\n`;

describe('rule open-rpc', () => {
  it('marks the call that everybody can get to', () => {
    assertFindings(
      `${MODULES}${OPEN}${event(`  if ($hu =~ "^/RPC") jsonrpc_dispatch();
                      ^^^^^^^^^^^^^^^^ open-rpc`)}`,
      { only },
    );
    assertFindings(
      `${MODULES}${event('route(RPC);')}route[RPC] { xlog("L_INFO", "$si asks\\n"); if ($Rp == 8080) jsonrpc_dispatch(); }
                                                            ^^^^^^^^^^^^^^^^ open-rpc
`,
      { only },
    );
    assertFindings(
      `${MODULES}${OPEN}${event(`  if (src_ip == 192.0.2.2) xlog("known\\n");
  if ($hu == "/x") { if (!allow_source_address("1")) exit; }
  xhttp_reply("200", "OK", "text/plain", "x");`)}`,
      { only },
    );
  });

  it('marks the call behind a check that ends the script for nobody', () => {
    const [finding] = assertFindings(
      `${MODULES}${OPEN}${event(`  if (!allow_source_address("1")) {
    xhttp_reply("403", "Forbidden", "text/plain", "no");
  }
  jsonrpc_dispatch();
  ^^^^^^^^^^^^^^^^ open-rpc`)}`,
      { only },
    );
    assert.match(finding?.message ?? '', /no check before it ends the script/);
    for (const body of [
      'if ($si != "192.0.2.2" && $si != "192.0.2.3") { xhttp_reply("403", "No", "", ""); exit; } jsonrpc_dispatch();',
      'if (src_ip == 192.0.2.2) $var(ok) = 1; if ($var(ok) != 1) exit; jsonrpc_dispatch();',
      'route(CHECK); if ($rc < 0) exit; jsonrpc_dispatch();',
    ]) {
      const check = 'route[CHECK] { if (src_ip == 192.0.2.2) return 1; return -1; }\n';
      assertFindings(`${MODULES}${OPEN}${event(body)}${check}`, { only });
    }
  });

  it('marks the call of xmlrpc in the block that its requests come to', () => {
    const text = (body: string): string => `loadmodule "xmlrpc.so"
modparam("xmlrpc", "route", "RPC")
request_route { exit; }
route[RPC] {
${body}
}
`;
    assertFindings(
      text(`  dispatch_rpc();
  ^^^^^^^^^^^^ open-rpc`),
      { only },
    );
    assertFindings(text('if (src_ip != 127.0.0.1) exit; dispatch_rpc();'), { only });
    assertFindings(
      `loadmodule "xmlrpc.so"
request_route {
  if (method == "POST") dispatch_rpc();
                        ^^^^^^^^^^^^ open-rpc
}
`,
      { only },
    );
  });

  it('leaves alone what looks at who asks', () => {
    for (const body of [
      'if (src_ip != 192.0.2.2) exit; jsonrpc_dispatch();',
      'if ($si == "192.0.2.2" && $hu =~ "^/RPC") jsonrpc_dispatch();',
      'if (!allow_source_address("1")) exit; jsonrpc_dispatch();',
      'if (!pv_www_authenticate("x", "y", "0")) { www_challenge("x", "0"); exit; } jsonrpc_dispatch();',
      'if ($hdr(X-Key) != "secret") exit; jsonrpc_dispatch();',
    ]) {
      assertFindings(`${MODULES}${OPEN}${event(body)}`, { only });
    }
  });

  it('leaves alone what listens for itself', () => {
    const dispatch = event('jsonrpc_dispatch();');
    assertFindings(`${MODULES}include_file "listeners.cfg"\n${dispatch}`, { only });
    assertFindings(`${MODULES}listen=tcp:127.0.0.1:8080\nlisten=udp:192.0.2.1:5060\n${dispatch}`, { only });
    assertFindings(`${MODULES}listen=udp:192.0.2.1:5060\nlisten=tcp:MY_IP:8080\n${dispatch}`, { only });
    assertFindings(
      `${MODULES}${OPEN}listen=tcp:127.0.0.1:8888\n${event('if ($Rp != 8888) exit; jsonrpc_dispatch();')}`,
      { only },
    );
  });
});
