import type { Analysis } from '../semantic/analysis.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { ALGORITHM, DISPATCHER, placeOf, selectionsOf } from './shared/dispatcher.ts';
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
    const [first] = selections;
    if (!first || selections.some(({ algorithm }) => algorithm !== ALGORITHM.parallel)) return;
    // Destinations may also be put into the XAVP by hand, to be taken from there.
    if (
      !hasMainRoute(analysis) ||
      hasForeignScript(analysis) ||
      mayStandElsewhere(analysis, /\bds_select/) ||
      assignsXavp(analysis)
    )
      return;
    const failing = callsOf(analysis, DISPATCHER, ['ds_next_dst', 'ds_next_domain', 'ds_mark_dst']);
    const [call] = failing;
    if (!call) return;
    const names = [...new Set(failing.map(({ name }) => `${name}()`))].join(' and ');
    const related = failing.map((each) => ({ range: placeOf(each), message: `${each.name}() has no effect here` }));
    report({
      range: first.algorithmRange,
      message: `algorithm 12 sends to all destinations at once and keeps none: ${names} never ${failing.length > 1 ? 'have' : 'has'} one`,
      related,
    });
  },
};

function assignsXavp({ program }: Analysis): boolean {
  return program.symbols.assignments.some(
    ({ node, item }) =>
      node.target.kind === 'pseudoVariable' && /^\$\(?xavp\(/.test(item.tokens[node.target.token]?.image ?? ''),
  );
}
