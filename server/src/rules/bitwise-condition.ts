import { rangeOf } from '../semantic/program.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import type { Token } from '../syntax/token.ts';
import { walk, withoutParentheses, type AnyNode, type BinaryExpression, type Expression } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { isConnective, nodesOfKind, type RouteNode } from './shared/route-nodes.ts';

const LOGICAL: Readonly<Record<string, string>> = { '&': '&&', '|': '||' };
const COMPARISONS = new Set(['==', '!=', 'eq', 'ne', 'ieq', 'ine', '=~', '<', '>', '<=', '>=']);

export const bitwiseCondition: Rule = {
  code: 'bitwise-condition',
  severity: 'warning',
  category: 'expressions',
  summary: "'&' or '|', which work on the bits of numbers, stands between conditions.",
  advice: "Join conditions with '&&' or '||', and put parentheses around a bit operation that is compared.",
  documentation: {
    why:
      '`&` and `|` always work out both sides, while `&&` and `||` stop as soon as the result is certain. What stands ' +
      'on the right of `&` therefore runs also where the left side is false: a function there does its work for messages ' +
      'that it was not meant for. And as `==` binds more strongly, `$var(x) & 4 == 4` is `$var(x) & (4 == 4)`.',
    wrong: `loadmodule "pv.so"
loadmodule "rr.so"
loadmodule "sl.so"
loadmodule "siputils.so"

request_route {
  if (has_totag() & loose_route()) {
    setflag(1);
  }
}
`,
    right: `loadmodule "pv.so"
loadmodule "rr.so"
loadmodule "sl.so"
loadmodule "siputils.so"

request_route {
  if (has_totag() && loose_route()) {
    setflag(1);
  }
}
`,
  },
  check(analysis, report) {
    for (const place of nodesOfKind(analysis, 'binary')) {
      const finding = checkOperation(place);
      if (finding) report(finding);
    }
  },
};

function checkOperation({ node, item, parent }: RouteNode<BinaryExpression>): RuleFinding | undefined {
  const operator = item.tokens[node.operator]!;
  const logical = LOGICAL[operator.image];
  if (logical === undefined || !node.right || operator.macro) return undefined;
  const isLeft = isTruth(node.left, item.tokens);
  const isRight = isTruth(node.right, item.tokens);
  if (!isLeft && !isRight) return undefined;
  if (isLeft && isRight) {
    const range = rangeOfToken(operator);
    const runs = callIn(node.right) ?? callIn(node.left);
    const what = `'${operator.image}' works on bits: unlike '${logical}', it works out both sides`;
    const called = runs && item.tokens[runs.name]?.image;
    const message = called === undefined ? what : `${what}, so '${called}' runs in any case`;
    const severity = called === undefined ? 'information' : 'warning';
    const outer = parent?.kind === 'binary' ? item.tokens[parent.operator]?.image : undefined;
    const isGroupedAlike = outer === undefined || outer === operator.image || outer === logical;
    if (!isGroupedAlike) return { range, message, severity };
    const fix = { title: `Join with '${logical}'`, edits: [{ range, newText: logical }], isSafe: false };
    return { range, message, severity, fix };
  }
  // A comparison beside a number: that it is compared first is hardly ever meant.
  const compared = isLeft ? node.left : node.right;
  if (compared.kind !== 'binary') return undefined;
  const comparison = item.tokens[compared.operator]!.image;
  if (!COMPARISONS.has(comparison)) return undefined;
  const message = `'${comparison}' binds more strongly than '${operator.image}': this compares before it works on bits`;
  return { range: rangeOf(item, compared), message };
}

/** Whether an expression gives true or false, parentheses around it included. */
function isTruth(root: Expression, tokens: readonly Token[]): boolean {
  const node = withoutParentheses(root);
  switch (node.kind) {
    case 'call':
      return true;
    case 'builtin':
      return tokens[node.operator]?.image === 'strempty';
    case 'unary':
      return ['!', 'not', 'defined'].includes(tokens[node.operator]?.image ?? '');
    case 'binary': {
      const operator = tokens[node.operator]?.image ?? '';
      if (COMPARISONS.has(operator) || isConnective(operator)) return true;
      return (
        operator in LOGICAL && node.right !== undefined && isTruth(node.left, tokens) && isTruth(node.right, tokens)
      );
    }
    default:
      return false;
  }
}

/** The first call in an expression. */
function callIn(root: AnyNode): Extract<AnyNode, { kind: 'call' }> | undefined {
  let found: Extract<AnyNode, { kind: 'call' }> | undefined;
  walk(root, (node) => {
    if (node.kind === 'call') found ??= node;
  });
  return found;
}
