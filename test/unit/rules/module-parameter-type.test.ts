import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['module-parameter-type'];

describe('rule module-parameter-type', () => {
  it('marks a string where a number belongs, and mends it', () => {
    const [finding] = assertFindings(
      `
loadmodule "tm"
modparam("tm", "fr_timer", "3000")
                           ^^^^^^ module-parameter-type
`,
      { only },
    );
    assert.equal(finding?.fix?.edits[0]?.newText, '3000');
  });

  it('does not mend a string that holds no number', () => {
    const [finding] = assertFindings(
      `
loadmodule "tm"
modparam("tm", "fr_timer", "3s")
                           ^^^^ module-parameter-type
`,
      { only },
    );
    assert.equal(finding?.fix, undefined);
  });

  it('marks a number where a string belongs, and mends it', () => {
    const [finding] = assertFindings(
      `
loadmodule "usrloc"
modparam("usrloc", "db_url", 5)
                             ^ module-parameter-type
`,
      { only },
    );
    assert.equal(finding?.fix?.edits[0]?.newText, '"5"');
  });

  it('takes yes and no for numbers, and what the environment gives for anything', () => {
    assertFindings(
      `
#!defenv VALUE
loadmodule "tm"
modparam("tm", "fr_timer", yes)
modparam("tm", "fr_timer", VALUE)
`,
      { only },
    );
  });
});
