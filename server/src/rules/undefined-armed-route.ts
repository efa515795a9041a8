import type { Rule } from './rule.ts';
import { undefinedRoutes } from './shared/undefined-routes.ts';

export const undefinedArmedRoute: Rule = {
  code: 'undefined-armed-route',
  severity: 'warning',
  category: 'routes',
  summary: 'A route block is set for later that does not exist: Kamailio starts, and nothing is called.',
  advice: 'Correct the name, or add the route block.',
  check(analysis, report) {
    for (const { absent, finding } of undefinedRoutes(analysis)) if (absent === 'warned') report(finding);
  },
};
