import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-next-not-tried'];
const HEAD = `--- kamailio.cfg
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
`;
const FLAGS = 'modparam("dispatcher", "flags", 2)\n';
const ROUTES = `request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
`;
const LIST = '--- dispatcher.list\n1 sip:192.0.2.1\n1 sip:192.0.2.2\n2 sip:192.0.2.3\n';

describe('rule dispatcher-next-not-tried', () => {
  it('marks a failure route that only notes the failure', () => {
    assertFindings(
      `${HEAD}${FLAGS}${ROUTES}failure_route[NEXT] {
  if (t_is_canceled()) exit;
  ds_mark_dst("ip");
  ^^^^^^^^^^^ dispatcher-next-not-tried
}
${LIST}`,
      { only },
    );
  });

  it('looks at each failure route by itself', () => {
    assertFindings(
      `${HEAD}${FLAGS}request_route {
  if (ds_select_dst("1", "4")) { t_on_failure("NEXT"); t_relay(); exit; }
  if (!ds_select_dst("2", "4")) exit;
  t_on_failure("OTHER");
  t_relay();
}
failure_route[NEXT] { ds_mark_dst("ip"); }
                      ^^^^^^^^^^^ dispatcher-next-not-tried
failure_route[OTHER] { ds_mark_dst("ip"); if (ds_next_dst()) t_relay(); }
${LIST}`,
      { only },
    );
  });

  it('marks a next destination that nothing is sent to', () => {
    assertFindings(
      `${HEAD}${FLAGS}${ROUTES}failure_route[NEXT] {
  if (t_is_canceled()) exit;
  if (ds_next_dst()) {
      ^^^^^^^^^^^ dispatcher-next-not-tried
    t_on_failure("NEXT");
  }
}
${LIST}`,
      { only },
    );
  });

  it('is silent where there is no other destination, or the call goes elsewhere', () => {
    const failure = (body: string): string => `failure_route[NEXT] { ds_mark_dst("ip"); ${body} }\n`;
    for (const text of [
      `${HEAD}${FLAGS}${ROUTES}${failure('if (ds_next_dst()) t_relay();')}${LIST}`,
      `${HEAD}${FLAGS}${ROUTES}${failure('$du = "sip:192.0.2.9"; t_relay();')}${LIST}`,
      `${HEAD}${FLAGS}${ROUTES.replace('"1"', '"2"')}${failure('exit;')}${LIST}`,
      `${HEAD}${FLAGS}${ROUTES.replace('"1"', '"$var(set)"')}${failure('exit;')}${LIST}`,
      `${HEAD}${ROUTES}${failure('exit;')}${LIST}`,
    ]) {
      assertFindings(text, { only });
    }
  });
});
