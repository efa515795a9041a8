import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['reply-code'];
const MODULES = ['pv', 'sl', 'tm', 'xhttp'].map((name) => `loadmodule "${name}.so"\n`).join('');

describe('rule reply-code', () => {
  it('reports codes that are no numbers', () => {
    const found = assertFindings(
      `${MODULES}
request_route {
  sl_send_reply("4O4", "Not Found");
                 ^^^ reply-code
  send_reply("404 Not Found", "");
              ^^^^^^^^^^^^^ reply-code
  t_reply("busy", "Busy");
           ^^^^ reply-code
}
`,
      { only },
    );
    assert.deepEqual(new Set(found.map(({ severity }) => severity)), new Set(['error']));
    assert.equal(found[0]?.replacement, '404');
  });

  it('warns of numbers that are no code', () => {
    const [finding] = assertFindings(
      `${MODULES}
request_route {
  sl_send_reply("99", "x");
                 ^^ reply-code
  t_reply(4040, "x");
          ^^^^ reply-code
  xhttp_reply("600", "x", "", "");
               ^^^ reply-code
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
  });

  it('warns of patterns that no code matches', () => {
    assertFindings(
      `${MODULES}
failure_route[F] {
  if (t_check_status("4xx")) exit;
                      ^^^ reply-code
  if (t_check_status("408|5[0-9][0-9]|6xx")) exit;
                                      ^^^ reply-code
  if ($T_reply_code =~ "5xx" || status =~ "5XX") exit;
                        ^^^ reply-code
                                           ^^^ reply-code
}
onreply_route[R] {
  if (status == "2xx") exit;
                 ^^^ reply-code
}
`,
      { only },
    );
  });

  it('leaves alone what is a code or may be one', () => {
    assertFindings(
      `${MODULES}
#!define BUSY "486"
request_route {
  sl_send_reply("404", "Not Found");
  sl_send_reply("$var(code)", "x");
  sl_send_reply($var(code), "x");
  t_reply(BUSY, "x");
  send_reply(200, "OK");
}
failure_route[F] {
  if (t_check_status("486|408") || t_check_status("[45][0-9][0-9]") || t_check_status("5..") || $rs =~ "^18[03]$") exit;
}
`,
      { only },
    );
  });

  it('looks at what a variable is given', () => {
    assertFindings(
      `${MODULES}
request_route {
  $var(code) = "Busy";
                ^^^^ reply-code
  if ($rU == "a") $var(code) = 486;
  t_reply("$var(code)", "Busy");
}
route[OTHER] {
  $var(other) = "x";
  if ($var(other) == $rU) exit;
  t_reply("$var(other)", "Busy");
}
`,
      { only },
    );
  });
});
