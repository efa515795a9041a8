import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unreachable-code'];

describe('rule unreachable-code', () => {
  it('marks the first statement behind the end of a block', () => {
    const [finding] = assertFindings(
      `
request_route {
  if (is_method("BYE")) {
    exit;
    setflag(1);
    ^^^^^^^^^^^ unreachable-code
    setflag(2);
  }
  while ($var(i) < 3) {
    break;
    $var(i) = $var(i) + 1;
    ^^^^^^^^^^^^^^^^^^^^^^ unreachable-code
  }
  switch ($rU) {
    case "a":
      return;
      setflag(3);
      ^^^^^^^^^^^ unreachable-code
    case "b":
      setflag(4);
  }
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
    assert.deepEqual(
      finding.related?.map(({ range }) => range.source.text.slice(range.start, range.end)),
      ['exit;'],
    );
  });

  it('sees that a called block, or all sides of a condition, end the script', () => {
    const [finding] = assertFindings(
      `
request_route {
  route(RELAY);
  exit;
  setflag(1);
  ^^^^^^^^^^^ unreachable-code
}
route[RELAY] {
  route(SEND);
}
route[SEND] {
  if ($rU == "a") { exit; } else { drop; }
  log("never");
  ^^^^^^^^^^^^^ unreachable-code
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /route\[RELAY\]/);
  });

  it('leaves alone what some request reaches, and an end behind an end', () => {
    assertFindings(
      `
request_route {
  if (route(ASK)) { exit; } else if (is_method("ACK")) exit;
  setflag(1);
  route(RELAY);
  exit;
}
route[ASK] { if ($rU == "a") return -1; return 1; setflag(2); }
                                                  ^^^^^^^^^^^ unreachable-code
route[RELAY] { exit; exit; }
`,
      { only },
    );
  });

  it('is silent where a condition of the preprocessor takes part', () => {
    assertFindings(
      `#!define CLOSED
request_route {
#!ifdef CLOSED
  exit;
#!endif
  setflag(1);
  route(SIDE);
}
route[CALLER] { route(SIDE); setflag(2); }
route[SIDE] {
#!ifdef CLOSED
  exit;
#!else
  return;
#!endif
}
`,
      { only },
    );
  });

  it('is silent in a block that makes no sense', () => {
    assertFindings('request_route { exit; if ( ; setflag(1); }\n', { only });
  });
});
