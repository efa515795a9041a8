import type { Analysis } from '../semantic/analysis.ts';
import { rangeOfToken, type ParameterSetting } from '../semantic/symbols.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { effectiveInteger, integerOf, isNeverSet, lastSetting, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';

export const contradictingParameters: Rule = {
  code: 'contradicting-parameters',
  severity: 'warning',
  category: 'modules',
  summary: 'Two parameters contradict each other.',
  advice: 'Change one of the two.',
  documentation: {
    why:
      'Each value is fine by itself. Together they are not: `registrar` raises the time of a registration to ' +
      '`min_expires` and then cuts it down to `max_expires`, so the first never holds where it is the larger one. ' +
      '`uac` and `acc` find the direction of a request by the tag that `append_fromtag` of `rr` writes, and do not start ' +
      'where it is off.',
    wrong: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
modparam("registrar", "min_expires", 3600)
modparam("registrar", "max_expires", 600)
request_route {
  save("location");
}
`,
    right: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
modparam("registrar", "min_expires", 60)
modparam("registrar", "max_expires", 600)
request_route {
  save("location");
}
`,
  },
  check(analysis, report) {
    for (const module of ['registrar', 'presence']) {
      const finding = checkExpires(analysis, module);
      if (finding) report(finding);
    }
    for (const finding of checkFromTag(analysis)) report(finding);
  },
};

/** registrar (sip_msg.c, `calc_contact_expires`) and presence (presence.c, `mod_init`): a maximum of 0 is none. */
function checkExpires(analysis: Analysis, module: string): RuleFinding | undefined {
  const [lowest, highest] = ['min_expires', 'max_expires'].map((name) => lastSetting(analysis, module, name));
  const [min, max] = [lowest && integerOf(lowest), highest && integerOf(highest)];
  if (!lowest?.valueToken || !highest?.valueToken || min === undefined || max === undefined) return undefined;
  if (max <= 0 || min <= max) return undefined;
  return {
    range: valueRange(lowest.valueToken),
    message: `'min_expires' of module '${module}' is above 'max_expires', which is ${max} and holds for all`,
    related: [{ range: valueRange(highest.valueToken), message: 'the maximum' }],
  };
}

/** What asks for the tag in Record-Route: tried on 5.6.3, the same in all sources. */
function* checkFromTag(analysis: Analysis): Iterable<RuleFinding> {
  const setting = lastSetting(analysis, 'rr', 'append_fromtag');
  if (!setting?.valueToken || integerOf(setting) !== 0) return;
  for (const { range, what } of fromTagUsers(analysis)) {
    yield {
      range: valueRange(setting.valueToken),
      severity: 'error',
      message: `'append_fromtag' of module 'rr' is off, and ${what} needs it: Kamailio does not start`,
      related: [{ range, message: 'needs it' }],
    };
    return;
  }
}

function* fromTagUsers(analysis: Analysis): Iterable<{ readonly range: SourceRange; readonly what: string }> {
  const uac = factsOf(analysis).loads.get('uac');
  if (uac && restoresItself(analysis)) {
    const setting = lastSetting(analysis, 'uac', 'restore_mode');
    const what = "'restore_mode' of module 'uac', which is 'auto'";
    yield { range: valueRange(setting?.valueToken ?? uac.module.token), what };
  }
  const direction: ParameterSetting | undefined = lastSetting(analysis, 'acc', 'detect_direction');
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
