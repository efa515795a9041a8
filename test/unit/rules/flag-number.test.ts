import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['flag-number'];

describe('rule flag-number', () => {
  it('marks numbers above 31, in calls and declarations', () => {
    assertFindings(
      `
flags A:31, B:32
              ^^ flag-number
request_route {
  setflag(31);
  setflag(32);
          ^^ flag-number
  isflagset(0x20);
            ^^^^ flag-number
}
`,
      { only },
    );
  });

  it('marks flags of branches and of the script', () => {
    const [finding] = assertFindings(
      `
loadmodule "kex.so"
#!define FLB_NAT 32
request_route {
  setbflag(FLB_NAT);
           ^^^^^^^ flag-number
  if (isbflagset("40")) exit;
                  ^^ flag-number
  setsflag(31);
  setbflag("$var(flag)");
}
`,
      { only: ['flag-number'] },
    );
    assert.equal(finding?.severity, 'warning');
  });
});
