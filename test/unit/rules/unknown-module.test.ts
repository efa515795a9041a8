import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unknown-module'];

describe('rule unknown-module', () => {
  it('marks a module that Kamailio does not have, and says which one may be meant', () => {
    const [finding] = assertFindings(
      `
loadmodule "tm"
loadmodule "dispacher"
            ^^^^^^^^^ unknown-module
`,
      { only },
    );
    assert.equal(finding?.severity, 'error');
    assert.match(finding.message, /did you mean 'dispatcher'\?/);
    assert.equal(finding.replacement, 'dispatcher');
  });

  it('keeps quiet about a suffix in the suggestion', () => {
    const [finding] = assertFindings(
      `
loadmodule "dispacher.so"
            ^^^^^^^^^^^^ unknown-module
`,
      { only },
    );
    assert.match(finding?.message ?? '', /did you mean 'dispatcher'\?/);
    assert.equal(finding?.replacement, undefined);
  });

  it('marks a path that names none', () => {
    assertFindings(
      `
loadmodule ".so"
            ^^^ unknown-module
#!defenv MODULE
loadmodule MODULE
`,
      { only },
    );
  });

  it('says since when a module exists', () => {
    const text = `
loadmodule "peerstate"
            ^^^^^^^^^ unknown-module
`;
    const [finding] = assertFindings(text, { only, version: '5.6' });
    assert.match(finding?.message ?? '', /it exists since \d\.\d/);
  });

  it('cannot know a name from the environment or a template', () => {
    assertFindings(
      `
#!defenv MODULE
loadmodule MODULE
loadmodule "{{ module }}.so"
loadmodulex "$env(MODULE).so"
`,
      { only },
    );
  });

  it('only warns of a file by its path, which may be a module of one’s own', () => {
    const [finding] = assertFindings(
      `
loadmodule "/opt/company/billing.so"
            ^^^^^^^^^^^^^^^^^^^^^^^ unknown-module
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
  });
});
