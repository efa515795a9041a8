import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['module-load-order'];

describe('rule module-load-order', () => {
  it('marks a module that is loaded behind those that need it, and moves it up', () => {
    const text = `loadmodule "sl.so"
loadmodule "tmx.so"
loadmodule "acc.so"
loadmodule "tm.so" # transactions
`;
    const [finding] = assertFindings(`${text}            ^^^^^ module-load-order\n`, { only });
    assert.match(finding?.message ?? '', /before 'tmx' and 'acc', which do not start otherwise/);
    const edits = finding?.fix?.edits ?? [];
    assert.deepEqual(
      edits.map(({ range, newText }) => [text.slice(range.start, range.end), newText]),
      [
        ['', 'loadmodule "tm.so" # transactions\n'],
        ['loadmodule "tm.so" # transactions\n', ''],
      ],
    );
    assert.equal(edits[0]?.range.start, text.indexOf('loadmodule "tmx'));
  });

  it('marks dmq behind those that replicate over it', () => {
    const findings = assertFindings(
      `
loadmodule "htable.so"
loadmodule "usrloc.so"
loadmodule "dmq_usrloc.so"
loadmodule "dmq.so"
            ^^^^^^ module-load-order
modparam("htable", "enable_dmq", 1)
modparam("dmq_usrloc", "enable", 1)
`,
      { only },
    );
    assert.equal(findings[0]?.severity, 'error');
    const [starts] = assertFindings(
      `
loadmodule "usrloc.so"
loadmodule "dmq_usrloc.so"
loadmodule "dmq.so"
            ^^^^^^ module-load-order
modparam("dmq_usrloc", "enable", 1)
`,
      { only },
    );
    assert.equal(starts?.severity, 'warning');
  });

  it('moves nothing over a condition', () => {
    const [finding] = assertFindings(
      `
loadmodule "tmx.so"
#!ifndef WITHOUT_TM
loadmodule "tm.so"
            ^^^^^ module-load-order
#!endif
`,
      { only },
    );
    assert.equal(finding?.fix, undefined);
  });

  it('is silent where the order does not matter', () => {
    assertFindings('loadmodule "auth_db.so"\nloadmodule "auth.so"\nloadmodule "sl.so"\n', { only });
    assertFindings('loadmodule "tm.so"\nloadmodule "htable.so"\nloadmodule "dmq.so"\n', { only });
  });
});
