import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['function-not-allowed-in-route'];

describe('rule function-not-allowed-in-route', () => {
  it('marks a function of a module in the wrong kind of block', () => {
    const [finding] = assertFindings(
      `
loadmodule "tm"
loadmodule "rr"
request_route { loose_route(); }
failure_route[F] {
  loose_route();
  ^^^^^^^^^^^ function-not-allowed-in-route
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /failure_route\[F\], only in request_route or route/);
  });

  it('knows the core’s reply route from those of tm', () => {
    assertFindings(
      `
loadmodule "tm"
onreply_route[R] { t_grep_status("200"); }
reply_route {
  t_grep_status("200");
  ^^^^^^^^^^^^^ function-not-allowed-in-route
}
`,
      { only },
    );
  });

  it('knows what the core allows in an onsend_route', () => {
    assertFindings(
      `
onsend_route {
  setflag(1);
  prefix("1");
  ^^^^^^ function-not-allowed-in-route
}
`,
      { only },
    );
  });
});
