import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-threshold'];
const LOAD = 'loadmodule "tm.so"\nloadmodule "dispatcher.so"\nmodparam("dispatcher", "ds_ping_interval", 10)\n';
const THREE = 'modparam("dispatcher", "ds_probing_threshold", 3)\n';
const MARK = `${' '.repeat(47)}^ dispatcher-threshold\n`;
const ROUTE = 'request_route { ds_select_dst("1", "4"); }\n';
const TRYING = 'failure_route[F] { ds_mark_dst("t"); }\n';

describe('rule dispatcher-threshold', () => {
  it('marks a number of failures that the mode never reaches', () => {
    assertFindings(LOAD + THREE + MARK + ROUTE, { only });
    const mode = 'modparam("dispatcher", "ds_probing_mode", 2)\n';
    assertFindings(LOAD + mode + THREE + MARK + ROUTE, { only });
    assertFindings(LOAD + THREE + MARK + ROUTE + TRYING, { only, version: '6.1' });
  });

  it('tells of numbers that count as 1', () => {
    const [finding] = assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_inactive_threshold", 0)
                                                ^ dispatcher-threshold
`,
      { only },
    );
    assert.equal(finding?.severity, 'information');
    const [negative] = assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_probing_threshold", -1)
                                                ^ dispatcher-threshold
`,
      { only },
    );
    assert.equal(negative?.severity, 'warning');
  });

  it('says nothing where failures are counted, or may be', () => {
    for (const text of [
      `modparam("dispatcher", "ds_probing_mode", 1)\n${THREE}${ROUTE}`,
      `modparam("dispatcher", "ds_probing_mode", 3)\n${THREE}${ROUTE}`,
      `modparam("dispatcher", "ds_probing_mode", {{ mode }})\n${THREE}${ROUTE}`,
      THREE + ROUTE + TRYING,
      `modparam("dispatcher", "ds_probing_threshold", 1)\n${ROUTE}`,
      THREE,
    ]) {
      assertFindings(LOAD + text, { only });
    }
  });
});
