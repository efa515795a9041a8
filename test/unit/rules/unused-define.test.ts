import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unused-define'];

describe('rule unused-define', () => {
  it('marks defines that nothing asks for or uses', () => {
    const [finding] = assertFindings(
      `
#!define WITH_ACCDB
         ^^^^^^^^^^ unused-define
# PORT is not used
#!define PORT 5060
         ^^^^ unused-define
request_route { exit; }
`,
      { only },
    );
    assert.equal(finding?.severity, 'hint');
  });

  it('leaves alone what is used anywhere, conditions or not', () => {
    assertFindings(
      `
#!define WITH_A
#!define FLAG 1
#!define NAME "x"
#!define LATER 2
#!define VALUE 3
#!ifdef WITH_A
#!endif
#!ifdef WITH_B
#!ifdef WITH_C
  setflag(LATER);
#!endif
#!endif
#!define WITH_C
request_route {
  setflag(FLAG);
  xlog("$def(NAME)");
  if ($var(x) == VALUE) exit;
}
`,
      { only },
    );
  });

  it('is silent where a file is out of reach, or another language may ask', () => {
    assertFindings(`#!define WITH_A\ninclude_file "x.cfg"\nrequest_route { exit; }\n`, { only });
    assertFindings(`#!define WITH_A\nloadmodule "app_lua.so"\nrequest_route { exit; }\n`, { only });
  });
});
