import { rangeInString, valueRange } from '../semantic/string-place.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { readEntries } from './shared/definition.ts';
import { hasUnknownSetting, settingsOf, textOf } from './shared/module-settings.ts';
import { mayStandElsewhere } from './shared/whole-program.ts';
import { misspeltText } from './shared/wording.ts';

export const undeclaredTimer: Rule = {
  code: 'undeclared-timer',
  severity: 'error',
  category: 'modules',
  summary: 'A route block is given to a timer of rtimer that is not defined before.',
  advice: 'Define it above, with modparam("rtimer", "timer", "name=…;interval=…"), or correct the name.',
  documentation: {
    why:
      'The module looks for the timer when it reads the `exec` parameter. Where there is none of the name yet, the ' +
      'parameter is refused and Kamailio does not start.',
    wrong: `loadmodule "rtimer.so"
modparam("rtimer", "timer", "name=clean;interval=60;")
modparam("rtimer", "exec", "timer=cleaner;route=CLEAN")
request_route {
  exit;
}
route[CLEAN] {
  exit;
}
`,
    right: `loadmodule "rtimer.so"
modparam("rtimer", "timer", "name=clean;interval=60;")
modparam("rtimer", "exec", "timer=clean;route=CLEAN")
request_route {
  exit;
}
route[CLEAN] {
  exit;
}
`,
  },
  check(analysis, report) {
    if (hasUnknownSetting(analysis)) return;
    const timers = settingsOf(analysis, 'rtimer', 'timer');
    const execs = settingsOf(analysis, 'rtimer', 'exec');
    if (execs.length === 0) return;
    /** Names in small letters, as the module takes both for the same. */
    const defined = new Map<string, SourceRange>();
    const later = new Map<string, SourceRange>();
    const findings: RuleFinding[] = [];
    const order = analysis.program.symbols.parameters.filter(
      (setting) => timers.includes(setting) || execs.includes(setting),
    );
    for (const setting of timers) {
      const name = attribute(textOf(setting), 'name')?.value;
      if (name === undefined) return;
      later.set(name.toLowerCase(), valueRange(setting.valueToken!));
    }
    for (const setting of order) {
      const text = textOf(setting);
      const token = setting.valueToken;
      if (text === undefined || !token) continue;
      const isTimer = timers.includes(setting);
      const entry = attribute(text, isTimer ? 'name' : 'timer');
      if (entry?.value === undefined) continue;
      const name = entry.value.toLowerCase();
      const range = rangeInString(token, decodeString(token.image), entry.valueAt, entry.valueAt + entry.value.length);
      const first = defined.get(name);
      if (isTimer && first) {
        const related = [{ range: first, message: 'where it is defined first' }];
        findings.push({
          range,
          message: `there is a timer '${entry.value}' already: Kamailio does not start`,
          related,
        });
      } else if (isTimer) defined.set(name, range);
      else if (!first) {
        const behind = later.get(name);
        findings.push(
          behind
            ? {
                range,
                message: `the timer '${entry.value}' is defined only below: Kamailio does not start`,
                related: [{ range: behind, message: 'where it is defined' }],
              }
            : misspeltText(
                range,
                `no timer '${entry.value}' is defined: Kamailio does not start`,
                entry.value,
                new Set(defined.keys()),
              ),
        );
      }
    }
    if (findings.length === 0 || mayStandElsewhere(analysis, /["']rtimer["']\s*,\s*["']timer["']/)) return;
    for (const finding of findings) report(finding);
  },
};

function attribute(
  text: string | undefined,
  name: string,
): ReturnType<typeof readEntries>['entries'][number] | undefined {
  if (text === undefined) return undefined;
  return readEntries(text, 0).entries.findLast(({ key }) => key.toLowerCase() === name);
}
