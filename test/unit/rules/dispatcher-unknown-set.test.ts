import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-unknown-set'];
const HEAD = `--- kamailio.cfg
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
`;

describe('rule dispatcher-unknown-set', () => {
  it('marks sets that the list does not have', () => {
    const findings = assertFindings(
      `${HEAD}#!define VOICEMAIL 7
request_route {
  ds_select_dst("3", "4");
                 ^ dispatcher-unknown-set
  ds_select_routes("1=4;5=8", "0");
                        ^ dispatcher-unknown-set
  if (ds_is_from_list("9", "2")) exit;
                       ^ dispatcher-unknown-set
  ds_select_domain(VOICEMAIL, 4);
                   ^^^^^^^^^ dispatcher-unknown-set
}
--- dispatcher.list
1 sip:192.0.2.1
2 sip:192.0.2.2
`,
      { only },
    );
    assert.match(findings[0]?.message ?? '', /^dispatcher\.list has no set 3: ds_select_dst\(\) never selects/);
    assert.match(findings[0]?.related?.[0]?.message ?? '', /the sets 1 and 2/);
  });

  it('marks the numbers that a variable gets, where nothing else uses it', () => {
    assertFindings(
      `${HEAD}request_route {
  $var(set) = 1;
  if ($rU == "a") $var(set) = 4;
                              ^ dispatcher-unknown-set
  ds_select_dst("$var(set)", "4");
  $var(other) = 5;
  $var(other) = $var(other) + 1;
  ds_select_dst("$var(other)", "4");
}
--- dispatcher.list
1 sip:192.0.2.1
`,
      { only },
    );
  });

  it('says nothing of sets that are there, all of them, known later or asked for', () => {
    assertFindings(
      `${HEAD}request_route {
  ds_select_dst("1", "4");
  ds_select_dst("$var(set)", "4");
  ds_is_from_list("-1");
  if (ds_list_exists("8")) ds_select_dst("8", "4");
}
--- dispatcher.list
1 sip:192.0.2.1
`,
      { only },
    );
  });

  it('reads the rules that a variable holds', () => {
    assertFindings(
      `${HEAD}request_route {
  $var(rules) = "3=4;1=8";
                 ^ dispatcher-unknown-set
  ds_select_routes("$var(rules)", "d");
}
--- dispatcher.list
1 sip:192.0.2.1
`,
      { only },
    );
  });

  it('says nothing where the list is not known', () => {
    const route = 'request_route { ds_select_dst("3", "4"); }\n';
    for (const [parameters, list] of [
      ['', 'other.list\n1 sip:192.0.2.1\n'],
      ['', 'dispatcher.list\n# nothing yet\n'],
      ['', 'dispatcher.list\n1 sip:192.0.2.1\n{{ more }}\n'],
      ['', 'dispatcher.list.j2\n1 sip:192.0.2.1\n'],
      ['modparam("dispatcher", "db_url", "text:///etc/kamailio")\n', 'dispatcher.list\n1 sip:192.0.2.1\n'],
      ['#!ifdef X\nmodparam("dispatcher", "db_url", "text:///x")\n#!endif\n', 'dispatcher.list\n1 sip:192.0.2.1\n'],
      ['include_file "more.cfg"\n', 'dispatcher.list\n1 sip:192.0.2.1\n'],
    ] as const) {
      assertFindings(`${HEAD}${parameters}${route}--- ${list}`, { only });
    }
  });
});
