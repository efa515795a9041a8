import { controlFlow, entryPoints, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { isCallOf, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { STATEFUL_RELAYS } from './shared/request-functions.ts';
import { isImpossible } from './shared/request-kind.ts';
import { hasForeignScript, isMainRoute, mayStandElsewhere } from './shared/whole-program.ts';
import { rangeOfToken } from '../semantic/symbols.ts';

const CALL = { method: 'INVITE', hasToTag: false };
const RECORDED = 1;
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
    if (!loose || hasForeignScript(analysis) || mayStandElsewhere(analysis, /\brecord_route/)) return;
    const flow = controlFlow(program);
    const steps = settledSteps(flow);
    const recording = steps.filter(isRecording);
    // What a block does that goes on with a suspended request comes behind what was recorded before.
    const entries = entryPoints(program)
      .filter((route) => isMainRoute(route) || (recording.length === 0 && route.kind === 'route'))
      .map((route) => ({ route, facts: 0 }));
    const follows = new Set(LOOSE);
    const states = walkFlow(flow, entries, (node, outcome, facts) => {
      // A call that names this proxy in a Route header was sent here on purpose.
      if (isImpossible(node, outcome, CALL) || (outcome === true && isCallOf(node, follows))) return undefined;
      return isRecording(node) ? facts | RECORDED : facts;
    });
    const relays = steps.filter((node) => isCallOf(node, STATEFUL_RELAYS) && states.isReached(node));
    const [relay] = relays;
    if (!relay || relays.some((node) => states.mayHold(node, (facts) => facts === RECORDED))) return;
    const [first] = recording;
    if (first) {
      // What other blocks do, such as branch routes, is not followed.
      const followed = walkFlow(flow, entries, (_node, _outcome, facts) => facts);
      if (!recording.every((node) => followed.isReached(node))) return;
      report({
        range: rangeOfStep(first),
        message: 'no call gets here before it is relayed, so no request of its dialog comes back',
        related: [
          { range: rangeOfStep(relay), message: 'calls are relayed here' },
          { range: rangeOfToken(loose.token), message: 'requests of dialogs are waited for here' },
        ],
      });
      return;
    }
    report({
      range: rangeOfToken(loose.token),
      message: 'no request of a dialog comes back here: calls are relayed without record_route()',
    });
  },
};

function isRecording({ kind, call }: FlowNode): boolean {
  return kind === 'call' && call?.name.startsWith('record_route') === true;
}
