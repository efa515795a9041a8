import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, entryPoints, type ControlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { reachableFrom, walkFlow } from '../semantic/flow-states.ts';
import { rangeOfToken, type RouteSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { isCallOf, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { mentionsOf } from './shared/mentions.ts';
import { factsOf } from './shared/program-facts.ts';
import { RELAYS } from './shared/request-functions.ts';
import { isImpossible } from './shared/request-kind.ts';
import { hasForeignScript, isMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

const CALL = { method: 'INVITE', hasToTag: false };
const COUNTED = 1;

export const missingMaxForwardsCheck: Rule = {
  code: 'missing-max-forwards-check',
  severity: 'warning',
  category: 'operations',
  summary: 'Requests are relayed without counting down Max-Forwards.',
  advice: 'Call mf_process_maxfwd_header("10") of module maxfwd first, and answer 483 where it fails.',
  documentation: {
    why:
      'Kamailio does not touch Max-Forwards by itself. A request that two proxies send to each other then goes round ' +
      'until something breaks; one wrong DNS record or alias is enough. Where a configuration neither loads `maxfwd` nor ' +
      'record-routes, it may be no more than a redirection, and the finding is of severity information, as it is where no ' +
      'new call is relayed.',
    wrong: `loadmodule "tm.so"
loadmodule "maxfwd.so"
request_route {
  $du = "sip:192.0.2.5";
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "maxfwd.so"
request_route {
  if (!mf_process_maxfwd_header("10")) {
    sl_send_reply("483", "Too Many Hops");
    exit;
  }
  $du = "sip:192.0.2.5";
  t_relay();
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const flow = controlFlow(program);
    const request = entryPoints(program).find(isMainRoute);
    const steps = settledSteps(flow);
    if (!request || hasForeignScript(analysis)) return;
    const counting = new Set(steps.filter(looksAtHops));
    if (counting.size === 0 && mayStandElsewhere(analysis, /\bmf_process_maxfwd|\bmaxfwd/)) return;
    const states = walkFlow(flow, [{ route: request, facts: 0 }], (node, outcome, facts) => {
      if (counting.size > 0 && isImpossible(node, outcome, CALL)) return undefined;
      return counting.has(node) ? facts | COUNTED : facts;
    });
    const relays = steps.filter((node) => isCallOf(node, RELAYS) && states.isReached(node));
    const [relay] = relays;
    if (!relay || relays.some((node) => states.mayHold(node, (facts) => facts === COUNTED))) return;
    // What other blocks look at, such as branch routes, is not followed.
    const followed = reachableFrom(flow, [request]);
    if (![...counting].every((node) => followed.isReached(node))) return;
    const what = counting.size > 0 ? 'calls' : 'requests';
    const isSure = counting.size > 0 || (isProxy(analysis) && relaysCalls(flow, request, relays));
    report({
      range: rangeOfToken(request.keyword),
      ...(isSure ? {} : { severity: 'information' as const }),
      message: `${what} are relayed without a look at Max-Forwards: one that comes back goes round without end`,
      related: [{ range: rangeOfStep(relay), message: 'they are relayed here' }],
    });
  },
};

function relaysCalls(flow: ControlFlow, request: RouteSymbol, relays: readonly FlowNode[]): boolean {
  const states = walkFlow(flow, [{ route: request, facts: 0 }], (node, outcome, facts) =>
    isImpossible(node, outcome, CALL) ? undefined : facts,
  );
  return relays.some((node) => states.isReached(node));
}

/** Whether this is a proxy in earnest, though it counts no hops: it was to do so, or stays in the way of dialogs. */
function isProxy(analysis: Analysis): boolean {
  if (factsOf(analysis).isLoaded('maxfwd')) return true;
  return callsOf(analysis, 'rr', /^(?:loose_route|record_route)/).length > 0;
}

/** Whether a step counts the hops of a request down, or looks at what is left of them. */
function looksAtHops(node: FlowNode): boolean {
  // The first and the last step of a block are the whole of it.
  if (node.kind === 'start' || node.kind === 'leave') return false;
  return mentionsOf(node).some((text) =>
    /^(?:mf_|is_maxfwd|max_forward|maxfwd|process_maxfwd|\$\(?mf\b|\$\(?hdr\(Max-Forwards\))/i.test(text),
  );
}
