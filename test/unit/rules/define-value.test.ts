import { assertFindings } from '../support/fixture.ts';

const only = ['define-value'];

describe('rule define-value', () => {
  it('marks signs that are no part of a value', () => {
    assertFindings(
      `
#!define FLT_ACC 1;
                  ^ define-value
#!define FLT_NAT=2
                ^ define-value
#!trydef DBURL "text:///x";
                          ^ define-value
request_route { exit; }
`,
      { only },
    );
  });

  it('leaves statements, operators and texts alone', () => {
    assertFindings(
      `
#!define LEAVE exit;
#!define SAME ==
#!define TEXT "a;"
#!define TWO 1; exit;
#!substdef "!NAME!=1;!g"
request_route { LEAVE }
`,
      { only },
    );
  });
});
