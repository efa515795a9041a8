import { assertFindings } from '../support/fixture.ts';

const only = ['dialog-profile-value'];

describe('rule dialog-profile-value', () => {
  it('marks a value that is missing, and one that is passed over', () => {
    assertFindings(
      `loadmodule "dialog.so"
modparam("dialog", "profiles_with_value", "caller ; trunk")
modparam("dialog", "profiles_no_value", "all")
request_route {
  set_dlg_profile("trunk");
  ^^^^^^^^^^^^^^^ dialog-profile-value
  set_dlg_profile("all", "$fU");
  ^^^^^^^^^^^^^^^ dialog-profile-value
  unset_dlg_profile("caller");
  ^^^^^^^^^^^^^^^^^ dialog-profile-value
  set_dlg_profile("caller", "$fU");
  set_dlg_profile("all");
  if (is_in_profile("caller")) exit;
}
`,
      { only },
    );
  });
});
