import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['function-arity'];

describe('rule function-arity', () => {
  it('marks a call with too many or too few arguments', () => {
    const findings = assertFindings(
      `
loadmodule "sl"
request_route {
  sl_send_reply("404");
  ^^^^^^^^^^^^^^^^^^^^ function-arity
  sl_send_reply("404", "a", "b");
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ function-arity
  sl_send_reply();
  ^^^^^^^^^^^^^ function-arity
}
`,
      { only },
    );
    assert.match(findings[0]?.message ?? '', /takes 2 arguments, not 1/);
    assert.match(findings[2]?.message ?? '', /not none/);
  });

  it('knows functions that take several numbers of arguments', () => {
    const [finding] = assertFindings(
      `
loadmodule "xlog"
request_route {
  xlog("a");
  xlog("L_INFO", "a");
  xlog("a", "b", "c", "d");
  ^^^^^^^^^^^^^^^^^^^^^^^^ function-arity
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /1 to 3 arguments/);
  });

  it('looks at functions of the core too', () => {
    assertFindings(
      `
request_route {
  strip(1, 2);
  ^^^^^^^^^^^ function-arity
  force_rport();
}
`,
      { only },
    );
  });
});
