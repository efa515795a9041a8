import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['rpc-not-dispatched'];

describe('rule rpc-not-dispatched', () => {
  it('marks RPC over HTTP that no request reaches', () => {
    const [finding] = assertFindings(
      `
loadmodule "xhttp.so"
loadmodule "jsonrpcs.so"
modparam("jsonrpcs", "transport", 3)
                                  ^ rpc-not-dispatched
event_route[xhttp:request] { exit; }
`,
      { only },
    );
    assert.equal(finding?.severity, 'information');
  });

  it('is silent where requests are handed over, or HTTP is off', () => {
    const load = 'loadmodule "jsonrpcs.so"\n';
    const http = `${load}modparam("jsonrpcs", "transport", 1)\n`;
    assertFindings(`${http}event_route[xhttp:request] { jsonrpc_dispatch(); }\n`, { only });
    assertFindings(`${load}modparam("jsonrpcs", "transport", 6)\n`, { only });
    assertFindings(load, { only });
    assertFindings(`${http}include_file "rpc.cfg"\n`, { only });
    assertFindings(`${http}loadmodule "app_lua.so"\n`, { only });
  });
});
