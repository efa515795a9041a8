import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { ALGORITHM, DISPATCHER, placeOf, selectionsOf, type Selection } from './shared/dispatcher.ts';
import { isCallOf, settledSteps } from './shared/flow-places.ts';
import { DISPATCHER_SELECTIONS } from './shared/request-functions.ts';
import { selectionsBehind } from './shared/selections-behind.ts';
import { hasForeignScript, hasMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

export const dispatcherParallelFailover: Rule = {
  code: 'dispatcher-parallel-failover',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'Another destination is asked for where all of them have been taken at once.',
  advice: 'Take an algorithm that selects one destination, or leave the failover out.',
  documentation: {
    why:
      'Algorithm 12 sends to all destinations of the set at once and remembers none of them. `ds_next_dst()`, ' +
      '`ds_next_domain()` and `ds_mark_dst()` find nothing then and return false.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "12")) exit;
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
    const selections = selectionsOf(analysis);
    const parallel = selections.filter(({ algorithm }) => algorithm === ALGORITHM.parallel);
    const [first] = parallel;
    if (!first) return;
    // Destinations may also be put into the XAVP by hand, to be taken from there.
    if (
      !hasMainRoute(analysis) ||
      hasForeignScript(analysis) ||
      mayStandElsewhere(analysis, /\bds_select/) ||
      assignsXavp(analysis)
    )
      return;
    if (parallel.length === selections.length) {
      tell(first, callsOf(analysis, DISPATCHER, [...GO_BY_SELECTION]), report);
      return;
    }
    const { program } = analysis;
    const flow = controlFlow(program);
    const steps = settledSteps(flow);
    const told = new Set<Selection>();
    for (const [route, behind] of selectionsBehind(program) ?? []) {
      const chosen = selections.filter(({ call }) => [...behind].some((node) => node.call === call));
      const [selection] = chosen;
      if (!selection || told.has(selection) || chosen.some(({ algorithm }) => algorithm !== ALGORITHM.parallel))
        continue;
      const states = walkFlow(flow, [{ route, facts: 0 }], (node, _outcome, facts) =>
        isCallOf(node, DISPATCHER_SELECTIONS) ? undefined : facts,
      );
      const failing = steps.filter((node) => isCallOf(node, GO_BY_SELECTION) && states.isReached(node));
      tell(
        selection,
        failing.flatMap(({ call }) => (call ? [call] : [])),
        report,
      );
      told.add(selection);
    }
  },
};

const GO_BY_SELECTION: ReadonlySet<string> = new Set(['ds_next_dst', 'ds_next_domain', 'ds_mark_dst']);

function tell(selection: Selection, failing: readonly CallSymbol[], report: Parameters<Rule['check']>[1]): void {
  if (failing.length === 0) return;
  const names = [...new Set(failing.map(({ name }) => `${name}()`))].join(' and ');
  const related = failing.map((each) => ({ range: placeOf(each), message: `${each.name}() has no effect here` }));
  report({
    range: selection.algorithmRange,
    message: `algorithm 12 sends to all destinations at once and keeps none: ${names} never ${failing.length > 1 ? 'have' : 'has'} one`,
    related,
  });
}

function assignsXavp({ program }: Analysis): boolean {
  return program.symbols.assignments.some(
    ({ node, item }) =>
      node.target.kind === 'pseudoVariable' && /^\$\(?xavp\(/.test(item.tokens[node.target.token]?.image ?? ''),
  );
}
