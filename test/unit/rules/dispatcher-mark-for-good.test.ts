import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-mark-for-good'];
const LOAD = 'loadmodule "tm.so"\nloadmodule "dispatcher.so"\nmodparam("dispatcher", "flags", 2)\n';
const PINGS = 'modparam("dispatcher", "ds_ping_interval", 10)\n';
const ROUTE = 'request_route { ds_select_dst("1", "4"); }\n';

describe('rule dispatcher-mark-for-good', () => {
  it('marks what takes a destination out without letting it be pinged', () => {
    const findings = assertFindings(
      `
${LOAD}${PINGS}modparam("dispatcher", "ds_probing_mode", 2)
${ROUTE}failure_route[F] {
  ds_mark_dst();
  ^^^^^^^^^^^ dispatcher-mark-for-good
  ds_mark_dst("i");
               ^ dispatcher-mark-for-good
  ds_mark_dst("t");
               ^ dispatcher-mark-for-good
  ds_mark_dst("ip");
}
`,
      { only },
    );
    assert.deepEqual(findings[0]?.fix?.edits[0]?.newText, '"ip"');
    assert.equal(findings[1]?.replacement, 'ip');
  });

  it('tells of it where nothing is pinged', () => {
    const [finding] = assertFindings(
      `
${LOAD}${ROUTE}failure_route[F] {
  ds_mark_dst("ip");
               ^^ dispatcher-mark-for-good
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
  });

  it('says nothing where all are pinged, or something may bring a destination back', () => {
    const mark = 'failure_route[F] { ds_mark_dst("i"); }\n';
    for (const text of [
      `${PINGS}modparam("dispatcher", "ds_probing_mode", 1)\n${mark}`,
      `${PINGS}${mark}route[UP] { ds_mark_dst("a"); }\n`,
      `${PINGS}${mark}route[RELOAD] { ds_reload(); }\n`,
      `${PINGS}loadmodule "app_lua.so"\n${mark}`,
      `${PINGS}failure_route[F] { ds_mark_dst("d"); }\n`,
      `${PINGS}failure_route[F] { ds_mark_dst("ip"); }\n`,
      `modparam("dispatcher", "ds_ping_interval", {{ interval }})\n${mark}`,
    ]) {
      assertFindings(LOAD + text + ROUTE, { only });
    }
  });
});
