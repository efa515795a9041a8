import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, entryPoints } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { settledSteps } from './shared/flow-places.ts';
import { isImpossible } from './shared/request-kind.ts';
import { callsOf } from './shared/calls-of.ts';
import { ALGORITHM, DISPATCHER, placeOf, selectionsOf } from './shared/dispatcher.ts';
import { effectiveInteger } from './shared/module-settings.ts';
import { hasForeignScript, hasMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

export const dispatcherLoadNotReleased: Rule = {
  code: 'dispatcher-load-not-released',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'Calls are counted by algorithm 10, but never counted off when they end.',
  advice: 'Call ds_load_update() for requests within dialogs, or ds_load_unset() for a BYE and for calls that fail.',
  documentation: {
    why:
      'Algorithm 10 counts each call that it sends to a destination. The count goes down only where the configuration ' +
      'says so: `ds_load_update()` for a BYE or CANCEL, `ds_load_unset()` for any request. Where neither is called for ' +
      'requests, a call counts until `ds_hash_expire` (two hours unless set) has passed, whatever became of it: the ' +
      'shares follow the past, and destinations with `maxload` fill up and get nothing any more.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_hash_size", 9)
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "10")) exit;
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_hash_size", 9)
modparam("dispatcher", "flags", 2)
request_route {
  if (method == "BYE" || method == "CANCEL") {
    ds_load_update();
    t_relay();
    exit;
  }
  if (!ds_select_dst("1", "10")) exit;
  t_on_reply("ANSWER");
  t_relay();
}
onreply_route[ANSWER] {
  ds_load_update();
}
`,
  },
  check(analysis, report) {
    const counting = selectionsOf(analysis).filter(({ algorithm }) => algorithm === ALGORITHM.callLoad);
    const [first] = counting;
    if (
      !first ||
      !hasMainRoute(analysis) ||
      hasForeignScript(analysis) ||
      mayStandElsewhere(analysis, /ds_load_(?:unset|update)/)
    )
      return;
    // Without its table the algorithm counts nothing, and that is another finding.
    if ((effectiveInteger(analysis, DISPATCHER, 'ds_hash_size', 0) ?? 0) <= 0) return;
    const updates = callsOf(analysis, DISPATCHER, ['ds_load_update', 'ds_load_unset']);
    if (updates.some((call) => mayEndCall(analysis, call))) return;
    const unset = updates.find(({ name }) => name === 'ds_load_unset');
    const reply = updates.find(({ name }) => name === 'ds_load_update');
    const why = unset
      ? 'ds_load_unset() is called for those that fail, and neither it nor ds_load_update() at the BYE of the others'
      : reply
        ? 'ds_load_update() is called for replies only, and neither it nor ds_load_unset() for the end of a call'
        : 'neither ds_load_update() nor ds_load_unset() is called';
    report({
      range: first.algorithmRange,
      message: `calls are counted by algorithm 10 and never counted off: ${why}`,
      related: reply && !unset ? [{ range: placeOf(reply), message: 'this only confirms the call' }] : [],
    });
  },
};

const BYE = { method: 'BYE', hasToTag: true };

/** Whether a call may count off an answered call when it ends: where a BYE gets to, or a reply to one, or an event. */
function mayEndCall({ program }: Analysis, { name, node }: CallSymbol): boolean {
  const flow = controlFlow(program);
  const steps = settledSteps(flow).filter(({ call }) => call?.node === node);
  if (steps.length === 0) return true;
  const entries = entryPoints(program).filter(({ kind }) => kind !== 'failure_route' && kind !== 'branch_route');
  return entries.some((route) => {
    // For a reply, ds_load_update() only says that the call was answered.
    if (name === 'ds_load_update' && (route.kind === 'onreply_route' || route.kind === 'reply_route')) return false;
    const states = walkFlow(flow, [{ route, facts: 0 }], (step, outcome, facts) =>
      isImpossible(step, outcome, BYE) ? undefined : facts,
    );
    return steps.some((step) => states.isReached(step));
  });
}
