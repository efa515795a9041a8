import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unset-variable'];

describe('rule unset-variable', () => {
  it('marks the first use of a variable that nothing sets, and says which may be meant', () => {
    const found = assertFindings(
      `
loadmodule "pv.so"
loadmodule "xlog.so"
request_route {
  $var(local) = 1;
  if ($var(locla) == 1 || $var(locla) == 2) exit;
           ^^^^^ unset-variable
  xlog("$var(caller) $avp(nobody)");
             ^^^^^^ unset-variable
                          ^^^^^^ unset-variable
  $avp(callee) = 1;
  xlog("$avp(calee)");
             ^^^^^ unset-variable
}
`,
      { only },
    );
    assert.equal(found[0]?.replacement, 'local');
    assert.equal(found[3]?.replacement, 'callee');
  });

  it('knows the fields of an XAVP that the script sets itself, and variables of dialogs', () => {
    const [field] = assertFindings(
      `
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "dialog.so"
request_route {
  $xavp(call=>begin) = 1;
  $xavp(call[0]=>carrier) = 2;
  $xavp(copy) = $xavp(call);
  $dlg_var(dir) = "in";
  xlog("$xavp(call=>carrier) $xavp(call=>begn) $xavp(copy=>begun) $dlg_var(dir)");
                                         ^^^^ unset-variable
  if ($dlg_var(direction) == "in") exit;
               ^^^^^^^^^ unset-variable
}
`,
      { only },
    );
    assert.equal(field?.replacement, 'begin');
  });

  it('leaves alone what is set somewhere, by whatever means', () => {
    assertFindings(
      `
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "sqlops.so"
loadmodule "dispatcher.so"
loadmodule "jansson.so"
modparam("pv", "varset", "init=i:1")
modparam("dispatcher", "xavp_dst", "_dsdst_")
modparam("tm", "fr_timer_avp", "$avp(timer)")
request_route {
  $avp(s:name) = "x";
  sql_pvquery("ca", "select a", "$var(row)");
  $var(json) = "{}";
  jansson_get("a", "$var(json)", "$var(field)");
  $xavp(x=>a) = 1;
  $xavp(x) = $xavp(y);
  $avp($var(row)) = 1;
  xlog("$var(init) $avp(name) $var(row) $var(field) $xavp(_dsdst_=>uri) $xavp(x=>b) $avp(timer) $avp(computed) $shv(outside)");
#!ifdef NEVER
  $var(other) = 1;
#!endif
  xlog("$var(other)");
}
`,
      { only },
    );
  });

  it('knows the dialog variables that modules set', () => {
    assertFindings(
      `
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "dialog.so"
loadmodule "uac.so"
request_route {
  xlog("$dlg_var(cseq_diff) $dlg_var(_uac_funew) $dlg_var(cseq_dif)");
                                                          ^^^^^^^^ unset-variable
}
`,
      { only },
    );
  });

  it('takes a file that is imported before all modules for one of defines', () => {
    assertFindings(
      `--- kamailio.cfg
import_file "local.cfg"
include_file "modules.cfg"
request_route {
  if ($var(a) == 1) exit;
           ^ unset-variable
}
--- modules.cfg
loadmodule "pv.so"
`,
      { only },
    );
    assertFindings(
      `--- kamailio.cfg
include_file "modules.cfg"
import_file "local.cfg"
request_route {
  if ($var(a) == 1) exit;
}
--- modules.cfg
loadmodule "pv.so"
`,
      { only },
    );
  });

  it('is silent where another language may set it', () => {
    assertFindings(`loadmodule "pv.so"\nloadmodule "app_lua.so"\nrequest_route { if ($var(x)) exit; }\n`, { only });
  });

  it('marks a shared variable only where another name is close: it may be set from outside', () => {
    assertFindings(
      `
loadmodule "pv.so"
modparam("pv", "shvset", "maintenance=i:0")
request_route {
  $shv(counter) = $shv(counter) + 1;
  if ($shv(maintenence) == 1) exit;
           ^^^^^^^^^^^ unset-variable
  if ($shv(conter) > 9 || $shv(debugging) == 1) exit;
           ^^^^^^ unset-variable
}
`,
      { only },
    );
  });

  it('does not take the unsetting of a variable for a way to set it', () => {
    assertFindings(
      `
loadmodule "pv.so"
request_route {
  $xavp(gw=>host) = "192.0.2.5";
  if ($xavp(gw=>hots) == $null) pv_unset("$xavp(gw)");
                ^^^^ unset-variable
}
`,
      { only },
    );
  });
});
