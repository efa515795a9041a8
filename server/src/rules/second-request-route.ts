import { DEFAULT_ROUTE_NAME, routeTable } from '../semantic/route-references.ts';
import type { Rule } from './rule.ts';

export const secondRequestRoute: Rule = {
  code: 'second-request-route',
  severity: 'warning',
  category: 'routes',
  summary: 'There are two main route blocks, and Kamailio runs one behind the other.',
  advice: 'Put both into one block, or give one of them a name and call it.',
  documentation: {
    why:
      'Kamailio does not refuse a second `request_route`: it appends its statements to those of the first. What ends ' +
      'there with `exit` never gets to the second block, and what does not is handled by both.',
    wrong: `request_route {
  exit;
}
request_route {
  $du = "sip:192.0.2.5";
  forward();
}
`,
    right: `request_route {
  $du = "sip:192.0.2.5";
  forward();
}
`,
  },
  check({ program }, report) {
    const [first, ...others] = routeTable(program).definitions.filter(
      ({ list, name, isActive }) => isActive && list === 'main' && name === DEFAULT_ROUTE_NAME,
    );
    if (!first) return;
    for (const { range, symbol } of others) {
      if (symbol.nameToken) continue;
      report({
        range,
        message: 'there is already a main route block: Kamailio appends this one to it',
        related: [{ range: first.range, message: 'the first one is here' }],
      });
    }
  },
};
