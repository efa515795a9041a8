import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-mark-state'];

describe('rule dispatcher-mark-state', () => {
  it('marks words and letters that are no state, with what may be meant', () => {
    const findings = assertFindings(
      `
loadmodule "dispatcher.so"
failure_route[F] {
  ds_mark_dst("down");
               ^^^^ dispatcher-mark-state
  ds_mark_dst("AX");
               ^^ dispatcher-mark-state
  ds_mark_dst("i p");
               ^^^ dispatcher-mark-state
  ds_mark_dst("$var(state)");
               ^^^^^^^^^^^ dispatcher-mark-state
}
`,
      { only },
    );
    assert.deepEqual(
      findings.map(({ replacement }) => replacement),
      ['i', 'a', undefined, undefined],
    );
  });

  it('marks letters that do not what they seem to', () => {
    const findings = assertFindings(
      `
loadmodule "dispatcher.so"
failure_route[F] {
  ds_mark_dst("p");
               ^ dispatcher-mark-state
  ds_mark_dst("pa");
               ^^ dispatcher-mark-state
}
`,
      { only },
    );
    assert.deepEqual(
      findings.map(({ severity, replacement }) => `${severity} ${replacement}`),
      ['warning ip', 'information undefined'],
    );
  });

  it('takes letters of any case, none, and variables where they are read', () => {
    assertFindings(
      `
loadmodule "dispatcher.so"
request_route {
  ds_mark_dst();
  ds_mark_dst("");
  ds_mark_dst("IP");
  ds_mark_dst("ap");
  ds_mark_dst("t");
  ds_mark_dst("{{ state }}");
  ds_mark_addr("$var(state)", "1", "$du");
  ds_mark_addr("up", "1", "$du");
                ^^ dispatcher-mark-state
}
`.replace('                ^^', '                ^^'),
      { only, version: '6.1' },
    );
  });
});
