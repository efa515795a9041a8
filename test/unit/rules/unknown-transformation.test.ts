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
