import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['undeclared-flag'];

describe('rule undeclared-flag', () => {
  it('marks a flag that nothing declares, and says which define may be meant', () => {
    const [finding] = assertFindings(
      `
#!define FLT_ACC 1
request_route {
  setflag(FLT_AC);
          ^^^^^^ undeclared-flag
  setflag(FLT_ACC);
}
`,
      { only },
    );
    assert.equal(finding?.replacement, 'FLT_ACC');
  });

  it('says of a define in quotes that it is not replaced there, alone', () => {
    const [finding] = assertFindings(
      `
#!define FLT_ACC 1
request_route {
  setflag("FLT_ACC");
          ^^^^^^^^^ undeclared-flag
  exit;
}
`,
      { only: [...only, 'define-in-string'] },
    );
    assert.equal(finding?.replacement, 'FLT_ACC');
    assert.match(finding.message, /not replaced in a string/);
  });

  it('knows flags by name and by string, declared before', () => {
    assertFindings(
      `
flags A, "B":5
request_route {
  setflag(A);
  resetflag("B");
  if (isflagset(C)) exit;
                ^ undeclared-flag
}
flags C
`,
      { only },
    );
  });

  it('knows the flags of AVPs apart', () => {
    assertFindings(
      `
flags A
avpflags B
request_route {
  setavpflag("i:5", "B");
  setavpflag("i:5", "A");
                     ^ undeclared-flag
}
`,
      { only },
    );
  });

  it('is silent where a file is out of reach', () => {
    assertFindings(`include_file "defines.cfg"\nrequest_route { setflag(FLT_ACC); }\n`, { only });
  });

  it('knows the flags that pseudo-variables ask for', () => {
    const [finding] = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
flags FROM_TRUNK:5
request_route {
  if ($mF == 0 && $Mf(FROM_TRUNC) == 1) exit;
                      ^^^^^^^^^^ undeclared-flag
  $Mf(FROM_TRUNK) = 1;
  $Mf(6) = 1;
}
`,
      { only },
    );
    assert.equal(finding?.replacement, 'FROM_TRUNK');
  });
});
