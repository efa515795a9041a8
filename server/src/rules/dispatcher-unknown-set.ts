import { destinationSets, type SetUse } from '../semantic/destination-sets.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { loadedList, selectionsOf } from './shared/dispatcher.ts';
import { oneOf } from './shared/wording.ts';

/** Ask whether a set is there, so that the answer no is worth something. */
const ASKING = /^ds_list_exists?$/;

export const dispatcherUnknownSet: Rule = {
  code: 'dispatcher-unknown-set',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A destination set is named that the list of destinations does not have.',
  advice: 'Name a set of the list, or add destinations for this one to the list.',
  documentation: {
    why:
      'The number of a set is the first column of the list that `list_file` names. Kamailio looks it up when a request ' +
      'comes: a set that is not there gives an error in the log and false, so nothing is ever selected from it, and no ' +
      'request is ever found to come from it.',
    wrong: `--- kamailio.cfg
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
request_route {
  if (!ds_select_dst("3", "4")) exit;
  t_relay();
}
--- dispatcher.list
1 sip:192.0.2.1
1 sip:192.0.2.2
`,
    right: `--- kamailio.cfg
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
--- dispatcher.list
1 sip:192.0.2.1
1 sip:192.0.2.2
`,
  },
  check(analysis, report) {
    const { uses } = destinationSets(analysis.program);
    const targets = callTargets(analysis);
    const active = uses.filter(({ isActive, call }) => isActive && targets.get(call)?.kind === 'module');
    if (active.length === 0 && selectionsOf(analysis).length === 0) return;
    const loaded = loadedList(analysis);
    // A list without any line is one that is still to be written.
    if (!loaded || loaded.setIds.size === 0) return;
    const asked = new Set(active.filter(({ call }) => ASKING.test(call.name)).map(({ setId }) => setId));
    const there = oneOf(
      [...loaded.setIds]
        .sort((a, b) => a - b)
        .slice(0, 8)
        .map(String),
    );
    const { source } = loaded.list;
    const name = decodeURIComponent(source.uri.slice(source.uri.lastIndexOf('/') + 1));
    const related = [
      {
        range: { source, start: 0, end: 0 },
        message: `the list, which has ${loaded.setIds.size > 1 ? 'the sets' : 'the set'} ${there.replace(' or ', ' and ')}`,
      },
    ];
    for (const use of active) {
      const { setId, range } = use;
      if (setId < 0 || loaded.setIds.has(setId) || asked.has(setId)) continue;
      report({ range, message: `${name} has no set ${setId}: ${explain(use)}`, related });
    }
    // Sets that a variable holds.
    const calls = new Set(active.map(({ call }) => call));
    for (const { call, setId, setRange } of selectionsOf(analysis)) {
      if (calls.has(call) || setId === undefined || loaded.setIds.has(setId)) continue;
      const message = `${name} has no set ${setId}: ${explain({ purpose: 'select', call })}`;
      report({ range: setRange, message, related });
    }
  },
};

function explain({ purpose, call: { name } }: Pick<SetUse, 'purpose' | 'call'>): string {
  if (purpose === 'select') return `${name}() never selects anything from it`;
  if (purpose === 'match') return `${name}() is never true`;
  return purpose === 'change' ? `${name}() changes nothing` : `${name}() finds nothing`;
}
