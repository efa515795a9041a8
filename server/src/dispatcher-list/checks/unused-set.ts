import { setIdOf } from '../entry-values.ts';
import type { ListCheck } from './list-check.ts';
import { isUnused } from './shared/configurations.ts';

export const unusedSet: ListCheck = {
  code: 'list-unused-set',
  severity: 'hint',
  category: 'lists',
  summary: 'No configuration that loads the list uses this set.',
  advice: 'Use the set in ds_select_dst() or its kin, or remove its lines.',
  documentation: {
    why: `The destinations are loaded, and probed if that is on, and no call goes to them. Nothing is said where a set is chosen by a
variable, or where no configuration is known that loads the list.`,
    wrong: `--- dispatcher.list
1 sip:192.0.2.10:5060
2 sip:192.0.2.20:5060
--- kamailio.cfg
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")

request_route {
    ds_select_dst("1", "4");
    exit;
}
`,
    right: `--- dispatcher.list
1 sip:192.0.2.10:5060
--- kamailio.cfg
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")

request_route {
    ds_select_dst("1", "4");
    exit;
}
`,
  },
  check(reading, report) {
    const seen = new Set<number>();
    for (const entry of reading.list.entries) {
      const setId = setIdOf(entry);
      // A line without a set id is reported as such.
      if (setId === undefined || entry.setId.text === '' || seen.has(setId)) continue;
      seen.add(setId);
      if (isUnused(reading, setId)) report({ at: entry.setId, message: `no configuration uses set ${setId}` });
    }
  },
};
