import { valueRange } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { fixByMoving } from './shared/load-lines.ts';
import { neededModules, type NeededModule } from './shared/module-needs.ts';
import { factsOf, type LoadPlace } from './shared/program-facts.ts';
import { allOf } from './shared/wording.ts';

export const moduleLoadOrder: Rule = {
  code: 'module-load-order',
  severity: 'error',
  category: 'modules',
  summary: 'A module is loaded behind one that needs it.',
  advice: 'Move the loadmodule up before the first module that needs it.',
  documentation: {
    why:
      'Modules start in the order in which they are loaded. Some, `tm`, `usrloc`, `dmq` and `presence` among them, serve ' +
      'others only once they have started themselves; a module that asks them before ends the start. `kamailio -c` does ' +
      'not start modules and finds nothing.',
    wrong: `loadmodule "sl.so"
loadmodule "tmx.so"
loadmodule "tm.so"
`,
    right: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "tmx.so"
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    const late = new Map<LoadPlace, NeededModule[]>();
    for (const need of neededModules(analysis)) {
      const load = need.isBefore ? facts.loads.get(need.needs) : undefined;
      if (!load || load.position < need.user.position) continue;
      late.set(load, [...(late.get(load) ?? []), need]);
    }
    for (const [load, needs] of late) report(describe(load, needs));
  },
};

/** One finding for all modules that need the same one before. */
function describe({ module }: LoadPlace, needs: readonly NeededModule[]): RuleFinding {
  const users = needs.map(({ user }) => `'${user.module.name}'`);
  const effects = needs.map(({ effect }) => effect);
  const isRefused = effects.includes(undefined);
  const consequence = isRefused
    ? `which ${users.length > 1 ? 'do' : 'does'} not start otherwise`
    : `otherwise ${effects[0] ?? ''}`;
  const fix = fixByMoving(module, needs[0]!.user.module);
  return {
    range: valueRange(module.token),
    message: `the module '${module.name}' must be loaded before ${allOf(users)}, ${consequence}`,
    severity: isRefused ? 'error' : 'warning',
    related: needs.map(({ user }) => ({
      range: valueRange(user.module.token),
      message: `'${user.module.name}' is loaded here`,
    })),
    ...(fix ? { fix } : {}),
  };
}
