import { assertFindings } from '../support/fixture.ts';

const only = ['second-request-route'];

describe('rule second-request-route', () => {
  it('marks the second main route block, in another file too', () => {
    assertFindings(
      `--- kamailio.cfg
request_route { exit; }
include_file "more.cfg"
onreply_route { exit; }
onreply_route { drop; }
--- more.cfg
route { exit; }
^^^^^ second-request-route
`,
      { only },
    );
  });

  it('leaves alone blocks of which a condition takes one', () => {
    assertFindings('#!ifdef A\nrequest_route { exit; }\n#!else\nrequest_route { drop; }\n#!endif\n', { only });
  });
});
