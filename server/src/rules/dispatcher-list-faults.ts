import { checkList } from '../dispatcher-list/checks/check.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { DISPATCHER, loadedList } from './shared/dispatcher.ts';

/** How many faults are pointed at. */
const MOST = 5;

export const dispatcherListFaults: Rule = {
  code: 'dispatcher-list-faults',
  severity: 'information',
  category: 'dispatcher',
  summary: 'The list of destinations that the configuration names has faults of its own.',
  advice: 'Open the list and mend what is marked there.',
  documentation: {
    why:
      'Kamailio passes over a line that it cannot read, or takes something else from it than its writer meant; with a ' +
      'line that has a number only it does not start. Each fault is marked in the list itself; this points there.',
    wrong: `--- kamailio.cfg
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  forward();
}
--- dispatcher.list
1 sip:192.0.2.1:508Z
1 sip:192.0.2.2
`,
    right: `--- kamailio.cfg
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  forward();
}
--- dispatcher.list
1 sip:192.0.2.1:5080
1 sip:192.0.2.2
`,
  },
  check(analysis, report) {
    const loaded = loadedList(analysis);
    const load = analysis.program.symbols.loaded.get(DISPATCHER);
    if (!loaded || !load) return;
    const { list, named } = loaded;
    const version = analysis.catalog.version;
    const faults = checkList({ list, version, configurations: [analysis] }).filter(
      ({ severity }) => severity === 'error' || severity === 'warning',
    );
    const [first] = faults;
    if (!first) return;
    const { uri } = list.source;
    const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
    const line = list.source.positionAt(first.range.start).line + 1;
    const others = faults.length > 1 ? `, and ${faults.length - 1} more` : '';
    report({
      range: named.reference?.range ?? valueRange(load.token),
      message: `${name} has ${faults.length > 1 ? 'faults' : 'a fault'}, in line ${line}: ${first.message}${others}`,
      related: faults.slice(0, MOST).map(({ range, message }) => ({ range, message })),
    });
  },
};
