import { isVerbatim } from '../semantic/string-place.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { ALGORITHM, DISPATCHER, fixBySetting, placeOf, selectionsOf } from './shared/dispatcher.ts';
import { integerOf, isNeverSet, lastSetting, textOf } from './shared/module-settings.ts';
import { hasMainRoute } from './shared/whole-program.ts';

/** `DS_FAILOVER_ON`: a selection keeps the other destinations. */
const FAILOVER = 2;

/** Look at `flags` and the kept destinations themselves (dispatch.c: `ds_update_dst()`, `ds_mark_dst()`). */
const NEED_ALTERNATIVES = ['ds_next_dst', 'ds_next_domain', 'ds_mark_dst'];

export const dispatcherFailoverOff: Rule = {
  code: 'dispatcher-failover-off',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A function needs the destinations that a selection kept, but dispatcher is told to keep none.',
  advice: 'Add 2 to the parameter flags of dispatcher.',
  documentation: {
    why:
      'Only with the bit 2 in `flags` does a selection keep the destinations that it did not take, in the XAVP that ' +
      '`xavp_dst` names. Without it `ds_next_dst()`, `ds_next_domain()` and `ds_mark_dst()` do nothing and return false: ' +
      'no other gateway is tried, and none is marked as failed. The default of `flags` is 0.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  if (ds_next_dst()) {
    t_on_failure("NEXT");
    t_relay();
  }
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  if (ds_next_dst()) {
    t_on_failure("NEXT");
    t_relay();
  }
}
`,
  },
  check(analysis, report) {
    const failing = failingCalls(analysis);
    const [first] = failing;
    if (!first) return;
    const effect = describeEffect(failing);
    const related = failing
      .slice(0, 5)
      .map((call) => ({ range: placeOf(call), message: `${call.name}() has no effect here` }));
    const xavp = lastSetting(analysis, DISPATCHER, 'xavp_dst');
    if (xavp && textOf(xavp) === '') {
      const token = xavp.valueToken ?? first.token;
      const range = { source: token.source, start: token.start, end: token.end };
      report({ range, message: `without a name in 'xavp_dst' no destinations are kept: ${effect}`, related });
      return;
    }
    const setting = lastSetting(analysis, DISPATCHER, 'flags');
    if (!setting) {
      if (!hasMainRoute(analysis) || !isNeverSet(analysis, DISPATCHER, 'flags')) return;
      const fix = fixBySetting(analysis, 'flags', String(FAILOVER));
      const message = `'flags' of dispatcher is not set and so without the bit ${FAILOVER} for failover: ${effect}`;
      report({ range: placeOf(first), message, related: related.slice(1), ...(fix ? { fix } : {}) });
      return;
    }
    const value = integerOf(setting);
    const token = setting.valueToken;
    if (value === undefined || !token || (value & FAILOVER) !== 0) return;
    const isPlain = isVerbatim(token) && !setting.isNegative;
    report({
      range: { source: token.source, start: token.start, end: token.end },
      message: `'flags' of dispatcher lacks the bit ${FAILOVER} for failover: ${effect}`,
      related,
      ...(isPlain ? { replacement: String(value | FAILOVER) } : {}),
    });
  },
};

function failingCalls(analysis: Analysis): CallSymbol[] {
  // ds_select() sets no destination: only these take what it has kept.
  const isOnlyKept = callsOf(analysis, DISPATCHER, ['ds_select']).length > 0;
  const names = isOnlyKept ? [...NEED_ALTERNATIVES, 'ds_set_dst', 'ds_set_domain'] : NEED_ALTERNATIVES;
  const failing = callsOf(analysis, DISPATCHER, names);
  if (failing.length > 0 || !selectionsOf(analysis).some(({ algorithm }) => algorithm === ALGORITHM.callLoad))
    return failing;
  // For an INVITE, which is what fails, it looks for the kept destination (`ds_load_unset()`).
  return callsOf(analysis, DISPATCHER, ['ds_load_unset']).filter(({ route }) => route.routeKind === 'failure_route');
}

function describeEffect(failing: readonly CallSymbol[]): string {
  const names = [...new Set(failing.map(({ name }) => `${name}()`))];
  if (names[0] === 'ds_load_unset()') return 'ds_load_unset() does not count off a call that failed';
  return `${names.join(' and ')} always ${names.length > 1 ? 'return' : 'returns'} false`;
}
