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
