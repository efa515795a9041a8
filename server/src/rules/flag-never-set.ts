import type { Analysis } from '../semantic/analysis.ts';
import { valueRange } from '../semantic/string-place.ts';
import { nameOf, type CallSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { integerOf, lastSetting } from './shared/module-settings.ts';
import { readNumber } from '../syntax/number-literal.ts';
import { factsOf } from './shared/program-facts.ts';
import { variableUses } from './shared/variables.ts';
import { hasForeignScript, isWhole, mayStandElsewhere } from './shared/whole-program.ts';

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
  summary: 'A module looks for a flag that no route block sets.',
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
    for (const [module, parameters] of Object.entries(PARAMETERS)) {
      if (!facts.isLoaded(module)) continue;
      for (const [parameter, { isBranch = false, effect }] of Object.entries(parameters)) {
        const setting = lastSetting(analysis, module, parameter);
        const number = setting && integerOf(setting);
        if (number === undefined || number < 0 || !setting?.valueToken) continue;
        flags ??= setFlags(analysis);
        if (!flags || (isBranch ? flags.branch : flags.message).has(number)) continue;
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

interface SetFlags {
  readonly message: ReadonlySet<number>;
  readonly branch: ReadonlySet<number>;
}

/** The numbers of the flags that are set somewhere; nothing where that cannot be known. */
function setFlags(analysis: Analysis): SetFlags | undefined {
  if (hasForeignScript(analysis) || !isWhole(analysis) || mayStandElsewhere(analysis, /\bsetb?flag\b/))
    return undefined;
  if (variableUses(analysis).some(({ node }) => /^[mb][fF]$/.test(node.name.text))) return undefined;
  const message = new Set<number>();
  const branch = new Set<number>();
  for (const [call, target] of callTargets(analysis)) {
    const isMessage = target.kind === 'core' && target.function.entry.name === 'setflag';
    // That kex is not loaded is another finding.
    if (!isMessage && call.name !== 'setbflag') continue;
    const number = numberOfFlag(analysis, call);
    if (number === undefined) return undefined;
    (isMessage ? message : branch).add(number);
  }
  return { message, branch };
}

/** The number of the flag that a call names; nothing where that is not known. */
function numberOfFlag({ program }: Analysis, { node, item }: CallSymbol): number | undefined {
  const argument = node.arguments[0];
  if (argument?.kind !== 'number' && argument?.kind !== 'name' && argument?.kind !== 'string') return undefined;
  const token = item.tokens[argument.token];
  if (!token) return undefined;
  const number = readNumber(token);
  if (number !== undefined) return number;
  const name = nameOf(token);
  if (/^\d+$/.test(name)) return Number(name);
  const declared = program.symbols.flags.find((flag) => !flag.isAvp && flag.name === name)?.number;
  return declared && readNumber(declared);
}
