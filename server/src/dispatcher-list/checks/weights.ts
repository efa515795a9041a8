import { attributeOf, weightOf, type Destination } from '../entry-values.ts';
import type { ListCheck, ListFinding } from './list-check.ts';
import { usageOf } from './shared/configurations.ts';
import { knownSets } from './shared/entries.ts';

const WEIGHT = 9;
const RELATIVE_WEIGHT = 11;

export const weights: ListCheck = {
  code: 'list-weights',
  severity: 'warning',
  category: 'lists',
  summary: 'The weights of a set do not share the requests as they read.',
  advice: 'Give every destination of the set a weight; for algorithm 9 let them add up to 100.',
  documentation: {
    why: `Algorithm 9 shares requests by \`weight\` in hundredths: what is missing to 100 goes to the last destination of the set,
what is too much is cut off. With algorithm 11 a destination without \`rweight\` gets no request at all.`,
    wrong: `--- dispatcher.list
1 sip:192.0.2.10:5060 0 0 weight=30
1 sip:192.0.2.11:5060 0 0 weight=30
--- kamailio.cfg
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")

request_route {
    ds_select_dst("1", "9");
    exit;
}
`,
    right: `--- dispatcher.list
1 sip:192.0.2.10:5060 0 0 weight=70
1 sip:192.0.2.11:5060 0 0 weight=30
--- kamailio.cfg
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")

request_route {
    ds_select_dst("1", "9");
    exit;
}
`,
  },
  check(reading, report) {
    for (const [setId, destinations] of knownSets(reading.list)) {
      if (destinations.length < 2) continue;
      const { algorithms, isComplete } = usageOf(reading, setId);
      checkWeights(setId, destinations, algorithms.has(WEIGHT), isComplete, report);
      if (algorithms.has(RELATIVE_WEIGHT)) checkRelative(setId, destinations, report);
    }
  },
};

/** As `dp_init_weights()` fills its hundred places, in the order of Kamailio's memory. */
function checkWeights(
  setId: number,
  destinations: readonly Destination[],
  isUsed: boolean,
  isComplete: boolean,
  report: (finding: ListFinding) => void,
): void {
  if (isComplete && !isUsed) return;
  const all = destinations.map(({ entry }) => weightOf(entry, 'weight'));
  const [first] = destinations;
  if (!first) return;
  if (all.every((weight) => weight === 0)) {
    const message = `set ${setId} is used with algorithm 9 but no line has a weight: all requests go to this destination`;
    if (isUsed) report({ at: placeOf(first), message });
    return;
  }
  const severity = isUsed ? 'warning' : 'information';
  if (all[0] === 0) {
    const message = `the first destination of set ${setId} has no weight: algorithm 9 leaves all weights of the set unheeded and sends all requests here`;
    report({ at: placeOf(first), message, severity });
    return;
  }
  // A weight that does not count is reported on its own, and changes what the others add up to.
  if (destinations.some(({ entry }, index) => all[index] === 0 && attributeOf(entry, 'weight'))) return;
  let left = 100;
  for (const [index, destination] of destinations.entries()) {
    const weight = all[index] ?? 0;
    if (weight > left) {
      const sum = all.reduce((total, each) => total + each, 0);
      const message = `the weights of set ${setId} add up to ${sum}: of the ${weight} here, ${left} are left`;
      report({ at: placeOf(destination), message, severity });
    }
    left = Math.max(0, left - weight);
  }
  const last = destinations.at(-1);
  if (left > 0 && last) {
    const message = `the weights of set ${setId} add up to ${100 - left}: the other ${left} go to this destination`;
    // Thirds and the like leave a rest that nobody minds.
    report({ at: placeOf(last), message, severity: left < 10 ? 'information' : severity });
  }
}

function checkRelative(
  setId: number,
  destinations: readonly Destination[],
  report: (finding: ListFinding) => void,
): void {
  const without = destinations.filter(({ entry }) => weightOf(entry, 'rweight') === 0);
  const [first] = destinations;
  if (without.length === destinations.length && first) {
    const message = `set ${setId} is used with algorithm 11 but no line has an rweight: all requests go to this destination`;
    report({ at: placeOf(first), message });
    return;
  }
  for (const destination of without) {
    const message = `set ${setId} is used with algorithm 11: without rweight this destination is not chosen`;
    report({ at: placeOf(destination), message });
  }
}

function placeOf({ entry }: Destination): { start: number; end: number } {
  return entry.attributes.find(({ name }) => name.text.toLowerCase() === 'weight') ?? entry.uri ?? entry;
}
