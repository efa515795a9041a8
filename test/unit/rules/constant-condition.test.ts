import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['constant-condition'];

describe('rule constant-condition', () => {
  it('marks exclusions joined with ||, and choices joined with &&', () => {
    const [first] = assertFindings(
      `
request_route {
  if ($rm != "INVITE" || $rm != "ACK") exit;
                         ^^^^^^^^^^^^ constant-condition
  if (!is_method("INVITE") || has_totag() || !is_method("ACK|BYE")) exit;
                                             ^^^^^^^^^^^^^^^^^^^^^ constant-condition
  if (src_ip != 10.0.0.1 || src_ip != 10.0.0.2) exit;
                            ^^^^^^^^^^^^^^^^^^ constant-condition
  if ($rU == "a" && $rU == "b") exit;
                    ^^^^^^^^^^ constant-condition
  if (method == INVITE && method == ACK) exit;
                          ^^^^^^^^^^^^^ constant-condition
  if (!($si == "10.0.0.1") || !($si == "10.0.0.2")) exit;
                              ^^^^^^^^^^^^^^^^^^^^ constant-condition
}
`,
      { only },
    );
    assert.match(first?.message ?? '', /always true/);
    assert.equal(first?.severity, 'warning');
  });

  it('marks a constant beside a connective, and a value compared with itself', () => {
    assertFindings(
      `
request_route {
  if ($rU == "100" || 200) exit;
                      ^^^ constant-condition
  if ($var(a) == $var(a)) exit;
      ^^^^^^^^^^^^^^^^^^ constant-condition
}
`,
      { only },
    );
  });

  it('only mentions a whole condition that is switched on or off', () => {
    const [finding] = assertFindings(
      `
request_route {
  if (0) exit;
      ^ constant-condition
  while (1) { break; }
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'information');
  });

  it('leaves alone what may hold, and what defines decide', () => {
    assertFindings(
      `
#!define DEBUG 0
#!define FIRST "10.0.0.1"
request_route {
  if (DEBUG) exit;
  if ($var(x) == 1 || DEBUG) exit;
  if ($si != FIRST || $si != "10.0.0.2") exit;
  if ($rm != "INVITE" && $rm != "ACK") exit;
  if ($rm == "INVITE" || $rm == "ACK") exit;
  if ($rU != "1" || $rU != 1) exit;
  if (is_method("INVITE|ACK") && is_method("ACK")) exit;
  if ($var(x) == 1 && route(NEXT) && $var(x) == 2) exit;
  if ($rU != "a" || $fU != "b") exit;
  if (src_ip != 10.0.0.0/8 || src_ip != 10.1.0.0/16) exit;
  if ($RANDOM == $RANDOM) exit;
}
`,
      { only },
    );
  });

  it('marks bounds that no number or every number fits', () => {
    assertFindings(
      `
loadmodule "pv.so"
loadmodule "textops.so"
request_route {
  if ($rs >= 400 && $rs < 300) exit;
                    ^^^^^^^^^ constant-condition
  if ($(rU{s.len}) > 7 || $(rU{s.len}) < 15) exit;
                          ^^^^^^^^^^^^^^^^^ constant-condition
  if ($ml == 5 && ($ml > 5)) exit;
                   ^^^^^^^ constant-condition
  if ($rs >= 400 && $rs < 500 || $rs == 600 || $rs > 700) exit;
  if ($(rU{s.len}) < 7 || $(rU{s.len}) > 15) exit;
  if ($var(a) > 5 && $var(b) < 3 || $var(a) > 5) exit;
  if ($rs >= 400 && $rs <= 400) exit;
}
`,
      { only: ['constant-condition'] },
    );
  });
});
