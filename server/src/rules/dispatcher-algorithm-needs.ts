import type { Analysis } from '../semantic/analysis.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import {
  ALGORITHM,
  DISPATCHER,
  fixBySetting,
  loadedList,
  selectionsOf,
  type LoadedList,
  type Selection,
} from './shared/dispatcher.ts';
import { effectiveInteger, isNeverSet, lastSetting, textOf } from './shared/module-settings.ts';
import { hasForeignScript, hasMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

export const dispatcherAlgorithmNeeds: Rule = {
  code: 'dispatcher-algorithm-needs',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A destination is selected by an algorithm that lacks what it works with.',
  advice: 'Set the parameter that the algorithm needs, or take another algorithm.',
  documentation: {
    why:
      'Algorithm 7 hashes what `hash_pvar` names and selects nothing without it. Algorithm 10 counts calls in a table ' +
      'that only `ds_hash_size` makes; without it all calls go to the first destination. Algorithm 13 goes by ' +
      'latencies that are measured only with `ds_ping_latency_stats` and pings. Algorithm 64 sheds what ' +
      '`ds_oc_set_attrs()` tells it to, and is plain round robin without. All of them start without a word.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
request_route {
  if (!ds_select_dst("1", "7")) exit;
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "pv.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "hash_pvar", "$fU@$fd")
request_route {
  if (!ds_select_dst("1", "7")) exit;
  t_relay();
}
`,
  },
  check(analysis, report) {
    if (!hasMainRoute(analysis)) return;
    const loaded = loadedList(analysis);
    const facts = new Map<number, Omit<RuleFinding, 'range'> | undefined>();
    for (const selection of selectionsOf(analysis)) {
      const { algorithm, algorithmRange: range } = selection;
      if (algorithm === undefined) continue;
      if (!facts.has(algorithm)) facts.set(algorithm, findLack(analysis, loaded, algorithm));
      const lack = facts.get(algorithm) ?? findLackOfSet(analysis, loaded, selection);
      if (lack) report({ range, ...lack });
    }
  },
};

function findLack(
  analysis: Analysis,
  loaded: LoadedList | undefined,
  algorithm: number,
): Omit<RuleFinding, 'range'> | undefined {
  switch (algorithm) {
    case ALGORITHM.hashVariable: {
      const setting = lastSetting(analysis, DISPATCHER, 'hash_pvar');
      const isMissing = setting ? textOf(setting) === '' : isNeverSet(analysis, DISPATCHER, 'hash_pvar');
      if (!isMissing) return undefined;
      return {
        message: "algorithm 7 hashes the variable that 'hash_pvar' names, which is not set: nothing is selected",
      };
    }
    case ALGORITHM.callLoad: {
      if ((effectiveInteger(analysis, DISPATCHER, 'ds_hash_size', 0) ?? 1) > 0) return undefined;
      const fix = lastSetting(analysis, DISPATCHER, 'ds_hash_size')
        ? undefined
        : fixBySetting(analysis, 'ds_hash_size', '9');
      const message =
        "algorithm 10 counts calls only with 'ds_hash_size' above 0: the first active destination gets them all";
      return { message, ...(fix ? { fix } : {}) };
    }
    case ALGORITHM.latency:
      return findLackOfLatency(analysis, loaded);
    case ALGORITHM.overload: {
      const isTold =
        callsOf(analysis, DISPATCHER, ['ds_oc_set_attrs']).length > 0 ||
        hasForeignScript(analysis) ||
        mayStandElsewhere(analysis, /ds_oc_set_attrs/);
      if (isTold) return undefined;
      return { message: 'algorithm 64 sheds nothing unless ds_oc_set_attrs() is called: this is plain round robin' };
    }
    default:
      return undefined;
  }
}

function findLackOfLatency(analysis: Analysis, loaded: LoadedList | undefined): Omit<RuleFinding, 'range'> | undefined {
  // Latencies may be written in the list or the database, to be taken until there are measured ones.
  const hasWritten = !loaded || loaded.list.entries.some(({ attributes }) => attributes.some(isLatency));
  if (hasWritten) return undefined;
  const isMeasured = (effectiveInteger(analysis, DISPATCHER, 'ds_ping_latency_stats', 0) ?? 1) !== 0;
  const isPinged = (effectiveInteger(analysis, DISPATCHER, 'ds_ping_interval', 0) ?? 1) > 0;
  if (isMeasured && isPinged) return undefined;
  const missing = isMeasured ? "'ds_ping_interval'" : "'ds_ping_latency_stats'";
  return {
    message: `algorithm 13 goes by latency, which is not measured without ${missing}: only the priorities count`,
  };
}

function isLatency({ name }: { readonly name: { readonly text: string } }): boolean {
  return name.text.toLowerCase() === 'latency';
}

function findLackOfSet(
  analysis: Analysis,
  loaded: LoadedList | undefined,
  { algorithm, setId }: Selection,
): Omit<RuleFinding, 'range'> | undefined {
  if (algorithm !== ALGORITHM.serial && algorithm !== ALGORITHM.parallel) return undefined;
  const destinations = setId === undefined ? undefined : loaded?.sets.get(setId);
  if (!loaded || !destinations || destinations.length < 2) return undefined;
  if (algorithm === ALGORITHM.parallel) {
    const most = maximumOfBranches(analysis);
    if (most === undefined || destinations.length <= most) return undefined;
    return {
      message: `set ${setId} has ${destinations.length} destinations, but a request has at most ${most} branches ('max_branches'): the last ones get nothing`,
    };
  }
  const [first] = destinations;
  if (!first || destinations.some(({ priority }) => priority !== first.priority)) return undefined;
  const { source } = loaded.list;
  const range = { source, start: first.entry.start, end: first.entry.end };
  return {
    message: `the destinations of set ${setId} have no different priorities: algorithm 8 begins with the one that stands last in the list`,
    related: [{ range, message: 'the first to be taken' }],
  };
}

/** `max_branches`, 12 unless set; nothing where it is known only where Kamailio runs. */
function maximumOfBranches({ program }: Analysis): number | undefined {
  const setting = program.symbols.settings.findLast(({ name }) => name.image === 'max_branches');
  if (!setting) return 12;
  const { value } = setting.node;
  const token = value?.kind === 'literalValue' ? setting.item.tokens[value.token] : undefined;
  return token && /^\d+$/.test(token.image) ? Number(token.image) : undefined;
}
