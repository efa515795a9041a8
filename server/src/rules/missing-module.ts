import type { Analysis } from '../semantic/analysis.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { fixByLoading } from './shared/load-lines.ts';
import { neededModules, type NeededModule } from './shared/module-needs.ts';
import { lastSetting } from './shared/module-settings.ts';
import { factsOf, inactiveLoad } from './shared/program-facts.ts';
import { isWhole } from './shared/whole-program.ts';
import { allOf } from './shared/wording.ts';

export const missingModule: Rule = {
  code: 'missing-module',
  severity: 'error',
  category: 'modules',
  summary: 'A loaded module cannot work without another one that is not loaded.',
  advice: 'Load the other module too, before those that need it.',
  documentation: {
    why:
      'Many modules use functions of others, and ask for them when Kamailio starts. `kamailio -c` does not start modules, ' +
      'so it finds nothing; the start itself ends with an error that names a function rather than the missing module.',
    wrong: `loadmodule "tm.so"
loadmodule "registrar.so"
request_route {
  exit;
}
`,
    right: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (facts.isIncomplete || facts.hasUnnamedModule || !isWhole(analysis)) return;
    const always = new Map<string, NeededModule[]>();
    for (const need of neededModules(analysis)) {
      if (facts.isLoaded(need.needs)) continue;
      if (need.parameter !== undefined) report(describeParameter(analysis, need, need.parameter));
      else always.set(need.needs, [...(always.get(need.needs) ?? []), need]);
    }
    for (const needs of always.values()) report(describe(analysis, needs));
  },
};

/** One finding for all modules that need the same one. */
function describe(analysis: Analysis, needs: readonly NeededModule[]): RuleFinding {
  const [{ needs: missing, user }] = needs as [NeededModule];
  const users = needs.map((need) => `'${need.user.module.name}'`);
  const verb = users.length > 1 ? 'do' : 'does';
  const message = `${allOf(users)} ${verb} not start without module '${missing}', which is not loaded`;
  const others = needs.slice(1).map((need) => ({
    range: valueRange(need.user.module.token),
    message: `'${need.user.module.name}' needs it, too`,
  }));
  return finish(analysis, needs[0]!, valueRange(user.module.token), message, others);
}

function describeParameter(analysis: Analysis, need: NeededModule, parameter: string): RuleFinding {
  const { needs, user, effect = 'Kamailio does not start without it' } = need;
  const { name, token } = user.module;
  const setting = lastSetting(analysis, name, parameter);
  const range = valueRange(setting?.valueToken ?? token);
  const message = `'${parameter}' of module '${name}' needs module '${needs}', which is not loaded: ${effect}`;
  const finding = finish(analysis, need, range, message, []);
  return need.effect === undefined ? finding : { ...finding, severity: 'warning' };
}

function finish(
  analysis: Analysis,
  { needs, user }: NeededModule,
  range: SourceRange,
  message: string,
  others: NonNullable<RuleFinding['related']>,
): RuleFinding {
  const inactive = inactiveLoad(analysis, needs);
  if (inactive) return { range, message: `${message}; a condition switches its loadmodule off`, related: [inactive] };
  const fix = fixByLoading(needs, user.module);
  return { range, message, related: others, ...(fix ? { fix } : {}) };
}
