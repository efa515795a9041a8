import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { ALGORITHM, DISPATCHER, placeOf, selectionsOf } from './shared/dispatcher.ts';
import { hasForeignScript, hasMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

export const dispatcherLoadNotCounted: Rule = {
  code: 'dispatcher-load-not-counted',
  severity: 'information',
  category: 'dispatcher',
  summary: 'Calls are counted off that no selection has counted.',
  advice: 'Select by algorithm 10, or leave ds_load_update() and ds_load_unset() out.',
  documentation: {
    why:
      'Only algorithm 10 counts the calls of a destination. With another, `ds_load_update()` and `ds_load_unset()` have ' +
      'nothing to count off, and write an error to the log for each call that ends.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
request_route {
  if (method == "BYE") {
    ds_load_update();
    t_relay();
    exit;
  }
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
request_route {
  if (method == "BYE") {
    t_relay();
    exit;
  }
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
  },
  check(analysis, report) {
    const [first, ...others] = callsOf(analysis, DISPATCHER, ['ds_load_update', 'ds_load_unset']);
    const selections = selectionsOf(analysis);
    if (!first || selections.length === 0 || !hasMainRoute(analysis) || hasForeignScript(analysis)) return;
    if (selections.some(({ algorithm }) => algorithm === undefined || algorithm === ALGORITHM.callLoad)) return;
    if (mayStandElsewhere(analysis, /\bds_select/)) return;
    report({
      range: placeOf(first),
      message: `${first.name}() finds no call to count off: no selection here counts them, as only algorithm 10 does`,
      related: others.map((call) => ({ range: placeOf(call), message: `nor does ${call.name}() here` })),
    });
  },
};
