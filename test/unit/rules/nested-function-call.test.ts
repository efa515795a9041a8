import { assertFindings } from '../support/fixture.ts';

const only = ['nested-function-call'];

describe('rule nested-function-call', () => {
  it('marks a module function among the arguments of another, however deep', () => {
    assertFindings(
      `
loadmodule "textops"
loadmodule "xlog"
request_route {
  xlog("a" + is_method("INVITE"));
             ^^^^^^^^^ nested-function-call
  xlog("a", route(is_method("INVITE")));
                  ^^^^^^^^^ nested-function-call
  if (is_method("INVITE")) xlog("a");
}
`,
      { only },
    );
  });
});
