import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unknown-module-parameter'];

describe('rule unknown-module-parameter', () => {
  it('marks a misspelt parameter and says which one may be meant', () => {
    const [finding] = assertFindings(
      `
loadmodule "tm"
modparam("tm", "fr_timr", 1)
                ^^^^^^^ unknown-module-parameter
`,
      { only },
    );
    assert.equal(finding?.replacement, 'fr_timer');
  });

  it('leaves what is not written out for replacing alone', () => {
    const [finding] = assertFindings(
      `
#!define PARAM "fr_timr"
loadmodule "tm"
modparam("tm", PARAM, 1)
               ^^^^^ unknown-module-parameter
`,
      { only },
    );
    assert.equal(finding?.replacement, undefined);
  });

  it('says since when a parameter exists', () => {
    const text = `
loadmodule "dispatcher"
modparam("dispatcher", "ds_ping_socket", "a")
`;
    assertFindings(text, { only, version: '6.1' });
    const [finding] = assertFindings(text + `                        ^^^^^^^^^^^^^^ unknown-module-parameter\n`, {
      only,
      version: '5.5',
    });
    assert.match(finding?.message ?? '', /exists since/);
  });

  it('names the module that lacks the parameter where several are meant', () => {
    const [finding] = assertFindings(
      `
loadmodule "tm"
loadmodule "sl"
modparam("tm|sl", "fr_timer", 1)
                   ^^^^^^^^ unknown-module-parameter
`,
      { only },
    );
    assert.match(finding?.message ?? '', /'sl' has no parameter 'fr_timer'/);
  });

  it('says nothing of modules it does not know and of templates', () => {
    assertFindings(
      `
loadmodule "billing"
loadmodule "tm"
modparam("billing", "anything", 1)
modparam("tm", "{{ name }}", 1)
`,
      { only },
    );
  });

  it('names what took the place of a parameter', () => {
    const findings = assertFindings(
      `
loadmodule "dispatcher.so"
loadmodule "uac.so"
modparam("dispatcher", "dst_avp", "$avp(dst)")
                        ^^^^^^^ unknown-module-parameter
modparam("uac", "from_restore_mode", "auto")
                 ^^^^^^^^^^^^^^^^^ unknown-module-parameter
`,
      { only },
    );
    assert.match(findings[0]?.message ?? '', /use 'xavp_dst'/);
    assert.equal(findings[0]?.replacement, undefined);
    assert.equal(findings[1]?.replacement, 'restore_mode');
    const flag = 'loadmodule "dialog.so"\nmodparam("dialog", "dlg_flag", 4)\n';
    assertFindings(flag, { only, version: '5.8' });
    const [gone] = assertFindings(`${flag}                    ^^^^^^^^ unknown-module-parameter\n`, {
      only,
      version: '6.0',
    });
    assert.match(gone?.message ?? '', /removed in 6\.0; use dlg_manage\(\)/);
  });
});
