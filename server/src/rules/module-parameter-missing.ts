import type { Analysis } from '../semantic/analysis.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { effectiveInteger, isNeverSet, lastSetting, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole } from './shared/whole-program.ts';

/** That a module does not start without a parameter. */
interface ParameterNeed {
  readonly module: string;
  /** The parameter that is missing, and the module that has it, where that is another one. */
  readonly needs: string;
  readonly of?: string;
  /** The parameter that makes it needed; nothing where the module always needs it. */
  readonly parameter?: string;
  readonly when?: (analysis: Analysis) => boolean;
}

/** Each was tried on 5.6.3, with and without. */
const NEEDS: readonly ParameterNeed[] = [
  { module: 'cplc', needs: 'cpl_dtd_file' },
  { module: 'ims_dialog', needs: 'dlg_flag' },
  { module: 'kazoo', needs: 'node_hostname' },
  { module: 'sst', needs: 'sst_flag' },
  { module: 'nathelper', parameter: 'sipping_bflag', needs: 'sipping_from', when: pings },
  {
    module: 'nathelper',
    parameter: 'ping_nated_only',
    needs: 'nat_bflag',
    of: 'usrloc',
    when: (analysis) => pings(analysis) && (effectiveInteger(analysis, 'nathelper', 'ping_nated_only', 0) ?? 0) > 0,
  },
  { module: 'tm', parameter: 'contacts_avp', needs: 'contact_flows_avp' },
  ...['auth_realm_avp', 'auth_username_avp', 'auth_password_avp'].flatMap((parameter, _, all) =>
    all.filter((other) => other !== parameter).map((needs) => ({ module: 'uac', parameter, needs })),
  ),
];

export const moduleParameterMissing: Rule = {
  code: 'module-parameter-missing',
  severity: 'error',
  category: 'modules',
  summary: 'A module does not start without a parameter that is not set.',
  advice: 'Set the parameter, or leave out what needs it.',
  documentation: {
    why:
      'Some parameters have no default, and some are needed once another one is set: `nathelper` cannot ping with SIP ' +
      'requests without an address to send them from. The module finds that when it starts, and Kamailio ends.',
    wrong: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "kex.so"
loadmodule "usrloc.so"
loadmodule "nathelper.so"
modparam("nathelper", "natping_interval", 30)
modparam("nathelper", "sipping_bflag", 7)
request_route {
  setbflag(7);
}
`,
    right: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "kex.so"
loadmodule "usrloc.so"
loadmodule "nathelper.so"
modparam("nathelper", "natping_interval", 30)
modparam("nathelper", "sipping_bflag", 7)
modparam("nathelper", "sipping_from", "sip:ping@example.com")
request_route {
  setbflag(7);
}
`,
  },
  check(analysis, report) {
    if (!isWhole(analysis)) return;
    const told = new Set<string>();
    for (const { module, parameter, needs, of = module, when } of NEEDS) {
      const load = factsOf(analysis).loads.get(module);
      if (!load || told.has(`${of} ${needs}`)) continue;
      const setting = parameter === undefined ? undefined : lastSetting(analysis, module, parameter);
      if (parameter !== undefined && (!setting || textOf(setting) === '')) continue;
      if (when?.(analysis) === false || !isMissing(analysis, of, needs)) continue;
      told.add(`${of} ${needs}`);
      const why = parameter === undefined ? `module '${module}'` : `'${parameter}' of module '${module}'`;
      report({
        range: valueRange(setting?.valueToken ?? load.module.token),
        message: `${why} needs '${needs}'${of === module ? '' : ` of module '${of}'`}, which is not set: Kamailio does not start`,
      });
    }
    for (const range of registrationFixes(analysis)) {
      const message =
        "fix_nated_register() needs 'received_avp' of module 'nathelper', which is not set: Kamailio does not start";
      report({ range, message });
    }
  },
};

function isMissing(analysis: Analysis, module: string, parameter: string): boolean {
  const setting = lastSetting(analysis, module, parameter);
  return setting ? textOf(setting) === '' : isNeverSet(analysis, module, parameter);
}

function pings(analysis: Analysis): boolean {
  return (effectiveInteger(analysis, 'nathelper', 'natping_interval', 0) ?? 0) > 0;
}

function registrationFixes(analysis: Analysis): SourceRange[] {
  const calls = callsOf(analysis, 'nathelper', ['fix_nated_register']);
  if (calls.length === 0 || !isMissing(analysis, 'nathelper', 'received_avp')) return [];
  return calls.map(({ token }) => rangeOfToken(token));
}
