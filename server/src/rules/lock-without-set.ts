import { rangeOfToken } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { effectiveInteger } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole } from './shared/whole-program.ts';

export const lockWithoutSet: Rule = {
  code: 'lock-without-set',
  severity: 'warning',
  category: 'calls',
  summary: 'A lock of cfgutils is taken although the module has no locks.',
  advice: 'Set lock_set_size, for example to 4, which makes 16 locks.',
  documentation: {
    why:
      'The module makes no locks unless `lock_set_size` is above 0. `lock()` then logs an error, returns -1 and lets ' +
      'everybody through, so what it was to guard is open.',
    wrong: `loadmodule "cfgutils.so"
request_route {
  lock("billing");
  unlock("billing");
}
`,
    right: `loadmodule "cfgutils.so"
modparam("cfgutils", "lock_set_size", 4)
request_route {
  lock("billing");
  unlock("billing");
}
`,
  },
  check(analysis, report) {
    if (!factsOf(analysis).isLoaded('cfgutils') || !isWhole(analysis)) return;
    const calls = callsOf(analysis, 'cfgutils', ['lock', 'trylock']);
    if (calls.length === 0) return;
    const size = effectiveInteger(analysis, 'cfgutils', 'lock_set_size', 0);
    if (size === undefined || size > 0) return;
    for (const { name, token } of calls) {
      const message = `'${name}' locks nothing and logs an error: 'lock_set_size' of module 'cfgutils' is not set`;
      report({ range: rangeOfToken(token), message });
    }
  },
};
