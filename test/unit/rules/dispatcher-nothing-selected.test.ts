import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-nothing-selected'];
const MODULES = 'loadmodule "tm.so"\nloadmodule "dispatcher.so"\n';

describe('rule dispatcher-nothing-selected', () => {
  it('marks what goes by a selection that was never made', () => {
    assertFindings(
      `${MODULES}
request_route { t_on_failure("F"); t_relay(); }
failure_route[F] {
  ds_mark_dst("tp");
  ^^^^^^^^^^^ dispatcher-nothing-selected
  if (ds_next_dst()) t_relay();
      ^^^^^^^^^^^ dispatcher-nothing-selected
}
`,
      { only },
    );
  });

  it('marks the side on which the selection failed', () => {
    assertFindings(
      `${MODULES}
request_route {
  if (ds_select_dst("1", "4")) { t_relay(); exit; }
  ds_next_domain();
  ^^^^^^^^^^^^^^ dispatcher-nothing-selected
}
`,
      { only },
    );
  });

  it('marks an armed block that no selection leads to', () => {
    assertFindings(
      `${MODULES}
request_route {
  if ($rU == "a") { t_on_failure("USER"); t_relay(); exit; }
  t_on_failure("GATE");
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
failure_route[USER] { if (ds_next_dst()) t_relay(); }
                          ^^^^^^^^^^^ dispatcher-nothing-selected
failure_route[GATE] { t_on_failure("MORE"); if (ds_next_dst()) t_relay(); }
failure_route[MORE] { if (ds_next_dst()) t_relay(); }
`,
      { only },
    );
    assertFindings(
      `${MODULES}
request_route { $var(f) = "F"; t_on_failure("$var(f)"); ds_select_dst("1", "4"); t_relay(); }
failure_route[F] { if (ds_next_dst()) t_relay(); }
`,
      { only },
    );
  });

  it('leaves alone what may run behind a selection', () => {
    assertFindings(
      `${MODULES}
request_route { route(PICK); ds_next_dst(); t_on_failure("F"); t_relay(); }
route[PICK] { if (!ds_select_dst("1", "4")) exit; }
route[TIMED] { exit; }
failure_route[F] { if (ds_next_dst()) t_relay(); }
branch_route[B] { ds_mark_dst("p"); }
`,
      { only },
    );
    assertFindings('loadmodule "dispatcher.so"\nroute[PART] { ds_next_dst(); }\n', { only });
  });
});
