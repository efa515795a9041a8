import type { Analysis } from '../semantic/analysis.ts';
import { valueRange } from '../semantic/string-place.ts';
import { rangeOfToken, type ParameterSetting } from '../semantic/symbols.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { effectiveInteger, integerOf, isNeverSet, lastSetting, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole } from './shared/whole-program.ts';

export const contradictingParameters: Rule = {
  code: 'contradicting-parameters',
  severity: 'warning',
  category: 'modules',
  summary: 'A parameter has no effect, or not the one it was set for, because of another one.',
  advice: 'Set the other parameter, too, or leave out the one that cannot work.',
  documentation: {
    why:
      'Some parameters work only together. `dialog` sends no keepalive with `ka_timer` alone, and `registrar` shortens each ' +
      'registration to `max_expires`, the default one as well. Nothing in the log says that a setting is never used. A few ' +
      'are refused together: `uac` and `acc` find the direction of a request by the tag that `append_fromtag` of `rr` writes.',
    wrong: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "dialog.so"
modparam("dialog", "ka_timer", 30)
request_route {
  dlg_manage();
}
`,
    right: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "dialog.so"
modparam("dialog", "ka_timer", 10)
modparam("dialog", "ka_interval", 60)
request_route {
  dlg_manage();
}
`,
  },
  check(analysis, report) {
    if (!isWhole(analysis)) return;
    for (const { module, parameter, fault } of CHECKS) {
      if (!factsOf(analysis).isLoaded(module)) continue;
      const setting = lastSetting(analysis, module, parameter);
      const value = setting && integerOf(setting);
      if (!setting?.valueToken || value === undefined) continue;
      const found = fault(value, (name, standard) => effectiveInteger(analysis, module, name, standard));
      if (found) report(describe(analysis, setting, module, found));
    }
    const untagged = checkFromTag(analysis);
    if (untagged) report(untagged);
  },
};

/** The number that counts for another parameter of the module; `undefined` where it cannot be known. */
type Other = (name: string, standard: number) => number | undefined;

interface Fault {
  readonly message: string;
  /** The other parameter. */
  readonly other: string;
  readonly isRefused?: boolean;
}

interface Check {
  readonly module: string;
  readonly parameter: string;
  readonly fault: (value: number, other: Other) => Fault | undefined;
}

/** What the modules do with two numbers, by their C files: 5.5 to the development version. */
const CHECKS: readonly Check[] = [
  {
    module: 'dialog',
    parameter: 'ka_timer',
    fault: (value, other) =>
      value > 0 && other('ka_interval', 0) === 0
        ? { other: 'ka_interval', message: "has no effect: no keepalive is sent without 'ka_interval'" }
        : undefined,
  },
  {
    module: 'dialog',
    parameter: 'ka_interval',
    fault: (value, other) =>
      value >= 30 && other('ka_timer', 0) === 0
        ? { other: 'ka_timer', message: "has no effect: no keepalive is sent without 'ka_timer'" }
        : undefined,
  },
  {
    module: 'usrloc',
    parameter: 'rm_expired_delay',
    fault: (value, other) => {
      const mode = other('db_mode', 0);
      if (value === 0 || mode === undefined || mode === 3) return undefined;
      return { other: 'db_mode', message: "needs 'db_mode' 3: Kamailio does not start", isRefused: true };
    },
  },
  {
    module: 'usrloc',
    parameter: 'handle_lost_tcp',
    fault: (value, other) =>
      value !== 0 && other('db_mode', 0) === 3
        ? { other: 'db_mode', message: "has no effect with 'db_mode' 3" }
        : undefined,
  },
  ...['default_expires', 'min_expires'].map((parameter) => ({
    module: 'registrar',
    parameter,
    fault: (value: number, other: Other): Fault | undefined => {
      const most = other('max_expires', 0);
      if (most === undefined || most <= 0 || value <= most) return undefined;
      return {
        other: 'max_expires',
        message: `has no effect above 'max_expires': no registration lasts longer than ${most} seconds`,
      };
    },
  })),
];

function describe(
  analysis: Analysis,
  { parameter, valueToken, parameterToken }: ParameterSetting,
  module: string,
  { message, other, isRefused }: Fault,
): RuleFinding {
  const second = lastSetting(analysis, module, other);
  return {
    range: valueRange(valueToken ?? parameterToken),
    message: `'${parameter}' of module '${module}' ${message}`,
    ...(isRefused === true ? { severity: 'error' as const } : {}),
    ...(second?.valueToken
      ? { related: [{ range: valueRange(second.valueToken), message: `'${other}' is set here` }] }
      : {}),
  };
}

/** What asks for the tag in Record-Route: tried on 5.6.3, the same in all sources. */
function checkFromTag(analysis: Analysis): RuleFinding | undefined {
  const setting = lastSetting(analysis, 'rr', 'append_fromtag');
  if (!setting?.valueToken || integerOf(setting) !== 0) return undefined;
  const [user] = fromTagUsers(analysis);
  if (!user) return undefined;
  return {
    range: valueRange(setting.valueToken),
    severity: 'error',
    message: `'append_fromtag' of module 'rr' is off, and ${user.what} needs it: Kamailio does not start`,
    related: [{ range: user.range, message: 'needs it' }],
  };
}

function* fromTagUsers(analysis: Analysis): Iterable<{ readonly range: SourceRange; readonly what: string }> {
  const uac = factsOf(analysis).loads.get('uac');
  if (uac && restoresItself(analysis)) {
    const setting = lastSetting(analysis, 'uac', 'restore_mode');
    const what = "'restore_mode' of module 'uac', which is 'auto'";
    yield { range: valueRange(setting?.valueToken ?? uac.module.token), what };
  }
  const direction = lastSetting(analysis, 'acc', 'detect_direction');
  if (direction?.valueToken && (integerOf(direction) ?? 0) !== 0)
    yield { range: valueRange(direction.valueToken), what: "'detect_direction' of module 'acc'" };
  for (const { token } of callsOf(analysis, 'rr', ['is_direction'])) {
    yield { range: rangeOfToken(token), what: 'is_direction()' };
  }
}

/** Whether uac changes the addresses back by Record-Route; it does so by itself. */
function restoresItself(analysis: Analysis): boolean {
  if (effectiveInteger(analysis, 'uac', 'restore_dlg', 0) !== 0) return false;
  const setting = lastSetting(analysis, 'uac', 'restore_mode');
  return setting ? textOf(setting) === 'auto' : isNeverSet(analysis, 'uac', 'restore_mode');
}
