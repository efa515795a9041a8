import { controlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { reachableFrom } from '../semantic/flow-states.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantArgument } from './shared/constant-text.ts';
import { isCallOf, nameRoute, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { mentionsOf } from './shared/mentions.ts';
import { DISPATCHER_NEXT } from './shared/request-functions.ts';
import { selectionsBehind } from './shared/selections-behind.ts';
import { hasForeignScript, mayStandElsewhere } from './shared/whole-program.ts';

/** What a function of dispatcher writes a destination to: `$du`, or the host of the request URI. */
type Target = 'du' | 'uri';

const NEXT_TARGETS: Readonly<Record<string, Target>> = { ds_next_dst: 'du', ds_next_domain: 'uri' };
const SELECTION_TARGETS: Readonly<Record<string, Target>> = { ds_select_dst: 'du', ds_select_domain: 'uri' };
/** Let go of the destination that the request had. */
const FORGETTING: ReadonlySet<string> = new Set(['resetdsturi', 'ds_set_dst', 'ds_set_domain', 'ds_select_dst']);

export const dispatcherNextUnlike: Rule = {
  code: 'dispatcher-next-unlike',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'The next destination is taken in a way that does not fit how the first was selected.',
  advice:
    'Call ds_next_dst() behind ds_select_dst(), ds_next_domain() behind ds_select_domain(), and limit neither to 1.',
  documentation: {
    why:
      '`ds_select_dst()` writes the destination to `$du`, `ds_select_domain()` to the host of the request URI, and the ' +
      'functions for the next one do likewise. Where `$du` is set it decides: behind `ds_select_dst()` the call goes to ' +
      'the dead destination once more if `ds_next_domain()` changes the request URI only. The other way round the next ' +
      'destination gets a request URI with the name of the first. A selection with the limit 1 keeps no other ' +
      'destination at all.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  if (ds_next_domain()) {
    t_on_failure("NEXT");
    t_relay();
  }
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  if (ds_next_dst()) {
    t_on_failure("NEXT");
    t_relay();
  }
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const flow = controlFlow(program);
    const steps = settledSteps(flow);
    if (!steps.some((node) => isCallOf(node, DISPATCHER_NEXT))) return;
    if (hasForeignScript(analysis) || mayStandElsewhere(analysis, /\bds_(?:next_d|select)/)) return;
    const told = new Set<FlowNode>();
    for (const [route, behind] of selectionsBehind(program) ?? []) {
      const states = reachableFrom(flow, [route]);
      const reached = steps.filter((node) => states.isReached(node));
      const next = reached.find((node) => isCallOf(node, DISPATCHER_NEXT));
      if (!next || behind.size === 0) continue;
      for (const finding of check(route, [...behind], next, reached, told)) report(finding);
    }
  },
};

function* check(
  route: RouteSymbol,
  behind: readonly FlowNode[],
  next: FlowNode,
  reached: readonly FlowNode[],
  told: Set<FlowNode>,
): Generator<RuleFinding> {
  const name = next.call?.name ?? '';
  const selected = new Set(behind.map(targetOf));
  const [target] = selected;
  const wanted = NEXT_TARGETS[name];
  if (selected.size === 1 && target && wanted && target !== wanted && !told.has(next) && !reached.some(forgets)) {
    told.add(next);
    const first = target === 'du' ? 'ds_select_dst()' : 'ds_select_domain()';
    yield {
      range: rangeOfStep(next),
      severity: target === 'du' ? 'warning' : 'information',
      message:
        target === 'du'
          ? `${first} has set $du, which ${name}() leaves as it is: the call goes to the same destination again`
          : `${first} has put the first destination into the request URI, where ${name}() leaves it: the next one gets it`,
      related: behind.map((node) => ({ range: rangeOfStep(node), message: 'it is selected here' })),
    };
  }
  if (!behind.every((node) => limitOf(node) === 1)) return;
  for (const node of behind) {
    const limit = node.call && constantArgument(node.call, 2);
    if (!limit || told.has(node)) continue;
    told.add(node);
    yield {
      range: limit.range,
      message: `limited to 1 destination, the selection keeps no other one: ${name}() in ${nameRoute(route)} is always false`,
      related: [{ range: rangeOfStep(next), message: 'the next destination is asked for here' }],
    };
  }
}

function targetOf({ call }: FlowNode): Target | undefined {
  if (!call) return undefined;
  if (call.name !== 'ds_select_routes') return SELECTION_TARGETS[call.name];
  const mode = constantArgument(call, 1)?.text ?? '';
  if (/^[0d]/i.test(mode)) return 'du';
  return /^[1r]/i.test(mode) ? 'uri' : undefined;
}

function limitOf({ call }: FlowNode): number | undefined {
  const limit = call && constantArgument(call, 2);
  return limit && /^\d+$/.test(limit.text) ? Number(limit.text) : undefined;
}

/** Whether a step drops or sets the target by itself. */
function forgets(node: FlowNode): boolean {
  if (isCallOf(node, FORGETTING)) return true;
  return node.kind === 'assignment' && mentionsOf(node).some((text) => /^\$\(?(?:du|duri|ru|ruri|rd)\b/.test(text));
}
