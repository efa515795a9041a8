import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['bare-name'];

describe('rule bare-name', () => {
  it('marks a misspelt statement', () => {
    const [finding] = assertFindings(
      `
request_route {
  exti;
  ^^^^ bare-name
}
`,
      { only },
    );
    assert.equal(finding?.replacement, 'exit');
  });

  it('takes a name in capitals for a define that is missing', () => {
    const findings = assertFindings(
      `
#!define TIMEOUT 5
request_route {
  if ($var(x) > TIMEOTU) exit;
                ^^^^^^^ bare-name
  if ($var(x) > LIMIT) exit;
                ^^^^^ bare-name
}
`,
      { only },
    );
    assert.equal(findings[0]?.replacement, 'TIMEOUT');
    assert.match(findings[1]?.message ?? '', /'#!define LIMIT' is missing/);
  });

  it('asks for the parentheses of a function', () => {
    const [finding] = assertFindings(
      `
loadmodule "tm"
request_route {
  t_relay;
  ^^^^^^^ bare-name
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /'\(' is expected/);
  });

  it('takes names where the language has them', () => {
    assertFindings(
      `
flags A
request_route {
  route(X);
  setflag(A);
  if (method == INVITE || src_ip == example.com) exit;
  force_rport;
  forward(example.com, 5060);
}
route[X] { exit; }
`,
      { only },
    );
  });

  it('is silent where a file is out of reach, and of templates', () => {
    assertFindings(`include_file "defines.cfg"\nrequest_route { if ($var(x) > LIMIT) exit; }\n`, { only });
  });
});
