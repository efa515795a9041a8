import { assertFindings } from '../support/fixture.ts';

const only = ['return-zero'];

describe('rule return-zero', () => {
  it('marks 0 where a condition asks for the value', () => {
    assertFindings(
      `
request_route {
  if ($rU == "a" && !route(ASK)) exit;
  route(DO);
}
route[ASK] {
  if ($rU == "b") { return 1; }
  return 0;
  ^^^^^^^^^ return-zero
}
route[DO] {
  return 0;
}
`,
      { only },
    );
  });

  it('marks 0 where a comparison or $rc asks for the value', () => {
    assertFindings(
      `
request_route {
  if (route(ASK) < 0) exit;
  route(LOOK);
  if ($rc == 0) exit;
}
route[ASK] { return 0; }
             ^^^^^^^^^ return-zero
route[LOOK] { return 0; }
              ^^^^^^^^^ return-zero
`,
      { only },
    );
  });

  it('leaves other values alone, and what return_mode turns round', () => {
    assertFindings('request_route { if (route(A)) exit; }\nroute[A] { if ($rU == "a") return; return -1; }\n', {
      only,
    });
    assertFindings('return_mode=1\nrequest_route { if (route(A)) exit; }\nroute[A] { return 0; }\n', {
      only,
      version: '6.0',
    });
  });
});
