import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-list-faults'];

describe('rule dispatcher-list-faults', () => {
  it('points at the list and its first fault', () => {
    const [finding] = assertFindings(
      `--- kamailio.cfg
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dispatcher-list-faults
request_route { ds_select_dst("1", "4"); }
--- dispatcher.list
1 sip:192.0.2.1
1 sip:192.0.2.1
1 sip:192.0.2.2 AP
`,
      { only },
    );
    assert.match(finding?.message ?? '', /^dispatcher\.list has faults, in line 2: .*, and 1 more$/);
    assert.equal(finding?.severity, 'information');
    assert.equal(finding.related?.length, 2);
  });

  it('says nothing of a list without faults, out of reach, made from a template or not read', () => {
    const text = (parameters: string, list: string): string =>
      `--- kamailio.cfg\nloadmodule "dispatcher.so"\n${parameters}request_route { ds_select_dst("1", "4"); }\n--- ${list}`;
    const parameter = 'modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")\n';
    assertFindings(text(parameter, 'dispatcher.list\n1 sip:192.0.2.1\n'), { only });
    assertFindings(text(parameter, 'other.list\n1 sip:192.0.2.1 AP\n'), { only });
    assertFindings(text(parameter, 'dispatcher.list\n1 sip:{{ host }} AP\n'), { only });
    assertFindings(text(parameter, 'dispatcher.list.j2\n1 sip:192.0.2.1 AP\n'), { only });
    const database = 'modparam("dispatcher", "db_url", "text:///etc/kamailio")\n';
    assertFindings(text(parameter + database, 'dispatcher.list\n1 sip:192.0.2.1 AP\n'), { only });
  });
});
