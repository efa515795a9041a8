import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-failover-off'];

describe('rule dispatcher-failover-off', () => {
  it('marks the first use where flags keeps its default, and adds the parameter', () => {
    const [finding] = assertFindings(
      `
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "force_dst", 1)
request_route { if (ds_select_dst("1", "4")) t_relay(); }
failure_route[NEXT] {
  ds_mark_dst("ip");
  ^^^^^^^^^^^ dispatcher-failover-off
  if (ds_next_dst()) t_relay();
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /ds_mark_dst\(\) and ds_next_dst\(\) always return false/);
    assert.equal(finding?.related?.length, 1);
    const [edit] = finding.fix?.edits ?? [];
    assert.ok(edit);
    assert.equal(edit.newText, '\nmodparam("dispatcher", "flags", 2)');
    assert.equal(edit.range.source.positionAt(edit.range.start).line, 3);
  });

  it('marks a value without the bit, and adds it', () => {
    const [finding] = assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
modparam("dispatcher", "flags", 1)
                                ^ dispatcher-failover-off
request_route { ds_select_dst("1", "4"); ds_next_domain(); }
`,
      { only },
    );
    assert.equal(finding?.replacement, '3');
  });

  it('marks an XAVP without a name', () => {
    assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
modparam("dispatcher", "xavp_dst", "")
                                   ^^ dispatcher-failover-off
request_route { ds_select_dst("1", "4"); ds_next_dst(); }
`,
      { only },
    );
  });

  it('marks what takes a destination that ds_select() has not kept', () => {
    assertFindings(
      `
loadmodule "dispatcher.so"
request_route {
  if (ds_select("1", "4")) ds_set_dst();
                           ^^^^^^^^^^ dispatcher-failover-off
}
`,
      { only },
    );
  });

  it('marks what cannot count off the calls that failed', () => {
    assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_hash_size", 9)
request_route { if (method == "BYE") ds_load_unset(); else ds_select_dst("1", "10"); }
failure_route[F] {
  ds_load_unset();
  ^^^^^^^^^^^^^ dispatcher-failover-off
}
`,
      { only },
    );
  });

  it('says nothing where the bit is set, not known, or set elsewhere', () => {
    const route = 'request_route { ds_select_dst("1", "4"); ds_next_dst(); }\n';
    for (const text of [
      'loadmodule "dispatcher.so"\nmodparam("dispatcher", "flags", 3)\n',
      'loadmodule "dispatcher.so"\nmodparam("tm|dispatcher", "flags", 2)\n',
      'loadmodule "dispatcher.so"\n#!ifdef X\nmodparam("dispatcher", "flags", 2)\n#!endif\n',
      'loadmodule "dispatcher.so"\ninclude_file "parameters.cfg"\n',
      'loadmodule "dispatcher.so"\nmodparam("dispatcher", "flags", {{ flags }})\n',
    ]) {
      assertFindings(text + route, { only });
    }
    assertFindings('loadmodule "dispatcher.so"\nfailure_route[F] { ds_next_dst(); }\n', { only });
    assertFindings('loadmodule "dispatcher.so"\nrequest_route { ds_select_dst("1", "4"); ds_set_dst(); }\n', { only });
  });
});
