import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['argument-not-constant'];

describe('rule argument-not-constant', () => {
  it('marks a variable where only a constant is taken, and puts it in quotes where those are looked into', () => {
    const findings = assertFindings(
      `
loadmodule "pv"
loadmodule "sl"
loadmodule "tm"
request_route {
  sl_send_reply($var(code), "a");
                ^^^^^^^^^^ argument-not-constant
  t_on_failure($var(name));
               ^^^^^^^^^^ argument-not-constant
  sl_send_reply("$var(code)", "a" + "b");
}
`,
      { only },
    );
    assert.equal(findings[0]?.replacement, '"$var(code)"');
    assert.equal(findings[1]?.replacement, undefined);
  });

  it('knows that later versions take more', () => {
    const text = `
loadmodule "pv"
loadmodule "dispatcher"
request_route {
  ds_select("1", $var(a), "2");
}
`;
    assertFindings(text, { only, version: '6.1' });
    assertFindings(text.replace('"2");', '"2");\n                 ^^^^^^^ argument-not-constant'), {
      only,
      version: '5.8',
    });
  });

  it('says nothing of names that a file out of reach may define', () => {
    assertFindings(
      `
include_file "ports.cfg"
loadmodule "textops"
request_route { subst_hf("Contact", "/:5060/:" + SIP_PORT + "/", "a"); }
`,
      { only },
    );
  });

  it('says nothing of functions that take any value', () => {
    assertFindings(
      `
loadmodule "pv"
loadmodule "dispatcher"
request_route { ds_select_dst($var(a), "4"); }
`,
      { only },
    );
  });
});
