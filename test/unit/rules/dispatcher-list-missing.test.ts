import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-list-missing'];
const LOAD = 'loadmodule "dispatcher.so"\n';
const ROUTE = 'request_route { ds_select_dst("1", "4"); }\n';
const mappings = [{ deployed: '/etc/kamailio', folder: 'file:///project' }];

describe('rule dispatcher-list-missing', () => {
  it('marks a name that is nearly that of a list which is there', () => {
    for (const name of ['dispatcher.lst', 'dispatchers.list', 'Dispatcher.list', 'dispacther.list', 'dispatcher']) {
      const [finding] = assertFindings(
        `--- kamailio.cfg
${LOAD}modparam("dispatcher", "list_file", "/etc/kamailio/${name}")
${' '.repeat(37)}${'^'.repeat(14 + name.length)} dispatcher-list-missing
${ROUTE}--- dispatcher.list
1 sip:192.0.2.1
`,
        { only, mappings },
      );
      assert.equal(finding?.severity, 'error');
      assert.equal(finding.replacement, '/etc/kamailio/dispatcher.list');
    }
  });

  it('is less sure where the folder may be another', () => {
    const text = `--- kamailio.cfg
${LOAD}modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.lst")
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dispatcher-list-missing
${ROUTE}--- dispatcher.list
1 sip:192.0.2.1
`;
    const [finding] = assertFindings(text, { only });
    assert.equal(finding?.severity, 'warning');
  });

  it('marks a folder that the list is not in', () => {
    const [finding] = assertFindings(
      `--- kamailio.cfg
${LOAD}modparam("dispatcher", "list_file", "/etc/kamailio/lists/dispatcher.list")
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dispatcher-list-missing
${ROUTE}--- dispatcher.list
1 sip:192.0.2.1
`,
      { only, mappings },
    );
    assert.equal(finding?.severity, 'warning');
    assert.equal(finding.replacement, '/etc/kamailio/dispatcher.list');
  });

  it('tells of a list that is not beside the configuration as it is deployed', () => {
    const text = `
${LOAD}modparam("dispatcher", "list_file", "/etc/kamailio/carriers.list")
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ dispatcher-list-missing
${ROUTE}`;
    const [finding] = assertFindings(text, { only, mappings });
    assert.equal(finding?.severity, 'information');
  });

  it('tells of a path that starts elsewhere than people think', () => {
    const text = (settings: string, marks: string): string =>
      `--- kamailio.cfg\n${settings}${LOAD}modparam("dispatcher", "list_file", "dispatcher.list")\n${marks}${ROUTE}--- dispatcher.list\n1 sip:192.0.2.1\n`;
    const [finding] = assertFindings(text('', `${' '.repeat(37)}${'^'.repeat(15)} dispatcher-list-missing\n`), {
      only,
    });
    assert.equal(finding?.severity, 'warning');
    assertFindings(text('workdir="/etc/kamailio"\n', ''), { only });
  });

  it('marks an empty name, and tells where none is set', () => {
    const [empty] = assertFindings(
      `
${LOAD}modparam("dispatcher", "list_file", "")
                                    ^^ dispatcher-list-missing
${ROUTE}`,
      { only },
    );
    assert.equal(empty?.severity, 'error');
    assertFindings(
      `
${LOAD}modparam("dispatcher", "db_url", "")
                                 ^^ dispatcher-list-missing
${ROUTE}`,
      { only },
    );
    const [none] = assertFindings(
      `
loadmodule "dispatcher.so"
            ^^^^^^^^^^^^^ dispatcher-list-missing
${ROUTE}`,
      { only },
    );
    assert.equal(none?.severity, 'information');
    assertFindings(`--- kamailio.cfg\n${LOAD}${ROUTE}--- dispatcher.list\n1 sip:192.0.2.1\n`, { only, mappings });
  });

  it('says nothing of lists out of reach, from a template, of the database, or set elsewhere', () => {
    const named = 'modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")\n';
    for (const text of [
      LOAD + named + ROUTE,
      `${LOAD}modparam("dispatcher", "list_file", "{{ list }}")\n${ROUTE}`,
      `${LOAD}modparam("dispatcher", "db_url", "text:///etc/kamailio")\n${ROUTE}`,
      `${LOAD}#!ifdef WITH_DB\nmodparam("dispatcher", "db_url", "text:///etc/kamailio")\n#!endif\n${ROUTE}`,
      `${LOAD}include_file "parameters.cfg"\n${ROUTE}`,
      named + LOAD + ROUTE,
      `--- kamailio.cfg\n${LOAD}${named}${ROUTE}--- dispatcher.list.j2\n1 sip:192.0.2.1\n`,
      `--- kamailio.cfg\n${LOAD}${named}${ROUTE}--- dispatcher.cfg\nloadmodule "dispatcher.so"\n`,
      LOAD,
    ]) {
      assertFindings(text, { only });
    }
  });
});
