import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unknown-transformation'];

describe('rule unknown-transformation', () => {
  it('marks classes and operations that do not exist', () => {
    const findings = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $var(x) = $(rU{s.leng});
                   ^^^^ unknown-transformation
  $var(x) = $(ru{ury.user});
                 ^^^ unknown-transformation
  $var(x) = $(ru{uri.USER}{s.len});
}
`,
      { only },
    );
    assert.equal(findings[0]?.replacement, 'len');
    assert.equal(findings[1]?.replacement, 'uri');
  });

  it('does not take one number for another', () => {
    const [finding] = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $var(x) = $(rU{s.sha1});
                   ^^^^ unknown-transformation
}
`,
      { only, version: '6.1' },
    );
    assert.equal(finding?.replacement, undefined);
  });

  it('names the module of a class that is not loaded', () => {
    const [finding] = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $var(x) = $(rU{re.subst,/a/b/});
                 ^^ unknown-transformation
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /of module 'textops', which is not loaded/);
  });

  it('marks parameters that are missing or too much', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $var(x) = $(rU{s.substr});
                   ^^^^^^ unknown-transformation
  $var(x) = $(rU{s.len,1});
                       ^ unknown-transformation
  $var(x) = $(rU{s.select,0,,});
}
`,
      { only },
    );
  });

  it('marks too few and too many of several', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $var(x) = $(rU{s.substr,0});
                   ^^^^^^ unknown-transformation
  $var(x) = $(rU{s.replace,a,b,c});
                               ^ unknown-transformation
  $var(x) = $(rU{param.value});
                       ^^^^^ unknown-transformation
  $var(x) = $(rU{s.replace,$sht(a=>b,c),$var(d)}) + $(rU{param.value,a}) + $(rU{param.count});
}
`,
      { only },
    );
  });

  it('marks parameters of another kind', () => {
    const findings = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $var(x) = $(rU{s.substr,a,1});
                          ^ unknown-transformation
  $var(x) = $(rU{s.substr,0,-1});
                            ^^ unknown-transformation
  $var(x) = $(rU{s.select,0,ab});
                            ^^ unknown-transformation
  $var(x) = $(rU{param.value,a,::});
                               ^^ unknown-transformation
  $var(x) = $(rU{s.substr,-1,0}) + $(rU{s.substr, $var(i) ,$(var(j){s.int})}) + $(rU{s.select,0,\\n});
  $var(x) = $(rU{param.value,a,:}) + $(rU{param.count,,}) + $(rU{s.count,,}) + $(rU{s.before,a,});
}
`,
      { only },
    );
    assert.match(findings[1]?.message ?? '', /'length' of 's.substr' is a number not below 0.*not '-1'/);
  });

  it('looks into the strings that functions expand', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
loadmodule "xlog"
request_route {
  xlog("$(rU{s.leng}) $rU{s.leng}\\n");
               ^^^^ unknown-transformation
}
`,
      { only },
    );
  });
});
