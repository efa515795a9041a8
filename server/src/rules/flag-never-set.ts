import type { Analysis } from '../semantic/analysis.ts';
import { valueRange } from '../semantic/string-place.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { callsOf } from './shared/calls-of.ts';
import { effectiveInteger, integerOf, lastSetting } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { numberOfFlag, setFlags, type SetFlags } from './shared/set-flags.ts';

/** A parameter with the number of a flag that the script sets on requests for which the module is to do something. */
interface FlagParameter {
  readonly isBranch?: true;
  /** What does not happen while the flag is never set; nothing where it only adds to what another flag asks for. */
  readonly effect?: string;
}

const PARAMETERS: Readonly<Record<string, Readonly<Record<string, FlagParameter>>>> = {
  acc: {
    log_flag: { effect: 'no call is written to the log' },
    db_flag: { effect: 'no call is written to the database' },
    log_missed_flag: {},
    db_missed_flag: {},
    failed_transaction_flag: {},
    acc_prepare_flag: {},
  },
  acc_json: { acc_flag: { effect: 'no call is accounted' }, acc_missed_flag: {} },
  acc_radius: { radius_flag: { effect: 'no call is accounted' }, radius_missed_flag: {} },
  acc_diameter: { diameter_flag: { effect: 'no call is accounted' }, diameter_missed_flag: {} },
  dialog: { dlg_flag: {} },
  nathelper: { sipping_bflag: { isBranch: true, effect: 'no contact is pinged with a SIP request' } },
  qos: { qos_flag: { effect: 'no call is watched' } },
  siptrace: { trace_flag: { effect: 'nothing is traced' } },
  sst: { sst_flag: { effect: 'no session timer is added' } },
  usrloc: { nat_bflag: { isBranch: true, effect: 'no contact counts as behind NAT' } },
};

export const flagNeverSet: Rule = {
  code: 'flag-never-set',
  severity: 'warning',
  category: 'calls',
  summary: 'A module or a condition looks for a flag that no route block sets.',
  advice: 'Set the flag with setflag() or setbflag(), or correct the number in the parameter.',
  documentation: {
    why:
      'Modules such as `acc` act on requests that carry a flag; its number is a parameter. Where the number differs from ' +
      'that of `setflag()`, nothing happens, and nothing says so: no call is accounted, no contact is pinged.',
    wrong: `#!define FLT_ACC 1
loadmodule "tm.so"
loadmodule "acc.so"
modparam("acc", "log_flag", 4)
request_route {
  setflag(FLT_ACC);
}
`,
    right: `#!define FLT_ACC 1
loadmodule "tm.so"
loadmodule "acc.so"
modparam("acc", "log_flag", FLT_ACC)
request_route {
  setflag(FLT_ACC);
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    let flags: SetFlags | undefined;
    for (const [call, target] of callTargets(analysis)) {
      if (target.kind !== 'core' || target.function.entry.name !== 'isflagset') continue;
      const number = numberOfFlag(analysis, call);
      flags ??= setFlags(analysis);
      if (!flags) return;
      if (number === undefined || flags.message.has(number)) continue;
      report({
        range: rangeOfToken(call.token),
        message: `this is never true: no setflag() sets flag ${number}`,
      });
    }
    for (const [module, parameters] of Object.entries(PARAMETERS)) {
      if (!facts.isLoaded(module)) continue;
      for (const [parameter, { isBranch = false, effect }] of Object.entries(parameters)) {
        const setting = lastSetting(analysis, module, parameter);
        const number = setting && integerOf(setting);
        if (number === undefined || number < 0 || !setting?.valueToken) continue;
        flags ??= setFlags(analysis);
        if (!flags || (isBranch ? flags.branch : flags.message).has(number)) continue;
        if (isBranch && mayHaveContactsOfOthers(analysis)) continue;
        const how = isBranch ? 'setbflag()' : 'setflag()';
        const consequence = effect === undefined ? '' : `: ${effect}`;
        report({
          range: valueRange(setting.valueToken),
          message: `no ${how} sets flag ${number}, '${parameter}' of module '${module}'${consequence}`,
          severity: effect === undefined ? 'information' : 'warning',
        });
      }
    }
  },
};

/** Whether contacts come with their flags from other servers alone, which share a database or replicate them. */
function mayHaveContactsOfOthers(analysis: Analysis): boolean {
  if (callsOf(analysis, 'registrar', ['save']).length > 0) return false;
  return factsOf(analysis).isLoaded('dmq_usrloc') || effectiveInteger(analysis, 'usrloc', 'db_mode', 0) !== 0;
}
