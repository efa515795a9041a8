import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { hasUnknownSetting, settingsOf, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole, mayStandElsewhere } from './shared/whole-program.ts';
import { misspeltText } from './shared/wording.ts';

const PARAMETERS = ['profiles_with_value', 'profiles_no_value'];
const FUNCTIONS = [
  'set_dlg_profile',
  'unset_dlg_profile',
  'is_in_profile',
  'get_profile_size',
  'dlg_set_timeout_by_profile',
];

export const undeclaredDialogProfile: Rule = {
  code: 'undeclared-dialog-profile',
  severity: 'error',
  category: 'calls',
  summary: 'A profile of the dialog module is used that no parameter declares.',
  advice: 'Add it to profiles_with_value or profiles_no_value, or correct the name.',
  documentation: {
    why: 'The functions look for their profile when Kamailio starts, which ends where there is none of the name.',
    wrong: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "dialog.so"
modparam("dialog", "profiles_with_value", "caller")
request_route {
  dlg_manage();
  set_dlg_profile("callers", "$fU");
}
`,
    right: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "dialog.so"
modparam("dialog", "profiles_with_value", "caller")
request_route {
  dlg_manage();
  set_dlg_profile("caller", "$fU");
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (!facts.isLoaded('dialog') || facts.isIncomplete || hasUnknownSetting(analysis) || !isWhole(analysis)) return;
    const declared = new Set<string>();
    for (const setting of PARAMETERS.flatMap((parameter) => settingsOf(analysis, 'dialog', parameter))) {
      const text = textOf(setting);
      if (text === undefined) return;
      for (const name of text.split(';')) declared.add(name.trim());
    }
    for (const call of callsOf(analysis, 'dialog', FUNCTIONS)) {
      const profile = constantArgument(call, 0);
      if (!profile || profile.text.includes('$') || declared.has(profile.text)) continue;
      if (mayStandElsewhere(analysis, /["']profiles_(?:with|no)_value["']/)) return;
      const message = `no profile '${profile.text}' is declared for '${call.name}': Kamailio does not start`;
      report(misspeltText(profile.range, message, profile.text, declared));
    }
  },
};
