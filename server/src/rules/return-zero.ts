import { controlFlow, type ControlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { rangeOf } from '../semantic/program.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import { childrenOf, type AnyNode } from '../syntax/tree.ts';
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
      'False is a negative number, true a positive one, and `return` alone goes back to the caller.',
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
    const continued = continuedBlocks(flow);
    for (const [symbol, { nodes }] of flow.routes) {
      const question = asked.get(symbol);
      // Who writes return alone as well knows the difference.
      const call = nodes.some(isPlainReturn) ? undefined : continued.get(symbol);
      const isMeant = question !== undefined || (symbol.kind === 'route' && nodes.some(givesValue));
      if (!isMeant && !call) continue;
      for (const node of nodes) {
        if (node.kind !== 'leave' || node.node.kind !== 'leave' || node.leaving !== 'script') continue;
        const { item } = symbol;
        if (item.tokens[node.node.keyword]?.image !== 'return') continue;
        if (!isMeant) {
          if (!call || !hasDoneNothing(symbol, node.node)) continue;
          report({
            range: rangeOf(item, node.node),
            message: `0 ends the script here, as exit does: ${nameRoute(symbol)} does not go back to its caller`,
            related: [{ range: rangeOfStep(call), message: 'what stands behind this call is not run then' }],
          });
          continue;
        }
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

function isPlainReturn({ node, flow }: FlowNode): boolean {
  return node.kind === 'leave' && node.value === undefined && flow.symbol.item.tokens[node.keyword]?.image === 'return';
}

/** The blocks behind whose call something else happens, with such a call. */
function continuedBlocks(flow: ControlFlow): ReadonlyMap<RouteSymbol, FlowNode> {
  const continued = new Map<RouteSymbol, FlowNode>();
  for (const { nodes } of flow.routes.values()) {
    for (const node of nodes) {
      if (node.kind !== 'route' || node.edges.every(({ to }) => to.kind === 'leave')) continue;
      for (const target of node.targets ?? []) if (!continued.has(target)) continued.set(target, node);
    }
  }
  return continued;
}

const LOGS = /^(?:xlogl?m?|xdbg|xinfo|xnotice|xwarn|xerr|xbug|xcrit|xalert|log|setflag|resetflag|setbflag|resetbflag)$/;

/** Whether nothing is done with the request beside a statement that would be a reason to end the script. */
function hasDoneNothing({ node, item }: RouteSymbol, leave: AnyNode): boolean {
  let list: AnyNode | undefined;
  for (let part: AnyNode | undefined = node; part && part !== leave;) {
    if (part.kind === 'block' || part.kind === 'case') list = part;
    part = childrenOf(part).find((child): boolean => child.from <= leave.from && child.to >= leave.to);
  }
  if (!list) return true;
  return childrenOf(list).every((statement) => {
    if (statement.from >= leave.from) return true;
    if (statement.kind !== 'expressionStatement') return statement.kind === 'if' || statement.kind === 'assignment';
    return statement.expression.kind === 'call' && LOGS.test(item.tokens[statement.expression.name]?.image ?? '');
  });
}
