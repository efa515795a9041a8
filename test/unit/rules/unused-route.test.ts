import { assertFindings } from '../support/fixture.ts';

const only = ['unused-route'];

describe('rule unused-route', () => {
  it('marks blocks that nothing calls or arms', () => {
    assertFindings(
      `
loadmodule "tm.so"
request_route { t_on_failure("FAIL"); route(USED); t_relay(); }
route[USED] { exit; }
route[SELF] { route(SELF); }
      ^^^^ unused-route
failure_route[FAIL] { exit; }
failure_route[FALL] { exit; }
              ^^^^ unused-route
onreply_route[R] { exit; }
              ^ unused-route
branch_route[B] { exit; }
             ^ unused-route
onreply_route { exit; }
event_route[tm:local-request] { exit; }
`,
      { only },
    );
  });

  it('marks one of several blocks that only name each other', () => {
    assertFindings(
      `
loadmodule "tm.so"
request_route { t_on_failure("LIVE"); route(USED); t_relay(); }
route[USED] { exit; }
route[A] { if ($rU == "a") route(B); }
      ^ unused-route
route[B] { if ($rU == "b") route(A); else route(C); }
route[C] { exit; }
failure_route[LIVE] { t_on_failure("MORE"); t_relay(); }
failure_route[MORE] { exit; }
failure_route[SELF] { t_on_failure("SELF"); t_relay(); }
              ^^^^ unused-route
event_route[tm:branch-failure:gone] { exit; }
            ^^^^^^^^^^^^^^^^^^^^^^ unused-route
`,
      { only },
    );
  });

  it('is silent where the name may be used out of sight', () => {
    const unused = 'route[A] { exit; }\n';
    assertFindings(`request_route { route("$var(x)"); }\n${unused}`, { only });
    assertFindings(`request_route { exit; }\n#!ifdef X\nroute[B] { route(A); }\n#!endif\n${unused}`, { only });
    assertFindings(`include_file "not-here.cfg"\nrequest_route { exit; }\n${unused}`, { only });
    assertFindings(`loadmodule "app_lua.so"\nrequest_route { exit; }\n${unused}`, { only });
    assertFindings('request_route { exit; }\nroute[{{ name }}] { exit; }\n', { only });
  });

  it('is silent where a string speaks of the block', () => {
    assertFindings('request_route { $var(next) = "LATER"; exit; }\nroute[LATER] { exit; }\n', { only });
  });

  it('is not asked of what a timer or another module runs', () => {
    assertFindings(
      `
loadmodule "rtimer.so"
modparam("rtimer", "timer", "name=t;interval=10;mode=1;")
modparam("rtimer", "exec", "timer=t;route=TICK")
request_route { exit; }
route[TICK] { exit; }
`,
      { only },
    );
  });
});
