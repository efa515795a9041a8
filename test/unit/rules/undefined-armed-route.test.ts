import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['undefined-armed-route'];

describe('rule undefined-armed-route', () => {
  it('looks for blocks of the right kind', () => {
    const findings = assertFindings(
      `
loadmodule "tm"
request_route {
  t_on_failure("A");
  t_on_failure("B");
                ^ undefined-armed-route
  t_on_reply("B");
  t_on_branch("B");
               ^ undefined-armed-route
  t_on_branch_failure("C");
  t_on_branch_failure("D");
                       ^ undefined-armed-route
}
failure_route[A] { exit; }
onreply_route[B] { exit; }
event_route[tm:branch-failure:C] { exit; }
`,
      { only },
    );
    assert.equal(findings[0]?.severity, 'warning');
    assert.match(findings[0].message, /onreply_route\[B\] is no block that 't_on_failure' can use/);
  });

  it('looks for the blocks of timers, but not where another language may have them', () => {
    const timer = 'loadmodule "rtimer"\nmodparam("rtimer", "timer", "name=t;interval=9;")\n';
    assertFindings(
      `${timer}
modparam("rtimer", "exec", "timer=t;route=TOCK")
                                          ^^^^ undefined-armed-route
request_route { exit; }
route[TICK] { exit; }
`,
      { only },
    );
    assertFindings(`loadmodule "app_lua"\n${timer}modparam("rtimer", "exec", "timer=t;route=TOCK")\n`, { only });
  });

  it('takes 0 and the empty name for switching off, and leaves variables alone', () => {
    assertFindings(
      `
loadmodule "tm"
request_route { t_on_failure("0"); t_on_reply(""); t_on_branch($var(x)); }
`,
      { only },
    );
  });
});
