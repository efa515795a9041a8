import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dmq-goes-on'];
const HEAD = ['tm', 'sl', 'textops', 'auth', 'dmq'].map((name) => `loadmodule "${name}.so"\n`).join('');

describe('rule dmq-goes-on', () => {
  it('marks a message that is answered like any request behind', () => {
    const [told] = assertFindings(
      `${HEAD}request_route {
  route(BUS);
  if (!is_method("INVITE")) { sl_send_reply("405", "No"); exit; }
}
route[BUS] {
  if (is_method("KDMQ")) dmq_handle_message("1");
                         ^^^^^^^^^^^^^^^^^^ dmq-goes-on
}
`,
      { only },
    );
    const [left] = assertFindings(
      `${HEAD}request_route {
  if (is_method("KDMQ")) { dmq_handle_message(); }
                           ^^^^^^^^^^^^^^^^^^ dmq-goes-on
  t_relay();
}
`,
      { only },
    );
    assert.deepEqual([told?.severity, left?.severity], ['warning', 'information']);
  });

  it('is silent where the script ends, or answers other requests only', () => {
    for (const body of [
      'if (is_method("KDMQ")) { dmq_handle_message("1"); exit; } t_relay();',
      'if (is_method("KDMQ")) { dmq_handle_message(); } if (is_method("INVITE")) t_relay();',
      'if (is_method("KDMQ")) { dmq_handle_message(); } else { t_relay(); }',
      'switch ($rm) { case "KDMQ": dmq_handle_message(); break; default: t_relay(); }',
    ]) {
      assertFindings(`${HEAD}request_route { ${body} }\n`, { only });
    }
  });
});
