import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['dialog-not-created'];
const HEAD = `loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "dialog.so"
`;

describe('rule dialog-not-created', () => {
  it('marks the first use of a dialog that nothing follows', () => {
    const [finding] = assertFindings(
      `${HEAD}
request_route {
  $dlg_var(a) = 1;
  ^^^^^^^^^^^ dialog-not-created
  xlog("$dlg_var(a)\\n");
}
`,
      { only },
    );
    assert.equal(finding?.related?.length, 1);
    assertFindings(
      `${HEAD}
request_route {
  set_dlg_profile("calls");
  ^^^^^^^^^^^^^^^ dialog-not-created
}
`,
      { only },
    );
  });

  it('is silent where dialogs are followed, or may be', () => {
    const use = 'request_route { $dlg_var(a) = 1; }\n';
    assertFindings(whole(`${HEAD}${use}route[X] { dlg_manage(); }\n`), { only });
    assertFindings(whole(`${HEAD}modparam("dialog", "dlg_flag", 4)\n${use}`), { only });
    assertFindings(whole(`${HEAD}${use}#!ifdef TRACK\nroute[X] { dlg_manage(); }\n#!endif\n`), { only });
    assertFindings(whole(`${HEAD}${use}include_file "routes.cfg"\n`), { only });
    assertFindings(`${HEAD}request_route { xlog("$DLG_count\\n"); get_profile_size("a", "$var(x)"); }\n`, { only });
  });
});
