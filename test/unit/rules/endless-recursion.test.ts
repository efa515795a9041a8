import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['endless-recursion'];

describe('rule endless-recursion', () => {
  it('marks the call that closes a ring without a way out', () => {
    const [finding] = assertFindings(
      `
request_route { route(RELAY); exit; }
route[RELAY] {
  if ($rU == "a") setflag(1);
  route(NAT);
  exit;
}
route[NAT] {
  route(RELAY);
  ^^^^^ endless-recursion
}
route[SELF] {
  route(SELF);
  ^^^^^ endless-recursion
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /route\[RELAY\].*route\[NAT\]/);
    assert.equal(finding?.related?.length, 1);
  });

  it('leaves alone a ring that ends on some way', () => {
    assertFindings(
      `
request_route { route(A); }
route[A] { if ($var(i) > 3) return; route(B); }
route[B] { if (!is_method("ACK")) exit; route(A); }
route[LOOP] { while (1) { if ($var(i) > 3) break; } route(LOOP2); }
route[LOOP2] { if ($rU == "a") { route(LOOP); } }
`,
      { only },
    );
  });
});
