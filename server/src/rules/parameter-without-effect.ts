import type { Analysis } from '../semantic/analysis.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { ParameterSetting } from '../semantic/symbols.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { effectiveInteger, integerOf, lastSetting } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole } from './shared/whole-program.ts';

export const parameterWithoutEffect: Rule = {
  code: 'parameter-without-effect',
  severity: 'warning',
  category: 'modules',
  summary: 'A parameter has no effect, or not the one it was set for, because of another one.',
  advice: 'Set the other parameter, too, or leave out the one that cannot work.',
  documentation: {
    why:
      'Some parameters work only together. `dialog` sends no keepalive with `ka_timer` alone, and `registrar` shortens each ' +
      'registration to `max_expires`, the default one as well. Nothing in the log says that a setting is never used.',
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
  {
    module: 'registrar',
    parameter: 'default_expires',
    fault: (value, other) => {
      const most = other('max_expires', 0);
      if (most === undefined || most <= 0 || value <= most) return undefined;
      const message = `has no effect above 'max_expires': no registration lasts longer than ${most} seconds`;
      return { other: 'max_expires', message };
    },
  },
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
