import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-load-not-released'];
const LOAD = 'loadmodule "tm.so"\nloadmodule "dispatcher.so"\nmodparam("dispatcher", "ds_hash_size", 9)\n';

describe('rule dispatcher-load-not-released', () => {
  it('marks algorithm 10 where calls are never counted off', () => {
    assertFindings(
      `
${LOAD}request_route {
  ds_select_dst("1", "10");
                      ^^ dispatcher-load-not-released
}
`,
      { only },
    );
    assertFindings(
      `
${LOAD}request_route {
  ds_select_routes("1=4;2=10", "0");
                          ^^ dispatcher-load-not-released
}
onreply_route { ds_load_update(); }
`,
      { only },
    );
  });

  it('marks it where only calls that fail are counted off', () => {
    assertFindings(
      `
${LOAD}request_route {
  $var(alg) = 0;
  if (is_method("INVITE")) $var(alg) = 10;
                                       ^^ dispatcher-load-not-released
  ds_select_dst("1", "$var(alg)");
  t_on_failure("F");
  t_relay();
}
onreply_route { if (is_method("INVITE")) { ds_load_update(); if ($rs >= 300) ds_load_unset(); } }
failure_route[F] { ds_load_unset(); }
`.replace('loadmodule', 'loadmodule "textops.so"\nloadmodule'),
      { only },
    );
  });

  it('says nothing where they are, or may be', () => {
    for (const text of [
      'request_route { if (method == "BYE") ds_load_unset(); else ds_select_dst("1", "10"); }\n',
      'request_route { ds_select_dst("1", "10"); }\nonreply_route { if ($rs >= 200) ds_load_unset(); }\n',
      'request_route { $var(a) = 10; $var(b) = $var(a); ds_select_dst("1", "$var(a)"); }\n',
      'request_route { ds_load_update(); ds_select_dst("1", "10"); }\n',
      'request_route { ds_select_dst("1", "10"); }\n#!ifdef X\nroute[BYE] { ds_load_unset(); }\n#!endif\n',
      'include_file "more.cfg"\nrequest_route { ds_select_dst("1", "10"); }\n',
      'loadmodule "app_lua.so"\nrequest_route { ds_select_dst("1", "10"); }\n',
      'request_route { ds_select_dst("1", "4"); }\n',
    ]) {
      assertFindings(LOAD + text, { only });
    }
  });
});
