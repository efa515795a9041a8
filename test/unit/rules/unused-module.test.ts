import { assertFindings } from '../support/fixture.ts';

const only = ['unused-module'];

describe('rule unused-module', () => {
  it('marks modules whose functions and variables nothing uses', () => {
    assertFindings(
      `
loadmodule "tm.so"
loadmodule "pike.so"
            ^^^^^^^ unused-module
loadmodule "uuid.so"
            ^^^^^^^ unused-module
loadmodule "xlog.so"
modparam("pike", "sampling_time_unit", 2)
request_route {
  # pike_check_req();
  xlog("hello\\n");
}
`,
      { only },
    );
  });

  it('knows variables, transformations and what other modules take', () => {
    assertFindings(
      `
loadmodule "xlog.so"
loadmodule "uuid.so"
loadmodule "json.so"
loadmodule "http_client.so"
request_route {
  xlog("$uuid(g) $(var(a){json.parse,b})\\n");
}
`,
      { only },
    );
  });

  it('is silent where something may be used out of sight', () => {
    const load = 'loadmodule "pike.so"\n';
    assertFindings(`${load}request_route { exit; }\n#!ifdef FLOOD\nroute[F] { pike_check_req(); }\n#!endif\n`, {
      only,
    });
    assertFindings(`${load}request_route { exit; }\nloadmodule "app_lua.so"\n`, { only });
    assertFindings(`${load}request_route { exit; }\nloadmodule "billing.so"\n`, { only });
    assertFindings(`${load}request_route { exit; }\ninclude_file "routes.cfg"\n`, { only });
    assertFindings(load, { only });
  });
});
