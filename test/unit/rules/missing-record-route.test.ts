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

  it('marks record_route() that no call gets to before it is relayed', () => {
    const begin = `${MODULES}request_route {\n  if (loose_route()) { t_relay(); exit; }\n`;
    assertFindings(
      `${begin}  t_relay();
  record_route();
  ^^^^^^^^^^^^ missing-record-route
}
`,
      { only },
    );
    assertFindings(
      `${begin}  if (is_method("SUBSCRIBE")) record_route();
                              ^^^^^^^^^^^^ missing-record-route
  t_relay();
}
`,
      { only },
    );
    assertFindings(`${begin}  t_on_branch("B");\n  t_relay();\n}\nbranch_route[B] { record_route(); }\n`, { only });
  });

  it('is silent where some are recorded, where nothing is relayed, and where it may be done elsewhere', () => {
    const begin = `${MODULES}request_route { if (loose_route()) { t_relay(); exit; }`;
    assertFindings(`${begin} if (is_method("INVITE")) record_route(); t_relay(); }\n`, { only });
    assertFindings(`${begin} record_route_preset("192.0.2.1"); t_relay(); }\n`, { only });
    assertFindings(`${MODULES}request_route { if (has_totag()) { loose_route(); t_relay(); } exit; }\n`, { only });
    assertFindings(`${begin} exit; }\n`, { only });
    const later = 'loadmodule "async.so"\nroute[LATER] { t_relay(); }\n';
    assertFindings(`${later}${begin} record_route(); async_task_route("LATER"); exit; }\n`, { only });
    assertFindings(`${begin}\n#!ifdef RR\n record_route();\n#!endif\n t_relay(); }\n`, { only });
    assertFindings(`${MODULES}request_route { if (is_method("REGISTER")) { loose_route(); t_relay(); } exit; }\n`, {
      only,
    });
  });
});
