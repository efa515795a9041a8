import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-ping-needs-tm'];
const PINGS = 'modparam("dispatcher", "ds_ping_interval", 10)\n';
const MARK = `${' '.repeat(43)}^^ dispatcher-ping-needs-tm\n`;
const ROUTE = 'request_route { exit; }\n';

describe('rule dispatcher-ping-needs-tm', () => {
  it('marks pings without tm, or with tm behind', () => {
    assertFindings(`loadmodule "dispatcher.so"\n${PINGS}${MARK}${ROUTE}`, { only });
    const [finding] = assertFindings(`loadmodule "dispatcher.so"\n${PINGS}${MARK}loadmodule "tm.so"\n${ROUTE}`, {
      only,
    });
    assert.equal(finding?.related?.length, 1);
  });

  it('says nothing without pings, with tm before, or where it may be loaded', () => {
    for (const text of [
      `loadmodule "tm.so"\nloadmodule "dispatcher.so"\n${PINGS}${ROUTE}`,
      `loadmodule "dispatcher.so"\nmodparam("dispatcher", "ds_ping_interval", 0)\n${ROUTE}`,
      `loadmodule "dispatcher.so"\n${ROUTE}`,
      `#!ifdef WITH_TM\nloadmodule "tm.so"\n#!endif\nloadmodule "dispatcher.so"\n${PINGS}${ROUTE}`,
      `include_file "modules.cfg"\nloadmodule "dispatcher.so"\n${PINGS}${ROUTE}`,
      `loadmodule "dispatcher.so"\n${PINGS}`,
    ]) {
      assertFindings(text, { only });
    }
  });
});
