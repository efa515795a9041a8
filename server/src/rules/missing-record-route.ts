import { controlFlow, entryPoints } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { isCallOf, settledSteps } from './shared/flow-places.ts';
import { STATEFUL_RELAYS } from './shared/request-functions.ts';
import { isImpossible } from './shared/request-kind.ts';
import { hasForeignScript, mayStandElsewhere } from './shared/whole-program.ts';
import { rangeOfToken } from '../semantic/symbols.ts';

const CALL = { method: 'INVITE', hasToTag: false };
const LOOSE = ['loose_route', 'loose_route_mode', 'loose_route_preloaded'];

export const missingRecordRoute: Rule = {
  code: 'missing-record-route',
  severity: 'warning',
  category: 'operations',
  summary: 'Requests within dialogs are waited for, but no request asks them to come this way.',
  advice: 'Call record_route() for the requests that begin dialogs, before they are relayed.',
  documentation: {
    why:
      '`loose_route()` handles BYE, re-INVITE and the other requests of a dialog that name this proxy in a Route header. ' +
      'They do so only when the INVITE carried a Record-Route header of it; without `record_route()` the two ends talk to ' +
      'each other directly, and accounting, NAT handling and dialog state never see the end of a call.',
    wrong: `loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "maxfwd.so"
request_route {
  if (!mf_process_maxfwd_header("10")) exit;
  if (loose_route()) {
    t_relay();
    exit;
  }
  $du = "sip:192.0.2.5";
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "maxfwd.so"
request_route {
  if (!mf_process_maxfwd_header("10")) exit;
  if (loose_route()) {
    t_relay();
    exit;
  }
  record_route();
  $du = "sip:192.0.2.5";
  t_relay();
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const [loose] = callsOf(analysis, 'rr', LOOSE);
    if (!loose || callsOf(analysis, 'rr', /^record_route/).length > 0) return;
    if (hasForeignScript(analysis) || mayStandElsewhere(analysis, /\brecord_route/)) return;
    const flow = controlFlow(program);
    const entries = entryPoints(program)
      .filter(({ kind }) => kind === 'request_route' || kind === 'route')
      .map((route) => ({ route, facts: 0 }));
    const follows = new Set(LOOSE);
    // A call that names this proxy in a Route header was sent here on purpose.
    const states = walkFlow(flow, entries, (node, outcome, facts) =>
      isImpossible(node, outcome, CALL) || (outcome === true && isCallOf(node, follows)) ? undefined : facts,
    );
    const isRelayed = settledSteps(flow).some((node) => isCallOf(node, STATEFUL_RELAYS) && states.isReached(node));
    if (!isRelayed) return;
    report({
      range: rangeOfToken(loose.token),
      message: 'no request of a dialog comes back here: calls are relayed without record_route()',
    });
  },
};
