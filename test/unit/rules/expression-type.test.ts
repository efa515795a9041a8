import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['expression-type'];

describe('rule expression-type', () => {
  it('marks strings where numbers belong', () => {
    const findings = assertFindings(
      `
request_route {
  if ($var(x) && "b") exit;
                 ^^^ expression-type
  if (5 == "a") exit;
           ^^^ expression-type
  $var(x) = "a" - 1;
            ^^^ expression-type
  if (!"a") exit;
       ^^^ expression-type
  $var(x) = 1 + @ruri.user;
                ^^^^^^^^^^ expression-type
}
`,
      { only },
    );
    assert.match(findings[0]?.message ?? '', /a number is expected here, not a string/);
  });

  it('marks numbers where strings belong', () => {
    assertFindings(
      `
request_route {
  if (strlen(5) > 1) exit;
             ^ expression-type
  if (5 =~ "a") exit;
           ^^^ expression-type
  if (defined 5) exit;
              ^ expression-type
  if (src_ip == 5) exit;
                ^ expression-type
}
`,
      { only },
    );
  });

  it('takes what Kamailio takes', () => {
    assertFindings(
      `
request_route {
  if ("a" == 5) exit;
  $var(x) = "a" + 5;
  if ($ru == 5 || 5 == $ru || $ru =~ "a") exit;
  $var(x) = (int)"5" + 5;
  $var(x) = (str)5 + "a";
  if ($ru == $null) exit;
  if (method == "INVITE" && src_port > 5) exit;
  $var(x) = selval($ru == "a", "a", 5) + 5;
}
`,
      { only },
    );
  });

  it('says one thing of one fault, however much is built on it', () => {
    assertFindings(
      `
request_route {
  if (("a" - 1) * 2 > "b" - 1) exit;
       ^^^ expression-type
                      ^^^ expression-type
}
`,
      { only },
    );
  });
});
