import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-same-again'];
const MODULES = 'loadmodule "tm.so"\nloadmodule "dispatcher.so"\n';
const START =
  'request_route { if (!ds_select_dst("1", "4")) exit; t_on_failure("F"); route(RELAY); }\nroute[RELAY] { t_relay(); exit; }\n';

describe('rule dispatcher-same-again', () => {
  it('marks a failed destination that the request goes to again', () => {
    assertFindings(
      `${MODULES}${START}
failure_route[F] {
  if (t_check_status("5..")) {
    ds_mark_dst("ip");
    ^^^^^^^^^^^ dispatcher-same-again
    t_on_failure("F");
    route(RELAY);
  }
}
`,
      { only },
    );
  });

  it('leaves alone what takes the next one, or another target', () => {
    for (const body of [
      'ds_mark_dst("ip"); if (ds_next_dst()) route(RELAY);',
      'ds_mark_dst("ip"); if (!ds_select_dst("2", "4")) exit; route(RELAY);',
      'ds_mark_dst("ip"); $du = "sip:192.0.2.1"; route(RELAY);',
      'ds_mark_dst("ip"); exit; route(RELAY);',
    ]) {
      assertFindings(`${MODULES}${START}failure_route[F] { ${body} }\n`, { only });
    }
  });
});
