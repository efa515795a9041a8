import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['undeclared-dialog-profile'];
const HEAD = `loadmodule "dialog.so"
modparam("dialog", "profiles_with_value", "caller ; gateway")
modparam("dialog", "profiles_no_value", "all")
`;

describe('rule undeclared-dialog-profile', () => {
  it('marks profiles that are not declared', () => {
    const [finding] = assertFindings(
      `${HEAD}
request_route {
  set_dlg_profile("callers", "$fU");
                   ^^^^^^^ undeclared-dialog-profile
  set_dlg_profile("all");
  set_dlg_profile("gateway", "$du");
  get_profile_size("other", "$var(n)");
                    ^^^^^ undeclared-dialog-profile
}
`,
      { only },
    );
    assert.equal(finding?.replacement, 'caller');
  });

  it('is silent where one may be declared', () => {
    const use = 'request_route { set_dlg_profile("b"); }\n';
    assertFindings(`${HEAD}modparam("dialog", "profiles_no_value", PROFILES)\n${use}`, { only });
    assertFindings(`${HEAD}#!ifdef B\nmodparam("dialog", "profiles_no_value", "b")\n#!endif\n${use}`, { only });
    assertFindings(`${HEAD}include_file "dialog.cfg"\n${use}`, { only });
  });
});
