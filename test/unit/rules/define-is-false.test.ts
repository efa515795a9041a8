import { assertFindings } from '../support/fixture.ts';

const only = ['define-is-false'];

describe('rule define-is-false', () => {
  it('marks switches that are defined as no', () => {
    assertFindings(
      `
#!define WITH_A 0
         ^^^^^^ define-is-false
#!define WITH_B no
         ^^^^^^ define-is-false
#!ifdef WITH_A
#!endif
#!ifdef WITH_B
#!endif
request_route { exit; }
`,
      { only },
    );
  });

  it('leaves alone values that are used, and switches that are on', () => {
    assertFindings(
      `
#!define MULTIDOMAIN 0
#!define WITH_A 1
#!define UNASKED 0
#!ifdef MULTIDOMAIN
#!endif
#!ifdef WITH_A
#!endif
request_route { if (MULTIDOMAIN) exit; }
`,
      { only },
    );
  });
});
