import { assertFindings } from '../support/fixture.ts';

const only = ['read-only-pseudo-variable'];

describe('rule read-only-pseudo-variable', () => {
  it('marks assignments to what can only be read', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $ci = "a";
  ^^^ read-only-pseudo-variable
  if (($si = "10.0.0.1")) exit;
       ^^^ read-only-pseudo-variable
  $ru = "sip:a@b";
  $avp(x) = 1;
  $rc = 1;
  ^^^ read-only-pseudo-variable
}
`,
      { only },
    );
  });
});
