import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['undefined-route'];

describe('rule undefined-route', () => {
  it('marks a route that no block defines, and says which one may be meant', () => {
    const [finding] = assertFindings(
      `
request_route {
  route(RELAI);
        ^^^^^ undefined-route
  route("RELAY");
}
route[RELAY] { exit; }
`,
      { only },
    );
    assert.equal(finding?.severity, 'error');
    assert.equal(finding.replacement, 'RELAY');
  });

  it('says when a block of that name is of another kind', () => {
    const [finding] = assertFindings(
      `
request_route {
  route(F);
        ^ undefined-route
}
failure_route[F] { exit; }
`,
      { only },
    );
    assert.match(finding?.message ?? '', /failure_route\[F\]/);
    assert.equal(finding?.related?.length, 1);
  });

  it('says when a condition switches the block off', () => {
    const [finding] = assertFindings(
      `
request_route {
  route(NAT);
        ^^^ undefined-route
}
#!ifdef WITH_NAT
route[NAT] { exit; }
#!endif
`,
      { only },
    );
    assert.match(finding?.message ?? '', /a condition switches it off/);
  });

  it('counts numbers by their value, and 0 as the request route', () => {
    assertFindings(
      `
request_route { route(1); route("2"); route(0); }
route[0x1] { exit; }
route["2"] { exit; }
`,
      { only },
    );
  });

  it('warns of calls that fail later', () => {
    const [finding] = assertFindings(
      `
loadmodule "async"
request_route {
  async_route("LATER", "5");
               ^^^^^ undefined-route
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
  });

  it('is silent where the name or the block is out of reach', () => {
    assertFindings(`request_route { route($var(x)); route("A" + $rU); }\n`, { only });
    assertFindings(`include_file "routes.cfg"\nrequest_route { route(X); }\n`, { only });
    assertFindings(`#!defenv BLOCK\nrequest_route { route(X); route(BLOCK); }\nroute[BLOCK] { exit; }\n`, { only });
    assertFindings(`request_route { route("{{ name }}"); }\n`, { only });
  });
});
