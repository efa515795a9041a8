import { DEFAULT_ROUTE_NAME, KEYWORD_OF_LIST, routeTable, type RouteDefinition } from '../semantic/route-references.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { isPlaceholder } from './shared/wording.ts';

export const duplicateRoute: Rule = {
  code: 'duplicate-route',
  severity: 'error',
  category: 'routes',
  summary: 'Two route blocks of one kind have the same name, which Kamailio refuses.',
  advice: 'Rename one of them, or put both bodies into one block.',
  documentation: {
    why: `Kamailio refuses a second block of the same kind and name. Blocks without a name, such as \`request_route\`, are joined
instead: the pieces run one behind the other.`,
    wrong: `request_route {
    route(NAT);
    exit;
}

route[NAT] {
    force_rport();
}

route[NAT] {
    exit;
}
`,
    right: `request_route {
    route(NAT);
    exit;
}

route[NAT] {
    force_rport();
    exit;
}
`,
  },
  check({ program }, report) {
    const first = new Map<string, RouteDefinition>();
    for (const route of routeTable(program).definitions) {
      const { list, name, symbol, range } = route;
      if (!route.isActive || symbol.nameToken?.tokenType === t.Opaque || isPlaceholder(name)) continue;
      const key = `${list} ${name}`;
      const before = first.get(key);
      if (!before) {
        first.set(key, route);
        continue;
      }
      // Blocks without a name are joined to what is there, and so is onreply_route[0].
      if (!symbol.nameToken || (list === 'onreply' && name === DEFAULT_ROUTE_NAME)) continue;
      const written = before.symbol.nameToken ? `${KEYWORD_OF_LIST[list]}[${name}]` : before.symbol.kind;
      const related = [{ range: before.range, message: 'the first one is here' }];
      report({ range, message: `there is already a ${written}`, related });
    }
  },
};
