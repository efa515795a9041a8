import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['duplicate-route'];

describe('rule duplicate-route', () => {
  it('marks the second block of a kind and name', () => {
    const [finding] = assertFindings(
      `
route[A] { exit; }
failure_route[A] { exit; }
route["A"] { exit; }
       ^ duplicate-route
route[1] { exit; }
route[0x1] { exit; }
      ^^^ duplicate-route
`,
      { only },
    );
    assert.match(finding?.message ?? '', /already a route\[A\]/);
  });

  it('knows that blocks without a name are joined', () => {
    assertFindings(
      `
request_route { exit; }
route { exit; }
reply_route { exit; }
onreply_route[0] { exit; }
route[0] { exit; }
      ^ duplicate-route
`,
      { only },
    );
  });

  it('looks at one side of a condition only', () => {
    assertFindings(
      `
#!ifdef A
route[X] { exit; }
#!else
route[X] { drop; }
#!endif
`,
      { only },
    );
  });
});
