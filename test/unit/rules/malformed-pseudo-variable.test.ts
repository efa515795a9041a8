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

  it('marks what is of another form in the parentheses', () => {
    const findings = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
loadmodule "tm"
loadmodule "tmx"
loadmodule "htable"
loadmodule "ipops"
request_route {
  $var(x) = $sht(a);
                 ^ malformed-pseudo-variable
  $var(x) = $T_req(ru);
                   ^^ malformed-pseudo-variable
  $var(x) = $cnt($ru);
                 ^^^ malformed-pseudo-variable
  $var(x) = $Mf(32);
                ^^ malformed-pseudo-variable
  $var(x) = $avp(caller.name);
                 ^^^^^^^^^^^ malformed-pseudo-variable
  $var(x) = $avp(i:x);
                 ^^^ malformed-pseudo-variable
  $var(x) = $xavp(a=b);
                  ^^^ malformed-pseudo-variable
  $var(x) = $xavp(a[x]=>b);
                  ^^^^^^^ malformed-pseudo-variable
  $var(x) = $srvquery(x=>port);
                      ^^^^^^^ malformed-pseudo-variable
  $var(x) = $sht(a=>b) + $T_req($ru) + $cnt($avp(x)) + $Mf(31) + $avp(i:5) + $avp(f.x) + $avp($var(n));
  $var(x) = $xavp(a) + $xavp(a[0]=>b[$var(i)]) + $xavp(a[*]=>b) + $srvquery(x=>port[0]) + $srvquery(x=>count);
}
`,
      { only },
    );
    assert.equal(findings[1]?.replacement, '$ru');
  });

  it('marks an index that is none', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $var(x) = $(hdr(X)[last]);
                     ^^^^ malformed-pseudo-variable
  $var(x) = $(hdr(X)[-1]) + $(hdr(X)[$var(i)]) + $(avp(x)[*]);
}
`,
      { only },
    );
  });

  it('leaves aliases of AVPs alone', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
modparam("pv", "avp_aliases", "caller.name=I:5")
request_route { $var(x) = $avp(caller.name); }
`,
      { only },
    );
  });

  it('warns of fields within fields, which are not read', () => {
    const [finding] = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $var(x) = $xavp(a[0]=>b=>c);
                         ^^^ malformed-pseudo-variable
  $xavu(a=>b=>c) = 1;
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
    assert.match(finding.message, /this is \$xavp\(a\[0\]=>b\)/);
  });
});
