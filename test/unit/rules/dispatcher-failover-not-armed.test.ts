import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-failover-not-armed'];
const MODULES = ['tm', 'sl', 'textops', 'dispatcher'].map((name) => `loadmodule "${name}.so"\n`).join('');
const NEXT = 'failure_route[NEXT] { if (ds_next_dst()) { t_on_failure("NEXT"); route(RELAY); } }\n';
const RELAY = 'route[RELAY] { if (!t_relay()) sl_reply_error(); exit; }\n';

describe('rule dispatcher-failover-not-armed', () => {
  it('marks the selection that is relayed without the failure route', () => {
    assertFindings(
      `${MODULES}
request_route {
  if ($rU == "a") {
    if (ds_select_domain("2", "4")) { t_on_failure("NEXT"); route(RELAY); }
  }
  if (!ds_select_dst("1", "4")) exit;
       ^^^^^^^^^^^^^ dispatcher-failover-not-armed
  route(RELAY);
}
${RELAY}${NEXT}`,
      { only },
    );
  });

  it('looks at calls: other requests need no failover', () => {
    assertFindings(
      `${MODULES}
request_route {
  ds_select_dst("1", "4");
  if (is_method("INVITE")) t_on_failure("NEXT");
  route(RELAY);
}
${RELAY}${NEXT}`,
      { only },
    );
  });

  it('knows that a block may be armed already', () => {
    assertFindings(
      `${MODULES}
request_route { ds_select_dst("1", "4"); route(RELAY); }
route[RELAY] { if (!t_is_set("failure_route")) t_on_failure("NEXT"); t_relay(); exit; }
${NEXT}`,
      { only },
    );
  });

  it('says nothing where no failure route tries the next destination', () => {
    assertFindings(`${MODULES}request_route { ds_select_dst("1", "4"); route(RELAY); }\n${RELAY}`, { only });
  });

  it('marks a failure route that is not armed again for the third destination', () => {
    const list = (count: number): string =>
      Array.from({ length: count }, (_, index) => `1 sip:192.0.2.${index + 1}\n`).join('');
    const script = (severity: string): string => `--- kamailio.cfg
${MODULES}modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  route(ANOTHER);
}
route[ANOTHER] {
  if (ds_next_dst()) {
${severity}    t_relay();
    exit;
  }
}
--- dispatcher.list
`;
    assertFindings(script('      ^^^^^^^^^^^ dispatcher-failover-not-armed\n') + list(3), { only });
    assertFindings(script('') + list(2), { only });
    assertFindings(script('    t_on_failure("NEXT");\n') + list(3), { only });
  });

  it('counts the destinations of all rules, up to the limit', () => {
    const script = (selection: string, marks: string): string => `--- kamailio.cfg
${MODULES}modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
modparam("dispatcher", "flags", 2)
request_route {
  if (!${selection}) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  if (ds_next_dst()) {
${marks}    t_relay();
  }
}
--- dispatcher.list
1 sip:192.0.2.1
1 sip:192.0.2.2
2 sip:192.0.2.3
`;
    const marks = '      ^^^^^^^^^^^ dispatcher-failover-not-armed\n';
    const [finding] = assertFindings(script('ds_select_routes("1=4;2=8", "d")', marks), { only });
    assert.equal(finding?.severity, 'warning');
    assertFindings(script('ds_select_routes("1=4;2=8", "d", "2")', ''), { only });
  });

  it('marks a selection that is sent on without a transaction', () => {
    const [finding] = assertFindings(
      `${MODULES}
request_route {
  if (!ds_select_dst("1", "4")) exit;
       ^^^^^^^^^^^^^ dispatcher-failover-not-armed
  t_on_failure("NEXT");
  forward();
}
${NEXT}${RELAY}`,
      { only },
    );
    assert.match(finding?.message ?? '', /forward\(\), which keeps no transaction/);
  });

  it('knows what a failure route runs behind, and that it is a call that failed', () => {
    assertFindings(
      `--- kamailio.cfg
${MODULES}modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (ds_next_dst()) {
    route(SEND);
  } else if (ds_select_dst("2", "4")) {
    t_on_failure("LAST");
    t_relay();
  }
}
failure_route[LAST] {
  if (ds_next_dst()) t_relay();
}
route[SEND] {
  if (is_method("INVITE") && !t_is_set("failure_route")) t_on_failure("NEXT");
  t_relay();
  exit;
}
--- dispatcher.list
1 sip:192.0.2.1
1 sip:192.0.2.2
1 sip:192.0.2.3
2 sip:192.0.2.4
2 sip:192.0.2.5
`,
      { only },
    );
  });
});
