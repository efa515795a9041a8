import { controlFlow, entryPoints, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow, type FlowStates } from '../semantic/flow-states.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantArgument } from './shared/constant-text.ts';
import { constantValue } from './shared/constants.ts';
import { plainVariable } from './shared/variable-values.ts';
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
    checkReplies(analysis, calls, report);
    const entries = entryPoints(program)
      .filter((route) => isMainRoute(route) || route.kind === 'branch_route' || route.kind === 'failure_route')
      .map((route) => ({ route, facts: 0 }));
    const marks = settledSteps(flow).filter((node) => markOf(node) !== undefined);
    const told = new Set<FlowNode>();
    for (const request of REQUESTS) {
      const walk = (asks: (node: FlowNode) => boolean): FlowStates =>
        walkFlow(flow, entries, (node, outcome, facts) => {
          if (isImpossible(node, outcome, request)) return undefined;
          return asks(node) ? facts | ASKED : facts;
        });
      // A flag or variable that is set only where nothing has looked at the body yet says nothing of it; nor does then
      // one that is set behind a question for such a one.
      let silent: ReadonlySet<string> = new Set();
      for (let round = 0; round < ROUNDS; round++) {
        const found = silentMarks(
          marks,
          walk((node) => asksForBody(node, silent)),
        );
        if (found.size === silent.size) break;
        silent = found;
      }
      const states = walk((node) => asksForBody(node, silent));
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

/** A reply that comes without SDP as often as with it. */
const RINGING = '180';

/** Ringing is told without a body by most phones, and what fails then is seen in the log only. */
function checkReplies(analysis: Analysis, calls: readonly FlowNode[], report: (finding: RuleFinding) => void): void {
  const entries = entryPoints(analysis.program)
    .filter(({ kind }) => kind === 'onreply_route' || kind === 'reply_route')
    .map((route) => ({ route, facts: 0 }));
  const states = walkFlow(controlFlow(analysis.program), entries, (node, outcome, facts) => {
    const takes = takesRinging(node);
    if (takes !== undefined && outcome !== undefined && takes !== outcome) return undefined;
    return asksForBody(node, new Set()) ? facts | ASKED : facts;
  });
  for (const node of calls) {
    if (!node.call || !states.mayHold(node, (facts) => facts === 0)) continue;
    if (callTargets(analysis).get(node.call)?.kind !== 'module') continue;
    report({
      range: rangeOfStep(node),
      severity: 'information',
      message: `a ${RINGING} without SDP gets here, and ${node.call.name}() logs an error and fails for it; ask has_body("application/sdp") first`,
    });
  }
}

/** The truth value of a question for the reply code, when the reply is that of ringing. */
function takesRinging(node: FlowNode): boolean | undefined {
  const { item } = node.flow.symbol;
  if (isCallOf(node, new Set(['t_check_status'])) && node.call) return isMatch(constantArgument(node.call, 0)?.text);
  if (node.kind !== 'test' || node.node.kind !== 'binary') return undefined;
  const { left, right, operator } = node.node;
  const isStatus = item.tokens[left.from]?.image === 'status' || plainVariable(left, item.tokens) === 'rs';
  const value = isStatus ? constantValue(right, item.tokens) : undefined;
  if (value === undefined) return undefined;
  switch (item.tokens[operator]?.image) {
    case '==':
      return String(value) === RINGING;
    case '!=':
      return String(value) !== RINGING;
    case '<':
      return Number(RINGING) < Number(value);
    case '<=':
      return Number(RINGING) <= Number(value);
    case '>':
      return Number(RINGING) > Number(value);
    case '>=':
      return Number(RINGING) >= Number(value);
    case '=~':
      return isMatch(String(value));
    default:
      return undefined;
  }
}

/** Whether an expression for reply codes fits; nothing for one that is more than such expressions are. */
function isMatch(expression: string | undefined): boolean | undefined {
  if (expression === undefined || !/^[\^$()|0-9[\].?*+-]*$/.test(expression)) return undefined;
  try {
    return new RegExp(expression).test(RINGING);
  } catch {
    return undefined;
  }
}

const MARKING: ReadonlySet<string> = new Set(['setflag', 'resetflag', 'setbflag', 'resetbflag']);
const FLAG_QUESTIONS: ReadonlySet<string> = new Set(['isflagset', 'isbflagset']);
const BODY = /body|sdp|content|^\$\(?(?:rb|cT|ct|bs|cl|mb|msg)\b/i;
const VARIABLE = /\$\(?((?:var|avp)\([^(){}]*\))/g;

/** How often marks are looked at anew: how many that hang on each other are followed. */
const ROUNDS = 4;

/** The flags and variables that are set only where nothing has looked at the body. */
function silentMarks(marks: readonly FlowNode[], before: FlowStates): Set<string> {
  const silent = new Set(marks.filter((node) => before.isReached(node)).map((node) => markOf(node) ?? ''));
  for (const node of marks) {
    if (saysSomething(node) || !before.isReached(node) || before.mayHold(node, (facts) => facts === ASKED))
      silent.delete(markOf(node) ?? '');
  }
  return silent;
}

/** The flag or variable that a step sets, as it is written. */
function markOf(node: FlowNode): string | undefined {
  if (isCallOf(node, MARKING)) return flagOf(node);
  if (node.kind !== 'assignment' || (node.node.kind !== 'assignment' && node.node.kind !== 'assignmentExpression'))
    return undefined;
  const [mark] = variablesIn(node.flow.symbol.item.tokens[node.node.target.from]?.image ?? '');
  return mark;
}

/** Whether what is written to a variable may come from the body or from another variable. */
function saysSomething({ kind, node, flow }: FlowNode): boolean {
  if (kind !== 'assignment' || (node.kind !== 'assignment' && node.kind !== 'assignmentExpression')) return false;
  const { tokens } = flow.symbol.item;
  return tokens
    .slice(node.target.to + 1, node.to + 1)
    .some(({ image }) => BODY.test(image) || variablesIn(image).length > 0);
}

/** The flag of a call, as it is written. */
function flagOf({ call }: FlowNode): string {
  const [argument] = call?.node.arguments ?? [];
  return (argument && call?.item.tokens[argument.from]?.image.replaceAll('"', '')) ?? '';
}

function variablesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name = '']) => name);
}

/** Whether a step looks at the body, or at a mark that may stand for such a look; those that are silent do not. */
function asksForBody(node: FlowNode, silent: ReadonlySet<string>): boolean {
  if ((node.kind !== 'call' && node.kind !== 'test') || isCallOf(node, MARKING)) return false;
  if (isCallOf(node, FLAG_QUESTIONS)) return !silent.has(flagOf(node));
  return mentionsOf(node).some(
    (text) => BODY.test(text) || /flag/i.test(text) || variablesIn(text).some((name) => !silent.has(name)),
  );
}
