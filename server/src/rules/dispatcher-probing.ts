import { numberOf } from '../dispatcher-list/entry-values.ts';
import type { ListEntry } from '../dispatcher-list/list.ts';
import { compareVersions } from '../catalog/versions.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { ParameterSetting } from '../semantic/symbols.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantOf } from './shared/constant-text.ts';
import { DISPATCHER, fixBySetting, loadedList } from './shared/dispatcher.ts';
import { marksOf, pingInterval, PROBING, probingMode, STATE } from './shared/dispatcher-pings.ts';
import { integerOf, isNeverSet, lastSetting, settingsOf, textOf } from './shared/module-settings.ts';
import { hasForeignScript, hasMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

/** Parameters that say how pings look and what follows from them. */
const ABOUT_PINGS = ['ds_ping_method', 'ds_ping_from', 'ds_ping_reply_codes', 'ds_ping_latency_stats'];

export const dispatcherProbing: Rule = {
  code: 'dispatcher-probing',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'Pings are asked for, but no destination is ever pinged.',
  advice: 'Set ds_ping_interval, and with ds_probing_mode 1 all destinations are pinged.',
  documentation: {
    why:
      'Pings are sent only with `ds_ping_interval` above 0, and its default is 0. `ds_probing_mode` then says to whom: 1 ' +
      'to all, 0 (the default) and 3 to those in the state of probing, 2 to those that are inactive as well. A ' +
      'destination is in that state by the flag 8 in the list or by `ds_mark_dst("ip")`; with 0 it leaves the state with ' +
      'the ping that brings it back, or that fails. Where nothing sets it, dead destinations keep their share of the calls.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_probing_mode", 1)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_ping_interval", 15)
modparam("dispatcher", "ds_probing_mode", 1)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
  },
  check(analysis, report) {
    const interval = pingInterval(analysis);
    if (interval === undefined || !hasMainRoute(analysis)) return;
    const finding = interval > 0 ? checkMode(analysis) : checkWithoutInterval(analysis);
    if (finding) report(finding);
  },
};

function checkWithoutInterval(analysis: Analysis): RuleFinding | undefined {
  const interval = lastSetting(analysis, DISPATCHER, 'ds_ping_interval');
  const mode = lastSetting(analysis, DISPATCHER, 'ds_probing_mode');
  const isAsked = mode !== undefined && (integerOf(mode) ?? 0) > 0;
  const about = ABOUT_PINGS.flatMap((parameter) => settingsOf(analysis, DISPATCHER, parameter)).filter(isSomething);
  const asking = isAsked ? mode : about[0];
  if (!asking) return undefined;
  const range = constantOf((interval ?? asking).valueToken)?.range;
  const why = interval ? `'ds_ping_interval' is ${integerOf(interval)}` : "'ds_ping_interval' is not set";
  if (!range) return undefined;
  const fix = interval ? undefined : fixBySetting(analysis, 'ds_ping_interval', '15');
  return {
    range,
    severity: isAsked ? 'warning' : 'information',
    message: `nothing is ever pinged: ${why}, so '${asking.parameter}' has no effect`,
    ...(fix ? { fix } : {}),
  };
}

function isSomething(setting: ParameterSetting): boolean {
  return integerOf(setting) !== 0 && textOf(setting) !== '';
}

function checkMode(analysis: Analysis): RuleFinding | undefined {
  const mode = probingMode(analysis);
  if (mode === undefined || mode === PROBING.all) return undefined;
  if (hasForeignScript(analysis) || mayStandElsewhere(analysis, /ds_mark_(?:dst|addr)/)) return undefined;
  const loaded = loadedList(analysis);
  if (!loaded || loaded.list.entries.length === 0) return undefined;
  const needed = mode === PROBING.inactive ? STATE.probing | STATE.inactive : STATE.probing;
  const marks = marksOf(analysis);
  // A refused mark changes nothing, so only one that is known when it runs may do more than it shows.
  const isMarked = marks.some(({ state, letters }) => (state === undefined ? !letters : isPingedIn(state, mode)));
  const isUnpinged = compareVersions(analysis.catalog.version, '6.0') >= 0 ? STATE.noDns | STATE.noPing : 0;
  const isFlagged = loaded.list.entries.some(
    (entry) => (flagsOf(entry) & needed) === needed && (flagsOf(entry) & (STATE.disabled | isUnpinged)) === 0,
  );
  const setting = lastSetting(analysis, DISPATCHER, 'ds_probing_mode');
  const interval = lastSetting(analysis, DISPATCHER, 'ds_ping_interval');
  const range = constantOf((setting ?? interval)?.valueToken)?.range;
  if (!range || (!setting && !isNeverSet(analysis, DISPATCHER, 'ds_probing_mode'))) return undefined;
  const name = setting ? `'ds_probing_mode' ${mode}` : "'ds_probing_mode' 0, its default,";
  if (!isMarked && !isFlagged) {
    const whom =
      mode === PROBING.inactive
        ? 'inactive destinations in the state of probing'
        : 'destinations in the state of probing';
    const message = `nothing is ever pinged: ${name} pings only ${whom}, and neither the list nor ds_mark_dst() sets that`;
    return { range, message };
  }
  if (mode !== PROBING.flaggedOnce) return undefined;
  return {
    range,
    severity: 'information',
    message: `with ${name} a destination is not pinged any more once it has answered, or failed to: 1 keeps on pinging all`,
  };
}

/** Whether a destination that was marked so is pinged then. */
function isPingedIn(state: number, mode: number): boolean {
  if ((state & STATE.probing) === 0) return false;
  return mode !== PROBING.inactive || (state & (STATE.inactive | STATE.trying)) !== 0;
}

function flagsOf({ flags }: ListEntry): number {
  return numberOf(flags) ?? 0;
}
