import type { Rule } from './rule.ts';
import { undefinedRoutes } from './shared/undefined-routes.ts';

export const undefinedArmedRoute: Rule = {
  code: 'undefined-armed-route',
  severity: 'warning',
  category: 'routes',
  summary: 'A route block is set for later that does not exist: Kamailio starts, and nothing is called.',
  advice: 'Correct the name, or add the route block.',
  documentation: {
    why: `\`t_on_failure()\` and its kin make an empty block of a name that has none. Kamailio starts, at most with a line in the
log, and when the moment comes nothing runs: no failover, no NAT handling of replies.`,
    wrong: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "maxfwd.so"
loadmodule "siputils.so"
loadmodule "pv.so"
loadmodule "textops.so"

request_route {
    if (!mf_process_maxfwd_header("10")) exit;
    if (uri != myself) exit;
    t_on_failure("TRUNK");
    t_relay();
}

failure_route[TRUNKS] {
    exit;
}
`,
    right: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "maxfwd.so"
loadmodule "siputils.so"
loadmodule "pv.so"
loadmodule "textops.so"

request_route {
    if (!mf_process_maxfwd_header("10")) exit;
    if (uri != myself) exit;
    t_on_failure("TRUNK");
    t_relay();
}

failure_route[TRUNK] {
    exit;
}
`,
  },
  check(analysis, report) {
    for (const { absent, finding } of undefinedRoutes(analysis)) if (absent === 'warned') report(finding);
  },
};
