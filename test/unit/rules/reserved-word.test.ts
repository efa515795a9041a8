import { assertFindings } from '../support/fixture.ts';

const only = ['reserved-word'];

describe('rule reserved-word', () => {
  it('marks keywords where names belong', () => {
    assertFindings(
      `
flags log
      ^^^ reserved-word
log.level = 1
^^^ reserved-word
alias=sip.name.com
          ^^^^ reserved-word
alias="sip.name.com"
request_route {
  route(log);
        ^^^ reserved-word
}
route[listen] { exit; }
      ^^^^^^ reserved-word
`,
      { only },
    );
  });

  it('takes them in quotes, and default as a group', () => {
    assertFindings(
      `
default.level = 1
request_route { route("log"); }
route["log"] { exit; }
`,
      { only },
    );
  });
});
