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

  it('says nothing where they are, or may be', () => {
    for (const text of [
      'request_route { if (method == "BYE") ds_load_unset(); else ds_select_dst("1", "10"); }\n',
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
