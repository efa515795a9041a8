import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['missing-max-forwards-check'];
const MODULES = 'loadmodule "tm.so"\nloadmodule "maxfwd.so"\nloadmodule "pv.so"\n';

describe('rule missing-max-forwards-check', () => {
  it('marks a request route that relays without the check', () => {
    const text = `
request_route {
^^^^^^^^^^^^^ missing-max-forwards-check
  route(OUT);
}
route[OUT] { forward(); }
`;
    assert.equal(assertFindings(text, { only })[0]?.severity, 'information');
    assert.equal(assertFindings(`loadmodule "maxfwd.so"\n${text}`, { only })[0]?.severity, 'warning');
    const recorded = text.replace('route(OUT);', 'record_route(); route(OUT);');
    assert.equal(assertFindings(`loadmodule "rr.so"\n${recorded}`, { only })[0]?.severity, 'warning');
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

  it('marks one whose calls are relayed without it, though other requests are checked', () => {
    assertFindings(
      `${MODULES}
request_route {
^^^^^^^^^^^^^ missing-max-forwards-check
  if (has_totag()) {
    if (!mf_process_maxfwd_header("10")) exit;
    t_relay();
    exit;
  }
  t_relay();
}
`,
      { only },
    );
    const branch = 'branch_route[B] { if (is_maxfwd_lt("2")) drop; }\n';
    assertFindings(`${MODULES}request_route { t_on_branch("B"); t_relay(); }\n${branch}`, { only });
  });

  it('is milder where no call is relayed', () => {
    const text = `${MODULES}loadmodule "siputils.so"
request_route {
^^^^^^^^^^^^^ missing-max-forwards-check
  if (is_method("CANCEL")) t_relay();
}
`;
    assert.equal(assertFindings(text, { only })[0]?.severity, 'information');
  });

  it('is silent where it is checked, may be, or nothing is relayed', () => {
    for (const body of [
      'if (!mf_process_maxfwd_header("10")) exit; t_relay();',
      'if ($mf == 0) exit; t_relay();',
      'if (is_method("CANCEL")) { t_relay(); exit; } if (!mf_process_maxfwd_header("10")) exit; t_relay();',
      'if (!process_maxfwd("10")) exit; t_relay();',
      'exit;',
      '\n#!ifdef MF\nroute(mf_process_maxfwd);\n#!endif\nt_relay();',
    ]) {
      assertFindings(`${MODULES}request_route { ${body} }\n`, { only });
    }
  });
});
