import { numberOf } from '../entry-values.ts';
import type { ListCheck } from './list-check.ts';
import { usageOf } from './shared/configurations.ts';
import { knownSets } from './shared/entries.ts';

/** Switched off until somebody switches it on: not selected and not pinged. */
const DISABLED = 4;

export const nothingActive: ListCheck = {
  code: 'list-nothing-active',
  severity: 'warning',
  category: 'lists',
  summary: 'All destinations of a set are disabled by their flags, and the configuration selects from it.',
  advice: 'Take the bit 4 out of the flags of the destinations that are to be used.',
  documentation: {
    why: `The bit 4 disables a destination until it is enabled by hand: it is not selected, and not pinged either. Where all lines of a
set have it, every selection from the set fails from the start on.`,
    wrong: `--- dispatcher.list
1 sip:192.0.2.10:5060 4
1 sip:192.0.2.11:5060 12
--- kamailio.cfg
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")

request_route {
    if (!ds_select_dst("1", "4")) exit;
    t_relay();
}
`,
    right: `--- dispatcher.list
1 sip:192.0.2.10:5060 0
1 sip:192.0.2.11:5060 12
--- kamailio.cfg
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")

request_route {
    if (!ds_select_dst("1", "4")) exit;
    t_relay();
}
`,
  },
  check(reading, report) {
    for (const [setId, destinations] of knownSets(reading.list)) {
      const [first] = [...destinations].sort((a, b) => a.entry.start - b.entry.start);
      if (!first || usageOf(reading, setId).algorithms.size === 0) continue;
      if (!destinations.every(({ entry }) => ((numberOf(entry.flags) ?? 0) & DISABLED) !== 0)) continue;
      const at = first.entry.flags ?? first.entry;
      report({ at, message: `set ${setId} has no destination that is not disabled: nothing is selected from it` });
    }
  },
};
