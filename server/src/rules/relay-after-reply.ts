import { controlFlow, entryPoints, type ControlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow, type FlowEntry, type FlowStates } from '../semantic/flow-states.ts';
import type { AnyNode } from '../syntax/tree.ts';
import { childrenOf, walk } from '../syntax/tree.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { isReadBehind } from './shared/asked-results.ts';
import { constantArgument } from './shared/constant-text.ts';
import { isCallOf, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { mentionsOf } from './shared/mentions.ts';
import { CODED_REPLIES, STATEFUL_RELAYS } from './shared/request-functions.ts';
import { isImpossible, outcomeFor, type RequestKind } from './shared/request-kind.ts';

const REPLIED = 1;
/** What requests are told apart by most often: a way is taken as one of these, never as two at once. */
const METHODS = ['INVITE', 'REGISTER', 'SUBSCRIBE', 'OPTIONS', 'MESSAGE', 'BYE'];
/** Functions that send a final reply whose code is not given: a challenge is one. */
const ERROR_REPLIES: ReadonlySet<string> = new Set([
  'sl_reply_error',
  'auth_challenge',
  'www_challenge',
  'proxy_challenge',
]);
const MARKS: ReadonlySet<string> = new Set(['setflag', 'resetflag', 'setavpflag', 'setbflag', 'sht_inc']);

export const relayAfterReply: Rule = {
  code: 'relay-after-reply',
  severity: 'warning',
  category: 'routes',
  summary: 'A request is refused with a final reply, and relayed all the same.',
  advice: 'End the script behind the reply with exit.',
  documentation: {
    why:
      'A reply does not end the script. Where it goes on to `t_relay()`, the caller has been told that the call failed, ' +
      'and the request is sent on as well: the callee rings for somebody who has hung up, and a refusal that was meant ' +
      'as a protection protects nothing.',
    wrong: `loadmodule "pv.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "maxfwd.so"
request_route {
  $du = "sip:192.0.2.5";
  if (!mf_process_maxfwd_header("10")) exit;
  if ($rU =~ "^00900") {
    sl_send_reply("403", "Not allowed");
  }
  t_relay();
}
`,
    right: `loadmodule "pv.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "maxfwd.so"
request_route {
  $du = "sip:192.0.2.5";
  if (!mf_process_maxfwd_header("10")) exit;
  if ($rU =~ "^00900") {
    sl_send_reply("403", "Not allowed");
    exit;
  }
  t_relay();
}
`,
  },
  check({ program }, report) {
    const flow = controlFlow(program);
    const steps = settledSteps(flow);
    const asked = new Set(steps.flatMap((node) => (node.targets && isReadBehind(node) ? node.targets : [])));
    const replies = steps.filter((node) => isFinalReply(node) && !isRemembered(node, asked));
    if (replies.length === 0) return;
    const entries = entryPoints(program).map((route) => ({ route, facts: 0 }));
    const relays = steps.filter((node) => isCallOf(node, STATEFUL_RELAYS));
    // All at once first: most configurations have none, and need no look at each.
    if (!findRelay(flow, entries, relays, new Set(replies))) return;
    for (const reply of replies) {
      const relay = findRelay(flow, entries, relays, new Set([reply]));
      if (!relay || isLookedAtBehind(reply, entries, steps, flow)) continue;
      report({
        range: rangeOfStep(reply),
        message: 'the script goes on behind this final reply, and relays the request as well',
        related: [{ range: rangeOfStep(relay), message: 'it is relayed here' }],
      });
    }
  },
};

/** A relay that a request gets to behind one of some replies. */
function findRelay(
  flow: ControlFlow,
  entries: readonly FlowEntry[],
  relays: readonly FlowNode[],
  replies: ReadonlySet<FlowNode>,
): FlowNode | undefined {
  const [only] = replies;
  const asked = new Set(only && replies.size === 1 ? conditionsAround(only) : []);
  /** What a condition has asked before the reply it may ask again behind it, to tell the ways apart. */
  const isAskedAgain = (node: FlowNode, request: RequestKind): boolean =>
    outcomeFor(node, request) === undefined && asked.has(textOf(node));
  for (const method of METHODS) {
    const request = { method, hasToTag: undefined };
    const states: FlowStates = walkFlow(flow, entries, (node, outcome, facts) => {
      if (isImpossible(node, outcome, request)) return undefined;
      if ((facts & REPLIED) !== 0 && (isFinalReply(node) || isAskedAgain(node, request))) return undefined;
      return replies.has(node) && outcome !== false ? facts | REPLIED : facts;
    });
    const relay = relays.find((node) => states.mayHold(node, (facts) => (facts & REPLIED) !== 0));
    if (relay) return relay;
  }
  return undefined;
}

function isFinalReply(node: FlowNode): boolean {
  if (isCallOf(node, ERROR_REPLIES)) return true;
  if (!isCallOf(node, CODED_REPLIES) || !node.call) return false;
  const code = Number(constantArgument(node.call, 0)?.text);
  return code >= 200 && code <= 699;
}

/**
 * Whether what follows can know of the reply: it writes something beside, or returns a value that is asked for.
 * @param asked the blocks whose value is read as `$rc` where they are called
 */
function isRemembered(reply: FlowNode, asked: ReadonlySet<RouteSymbol>): boolean {
  const { statements, isAsked } = surroundings(reply);
  if (isAsked || statements.some((statement) => marks(statement, reply))) return true;
  return asked.has(reply.flow.symbol) && statements.some((statement) => givesValue(statement));
}

function givesValue(node: AnyNode): boolean {
  return node.kind === 'leave' ? node.value !== undefined : childrenOf(node).some((child) => givesValue(child));
}

function marks(node: AnyNode, reply: FlowNode): boolean {
  if (node.kind === 'call' && MARKS.has(reply.flow.symbol.item.tokens[node.name]?.image ?? '')) return true;
  return childrenOf(node).some((child) => marks(child, reply));
}

/** What is written beside a reply, as it is written there. */
function writtenBeside(reply: FlowNode): readonly string[] {
  const { tokens } = reply.flow.symbol.item;
  const found: string[] = [];
  for (const statement of surroundings(reply).statements) {
    walk(statement, (node) => {
      if (node.kind === 'assignment' || node.kind === 'assignmentExpression')
        found.push((tokens[node.target.from]?.image ?? '').replace(/^\$\(?|\)$/g, ''));
    });
  }
  return found;
}

/** Whether something behind a reply looks at what was written beside it. */
function isLookedAtBehind(
  reply: FlowNode,
  entries: readonly FlowEntry[],
  steps: readonly FlowNode[],
  flow: ControlFlow,
): boolean {
  const names = writtenBeside(reply);
  if (names.length === 0) return false;
  const states = walkFlow(flow, entries, (node, _outcome, facts) => (node === reply ? facts | REPLIED : facts));
  return steps.some(
    (node) =>
      /^(?:test|case|call|route|leave)$/.test(node.kind) &&
      states.mayHold(node, (facts) => (facts & REPLIED) !== 0) &&
      (node.kind !== 'leave' || node.node !== node.flow.symbol.node) &&
      mentionsOf(node).some((text) => names.some((name) => text.includes(name))),
  );
}

/** The statements beside a reply, in the innermost list that a condition leads to. */
function surroundings(reply: FlowNode): { statements: readonly AnyNode[]; isAsked: boolean } {
  const path = pathTo(reply.flow.symbol.node, reply.node);
  const list = path.findLast((node) => node.kind === 'block' || node.kind === 'case');
  const isAsked = path.some((node, index) => node.kind === 'if' && isWithin(node, path[index + 1], 'condition'));
  return { statements: list && list !== reply.flow.symbol.node.body ? childrenOf(list) : [], isAsked };
}

function isWithin(node: AnyNode, child: AnyNode | undefined, part: 'condition'): boolean {
  return node.kind === 'if' && node.clauses.some((clause) => clause[part] === child);
}

/** The texts of the conditions that a step stands under, in its own block. */
function conditionsAround(step: FlowNode): string[] {
  return pathTo(step.flow.symbol.node, step.node).flatMap((node) => {
    if (node.kind === 'if') return node.clauses.flatMap(({ condition }) => (condition ? textsIn(condition, step) : []));
    return node.kind === 'switch' && node.subject ? textsIn(node.subject, step) : [];
  });
}

function textsIn(node: AnyNode, step: FlowNode): string[] {
  return [written(node, step), ...childrenOf(node).flatMap((child) => textsIn(child, step))];
}

function textOf(step: FlowNode): string {
  return step.kind === 'test' || step.kind === 'call' ? written(step.node, step) : '';
}

function written({ from, to }: AnyNode, { flow }: FlowNode): string {
  return flow.symbol.item.tokens
    .slice(from, to + 1)
    .map(({ image }) => image)
    .join(' ');
}

/** The nodes from one down to another that it holds, without the last. */
function pathTo(root: AnyNode, wanted: AnyNode): AnyNode[] {
  const path: AnyNode[] = [];
  let node: AnyNode | undefined = root;
  while (node && node !== wanted) {
    path.push(node);
    node = childrenOf(node).find((child): boolean => child.from <= wanted.from && child.to >= wanted.to);
  }
  return path;
}
