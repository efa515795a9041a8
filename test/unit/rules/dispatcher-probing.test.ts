import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-probing'];
const LOAD = 'loadmodule "tm.so"\nloadmodule "dispatcher.so"\n';
const LIST = 'modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")\n';
const PINGS = 'modparam("dispatcher", "ds_ping_interval", 10)\n';
const ROUTE = 'request_route { ds_select_dst("1", "4"); }\n';
const ON_INTERVAL = `${' '.repeat(43)}^^ dispatcher-probing\n`;
const ON_MODE = `${' '.repeat(42)}^ dispatcher-probing\n`;

function setMode(mode: number): string {
  return `modparam("dispatcher", "ds_probing_mode", ${mode})\n`;
}

describe('rule dispatcher-probing', () => {
  it('marks a mode without an interval', () => {
    const [finding] = assertFindings(`${LOAD}${setMode(1)}${ON_MODE}${ROUTE}`, { only });
    assert.equal(finding?.severity, 'warning');
    assert.match(finding.fix?.edits[0]?.newText ?? '', /"ds_ping_interval", 15/);
    const zero = `modparam("dispatcher", "ds_ping_interval", 0)\n${' '.repeat(43)}^ dispatcher-probing\n`;
    assertFindings(`${LOAD}${setMode(1)}${zero}${ROUTE}`, { only });
  });

  it('tells of parameters of pings that are never sent', () => {
    const [finding] = assertFindings(
      `
${LOAD}modparam("dispatcher", "ds_ping_method", "INFO")
                                          ^^^^ dispatcher-probing
${ROUTE}`,
      { only },
    );
    assert.equal(finding?.severity, 'information');
  });

  it('marks a mode that pings no destination of the list', () => {
    const text = (parameters: string, list: string, route = ROUTE): string =>
      `--- kamailio.cfg\n${LOAD}${LIST}${parameters}${route}--- dispatcher.list\n${list}`;
    const plain = '1 sip:192.0.2.1\n1 sip:192.0.2.2 4\n';
    const [finding] = assertFindings(text(PINGS + ON_INTERVAL, plain), { only });
    assert.equal(finding?.severity, 'warning');
    for (const mode of [0, 2, 3]) {
      assertFindings(text(PINGS + setMode(mode) + ON_MODE, plain), { only });
    }
    assertFindings(text(PINGS + setMode(2) + ON_MODE, '1 sip:192.0.2.1 8\n'), { only });
    assertFindings(text(PINGS + setMode(3) + ON_MODE, '1 sip:192.0.2.1 12\n'), { only });
    assertFindings(text(PINGS + setMode(3), '1 sip:192.0.2.1 8\n'), { only });
    assertFindings(text(PINGS + setMode(2), '1 sip:192.0.2.1 9\n'), { only });
    assertFindings(text(PINGS + setMode(1), plain), { only });
    const marking = `${ROUTE}failure_route[F] { ds_mark_dst("ip"); }\n`;
    assertFindings(text(PINGS + setMode(3), plain, marking), { only });
    assertFindings(text(PINGS + setMode(2), plain, marking), { only });
    assertFindings(text(PINGS + setMode(3) + ON_MODE, plain, marking.replace('"ip"', '"i"')), { only });
  });

  it('tells that mode 0 does not keep on pinging', () => {
    const [finding] = assertFindings(
      `--- kamailio.cfg\n${LOAD}${LIST}${PINGS}${ON_INTERVAL}${ROUTE}--- dispatcher.list\n1 sip:192.0.2.1 8\n`,
      { only },
    );
    assert.equal(finding?.severity, 'information');
  });

  it('says nothing where it cannot know', () => {
    for (const text of [
      LOAD + LIST + PINGS + ROUTE,
      `${LOAD}${PINGS}modparam("dispatcher", "db_url", "text:///etc/kamailio")\n${ROUTE}`,
      `--- kamailio.cfg\n${LOAD}${LIST}${PINGS}${ROUTE}--- dispatcher.list\n# to be written\n`,
      `--- kamailio.cfg\n${LOAD}${LIST}${PINGS}loadmodule "app_lua.so"\n${ROUTE}--- dispatcher.list\n1 sip:192.0.2.1\n`,
      `${LOAD}${setMode(1)}#!ifdef PINGS\n${PINGS}#!endif\n${ROUTE}`,
      LOAD + setMode(1),
      LOAD + setMode(0) + ROUTE,
    ]) {
      assertFindings(text, { only });
    }
  });
});
