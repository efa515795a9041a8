import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['undeclared-counter'];
const HEAD = `loadmodule "counters.so"
loadmodule "statistics.so"
modparam("counters", "script_counter", "calls number of calls")
modparam("counters", "script_counter", "script.fails")
modparam("statistics", "variable", "active/no_reset")
`;

describe('rule undeclared-counter', () => {
  it('marks counters that are not declared', () => {
    const [finding] = assertFindings(
      `${HEAD}
request_route {
  cnt_inc("call");
           ^^^^ undeclared-counter
  cnt_inc("calls");
  cnt_add("fails", 2);
  update_stat("active", "+1");
  update_stat("passive", "+1");
               ^^^^^^^ undeclared-counter
}
`,
      { only },
    );
    assert.equal(finding?.replacement, 'calls');
  });

  it('is silent about counters of Kamailio itself, and ones that may be declared', () => {
    assertFindings(`${HEAD}request_route { cnt_reset("core.drop_requests"); reset_stat("rcv_requests"); }\n`, { only });
    const use = 'request_route { cnt_inc("other"); }\n';
    assertFindings(`${HEAD}modparam("counters", "script_counter", COUNTER)\n${use}`, { only });
    assertFindings(`${HEAD}modparam("counters", "script_cnt_grp_name", "mine")\n${use}`, { only });
    assertFindings(`${HEAD}include_file "counters.cfg"\n${use}`, { only });
  });
});
