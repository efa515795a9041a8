import { assertFindings } from '../support/fixture.ts';

const only = ['condition-rest'];

describe('rule condition-rest', () => {
  it('marks what a condition does not look at', () => {
    assertFindings(
      `
#!define A
#!ifdef A && B
          ^^^^ condition-rest
#!endif
#!ifdef A B
          ^ condition-rest
#!endif
request_route { exit; }
`,
      { only },
    );
  });

  it('leaves comments alone', () => {
    assertFindings(
      `
#!ifdef A # when A is there
#!endif
#!ifndef B // and B not
#!endif
request_route { exit; }
`,
      { only },
    );
  });
});
