import type { Rule } from './rule.ts';
import { undefinedRoutes } from './shared/undefined-routes.ts';

export const undefinedRoute: Rule = {
  code: 'undefined-route',
  severity: 'error',
  category: 'routes',
  summary: 'A route block is called that does not exist: Kamailio does not start, or the call fails.',
  advice: 'Correct the name, or add the route block.',
  check(analysis, report) {
    for (const { absent, finding } of undefinedRoutes(analysis)) {
      if (absent === 'refused') report(finding);
      else if (absent === 'fails') report({ ...finding, severity: 'warning' });
    }
  },
};
