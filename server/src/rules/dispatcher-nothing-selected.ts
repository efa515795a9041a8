import { controlFlow } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { isCallOf, nameRoute, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { DISPATCHER_NEXT, DISPATCHER_SELECTIONS } from './shared/request-functions.ts';
import { selectionsBehind } from './shared/selections-behind.ts';
import { hasForeignScript, hasMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

const SELECTED = 1;
/** Go by the destinations that a selection kept. */
const GO_BY_SELECTION: ReadonlySet<string> = new Set([
  ...DISPATCHER_NEXT,
  'ds_mark_dst',
  'ds_set_dst',
  'ds_set_domain',
]);

export const dispatcherNothingSelected: Rule = {
  code: 'dispatcher-nothing-selected',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'The next destination is asked for where none can have been selected.',
  advice: 'Call ds_select_dst() or ds_select_domain() before, and go on only where it is true.',
  documentation: {
    why:
      '`ds_next_dst()` and `ds_mark_dst()` go by what `ds_select_dst()` and its kin kept with the request. Where no ' +
      'selection was made, or the one that was made failed, they find nothing, log an error and return false.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "4")) {
    ds_next_dst();
  }
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "4")) {
    exit;
  }
  t_relay();
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const flow = controlFlow(program);
    const steps = settledSteps(flow);
    const followers = steps.filter((node) => isCallOf(node, GO_BY_SELECTION));
    if (followers.length === 0 || hasForeignScript(analysis) || !hasMainRoute(analysis)) return;
    if (mayStandElsewhere(analysis, /\bds_select/)) return;
    const isEver = steps.some((node) => isCallOf(node, DISPATCHER_SELECTIONS));
    // What is armed runs behind the selections that can have been made before; any other block begins without one.
    const behind = selectionsBehind(program);
    const entries = [...flow.routes.keys()].map((route) => {
      const isBehind = isEver && route.kind !== 'request_route' && route.kind !== 'event_route' && !isPlain(route);
      return { route, facts: isBehind && behind?.get(route)?.size !== 0 ? SELECTED : 0 };
    });
    const called = new Set(steps.flatMap(({ targets = [] }) => targets));
    const states = walkFlow(
      flow,
      entries.filter(({ route }) => !called.has(route)),
      (node, outcome, facts) => (isCallOf(node, DISPATCHER_SELECTIONS) && outcome !== false ? facts | SELECTED : facts),
    );
    for (const node of followers) {
      if (!node.call || callTargets(analysis).get(node.call)?.kind !== 'module') continue;
      if (!states.mustHold(node, (facts) => (facts & SELECTED) === 0)) continue;
      report({
        range: rangeOfStep(node),
        message: isEver
          ? `${node.call.name}() in ${nameRoute(node.flow.symbol)} finds nothing: no way here has selected a destination`
          : `${node.call.name}() finds nothing: no ds_select_dst() or the like is called anywhere`,
      });
    }
  },
};

/** Whether a block is one that only `route()` or a timer runs. */
function isPlain({ kind }: { readonly kind: string }): boolean {
  return kind === 'route';
}
