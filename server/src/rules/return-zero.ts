import { controlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { rangeOf } from '../semantic/program.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { isReadBehind, standsAlone } from './shared/asked-results.ts';
import { nameRoute, rangeOfStep } from './shared/flow-places.ts';

export const returnZero: Rule = {
  code: 'return-zero',
  severity: 'warning',
  category: 'routes',
  summary: '`return 0` ends the script, although a value is meant.',
  advice: 'Write `return -1` for false, `return 1` for true, and `exit` to end the script.',
  documentation: {
    why:
      'A block that returns 0 ends the script at once, as `exit` does; the condition that called it is never worked out. ' +
      'False is a negative number, true a positive one.',
    wrong: `request_route {
  $du = "sip:192.0.2.5";
  if (!route(KNOWN)) {
    drop;
  }
  forward();
}
route[KNOWN] {
  if ($rU == "alice") return 1;
  return 0;
}
`,
    right: `request_route {
  $du = "sip:192.0.2.5";
  if (!route(KNOWN)) {
    drop;
  }
  forward();
}
route[KNOWN] {
  if ($rU == "alice") return 1;
  return -1;
}
`,
  },
  check({ program }, report) {
    const flow = controlFlow(program);
    if (program.symbols.settings.some(({ name }) => name.image === 'return_mode')) return;
    /** Where the value of a block decides. */
    const asked = new Map<RouteSymbol, Parameters<typeof rangeOfStep>[0]>();
    for (const { nodes } of flow.routes.values()) {
      for (const node of nodes) {
        if (node.kind !== 'route' || (standsAlone(node) && !isReadBehind(node))) continue;
        for (const target of node.targets ?? []) if (!asked.has(target)) asked.set(target, node);
      }
    }
    for (const [symbol, { nodes }] of flow.routes) {
      const question = asked.get(symbol);
      if (!question && (symbol.kind !== 'route' || !nodes.some(givesValue))) continue;
      for (const node of nodes) {
        if (node.kind !== 'leave' || node.node.kind !== 'leave' || node.leaving !== 'script') continue;
        const { item } = symbol;
        if (item.tokens[node.node.keyword]?.image !== 'return') continue;
        report({
          range: rangeOf(item, node.node),
          message: `0 ends the script here, it is no value that ${nameRoute(symbol)} gives back`,
          related: question ? [{ range: rangeOfStep(question), message: 'it is asked here' }] : [],
        });
      }
    }
  },
};

/** Whether a block is left with a value that somebody wrote, other than 0. */
function givesValue({ node, leaving }: FlowNode): boolean {
  return node.kind === 'leave' && node.value !== undefined && (leaving === 'true' || leaving === 'false');
}
