import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-load-not-counted'];
const LOAD = 'loadmodule "tm.so"\nloadmodule "dispatcher.so"\n';

describe('rule dispatcher-load-not-counted', () => {
  it('tells of calls counted off that none has counted', () => {
    assertFindings(
      `
${LOAD}request_route {
  ds_load_unset();
  ^^^^^^^^^^^^^ dispatcher-load-not-counted
  ds_select_dst("1", "4");
}
onreply_route { ds_load_update(); }
`,
      { only },
    );
  });

  it('says nothing where some selection counts, or may', () => {
    for (const text of [
      'request_route { ds_load_unset(); ds_select_dst("1", "10"); }\n',
      'request_route { ds_load_unset(); ds_select_dst("1", "4"); ds_select_dst("1", "$var(a)"); }\n',
      'request_route { ds_load_unset(); ds_select_dst("1", "4"); }\n#!ifdef X\nroute[A] { ds_select_dst("1", "10"); }\n#!endif\n',
      'request_route { ds_load_unset(); }\n',
      'route[A] { ds_load_unset(); ds_select_dst("1", "4"); }\n',
    ]) {
      assertFindings(LOAD + text, { only });
    }
  });
});
