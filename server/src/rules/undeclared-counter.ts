import type { Analysis } from '../semantic/analysis.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { hasUnknownSetting, lastSetting, settingsOf, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole, mayStandElsewhere } from './shared/whole-program.ts';
import { misspeltText } from './shared/wording.ts';

export const undeclaredCounter: Rule = {
  code: 'undeclared-counter',
  severity: 'error',
  category: 'calls',
  summary: 'A counter is changed that no parameter declares.',
  advice: 'Declare it with script_counter of module counters, or variable of module statistics.',
  documentation: {
    why: 'The functions look for their counter when Kamailio starts, which ends where there is none of the name.',
    wrong: `loadmodule "counters.so"
modparam("counters", "script_counter", "calls")
request_route {
  cnt_inc("call");
}
`,
    right: `loadmodule "counters.so"
modparam("counters", "script_counter", "calls")
request_route {
  cnt_inc("calls");
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (facts.isIncomplete || hasUnknownSetting(analysis) || !isWhole(analysis)) return;
    for (const { module, functions, parameter, isOwn } of COUNTERS) {
      if (!facts.isLoaded(module)) continue;
      const calls = callsOf(analysis, module, functions);
      const declared = calls.length > 0 ? declaredNames(analysis, module, parameter) : undefined;
      if (!declared) continue;
      for (const call of calls) {
        const counter = constantArgument(call, 0);
        if (!counter || counter.text.includes('$') || declared.has(counter.text)) continue;
        if (!isOwn(analysis, counter.text)) continue;
        if (mayStandElsewhere(analysis, new RegExp(`["']${parameter}["']`))) break;
        const message = `no counter '${counter.text}' is declared for '${call.name}': Kamailio does not start`;
        report(misspeltText(counter.range, message, counter.text, declared));
      }
    }
  },
};

interface Counters {
  readonly module: string;
  readonly functions: readonly string[];
  readonly parameter: string;
  /** Whether a name can only be one of the script's own. */
  readonly isOwn: (analysis: Analysis, name: string) => boolean;
}

const COUNTERS: readonly Counters[] = [
  {
    module: 'counters',
    functions: ['cnt_inc', 'cnt_add', 'cnt_reset'],
    parameter: 'script_counter',
    // Other groups are those of Kamailio itself.
    isOwn: (analysis, name) => !name.includes('.') && !lastSetting(analysis, 'counters', 'script_cnt_grp_name'),
  },
  {
    module: 'statistics',
    functions: ['update_stat', 'reset_stat'],
    parameter: 'variable',
    isOwn: ({ catalog }, name) => {
      if (/[.:]/.test(name)) return false;
      const modules = [catalog.core, ...catalog.moduleNames().map((each) => catalog.module(each))];
      return !modules.some((entry) => entry?.statistics.some((statistic) => statistic.name === name));
    },
  },
];

/** The names of the script's counters, with and without their group; nothing where some are not known. */
function declaredNames(analysis: Analysis, module: string, parameter: string): Set<string> | undefined {
  const names = new Set<string>();
  for (const setting of settingsOf(analysis, module, parameter)) {
    const text = textOf(setting);
    if (text === undefined) return undefined;
    const name = text.split(module === 'counters' ? /[: \t]/ : '/')[0] ?? '';
    names.add(name.trim());
    if (name.startsWith('script.')) names.add(name.slice('script.'.length));
  }
  return names;
}
