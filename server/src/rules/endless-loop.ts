import { controlFlow, type ControlFlow } from '../semantic/control-flow.ts';
import { rangeOf } from '../semantic/program.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Item } from '../syntax/item-reader.ts';
import { walk, withoutParentheses, type AnyNode, type Expression, type WhileStatement } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { nodesOfKind } from './shared/route-nodes.ts';
import { LOG_FUNCTIONS } from './shared/request-functions.ts';

export const endlessLoop: Rule = {
  code: 'endless-loop',
  severity: 'warning',
  category: 'expressions',
  summary: 'Nothing in a loop changes what its condition asks for.',
  advice: 'Count in the loop the variable that the condition looks at, or leave the loop with break.',
  documentation: {
    why:
      'A loop whose condition looks at variables that nothing in it writes goes on once it has begun. Kamailio gives up ' +
      'after `max_while_loops` rounds, logs an error and goes on behind the loop; until then the process works on this ' +
      'one message, and what the loop does it does that often.',
    wrong: `loadmodule "pv.so"
loadmodule "xlog.so"
request_route {
  $var(i) = 0;
  while ($var(i) < 3) {
    xlog("$(hdr(Diversion)[$var(i)])\\n");
  }
  exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "xlog.so"
request_route {
  $var(i) = 0;
  while ($var(i) < 3) {
    xlog("$(hdr(Diversion)[$var(i)])\\n");
    $var(i) = $var(i) + 1;
  }
  exit;
}
`,
  },
  check(analysis, report) {
    const flow = controlFlow(analysis.program);
    for (const { node, item } of nodesOfKind(analysis, 'while')) {
      const { condition, body } = node;
      const names = condition && body ? namesAsked(condition, item) : undefined;
      if (!condition || !names || mayEnd(flow, node, item, names)) continue;
      const written = [...names].map((name) => `'$${name}'`).join(' and ');
      report({
        range: rangeOf(item, withoutParentheses(condition)),
        message:
          names.size > 0
            ? `nothing in this loop changes ${written}: once begun it is given up after 'max_while_loops' rounds only`
            : `nothing leaves this loop: it is given up after 'max_while_loops' rounds only`,
      });
    }
  },
};

const VARIABLE = /\$\(?(var\([^(){}$]+\))/g;
/** What a condition may be made of beside variables. */
const PLAIN: ReadonlySet<AnyNode['kind']> = new Set(['binary', 'unary', 'parenthesised', 'number', 'string']);

/** The variables that a condition looks at; nothing where it looks at anything else, or is false from the start. */
function namesAsked(condition: Expression, { tokens }: Item): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const others: AnyNode[] = [];
  walk(condition, (node) => {
    if (node.kind === 'pseudoVariable') {
      const image = tokens[node.token]?.image ?? '';
      const found = namesIn(image);
      for (const name of found) names.add(name);
      // What holds another pseudo-variable may hold anything.
      if ((found.length === 0 || image.split('$').length > 2) && !isRows(image)) others.push(node);
    } else if (!PLAIN.has(node.kind)) others.push(node);
  });
  if (others.length > 0) return undefined;
  if (names.size > 0) return names;
  const constant = withoutParentheses(condition);
  const image = constant.kind === 'number' ? (tokens[constant.token]?.image ?? '0') : '0';
  return /^(?:0+|no|off|false|disable)$/.test(image) ? undefined : names;
}

/** The rows of a result stay as many as they are while nothing asks again; functions of the loop are looked at beside. */
function isRows(image: string): boolean {
  return /^\$dbr\(\s*\w+\s*=>\s*rows\s*\)$/.test(image);
}

function namesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name = '']) => name);
}

/** Whether something in a loop may end it: a way out, or a change of what is asked. */
function mayEnd(
  flow: ControlFlow,
  { condition, body }: WhileStatement,
  item: Item,
  names: ReadonlySet<string>,
): boolean {
  if (!condition || !body) return true;
  const { tokens } = item;
  const asksRows = tokens.slice(condition.from, condition.to + 1).some(({ image }) => isRows(image));
  const found: AnyNode[] = [];
  walk(body, (node: AnyNode) => {
    if (node.kind === 'leave' || node.kind === 'unknownStatement') found.push(node);
    else if (node.kind === 'assignment' || node.kind === 'assignmentExpression') {
      if (namesIn(tokens[node.target.from]?.image ?? '').some((name) => names.has(name))) found.push(node);
    } else if (node.kind === 'call') {
      const called = tokens[node.name]?.image ?? '';
      if (LOG_FUNCTIONS.has(called)) return;
      const isChange =
        called === 'route'
          ? mayChange(flow, item, node, names)
          : asksRows || touches(tokens.slice(node.from, node.to + 1), names);
      if (isChange) found.push(node);
    }
  });
  return found.length > 0;
}

function touches(tokens: Item['tokens'], names: ReadonlySet<string>): boolean {
  return tokens.some(({ image }) => namesIn(image).some((name) => names.has(name)));
}

/** Whether a block that is called, or one that it calls, may end the script or have to do with the variables. */
function mayChange(flow: ControlFlow, item: Item, call: AnyNode, names: ReadonlySet<string>): boolean {
  const steps = [...flow.routes.values()].filter(({ symbol }) => symbol.item === item).flatMap(({ nodes }) => nodes);
  const open = steps.find(({ node }) => node === call)?.targets;
  if (!open || flow.hasUnknownTarget) return true;
  const seen = new Set<RouteSymbol>(open);
  for (const symbol of seen) {
    const part = flow.routes.get(symbol);
    if (!part || part.isPartial || touches(symbol.item.tokens, names)) return true;
    for (const { leaving, targets = [] } of part.nodes) {
      if (leaving === 'script') return true;
      for (const target of targets) seen.add(target);
    }
  }
  return false;
}
