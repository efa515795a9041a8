import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['malformed-pseudo-variable'];

describe('rule malformed-pseudo-variable', () => {
  it('marks names that are missing or too much', () => {
    const findings = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $var(x) = $hdr;
            ^^^^ malformed-pseudo-variable
  $var(x) = $rU(a);
               ^^^ malformed-pseudo-variable
  $var(x) = $(rU[0]);
                ^^^ malformed-pseudo-variable
  $var(x) = $(hdr(Via)[-1]);
}
`,
      { only },
    );
    assert.match(findings[0]?.message ?? '', /needs a name in parentheses/);
  });

  it('marks what Kamailio cannot read', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
loadmodule "xlog"
request_route {
  $var(x) = $(rU{s.len);
            ^^^^^^^^^^^ malformed-pseudo-variable
  $var(x) = $(rU{len});
                ^ malformed-pseudo-variable
  xlog("100 $ only");
            ^ malformed-pseudo-variable
  xlog("100 $$ only");
}
`,
      { only },
    );
  });

  it('takes dotted names in parentheses', () => {
    assertFindings(`#!KAMAILIO\nloadmodule "pv"\nrequest_route { $var(x) = $(ruri.user{s.len}); }\n`, { only });
  });
});
