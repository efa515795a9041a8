import { controlFlow, entryPoints, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow, type FlowStates } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { isCallOf, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { mentionsOf } from './shared/mentions.ts';
import { isImpossible } from './shared/request-kind.ts';
import { isMainRoute } from './shared/whole-program.ts';

const EXCHANGES: ReadonlySet<string> = new Set([
  'rtpengine_offer',
  'rtpengine_answer',
  'rtpproxy_offer',
  'rtpproxy_answer',
]);
/** Requests that these are called for, and that may come without SDP. */
const REQUESTS = [
  { method: 'INVITE', hasToTag: undefined },
  { method: 'ACK', hasToTag: true },
  { method: 'UPDATE', hasToTag: true },
  { method: 'PRACK', hasToTag: true },
];
const ASKED = 1;

export const offerWithoutSdp: Rule = {
  code: 'offer-without-sdp',
  severity: 'warning',
  category: 'calls',
  summary: 'The media relay is asked about a body that the request may not have.',
  advice:
    'Ask has_body("application/sdp") first, or use rtpengine_manage() or rtpproxy_manage(), which look themselves.',
  documentation: {
    why:
      'An INVITE may come without an offer, and most ACKs have no body at all. The offer and answer functions then log ' +
      'an error and fail for a call that is in order; what the script does about that failure often ends the call.',
    wrong: `loadmodule "textops.so"
loadmodule "rtpengine.so"
modparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:2223")
request_route {
  if (method == "INVITE") {
    rtpengine_offer();
  }
}
`,
    right: `loadmodule "textops.so"
loadmodule "rtpengine.so"
modparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:2223")
request_route {
  if (method == "INVITE" && has_body("application/sdp")) {
    rtpengine_offer();
  }
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const flow = controlFlow(program);
    const calls = settledSteps(flow).filter((node) => isCallOf(node, EXCHANGES));
    if (calls.length === 0) return;
    const entries = entryPoints(program)
      .filter((route) => isMainRoute(route) || route.kind === 'branch_route' || route.kind === 'failure_route')
      .map((route) => ({ route, facts: 0 }));
    const marks = settledSteps(flow).filter((node) => isCallOf(node, MARKING));
    const told = new Set<FlowNode>();
    for (const request of REQUESTS) {
      const walk = (asks: (node: FlowNode) => boolean): FlowStates =>
        walkFlow(flow, entries, (node, outcome, facts) => {
          if (isImpossible(node, outcome, request)) return undefined;
          return asks(node) ? facts | ASKED : facts;
        });
      // A flag that is set only where nothing has looked at the body yet says nothing of it.
      const before = walk(asksForBody);
      const silent = flagsOf(marks.filter((node) => before.isReached(node)));
      for (const node of marks)
        if (!before.isReached(node) || before.mayHold(node, (facts) => facts === ASKED)) silent.delete(flagOf(node));
      const states = walk((node) => asksForBody(node) && !(isCallOf(node, FLAG_QUESTIONS) && silent.has(flagOf(node))));
      for (const node of calls) {
        if (told.has(node) || !node.call || !states.mayHold(node, (facts) => facts === 0)) continue;
        if (callTargets(analysis).get(node.call)?.kind !== 'module') continue;
        told.add(node);
        report({
          range: rangeOfStep(node),
          message: `an ${request.method} without SDP gets here, and ${node.call.name}() fails for it; ask has_body("application/sdp") first`,
        });
      }
    }
  },
};

const MARKING: ReadonlySet<string> = new Set(['setflag', 'resetflag', 'setbflag', 'resetbflag']);

const FLAG_QUESTIONS: ReadonlySet<string> = new Set(['isflagset', 'isbflagset']);

/** The flag of a call, as it is written. */
function flagOf({ call }: FlowNode): string {
  const [argument] = call?.node.arguments ?? [];
  return (argument && call?.item.tokens[argument.from]?.image.replaceAll('"', '')) ?? '';
}

function flagsOf(nodes: readonly FlowNode[]): Set<string> {
  return new Set(nodes.map(flagOf));
}

/** Whether a step looks at the body, or at a mark that may stand for such a look. */
function asksForBody(node: FlowNode): boolean {
  if ((node.kind !== 'call' && node.kind !== 'test') || isCallOf(node, MARKING)) return false;
  return mentionsOf(node).some((text) =>
    /body|sdp|content|^\$\(?(?:rb|cT|ct|bs|cl|mb|msg)\b|flag|var\(|avp\(/i.test(text),
  );
}
