import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['ignored-answer'];

describe('rule ignored-answer', () => {
  it('points at questions whose answer nobody looks at', () => {
    const [finding] = assertFindings(
      `
loadmodule "textops.so"
loadmodule "auth_db.so"
request_route {
  is_method("INVITE");
  ^^^^^^^^^ ignored-answer
  auth_check("$fd", "subscriber", "1");
  ^^^^^^^^^^ ignored-answer
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'hint');
  });

  it('leaves alone what is looked at, and what has an effect', () => {
    assertFindings(
      `
loadmodule "textops.so"
loadmodule "rr.so"
request_route {
  if (is_method("INVITE") && !search("x")) exit;
  loose_route();
  $var(x) = is_method("INVITE");
}
route[A] {
  is_method("INVITE");
  if ($rc == 1) exit;
}
`,
      { only },
    );
  });
});
