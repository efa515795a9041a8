import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['module-parameter-value'];

describe('rule module-parameter-value', () => {
  it('marks unknown attributes and values of a definition', () => {
    const findings = assertFindings(
      `
loadmodule "htable"
modparam("htable", "htable", "a=>size=8;autoexpires=60;")
                                        ^^^^^^^^^^^ module-parameter-value
modparam("htable", "htable", "b=>size=8;autoexpire=10m")
                                                   ^^^ module-parameter-value
modparam("htable", "htable", "c;size=8")
                              ^^^^^^^^ module-parameter-value
modparam("htable", "htable", "d=>size=8;initval=-1;dbtable=x;")
`,
      { only },
    );
    assert.equal(findings[0]?.replacement, 'autoexpire');
  });

  it('marks a name that is defined twice', () => {
    const [finding] = assertFindings(
      `
loadmodule "htable"
modparam("htable", "htable", "a=>size=8;")
modparam("htable", "htable", "a=>size=9;")
                              ^ module-parameter-value
`,
      { only },
    );
    assert.equal(finding?.related?.length, 1);
  });

  it('knows which version has an attribute', () => {
    const text = `
loadmodule "htable"
modparam("htable", "htable", "a=>size=8;coldelim=x;")
`;
    assertFindings(text, { only, version: '6.1' });
    assertFindings(`${text}                                        ^^^^^^^^ module-parameter-value\n`, {
      only,
      version: '5.5',
    });
  });

  it('leaves templates alone', () => {
    assertFindings(
      `
loadmodule "htable"
modparam("htable", "htable", "{{ name }}=>size=8;")
`,
      { only },
    );
  });
});
