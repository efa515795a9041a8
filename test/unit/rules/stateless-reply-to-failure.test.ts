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
request_route { t_on_failure("F"); if (!t_relay()) sl_reply_error(); }
failure_route[NEVER_ARMED] { route(RELAY); }
failure_route[F] { if ($rU == "a") exit; send_reply("500", "x"); exit; route(RELAY); }
route[RELAY] { sl_reply_error(); }
`,
      { only },
    );
  });

  it('marks stateless replies where a transaction is there already', () => {
    assertFindings(
      `${MODULES}loadmodule "tmx.so"
loadmodule "async.so"
request_route {
  sl_send_reply("100", "Trying");
  if (!t_newtran()) { sl_reply_error(); exit; }
  if ($rU == "a") { sl_send_reply("404", "Not here"); exit; }
                    ^^^^^^^^^^^^^ stateless-reply-to-failure
  if ($rU == "b") { t_release(); sl_send_reply("404", "Not here"); exit; }
  async_route("LATER", "3");
}
route[LATER] { route(DENY); }
route[DENY] { sl_send_reply("403", "No"); }
              ^^^^^^^^^^^^^ stateless-reply-to-failure
event_route[tm:local-request] { t_continue("1", "2", "ON"); }
route[ON] { sl_reply("403", "No"); send_reply("403", "No"); }
            ^^^^^^^^ stateless-reply-to-failure
`,
      { only },
    );
  });

  it('takes the labels of a switch for all that a function answers', () => {
    assertFindings(
      `${MODULES}loadmodule "usrloc.so"
loadmodule "registrar.so"
request_route {
  if (!lookup("location")) {
    $var(answer) = $rc;
    t_newtran();
    switch ($var(answer)) {
      case -1:
      case -3:
        send_reply("404", "Not Found");
        exit;
      case -2:
        send_reply("405", "Not Allowed");
        exit;
    }
  }
  if ($rU == "a") sl_send_reply("403", "No");
}
`,
      { only },
    );
  });

  it('leaves alone replies to what could not be relayed', () => {
    assertFindings(
      `${MODULES}
request_route { if (!t_relay()) sl_reply_error(); route(OPTIONS); t_newtran(); t_reply("403", "No"); }
route[OPTIONS] { if (method == "OPTIONS") { sl_send_reply("200", "OK"); exit; } }
`,
      { only },
    );
  });
});
