import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-variable'];

describe('rule dispatcher-variable', () => {
  it('marks what cannot be written', () => {
    const findings = assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "setid_pvname", "setid")
                                        ^^^^^ dispatcher-variable
modparam("dispatcher", "attrs_pvname", "$si")
                                        ^^^ dispatcher-variable
`,
      { only },
    );
    assert.ok(findings.every(({ severity }) => severity === 'error'));
    assert.equal(findings[0]?.replacement, '$var(setid)');
    assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "attrs_pvname", "")
                                       ^^ dispatcher-variable
`,
      { only },
    );
  });

  it('marks a hash over a text that never changes', () => {
    const [finding] = assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "hash_pvar", "fU")
                                     ^^ dispatcher-variable
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
  });

  it('takes variables that can be written, and texts with one', () => {
    assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "setid_pvname", "$var(setid)")
modparam("dispatcher", "attrs_pvname", "$avp(s:attrs)")
modparam("dispatcher", "hash_pvar", "x-$fU@$ci")
`,
      { only },
    );
    assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "setid_pvname", "{{ variable }}")
modparam("dispatcher", "attrs_pvname", "$own_variable")
modparam("dispatcher", "hash_pvar", "")
`,
      { only },
    );
  });

  it('tells that the set is written only where all sets are asked for', () => {
    const text = (calls: string, marks: string): string => `
loadmodule "pv.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "setid_pvname", "$var(setid)")
${marks}request_route {
  ${calls}
}
`;
    const marks = `${' '.repeat(40)}^^^^^^^^^^^ dispatcher-variable\n`;
    const [finding] = assertFindings(text('if (ds_is_from_list("2", "3")) exit;', marks), { only });
    assert.equal(finding?.severity, 'warning');
    for (const call of [
      'if (ds_is_from_list()) exit;',
      'if (ds_is_from_list("-1")) exit;',
      'if (ds_is_from_list("$var(x)")) exit;',
    ])
      assertFindings(text(`if (ds_is_from_list("2")) exit; ${call}`, ''), { only });
  });
});
