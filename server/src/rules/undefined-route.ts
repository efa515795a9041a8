import type { Rule } from './rule.ts';
import { undefinedRoutes } from './shared/undefined-routes.ts';

export const undefinedRoute: Rule = {
  code: 'undefined-route',
  severity: 'error',
  category: 'routes',
  summary: 'A route block is called that does not exist: Kamailio does not start, or the call fails.',
  advice: 'Correct the name, or add the route block.',
  documentation: {
    why: `\`kamailio -c\` accepts it. The start then ends with the message that a route is not found. Some modules look for the
block only when they need it: their call then fails, which is a warning.`,
    wrong: `request_route {
    route(NATDETECT);
    exit;
}

reply_route {
    exit;
}
`,
    right: `request_route {
    route(NATDETECT);
    exit;
}

route[NATDETECT] {
    force_rport();
}

reply_route {
    exit;
}
`,
  },
  check(analysis, report) {
    for (const { absent, finding } of undefinedRoutes(analysis)) {
      if (absent === 'refused') report(finding);
      else if (absent === 'fails') report({ ...finding, severity: 'warning' });
    }
  },
};
