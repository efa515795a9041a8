import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

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

  it('knows the flag that is never set, and modules that need dialogs', () => {
    assertFindings(
      `${HEAD}
modparam("dialog", "dlg_flag", 4)
request_route {
  setflag(5);
  $dlg_var(a) = 1;
  ^^^^^^^^^^^ dialog-not-created
}
`,
      { only },
    );
    assertFindings(
      `${HEAD}
loadmodule "acc.so"
modparam("acc", "cdr_enable", 1)
                              ^ dialog-not-created
request_route { exit; }
`,
      { only },
    );
  });

  it('is silent where dialogs are followed, or may be', () => {
    const use = 'request_route { $dlg_var(a) = 1; }\n';
    assertFindings(`${HEAD}${use}route[X] { dlg_manage(); }\n`, { only });
    assertFindings(`${HEAD}modparam("dialog", "dlg_flag", 4)\n${use}route[X] { setflag(4); }\n`, { only });
    assertFindings(`${HEAD}modparam("dialog", "dlg_flag", FLT_DLG)\n${use}`, { only });
    assertFindings(`${HEAD}loadmodule "mediaproxy.so"\n${use}`, { only });
    assertFindings(`${HEAD}${use}#!ifdef TRACK\nroute[X] { dlg_manage(); }\n#!endif\n`, { only });
    assertFindings(`${HEAD}${use}include_file "routes.cfg"\n`, { only });
    assertFindings(`${HEAD}request_route { xlog("$DLG_count\\n"); }\n`, { only });
  });
});
