import { assertFindings } from '../support/fixture.ts';

const only = ['missing-max-forwards-check'];
const MODULES = 'loadmodule "tm.so"\nloadmodule "maxfwd.so"\nloadmodule "pv.so"\n';

describe('rule missing-max-forwards-check', () => {
  it('marks a request route that relays without the check', () => {
    assertFindings(
      `
request_route {
^^^^^^^^^^^^^ missing-max-forwards-check
  route(OUT);
}
route[OUT] { forward(); }
`,
      { only },
    );
  });

  it('knows the main block by its older name', () => {
    assertFindings(
      `
route {
^^^^^ missing-max-forwards-check
  forward();
}
`,
      { only },
    );
  });

  it('is silent where it is checked, may be, or nothing is relayed', () => {
    for (const body of [
      'if (!mf_process_maxfwd_header("10")) exit; t_relay();',
      'if ($mf == 0) exit; t_relay();',
      'exit;',
      '\n#!ifdef MF\nroute(mf_process_maxfwd);\n#!endif\nt_relay();',
    ]) {
      assertFindings(`${MODULES}request_route { ${body} }\n`, { only });
    }
  });
});
