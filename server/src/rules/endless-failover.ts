import { controlFlow, type ControlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { reachableFrom, walkFlow } from '../semantic/flow-states.ts';
import { routeName } from '../semantic/route-references.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { isCallOf, nameRoute, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { mentionsOf } from './shared/mentions.ts';
import { DISPATCHER_NEXT, DISPATCHER_SELECTIONS, STATEFUL_RELAYS } from './shared/request-functions.ts';

const ARMED = 1;
/** Something was asked that can end the round: another destination, a counter, a mark. */
const LIMITED = 2;
const ARM: ReadonlySet<string> = new Set(['t_on_failure']);
/** Ask about the reply or the request, which may be the same every time round. */
const SAME_EVERY_TIME: ReadonlySet<string> = new Set([
  ...STATEFUL_RELAYS,
  't_is_canceled',
  't_check_status',
  't_branch_timeout',
  't_branch_replied',
  't_any_timeout',
  't_any_replied',
  't_on_failure',
  't_on_branch',
  't_on_reply',
  'is_method',
  'has_totag',
  'append_branch',
  'xlog',
  'xinfo',
  'xdbg',
  'log',
  'record_route',
  'ds_mark_dst',
  ...['has_body', 'is_request', 'is_reply', 't_is_branch_route', 't_is_set', 'nat_uac_test', 'check_route_param'],
  ...['rtpengine_manage', 'rtpengine_offer', 'rtpengine_answer', 'rtpproxy_manage', 'add_rr_param', 'remove_hf'],
  ...['append_hf', 'set_contact_alias', 'force_rport', 'setflag', 'setbflag', 'resetflag', 'resetbflag'],
]);
/** Ask about what only the script sets. */
const FLAG_QUESTIONS: ReadonlySet<string> = new Set(['isflagset', 'isbflagset']);
const FLAG_SETTERS: ReadonlySet<string> = new Set(['setflag', 'setbflag', 'resetflag', 'resetbflag']);
const MARK: ReadonlySet<string> = new Set(['ds_mark_dst']);
/** Of the reply or the request as it came in. */
const SAME_VARIABLE =
  /^(?:"[^"$]*"|'[^'$]*'|method|status|\$\(?(?:rs|rr|rm|si|sp|fU|fu|fd|tU|ci|ua|hdr|T_reply_code)\b.*)$/;

export const endlessFailover: Rule = {
  code: 'endless-failover',
  severity: 'warning',
  category: 'routes',
  summary: 'A failure route arms itself and relays again, with nothing that ends it.',
  advice: 'Relay only while another destination is found, or count the attempts.',
  documentation: {
    why:
      'A failure route that sends the request on and arms itself runs again when that fails too. Where nothing is asked ' +
      'that changes from one round to the next, a destination that is down is tried until tm has no branches left, and ' +
      'the caller waits all that time.',
    wrong: `loadmodule "tm.so"
loadmodule "maxfwd.so"
request_route {
  $du = "sip:192.0.2.5";
  if (!mf_process_maxfwd_header("10")) exit;
  t_on_failure("BACKUP");
  t_relay();
}
failure_route[BACKUP] {
  if (t_is_canceled()) exit;
  $du = "sip:192.0.2.6";
  t_on_failure("BACKUP");
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "maxfwd.so"
request_route {
  $du = "sip:192.0.2.5";
  if (!mf_process_maxfwd_header("10")) exit;
  t_on_failure("BACKUP");
  t_relay();
}
failure_route[BACKUP] {
  if (t_is_canceled()) exit;
  $du = "sip:192.0.2.6";
  t_relay();
}
`,
  },
  check({ program }, report) {
    const flow = controlFlow(program);
    const steps = settledSteps(flow);
    const failures = [...flow.routes.keys()].filter(({ kind }) => kind === 'failure_route');
    const legs = failures.flatMap((from) => legsFrom(flow, from, failures, steps));
    const told = new Set<RouteSymbol>();
    for (const first of legs) {
      if (told.has(first.from)) continue;
      const round = findRound(first, legs);
      if (!round) continue;
      for (const { from } of round) told.add(from);
      const others = round.slice(1).map(({ from }) => nameRoute(from));
      report({
        range: rangeOfStep(first.arming),
        message:
          others.length === 0
            ? `${nameRoute(first.from)} arms itself and relays again without a limit: a destination that is down is tried over and over`
            : `${nameRoute(first.from)} arms ${others.join(', ')} and that ${nameRoute(first.from)} again, and both relay without a limit: destinations that are down are tried over and over`,
        related: [{ range: rangeOfStep(first.relay), message: 'it is relayed again here' }],
      });
    }
  },
};

/** A failure route that relays again with a failure route armed, and nothing that ends it. */
interface Leg {
  readonly from: RouteSymbol;
  readonly to: RouteSymbol;
  readonly arming: FlowNode;
  readonly relay: FlowNode;
}

function legsFrom(
  flow: ControlFlow,
  from: RouteSymbol,
  failures: readonly RouteSymbol[],
  steps: readonly FlowNode[],
): Leg[] {
  const all = reachableFrom(flow, [from]);
  const reached = steps.filter((node) => all.isReached(node));
  const setsFlags = reached.some((node) => isCallOf(node, FLAG_SETTERS));
  const marks = reached.some((node) => isCallOf(node, MARK));
  const isLimit = (node: FlowNode, outcome: boolean | undefined): boolean => {
    // Where there is no next one now, there is none the next time.
    if (isCallOf(node, DISPATCHER_NEXT)) return outcome !== false;
    if (isCallOf(node, DISPATCHER_SELECTIONS)) return marks;
    if (isCallOf(node, FLAG_QUESTIONS)) return setsFlags;
    if (node.kind === 'call') return node.call !== undefined && !SAME_EVERY_TIME.has(node.call.name);
    return node.kind === 'test' && mentionsOf(node).some((text) => !SAME_VARIABLE.test(text));
  };
  return failures.flatMap((to): Leg[] => {
    const armings = reached.filter((node) => isCallOf(node, ARM) && names(node, to));
    if (armings.length === 0) return [];
    const states = walkFlow(flow, [{ route: from, facts: 0 }], (node, outcome, facts) => {
      if (isCallOf(node, ARM)) return names(node, to) ? facts | ARMED : facts & ~ARMED;
      return isLimit(node, outcome) ? facts | LIMITED : facts;
    });
    const relay = reached.find(
      (node) => isCallOf(node, STATEFUL_RELAYS) && states.mayHold(node, (facts) => facts === ARMED),
    );
    const arming = armings.find((node) => states.mayHold(node, (facts) => (facts & LIMITED) === 0));
    return relay && arming ? [{ from, to, arming, relay }] : [];
  });
}

/** The shortest way from a leg back to where it began. */
function findRound(first: Leg, legs: readonly Leg[]): readonly Leg[] | undefined {
  const open: (readonly Leg[])[] = [[first]];
  const seen = new Set<RouteSymbol>();
  for (let way = open.shift(); way; way = open.shift()) {
    const to = way.at(-1)?.to;
    if (to === undefined || seen.has(to)) continue;
    if (to === first.from) return way;
    seen.add(to);
    for (const leg of legs) if (leg.from === to) open.push([...way, leg]);
  }
  return undefined;
}

/** Whether a call arms a block. */
function names({ call }: FlowNode, { name }: RouteSymbol): boolean {
  const [argument] = call?.node.arguments ?? [];
  const token = argument && call?.item.tokens[argument.from];
  return token !== undefined && argument?.from === argument?.to && routeName(token) === name;
}
