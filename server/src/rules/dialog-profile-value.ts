import type { Analysis } from '../semantic/analysis.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { settingsOf, textOf } from './shared/module-settings.ts';

export const dialogProfileValue: Rule = {
  code: 'dialog-profile-value',
  severity: 'warning',
  category: 'calls',
  summary: 'A profile of the dialog module is used without the value that it has, or with one that it has not.',
  advice: 'Give a value to the profiles of profiles_with_value, and none to those of profiles_no_value.',
  documentation: {
    why:
      'A profile either has values, and counts the dialogs of each, or has none and counts all. Without its value ' +
      '`set_dlg_profile()` fails for every call; a value for a profile that has none is passed over, and what was to be ' +
      'a limit for each caller becomes one for all of them together.',
    wrong: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "dialog.so"
modparam("dialog", "profiles_no_value", "caller")
request_route {
  dlg_manage();
  set_dlg_profile("caller", "$fU");
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
    const calls = callsOf(analysis, 'dialog', ['set_dlg_profile', 'unset_dlg_profile']);
    if (calls.length === 0) return;
    const withValue = namesOf(analysis, 'profiles_with_value');
    const without = namesOf(analysis, 'profiles_no_value');
    for (const call of calls) {
      const profile = constantArgument(call, 0)?.text ?? '';
      const hasValue = call.node.arguments.length > 1;
      const range = rangeOfToken(call.token);
      if (!hasValue && withValue.has(profile) && !without.has(profile)) {
        report({ range, message: `${call.name}() always fails: the profile '${profile}' needs a value` });
      } else if (hasValue && without.has(profile) && !withValue.has(profile)) {
        report({
          range,
          message: `the profile '${profile}' has no values, and the one given to ${call.name}() is passed over`,
        });
      }
    }
  },
};

function namesOf(analysis: Analysis, parameter: string): ReadonlySet<string> {
  const texts = settingsOf(analysis, 'dialog', parameter).map((setting) => textOf(setting) ?? '');
  return new Set(texts.flatMap((text) => text.split(';').map((name) => name.trim())));
}
