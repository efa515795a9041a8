import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['module-parameter-module-not-loaded'];

describe('rule module-parameter-module-not-loaded', () => {
  it('marks a module that is not loaded', () => {
    const [finding] = assertFindings(
      `
loadmodule "tm"
modparam("usrloc", "db_mode", 0)
          ^^^^^^ module-parameter-module-not-loaded
`,
      { only },
    );
    assert.match(finding?.message ?? '', /'usrloc' is not loaded/);
  });

  it('suggests a loaded module for a misspelt one', () => {
    const [finding] = assertFindings(
      `
loadmodule "usrloc"
modparam("usrlco", "db_mode", 0)
          ^^^^^^ module-parameter-module-not-loaded
`,
      { only },
    );
    assert.equal(finding?.replacement, 'usrloc');
  });

  it('points to a loadmodule that comes too late', () => {
    const [finding] = assertFindings(
      `
modparam("usrloc", "db_mode", 0)
          ^^^^^^ module-parameter-module-not-loaded
loadmodule "usrloc"
`,
      { only },
    );
    assert.match(finding?.message ?? '', /further down/);
    assert.equal(finding?.related?.length, 1);
  });

  it('points to a loadmodule that a condition switches off', () => {
    const [finding] = assertFindings(
      `
#!ifdef WITH_ACC
loadmodule "acc"
#!endif
loadmodule "tm"
modparam("acc", "log_flag", 1)
          ^^^ module-parameter-module-not-loaded
`,
      { only },
    );
    assert.match(finding?.message ?? '', /a condition switches its loadmodule off/);
    assert.equal(finding?.related?.length, 1);
  });

  it('takes the name as a regular expression in any case, as Kamailio does', () => {
    assertFindings(
      `
loadmodule "tm"
modparam("TM|nosuch", "fr_timer", 1)
modparam("t.", "fr_timer", 1)
`,
      { only },
    );
  });

  it('cannot know what a missing file or a loadmodule from the environment brings', () => {
    assertFindings(`include_file "modules.cfg"\nmodparam("usrloc", "db_mode", 0)\n`, { only });
    assertFindings(`loadmodulex "$env(MODULE)"\nmodparam("usrloc", "db_mode", 0)\n`, { only });
    assertFindings(`modparam("{{ module }}", "db_mode", 0)\n`, { only });
  });

  it('marks names of a group that set nothing', () => {
    const findings = assertFindings(
      `
loadmodule "usrloc.so"
modparam("auth_db|urloc|usrloc|acc|alias_db", "db_url", "mysql://a/b")
                  ^^^^^ module-parameter-module-not-loaded
                               ^^^ module-parameter-module-not-loaded
loadmodule "acc.so"
`,
      { only },
    );
    assert.equal(findings[0]?.severity, 'warning');
    assert.equal(findings[0].replacement, 'usrloc');
  });
});
