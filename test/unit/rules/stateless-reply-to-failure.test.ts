import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['stateless-reply-to-failure'];
const MODULES = 'loadmodule "tm.so"\nloadmodule "sl.so"\n';

describe('rule stateless-reply-to-failure', () => {
  it('marks stateless replies in blocks that a failure route gets to', () => {
    const [finding] = assertFindings(
      `${MODULES}
request_route { t_on_failure("F"); route(RELAY); }
failure_route[F] { route(NEXT); }
route[NEXT] { if ($rU == "a") route(RELAY); }
route[RELAY] {
  if (!t_relay()) sl_send_reply("500", "Failed");
                  ^^^^^^^^^^^^^ stateless-reply-to-failure
}
route[OTHER] { sl_reply_error(); }
`,
      { only },
    );
    assert.equal(finding?.replacement, 'send_reply');
    assert.match(finding.message, /failure_route\[F\]/);
  });

  it('leaves alone what the failure route does not get to', () => {
    assertFindings(
      `${MODULES}
request_route { if (!t_relay()) sl_reply_error(); }
failure_route[F] { if ($rU == "a") exit; send_reply("500", "x"); exit; route(RELAY); }
route[RELAY] { sl_reply_error(); }
`,
      { only },
    );
  });
});
