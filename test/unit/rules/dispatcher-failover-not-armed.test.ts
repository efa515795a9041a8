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
});
