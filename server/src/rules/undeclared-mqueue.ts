import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { hasUnknownSetting, settingsOf, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { variableUses } from './shared/variables.ts';
import { isWhole, mayStandElsewhere } from './shared/whole-program.ts';
import { misspeltText } from './shared/wording.ts';

const FUNCTIONS = ['mq_add', 'mq_fetch', 'mq_size', 'mq_pv_free'];

export const undeclaredMqueue: Rule = {
  code: 'undeclared-mqueue',
  severity: 'warning',
  category: 'calls',
  summary: 'A queue of the mqueue module is used that no parameter defines.',
  advice: 'Define it with modparam("mqueue", "mqueue", "name=…"), or correct the name.',
  documentation: {
    why:
      'A queue is looked up when it is used. Where there is none, `mq_add()` keeps nothing, `mq_fetch()` finds nothing and ' +
      'each time an error is logged.',
    wrong: `loadmodule "mqueue.so"
modparam("mqueue", "mqueue", "name=calls;size=1000")
request_route {
  mq_add("call", "id", "value");
}
`,
    right: `loadmodule "mqueue.so"
modparam("mqueue", "mqueue", "name=calls;size=1000")
request_route {
  mq_add("calls", "id", "value");
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (!facts.isLoaded('mqueue') || facts.isIncomplete || hasUnknownSetting(analysis) || !isWhole(analysis)) return;
    const defined = new Set<string>();
    for (const setting of settingsOf(analysis, 'mqueue', 'mqueue')) {
      const name = /(?:^|;)\s*name\s*=\s*([^;,\s]+)/.exec(textOf(setting) ?? '')?.[1];
      if (name === undefined) return;
      defined.add(name);
    }
    const uses: { name: string; what: string; range: SourceRange }[] = [];
    for (const call of callsOf(analysis, 'mqueue', FUNCTIONS)) {
      const queue = constantArgument(call, 0);
      if (queue) uses.push({ name: queue.text, what: call.name, range: queue.range });
    }
    for (const use of variableUses(analysis)) {
      const { name, inner } = use.node;
      if (!/^mq(?:k|v|_size)$/.test(name.text) || !inner) continue;
      uses.push({ name: inner.text, what: `$${name.text}`, range: use.rangeOf(inner) });
    }
    for (const { name, what, range } of uses) {
      if (name.includes('$') || defined.has(name)) continue;
      if (mayStandElsewhere(analysis, /["']mqueue["']\s*,\s*["']mqueue["']/)) return;
      report(misspeltText(range, `no queue '${name}' is defined for '${what}'`, name, defined));
    }
  },
};
