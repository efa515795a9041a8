import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['rpc-not-dispatched'];

describe('rule rpc-not-dispatched', () => {
  it('marks RPC over HTTP that no request reaches', () => {
    const [finding] = assertFindings(
      whole(`
loadmodule "xhttp.so"
loadmodule "jsonrpcs.so"
modparam("jsonrpcs", "transport", 3)
                                  ^ rpc-not-dispatched
event_route[xhttp:request] { exit; }
`),
      { only },
    );
    assert.equal(finding?.severity, 'information');
  });

  it('is silent where requests are handed over, or HTTP is off', () => {
    const load = 'loadmodule "jsonrpcs.so"\n';
    const http = `${load}modparam("jsonrpcs", "transport", 1)\n`;
    assertFindings(whole(`${http}event_route[xhttp:request] { jsonrpc_dispatch(); }\n`), { only });
    assertFindings(whole(`${load}modparam("jsonrpcs", "transport", 6)\n`), { only });
    assertFindings(whole(load), { only });
    assertFindings(whole(`${http}include_file "rpc.cfg"\n`), { only });
    assertFindings(whole(`${http}loadmodule "app_lua.so"\n`), { only });
  });
});
