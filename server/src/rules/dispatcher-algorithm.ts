import { ALGORITHMS } from '../dispatcher-list/facts.ts';
import type { Rule } from './rule.ts';
import { selectionsOf } from './shared/dispatcher.ts';
import { describeAbsence } from './shared/wording.ts';

export const dispatcherAlgorithm: Rule = {
  code: 'dispatcher-algorithm',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A destination is selected by an algorithm that there is not, and so always the first one.',
  advice: 'Give the number of an algorithm that this version has; 4 is round robin, 8 the first that works.',
  documentation: {
    why:
      'Kamailio takes any number, and starts. Each selection then writes a warning to the log and takes the first ' +
      'destination of the set that is not inactive: the others get nothing. Some numbers are of newer versions: 14 ' +
      'came with 6.1, 64 with 6.0.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
request_route {
  if (!ds_select_dst("1", "44")) exit;
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
  },
  check(analysis, report) {
    const { catalog } = analysis;
    for (const { algorithm, algorithmRange: range } of selectionsOf(analysis)) {
      if (algorithm === undefined) continue;
      const known = ALGORITHMS.find(({ number }) => number === algorithm);
      if (known && catalog.has(known)) continue;
      const reason = known ? `in Kamailio ${catalog.version}: ${describeAbsence(catalog, known)}` : 'of dispatcher';
      const effect = 'the first active destination gets everything';
      report({ range, message: `there is no algorithm ${algorithm} ${reason}; ${effect}` });
    }
  },
};
