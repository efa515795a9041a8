import type { Analysis } from '../semantic/analysis.ts';
import { valueRange } from '../semantic/string-place.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { integerOf, isNeverSet, lastSetting } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { setFlags } from './shared/set-flags.ts';
import { variableUses } from './shared/variables.ts';
import { hasForeignScript, isWhole, mayStandElsewhere } from './shared/whole-program.ts';

/** Functions that make a dialog, by themselves or by the calls that they send. */
const CREATING = ['dlg_manage', 'dlg_bridge', 'dlg_refer'];

/** Modules that have the dialog module follow the calls they take part in. */
const CREATING_MODULES = ['call_control', 'mediaproxy', 'nat_traversal'];

/** Functions that act on the dialog of the request. */
const USING = [
  'dlg_bye',
  'dlg_get_var',
  'dlg_isflagset',
  'dlg_req_within',
  'dlg_reset_property',
  'dlg_resetflag',
  'dlg_set_property',
  'dlg_set_ruri',
  'dlg_set_state',
  'dlg_set_timeout',
  'dlg_set_timeout_by_profile',
  'dlg_set_var',
  'dlg_setflag',
  'dlg_update_contact',
  'dlg_update_socket',
  'get_profile_size',
  'is_in_profile',
  'is_known_dlg',
  'set_dlg_profile',
  'unset_dlg_profile',
];

export const dialogNotCreated: Rule = {
  code: 'dialog-not-created',
  severity: 'warning',
  category: 'replication',
  summary: 'Dialogs are used that the dialog module is never told to follow.',
  advice: 'Call dlg_manage() for each initial INVITE.',
  documentation: {
    why:
      'Loading the module follows no dialog: `dlg_manage()` does, called for the initial request, or in versions before ' +
      '6.0 the flag of `dlg_flag`. Without it variables of the dialog are forgotten with the transaction, profiles stay ' +
      'empty and time-outs never run.',
    wrong: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "dialog.so"
request_route {
  $dlg_var(caller) = $fU;
}
`,
    right: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "dialog.so"
request_route {
  dlg_manage();
  $dlg_var(caller) = $fU;
}
`,
  },
  check(analysis, report) {
    if (!factsOf(analysis).isLoaded('dialog') || hasForeignScript(analysis) || !isWhole(analysis)) return;
    if (callsOf(analysis, 'dialog', CREATING).length > 0 || mayUseFlag(analysis)) return;
    if (CREATING_MODULES.some((module) => factsOf(analysis).isLoaded(module))) return;
    const uses: { what: string; range: SourceRange }[] = [];
    for (const use of variableUses(analysis)) {
      const { name } = use.node;
      if (/^(?:dlg|dlg_var|dlg_ctx)$/.test(name.text))
        uses.push({ what: `$${name.text}`, range: use.rangeOf(use.node) });
    }
    for (const { name, token } of callsOf(analysis, 'dialog', USING)) {
      uses.push({ what: `${name}()`, range: rangeOfToken(token) });
    }
    for (const { module, parameter } of FOLLOWERS) {
      const load = factsOf(analysis).loads.get(module);
      if (!load) continue;
      const setting = parameter === undefined ? undefined : lastSetting(analysis, module, parameter);
      if (parameter !== undefined && (!setting || (integerOf(setting) ?? 0) <= 0)) continue;
      const range = valueRange(setting?.valueToken ?? load.module.token);
      uses.push({ what: parameter === undefined ? module : `${parameter} of ${module}`, range });
    }
    const [first, ...others] = uses;
    if (!first || mayStandElsewhere(analysis, /\bdlg_(?:manage|bridge|refer)\b/)) return;
    report({
      range: first.range,
      message: `'${first.what}' has no dialog to work with: nothing calls dlg_manage(), so no dialog is followed`,
      related: others.slice(0, 10).map(({ what, range }) => ({ range, message: `'${what}' is used here, too` })),
    });
  },
};

/** Modules that act on dialogs alone, some of them only with a parameter. */
const FOLLOWERS: readonly { readonly module: string; readonly parameter?: string }[] = [
  { module: 'acc', parameter: 'cdr_enable' },
  { module: 'cnxcc' },
  { module: 'pua_dialoginfo' },
  { module: 'qos' },
  { module: 'sst' },
];

/** Whether dialogs may be followed for the flag of `dlg_flag`, as versions before 6.0 do. */
function mayUseFlag(analysis: Analysis): boolean {
  const setting = lastSetting(analysis, 'dialog', 'dlg_flag');
  if (!setting) return !isNeverSet(analysis, 'dialog', 'dlg_flag');
  const number = integerOf(setting);
  const flags = setFlags(analysis);
  return number === undefined || !flags || flags.message.has(number);
}
