import { controlFlow, entryPoints, type ControlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { reachableFrom, walkFlow } from '../semantic/flow-states.ts';
import type { Rule, RuleFinding } from './rule.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import { destinationsBySet } from '../dispatcher-list/entry-values.ts';
import { constantArgument } from './shared/constant-text.ts';
import { loadedList, selectionsOf, type LoadedList, type Selection } from './shared/dispatcher.ts';
import { callTargets } from './shared/call-targets.ts';
import { isCallOf, nameRoute, rangeOfStep } from './shared/flow-places.ts';
import { DISPATCHER_NEXT, DISPATCHER_SELECTIONS, RELAYS, STATEFUL_RELAYS } from './shared/request-functions.ts';
import { isImpossible } from './shared/request-kind.ts';
import { selectionsBehind } from './shared/selections-behind.ts';

/** What most calls begin with. */
const CALL = { method: 'INVITE', hasToTag: false };
const SELECTED = 1;
const ARMED = 2;
/** Of a failure route: the next destination is the target. */
const NEXT = 1;
/** Whether some block is armed already. */
const ASK_ARMED: ReadonlySet<string> = new Set(['t_is_set']);
const ARM: ReadonlySet<string> = new Set(['t_on_failure', 't_on_branch_failure']);

export const dispatcherFailoverNotArmed: Rule = {
  code: 'dispatcher-failover-not-armed',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'Calls are sent to a selected destination without the failure route that tries the next one.',
  advice: 'Call t_on_failure() with that failure route before the request is relayed.',
  documentation: {
    why:
      'A failure route runs only for transactions that it was armed for with `t_on_failure()`. Where the way from ' +
      '`ds_select_dst()` to `t_relay()` never arms the one with `ds_next_dst()`, a dead destination fails the call ' +
      'although others are up. It is armed for one reply: the failure route has to arm one again before it relays, or ' +
      'the destination behind the next is never tried. What `forward()` sends has no transaction, and no failure route.',
    wrong: `loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "db_text.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "db_url", "text:///etc/kamailio/db")
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
failure_route[NEXT] {
  if (ds_next_dst()) {
    t_on_failure("NEXT");
    t_relay();
  }
}
`,
    right: `loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "db_text.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "db_url", "text:///etc/kamailio/db")
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
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
    const parts = [...flow.routes.values()];
    if (flow.hasUnknownTarget || parts.some(({ isPartial }) => isPartial)) return;
    const next = findNext(flow);
    if (!next) return;
    const entries = entryPoints(program)
      .filter(({ kind }) => kind === 'request_route' || kind === 'route')
      .map((route) => ({ route, facts: 0 }));
    for (const selection of parts.flatMap(({ nodes }) =>
      nodes.filter((node) => isCallOf(node, DISPATCHER_SELECTIONS)),
    )) {
      if (!selection.call || callTargets(analysis).get(selection.call)?.kind !== 'module') continue;
      if (hasOneDestination(analysis, selection.call)) continue;
      const states = walkFlow(flow, entries, (node, outcome, facts) => {
        if (isImpossible(node, outcome, CALL)) return undefined;
        if (isCallOf(node, ARM) || (isCallOf(node, ASK_ARMED) && outcome === true)) return facts | ARMED;
        if (setsTarget(node)) return facts & ~SELECTED;
        if (!isCallOf(node, DISPATCHER_SELECTIONS) || outcome === false) return facts;
        return node === selection ? facts | SELECTED : facts & ~SELECTED;
      });
      const bare = parts
        .flatMap(({ nodes }) => nodes)
        .find(
          (node) =>
            isCallOf(node, RELAYS) &&
            states.mayHold(
              node,
              // Where no transaction is kept, nothing that was armed runs.
              (facts) => (facts & SELECTED) !== 0 && ((facts & ARMED) === 0 || !isCallOf(node, STATEFUL_RELAYS)),
            ),
        );
      if (!bare) continue;
      report({
        range: rangeOfStep(selection),
        message: isCallOf(bare, STATEFUL_RELAYS)
          ? `a call can be relayed to the destination selected here without a failure route armed; ${nameRoute(next.flow.symbol)} would try the next one`
          : `a call can be sent to the destination selected here by ${bare.call?.name}(), which keeps no transaction: no failure route runs, and ${nameRoute(next.flow.symbol)} never tries the next one`,
        related: [
          { range: rangeOfStep(bare), message: 'it is relayed here' },
          { range: rangeOfStep(next), message: 'the next destination is tried here' },
        ],
      });
    }
    checkAgain(analysis, flow, report);
  },
};

/** Looks at failure routes that relay to the next destination: tm forgets what was armed when it runs one. */
function checkAgain(analysis: Analysis, flow: ControlFlow, report: (finding: RuleFinding) => void): void {
  const behind = selectionsBehind(analysis.program);
  const sets = loadedList(analysis)?.sets;
  const selections = selectionsOf(analysis);
  const steps = [...flow.routes.values()].flatMap(({ nodes }) => nodes);
  const told = new Set<FlowNode>();
  for (const route of flow.routes.keys()) {
    if (route.kind !== 'failure_route') continue;
    const calls = new Set([...(behind?.get(route) ?? [])].map(({ call }) => call));
    const chosen = selections.filter(({ call }) => calls.has(call));
    // Behind the second of two destinations there is none.
    const sizes = [...new Set(chosen.map(({ call }) => call))].map((call) => countKept(chosen, call, sets));
    if (sizes.length === 0 || sizes.every((size) => size !== undefined && size < 3)) continue;
    const states = walkFlow(flow, [{ route, facts: 0 }], (node, outcome, facts) => {
      if (isImpossible(node, outcome, CALL)) return undefined;
      if (isCallOf(node, ARM) || (isCallOf(node, ASK_ARMED) && outcome === true)) return facts | ARMED;
      if (setsTarget(node)) return facts & ~NEXT;
      return isCallOf(node, DISPATCHER_NEXT) && outcome !== false ? facts | NEXT : facts;
    });
    const nodes = steps.filter((node) => states.isReached(node));
    const next = nodes.find((node) => isCallOf(node, DISPATCHER_NEXT));
    const bare = nodes.find(
      (node) => isCallOf(node, STATEFUL_RELAYS) && states.mayHold(node, (facts) => (facts & (NEXT | ARMED)) === NEXT),
    );
    if (!next || !bare || told.has(next)) continue;
    told.add(next);
    report({
      range: rangeOfStep(next),
      severity: sizes.some((size) => size !== undefined && size > 2) ? 'warning' : 'information',
      message: `${nameRoute(route)} can relay to the next destination without a failure route armed again: if that one fails too, no other is tried`,
      related: [{ range: rangeOfStep(bare), message: 'it is relayed here' }],
    });
  }
}

/** How many destinations a selection has to offer: those of all its sets, and no more than its limit. */
function countKept(
  chosen: readonly Selection[],
  call: CallSymbol,
  sets: LoadedList['sets'] | undefined,
): number | undefined {
  const parts = chosen.filter((selection) => selection.call === call);
  const sizes = parts.map(({ setId }) => (setId === undefined ? undefined : sets?.get(setId)?.length));
  const limit = call.node.arguments.length > 2 ? Number(constantArgument(call, 2)?.text ?? NaN) : 0;
  if (Number.isNaN(limit) || sizes.some((size) => size === undefined)) return undefined;
  // Rules that a variable holds may be one or another.
  const isTogether = call.name === 'ds_select_routes' && constantArgument(call, 0)?.text.includes('$') === false;
  const known = sizes.map((size) => size ?? 0);
  const all = isTogether ? known.reduce((sum, size) => sum + size, 0) : Math.min(...known);
  return limit > 0 ? Math.min(limit, all) : all;
}

/** Whether all sets of a selection are known to have one destination, so that there is no next one. */
function hasOneDestination(analysis: Analysis, call: CallSymbol): boolean {
  const list = loadedList(analysis);
  if (!list) return false;
  const sets = destinationsBySet(list.list);
  const selections = selectionsOf(analysis).filter((selection) => selection.call === call);
  return selections.every(({ setId }) => setId !== undefined && (sets.get(setId)?.length ?? 2) < 2);
}

/** Whether a step writes where the request goes, whatever was selected before. */
function setsTarget({ kind, node, flow }: FlowNode): boolean {
  if (kind !== 'assignment' || (node.kind !== 'assignment' && node.kind !== 'assignmentExpression')) return false;
  const { target } = node;
  if (target.kind !== 'pseudoVariable') return false;
  return /^\$\(?(?:du|duri|ru|ruri|rd|rhost)\b/.test(flow.symbol.item.tokens[target.token]?.image ?? '');
}

/** The step that tries the next destination, and that a failure route can get to. */
function findNext(flow: ControlFlow): FlowNode | undefined {
  const failures = [...flow.routes.keys()].filter(
    ({ kind, name = '' }) => kind === 'failure_route' || name.startsWith('tm:branch-failure:'),
  );
  const states = reachableFrom(flow, failures);
  return [...flow.routes.values()]
    .flatMap(({ nodes }) => nodes)
    .find((node) => isCallOf(node, DISPATCHER_NEXT) && states.isReached(node));
}
