import { assertFindings } from '../support/fixture.ts';

const only = ['missing-record-route'];
const MODULES = 'loadmodule "tm.so"\nloadmodule "rr.so"\nloadmodule "siputils.so"\nloadmodule "textops.so"\n';

describe('rule missing-record-route', () => {
  it('marks loose_route() where no call is recorded', () => {
    assertFindings(
      `${MODULES}
request_route {
  if (has_totag()) { loose_route(); t_relay(); exit; }
                     ^^^^^^^^^^^ missing-record-route
  route(OUT);
}
route[OUT] { t_relay(); }
`,
      { only },
    );
  });

  it('is silent where some are recorded, where nothing is relayed, and where it may be done elsewhere', () => {
    const begin = `${MODULES}request_route { if (loose_route()) { t_relay(); exit; }`;
    assertFindings(`${begin} if (is_method("INVITE")) record_route(); t_relay(); }\n`, { only });
    assertFindings(`${begin} record_route_preset("192.0.2.1"); t_relay(); }\n`, { only });
    assertFindings(`${MODULES}request_route { if (has_totag()) { loose_route(); t_relay(); } exit; }\n`, { only });
    assertFindings(`${begin} exit; }\n`, { only });
    assertFindings(`${begin}\n#!ifdef RR\n record_route();\n#!endif\n t_relay(); }\n`, { only });
    assertFindings(`${MODULES}request_route { if (is_method("REGISTER")) { loose_route(); t_relay(); } exit; }\n`, {
      only,
    });
  });
});
