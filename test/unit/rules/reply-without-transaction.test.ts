import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['reply-without-transaction'];
const MODULES = ['tm', 'tmx', 'sl', 'textops', 'siputils', 'async', 'uac']
  .map((name) => `loadmodule "${name}.so"\n`)
  .join('');

describe('rule reply-without-transaction', () => {
  it('marks replies of transactions that nothing has made', () => {
    const [finding] = assertFindings(
      `${MODULES}
request_route {
  t_check_trans();
  if (is_method("REGISTER")) { t_reply("403", "No"); exit; }
                               ^^^^^^^ reply-without-transaction
  t_on_failure("F");
  route(DENY);
}
route[DENY] { append_to_reply("X: y\\r\\n"); t_reply("403", "No"); }
                                           ^^^^^^^ reply-without-transaction
`,
      { only },
    );
    assert.equal(finding?.replacement, 'sl_send_reply');
  });

  it('leaves alone what may have one', () => {
    for (const body of [
      't_newtran(); t_reply("403", "No");',
      'if (!t_relay()) t_reply("500", "Failed");',
      't_on_failure("F"); t_relay();',
      'async_route("DENY", "3");',
      'if (is_method("INVITE")) t_newtran(); route(DENY);',
      'uac_req_send(); t_reply("403", "No");',
      'if (t_lookup_request()) t_reply("403", "No");',
    ]) {
      assertFindings(
        `${MODULES}request_route { ${body} }\nfailure_route[F] { route(DENY); t_reply("480", "Gone"); }\nroute[DENY] { t_reply("403", "No"); }\n`,
        { only },
      );
    }
  });
});
