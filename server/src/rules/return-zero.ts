import { controlFlow, type ControlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import { rangeOf } from '../semantic/program.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Token } from '../syntax/token.ts';
import { childrenOf, type AnyNode, type Expression } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';
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
      if (question) for (const finding of zeroVariables(flow, symbol, question)) report(finding);
      for (const node of nodes) {
        if (node.kind !== 'leave' || node.node.kind !== 'leave' || node.leaving !== 'script') continue;
        const { item } = symbol;
        if (item.tokens[node.node.keyword]?.image !== 'return') continue;
        if (!isMeant) {
          if (!call || !(hasDoneNothing(symbol, node.node) || onlyPrepares(flow, symbol, node.node))) continue;
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

const ZERO = 1;
/** Values that are 0 for a good reason: how many rows, entries or signs there are. */
const COUNTS = /^\$\(?(?:dbr\([^()]*=>\s*rows\s*\)|cnt\(|.*\{s\.len\})/;

/** `return $var(found)` where that is still the 0 that was written to it before. */
function* zeroVariables(flow: ControlFlow, symbol: RouteSymbol, question: FlowNode): Iterable<RuleFinding> {
  const { tokens } = symbol.item;
  for (const leave of flow.routes.get(symbol)?.nodes ?? []) {
    if (leave.kind !== 'leave' || leave.node.kind !== 'leave' || leave.leaving !== 'either') continue;
    const image = variableOf(leave.node.value, tokens);
    if (image === undefined) continue;
    const states = walkFlow(flow, [{ route: symbol, facts: 0 }], (node, _outcome, facts) => {
      if (node.flow.symbol !== symbol || node.kind === 'leave') return facts;
      if (node.kind === 'assignment' && 'target' in node.node && tokens[node.node.target.from]?.image === image)
        return isZero(node.node.value, tokens) ? facts | ZERO : facts & ~ZERO;
      const isMentioned =
        node.kind !== 'assignment' &&
        tokens.slice(node.node.from, node.node.to + 1).some((token) => token.image.includes(image));
      return node.kind !== 'start' && (isMentioned || node.kind === 'route') ? facts & ~ZERO : facts;
    });
    if (!states.mayHold(leave, (facts) => facts === ZERO)) continue;
    yield {
      range: rangeOf(symbol.item, leave.node),
      message: `'${image}' may be 0 here, which ends the script: it is no value that ${nameRoute(symbol)} gives back`,
      related: [{ range: rangeOfStep(question), message: 'it is asked here' }],
    };
  }
}

/** The variable that an expression is, as it is written. */
function variableOf(value: Expression | undefined, tokens: readonly Token[]): string | undefined {
  if (value?.kind === 'parenthesised') return variableOf(value.expression, tokens);
  const image = value?.kind === 'pseudoVariable' ? tokens[value.token]?.image : undefined;
  return image !== undefined && /^\$(?:var|avp)\([^(){}]*\)$/.test(image) ? image : undefined;
}

function isZero(value: Expression | undefined, tokens: readonly Token[]): boolean {
  if (value?.kind === 'number') return /^0+$/.test(tokens[value.token]?.image ?? '');
  return value?.kind === 'pseudoVariable' && COUNTS.test(tokens[value.token]?.image ?? '');
}

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

/** What a request still has to be sent on or answered after. */
const PREPARES =
  /^(?:(?:append|insert|remove)_hf\w*|subst\w*|strip|strip_tail|prefix|rewrite\w*|force_rport|fix_nated_\w+|add_\w+|is_\w+|has_\w+|nat_uac_test|t_on_\w+|record_route\w*|sql_\w+|avp_\w+|dlg_manage|rtpengine_(?:offer|answer|manage)|rtpproxy_(?:offer|answer|manage)|lock|unlock|sht_\w+|uac_replace_\w+|setdsturi|seturi)$/;

/** Whether a block ends with this statement, and has neither sent the request on nor answered it before. */
function onlyPrepares(flow: ControlFlow, symbol: RouteSymbol, leave: AnyNode): boolean {
  const { body } = symbol.node;
  const statements = body?.kind === 'block' ? body.statements.filter(({ kind }) => kind !== 'emptyStatement') : [];
  if (statements.at(-1) !== leave) return false;
  return (flow.routes.get(symbol)?.nodes ?? []).every(
    ({ kind, call, leaving, node }) =>
      kind !== 'route' &&
      (kind !== 'call' || (call !== undefined && (PREPARES.test(call.name) || LOGS.test(call.name)))) &&
      (leaving !== 'script' || node === leave),
  );
}

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
