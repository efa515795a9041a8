import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { DISPATCHER, loadedList, selectionsOf } from './shared/dispatcher.ts';
import { isCallOf, nameRoute, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { effectiveInteger } from './shared/module-settings.ts';
import { CODED_REPLIES, DISPATCHER_NEXT, DISPATCHER_SELECTIONS, RELAYS } from './shared/request-functions.ts';
import { selectionsBehind } from './shared/selections-behind.ts';
import { hasForeignScript, mayStandElsewhere } from './shared/whole-program.ts';

/** The bit of the parameter `flags` that has a selection keep the other destinations. */
const FAILOVER = 2;
const MARK: ReadonlySet<string> = new Set(['ds_mark_dst']);
/** The next destination is the request's target. */
const TAKEN = 1;
/** Send the request on, or tell somebody of the target. */
const SENDS: ReadonlySet<string> = new Set([...RELAYS, ...CODED_REPLIES, 'append_branch', 't_append_branches']);
/** Bring the request to somebody else. */
const GO_ON: ReadonlySet<string> = new Set([...DISPATCHER_NEXT, ...DISPATCHER_SELECTIONS, ...RELAYS]);

export const dispatcherNextNotTried: Rule = {
  code: 'dispatcher-next-not-tried',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A failure route marks the destination that failed, or takes the next one, and sends the call to none.',
  advice: 'Behind ds_mark_dst(), call ds_next_dst(), arm the failure route again and relay.',
  documentation: {
    why:
      '`ds_mark_dst()` only notes that the destination failed, for calls to come. The call at hand goes on to the next ' +
      'destination only if `ds_next_dst()` takes it and the request is relayed again; `flags` 2, which keeps the others ' +
      'for that, has no use otherwise.',
    wrong: `--- kamailio.cfg
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
modparam("dispatcher", "flags", 2)
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  ds_mark_dst("ip");
}
--- dispatcher.list
1 sip:192.0.2.1
1 sip:192.0.2.2
`,
    right: `--- kamailio.cfg
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
modparam("dispatcher", "flags", 2)
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  ds_mark_dst("ip");
  if (ds_next_dst()) {
    t_on_failure("NEXT");
    t_relay();
  }
}
--- dispatcher.list
1 sip:192.0.2.1
1 sip:192.0.2.2
`,
  },
  check(analysis, report) {
    const flags = effectiveInteger(analysis, DISPATCHER, 'flags', 0);
    if (flags === undefined || (flags & FAILOVER) === 0) return;
    const { program } = analysis;
    const flow = controlFlow(program);
    const steps = settledSteps(flow);
    if (hasForeignScript(analysis) || mayStandElsewhere(analysis, /\bds_(?:next_d|select)/)) return;
    const behind = selectionsBehind(program);
    for (const route of flow.routes.keys()) {
      if (route.kind !== 'failure_route') continue;
      const states = walkFlow(flow, [{ route, facts: 0 }], (node, outcome, facts) =>
        isCallOf(node, DISPATCHER_NEXT) && outcome !== false ? facts | TAKEN : facts,
      );
      const reached = steps.filter((node) => states.isReached(node));
      const next = reached.find((node) => isCallOf(node, DISPATCHER_NEXT));
      if (next) {
        if (reached.some((node) => isCallOf(node, SENDS) && states.mayHold(node, (facts) => facts === TAKEN))) continue;
        report({
          range: rangeOfStep(next),
          message: `${nameRoute(route)} takes the next destination here, but the request is not relayed to it`,
        });
        continue;
      }
      const mark = reached.find((node) => isCallOf(node, MARK));
      if (!mark || reached.some((node) => isCallOf(node, GO_ON)) || !hasOthers(analysis, behind?.get(route))) continue;
      report({
        range: rangeOfStep(mark),
        message: `${nameRoute(route)} gives the call up here although the set has other destinations: nothing calls ds_next_dst()`,
      });
    }
  },
};

/** Whether every selection behind a block is from a set that is known to have more than one destination. */
function hasOthers(analysis: Analysis, behind: ReadonlySet<FlowNode> | undefined): boolean {
  const sets = loadedList(analysis)?.sets;
  const chosen = selectionsOf(analysis).filter(({ call }) => !behind || [...behind].some((node) => node.call === call));
  return chosen.length > 0 && chosen.every(({ setId }) => setId !== undefined && (sets?.get(setId)?.length ?? 0) > 1);
}
