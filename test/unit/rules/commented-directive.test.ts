import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['commented-directive'];

describe('rule commented-directive', () => {
  it('marks conditions without their mark around text that is there', () => {
    const [finding] = assertFindings(
      `
request_route {
#ifdef WITH_PSTN
^^^^^^^^^^^^^^^^ commented-directive
  route(PSTN);
#endif
  # !ifndef WITH_NAT
  ^^^^^^^^^^^^^^^^^^ commented-directive
  route(NAT);
  # !endif
}
`,
      { only },
    );
    assert.deepEqual(
      finding?.fix?.edits.map(({ newText }) => newText),
      ['#!ifdef WITH_PSTN', '#!endif'],
    );
  });

  it('marks what follows #!endif, misspelt directives and those of other languages', () => {
    assertFindings(
      `
#!ifdef WITH_A
#!endif
#!endif WITH_B
^^^^^^^^^^^^^^ commented-directive
#!defnie WITH_C
^^^^^^^^ commented-directive
#!include "x.cfg"
^^^^^^^^^ commented-directive
#!IFDEF WITH_D
^^^^^^^ commented-directive
#!define
^^^^^^^^ commented-directive
request_route { exit; }
`,
      { only },
    );
  });

  it('marks them in text that a condition skips, which then reaches too far', () => {
    assertFindings(
      `
request_route { exit; }
#!ifdef WITH_A
debug=3
#!esle
^^^^^^ commented-directive
debug=2
#!enidf
^^^^^^^ commented-directive
# the end of A
#!ifdef WITH_B
debug=4
#!endif WITH_B
^^^^^^^^^^^^^^ commented-directive
`,
      { only },
    );
  });

  it('marks the end without its mark that a condition waits for in skipped text', () => {
    assertFindings(
      `
request_route { exit; }
#!ifdef WITH_A
debug=3
#ifdef WITH_B
#endif
#endif
^^^^^^ commented-directive
`,
      { only },
    );
  });

  it('marks the end that a condition waits for', () => {
    assertFindings(
      `
#!define WITH_A
#!ifdef WITH_A
debug=3
#endif
^^^^^^ commented-directive
request_route { exit; }
`,
      { only },
    );
  });

  it('leaves alone prose, and text that is switched off altogether', () => {
    assertFindings(
      `#!/usr/sbin/kamailio
#!KAMAILIO
# ifdef is used below
# else, do nothing
# ifdef WITH_A
#debug=3
# endif
##!ifdef WITH_B
##!endif
#!TODO more
request_route {
  exit; # endif
}
`,
      { only },
    );
  });
});
