import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['comment-in-define'];

describe('rule comment-in-define', () => {
  it('marks a comment that takes the rest of a line where the name is used', () => {
    const [finding] = assertFindings(
      `
#!define FLT_ACC 1 # accounting
                   ^^^^^^^^^^^^ comment-in-define
#!define FLT_NAT 2 # never followed by anything
request_route {
  setflag(FLT_ACC);
}
`,
      { only },
    );
    assert.match(finding?.related?.[0]?.message ?? '', /'\);'/);
  });

  it('leaves alone a sign inside a text, and a comment that takes nothing', () => {
    assertFindings(
      `
#!define NAME "a # b"
#!define DEPTH 3 # of the stack
debug=DEPTH
request_route {
  $var(x) = NAME;
}
`,
      { only },
    );
  });
});
