import { rangeOf } from '../semantic/program.ts';
import type { Token } from '../syntax/token.ts';
import type { BinaryExpression } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantValue } from './shared/constants.ts';
import { nodesOfKind, type RouteNode } from './shared/route-nodes.ts';

const OPERATORS = new Set(['==', '!=', 'ieq', 'ine', '<', '>', '<=', '>=', '&']);

export const negatedOperand: Rule = {
  code: 'negated-operand',
  severity: 'warning',
  category: 'expressions',
  summary: "'!' stands before one side of a comparison and not before the whole.",
  advice: 'Put parentheses around the comparison.',
  documentation: {
    why:
      '`!` binds more strongly than comparisons: `!$var(x) == 5` asks whether `!$var(x)`, which is 0 or 1, equals 5, and ' +
      'is never true. Only the old comparisons without a `$`, such as `!uri == myself`, are negated as a whole.',
    wrong: `loadmodule "pv.so"

request_route {
  $var(tries) = 1;
  if (!$var(tries) == 5) {
    exit;
  }
}
`,
    right: `loadmodule "pv.so"

request_route {
  $var(tries) = 1;
  if (!($var(tries) == 5)) {
    exit;
  }
}
`,
  },
  check(analysis, report) {
    for (const place of nodesOfKind(analysis, 'binary')) {
      const finding = checkComparison(place);
      if (finding) report(finding);
    }
  },
};

function checkComparison({ node, item }: RouteNode<BinaryExpression>): RuleFinding | undefined {
  const { left, right } = node;
  const operator = item.tokens[node.operator]?.image ?? '';
  if (!OPERATORS.has(operator) || !right || left.kind !== 'unary') return undefined;
  const sign = item.tokens[left.operator]!;
  if (sign.image !== '!' && sign.image !== 'not') return undefined;
  // With a text on the right Kamailio refuses it by itself; two answers compared with each other are meant.
  if (typeof constantValue(right, item.tokens) === 'string' || !left.operand || isAnswer(right, item.tokens)) {
    return undefined;
  }
  const range = rangeOf(item, node);
  const message = `'${sign.image}' binds more strongly than '${operator}': it turns the left side into 0 or 1 before that`;
  const last = item.tokens[node.to]!;
  const first = item.tokens[left.operand.from]!;
  if (item.tokens.slice(node.from, node.to + 1).some(({ macro }) => macro)) return { range, message };
  const insertAt = (offset: number): RuleFinding['range'] => ({ source: first.source, start: offset, end: offset });
  const edits = [
    { range: insertAt(first.start), newText: '(' },
    { range: insertAt(last.end), newText: ')' },
  ];
  return { range, message, fix: { title: 'Negate the whole', edits, isSafe: false } };
}

/** Whether an expression is an answer, 0 or 1, itself. */
function isAnswer(node: NonNullable<BinaryExpression['right']>, tokens: readonly Token[]): boolean {
  if (node.kind === 'unary') return ['!', 'not', 'defined'].includes(tokens[node.operator]?.image ?? '');
  return node.kind === 'call' || node.kind === 'builtin';
}
