import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-parallel-failover'];
const LOAD = 'loadmodule "tm.so"\nloadmodule "dispatcher.so"\nmodparam("dispatcher", "flags", 2)\n';

describe('rule dispatcher-parallel-failover', () => {
  it('marks algorithm 12 where the next destination is asked for', () => {
    assertFindings(
      `
${LOAD}request_route {
  ds_select_dst("1", "12");
                      ^^ dispatcher-parallel-failover
}
failure_route[F] { if (ds_next_dst()) t_relay(); }
`,
      { only },
    );
  });

  it('goes by what was selected for the failure route', () => {
    assertFindings(
      `
${LOAD}request_route {
  if ($rU == "a") {
    ds_select_dst("1", "12");
                        ^^ dispatcher-parallel-failover
    t_on_failure("ALL");
  } else {
    ds_select_dst("1", "4");
    t_on_failure("ONE");
  }
  t_relay();
}
failure_route[ALL] { if (ds_next_dst()) t_relay(); }
failure_route[ONE] { if (ds_next_dst()) t_relay(); }
`,
      { only },
    );
  });

  it('says nothing where another selection may have kept some', () => {
    for (const text of [
      'request_route { ds_select_dst("1", "12"); }\n',
      'request_route { ds_select_dst("1", "12"); ds_select_dst("1", "4"); }\nfailure_route[F] { ds_next_dst(); }\n',
      'request_route { ds_select_dst("1", "12"); ds_select_dst("1", "$var(a)"); }\nfailure_route[F] { ds_next_dst(); }\n',
      'request_route { $xavp(_dsdst_=>uri) = $du; ds_select_dst("1", "12"); }\nfailure_route[F] { ds_next_dst(); }\n',
      '#!ifdef X\nroute[Y] { ds_select_dst("1", "4"); }\n#!endif\nrequest_route { ds_select_dst("1", "12"); ds_next_dst(); }\n',
    ]) {
      assertFindings(LOAD + text, { only });
    }
  });
});
