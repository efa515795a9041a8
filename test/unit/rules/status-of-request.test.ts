import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['status-of-request'];
const MODULES = 'loadmodule "pv.so"\nloadmodule "tm.so"\nloadmodule "tmx.so"\n';

describe('rule status-of-request', () => {
  it('marks the reply code of a message that is a request', () => {
    const [first, , third] = assertFindings(
      `${MODULES}
request_route { t_on_failure("F"); t_on_branch("B"); t_on_reply("R"); t_relay(); }
failure_route[F] {
  if ($rs =~ "^4" && ($rs) == 486) route(NEXT);
      ^^^ status-of-request
                      ^^^ status-of-request
}
branch_route[B] { if (status == "200") drop; }
                      ^^^^^^ status-of-request
route[NEXT] {
  switch ($rs) { case 404: exit; }
          ^^^ status-of-request
}
event_route[tm:branch-failure:x] { if ($rr == "Busy Here") exit; }
                                       ^^^ status-of-request
`,
      { only },
    );
    assert.equal(first?.replacement, '$T_reply_code');
    assert.match(first.message, /failure_route\[F\].*t_check_status/);
    assert.equal(third?.replacement, undefined);
  });

  it('leaves replies alone, blocks that both get to, and what asks for the kind itself', () => {
    assertFindings(
      `${MODULES}loadmodule "siputils.so"
request_route { t_on_failure("F"); t_on_reply("R"); route(BOTH); if ($rs == $null) t_relay(); }
failure_route[F] { if (is_reply() && $rs == 486) exit; xlog("$rs\\n"); if ($T_reply_code == 486) exit; }
onreply_route[R] { if ($rs == 200 || status =~ "18.") route(BOTH); }
reply_route { if ($rs == 200) exit; }
event_route[tm:local-response] { if ($rs == 200) exit; }
route[BOTH] { if ($rs == 200) exit; }
route[UNUSED] { if ($rs == 200) exit; }
`,
      { only },
    );
  });
});
