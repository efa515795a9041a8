import { compareVersions } from '../catalog/versions.ts';
import type { Rule } from './rule.ts';
import { constantOf } from './shared/constant-text.ts';
import { DISPATCHER } from './shared/dispatcher.ts';
import { marksOf, pingInterval, PROBING, probingMode, STATE } from './shared/dispatcher-pings.ts';
import { integerOf, lastSetting } from './shared/module-settings.ts';
import { hasForeignScript, hasMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

export const dispatcherThreshold: Rule = {
  code: 'dispatcher-threshold',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A number of failures or answers is asked for that is never counted up to.',
  advice: 'Count from 1 up; failures of pings are counted with ds_probing_mode 1 or 3.',
  documentation: {
    why:
      '`ds_probing_threshold` is the number of pings without an answer after which a destination becomes inactive. With ' +
      '`ds_probing_mode` 0 a destination is not pinged again after the first of them, with 2 only inactive ones are ' +
      'pinged at all: the count never gets beyond 1. Numbers below 1 count as 1.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 2)
modparam("dispatcher", "ds_probing_threshold", 3)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
modparam("dispatcher", "ds_probing_threshold", 3)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
  },
  check(analysis, report) {
    for (const parameter of ['ds_probing_threshold', 'ds_inactive_threshold']) {
      const setting = lastSetting(analysis, DISPATCHER, parameter);
      const value = setting && integerOf(setting);
      const range = constantOf(setting?.valueToken)?.range;
      if (range && value !== undefined && value < 1) {
        report({
          range,
          message: `'${parameter}' ${value} counts as 1`,
          severity: value < 0 ? 'warning' : 'information',
        });
      }
    }
    const setting = lastSetting(analysis, DISPATCHER, 'ds_probing_threshold');
    const range = constantOf(setting?.valueToken)?.range;
    const mode = probingMode(analysis);
    if (!setting || !range || (integerOf(setting) ?? 1) <= 1 || (pingInterval(analysis) ?? 0) <= 0) return;
    if (mode !== PROBING.flaggedOnce && mode !== PROBING.inactive) return;
    if (!hasMainRoute(analysis) || hasForeignScript(analysis) || mayStandElsewhere(analysis, /ds_mark_(?:dst|addr)/))
      return;
    // Until 5.8 a mark with 't' counts like a ping without an answer.
    const areMarksCounted = compareVersions(analysis.catalog.version, '6.0') < 0;
    const marks = marksOf(analysis);
    if (areMarksCounted && marks.some(({ state }) => state === undefined || (state & STATE.trying) !== 0)) return;
    const why =
      mode === PROBING.inactive
        ? 'pings only destinations that are inactive already'
        : 'pings no destination again that has failed to answer';
    report({
      range,
      message: `'ds_probing_threshold' ${integerOf(setting)} is never counted up to: 'ds_probing_mode' ${mode} ${why}`,
    });
  },
};
