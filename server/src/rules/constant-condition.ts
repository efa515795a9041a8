import { rangeOf } from '../semantic/program.ts';
import type { Item } from '../syntax/item-reader.ts';
import type { Token } from '../syntax/token.ts';
import { withoutParentheses, type Expression } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantValue } from './shared/constants.ts';
import { isPure, wordsOf } from './shared/pure-expressions.ts';
import { conditionsOf, isConnective, nodesOfKind, operandsOf, partsOf, type Condition } from './shared/route-nodes.ts';

const EQUAL = new Set(['==', 'eq']);
const DIFFERENT = new Set(['!=', 'ne']);

export const constantCondition: Rule = {
  code: 'constant-condition',
  severity: 'warning',
  category: 'expressions',
  summary: 'A condition always has the same result.',
  advice: "Correct the condition; exclusions of several values are joined with '&&', choices with '||'.",
  documentation: {
    why:
      'What is not one value or not the other is everything: `$rm != "INVITE" || $rm != "ACK"` is true for every ' +
      'request, as no method is both. A number beside `||` or `&&` decides alone. The block behind such a condition runs ' +
      'always or never, whatever it was meant to guard.',
    wrong: `loadmodule "pv.so"

request_route {
  if ($rm != "INVITE" || $rm != "ACK") {
    exit;
  }
}
`,
    right: `loadmodule "pv.so"

request_route {
  if ($rm != "INVITE" && $rm != "ACK") {
    exit;
  }
}
`,
  },
  check(analysis, report) {
    for (const condition of conditionsOf(analysis)) checkConstants(condition, report);
    for (const { node, parent, item } of nodesOfKind(analysis, 'binary')) {
      const operator = item.tokens[node.operator]?.image ?? '';
      if (isConnective(operator)) {
        const isInChain = parent?.kind === 'binary' && item.tokens[parent.operator]?.image === operator;
        const finding = isInChain
          ? undefined
          : (findContradiction(node, operator, item) ?? findEmptyRange(node, operator, item));
        if (finding) report(finding);
      } else if ((EQUAL.has(operator) || DIFFERENT.has(operator)) && node.right) {
        const { left, right } = node;
        if (!isVariable(left) || !isVariable(right) || !isPure(node, item.tokens)) continue;
        if (wordsOf(left, item.tokens) !== wordsOf(right, item.tokens)) continue;
        const result = EQUAL.has(operator) ? 'always' : 'never';
        report({ range: rangeOf(item, node), message: `this compares a value with itself and is ${result} true` });
      }
    }
  },
};

function isVariable({ kind }: Expression): boolean {
  return kind === 'pseudoVariable' || kind === 'select' || kind === 'attribute';
}

/** Numbers and texts that stand as a condition or as a part of one. */
function checkConstants({ expression, keyword, item }: Condition, report: (finding: RuleFinding) => void): void {
  const isWhole = withoutParentheses(expression).kind === 'number';
  for (const part of partsOf({ expression, item })) {
    const value = constantValue(part, item.tokens);
    if (value === undefined || hasMacro(part, item.tokens)) continue;
    const range = rangeOf(item, part);
    const truth = typeof value === 'number' ? value !== 0 : Number(value) !== 0 && !Number.isNaN(Number(value));
    if (!isWhole) {
      report({
        range,
        message: `this does not compare anything: as part of a condition it is ${truth ? 'always' : 'never'} true`,
      });
    } else if (keyword === 'if' || !truth) {
      // Most often meant, to switch something off for a while.
      report({
        range,
        severity: 'information',
        message: `the block of this '${keyword}' ${truth ? 'always' : 'never'} runs`,
      });
    }
  }
}

function hasMacro({ from, to }: Expression, tokens: readonly Token[]): boolean {
  return tokens.slice(from, to + 1).some(({ macro }) => macro !== undefined);
}

/** What an operand says of a value: that it is one of some constants, or none of them. */
interface Fact {
  readonly subject: string;
  readonly values: ReadonlySet<string>;
  readonly isOneOf: boolean;
  readonly node: Expression;
}

/** Two operands of `||` that exclude different values, or two of `&&` that ask for different ones. */
function findContradiction(root: Expression, operator: string, item: Item): RuleFinding | undefined {
  const isOr = operator === '||' || operator === 'or';
  let facts: Fact[] = [];
  for (const operand of operandsOf(root, operator, item.tokens)) {
    // What has an effect may change what was asked before.
    if (!isPure(operand, item.tokens)) {
      facts = [];
      continue;
    }
    const fact = readFact(operand, item);
    if (!fact || fact.isOneOf === isOr) continue;
    const other = facts.find(({ subject, values }) => subject === fact.subject && areDisjoint(values, fact.values));
    if (!other) {
      facts.push(fact);
      continue;
    }
    const related = [{ range: rangeOf(item, other.node), message: 'the other part' }];
    const message = isOr
      ? `'${fact.subject}' always differs from one of the two: joined with '${operator}' this is always true`
      : `'${fact.subject}' cannot be both: joined with '${operator}' this is never true`;
    return { range: rangeOf(item, operand), message, related };
  }
  return undefined;
}

/** The numbers that an operand lets through, both ends included. */
interface Range {
  readonly subject: string;
  readonly low: number;
  readonly high: number;
  readonly node: Expression;
}

/** Two bounds of `&&` that no number is between, or two of `||` that every number is beyond one of. */
function findEmptyRange(root: Expression, operator: string, item: Item): RuleFinding | undefined {
  const isOr = operator === '||' || operator === 'or';
  let ranges: Range[] = [];
  for (const operand of operandsOf(root, operator, item.tokens)) {
    if (!isPure(operand, item.tokens)) {
      ranges = [];
      continue;
    }
    // What neither of two operands of `||` lets through is what both exclude.
    const range = readRange(operand, item, isOr);
    if (!range) continue;
    const other = ranges.find(
      ({ subject, low, high }) => subject === range.subject && (low > range.high || range.low > high),
    );
    if (!other) {
      ranges.push(range);
      continue;
    }
    const related = [{ range: rangeOf(item, other.node), message: 'the other part' }];
    const message = isOr
      ? `every number fits one of the two: joined with '${operator}' this is always true`
      : `no number fits both: joined with '${operator}' this is never true`;
    return { range: rangeOf(item, operand), message, related };
  }
  return undefined;
}

function readRange(operand: Expression, { tokens }: Item, isExcluded: boolean): Range | undefined {
  const node = withoutParentheses(operand);
  if (node.kind !== 'binary' || !node.right || hasMacro(node, tokens)) return undefined;
  const subject = subjectOf(withoutParentheses(node.left), tokens);
  const value = constantValue(node.right, tokens);
  if (subject === undefined || typeof value !== 'number') return undefined;
  const comparison = tokens[node.operator]?.image ?? '';
  const wanted = isExcluded ? OPPOSITE[comparison] : comparison;
  switch (wanted) {
    case '<':
      return { subject, low: -Infinity, high: value - 1, node: operand };
    case '<=':
      return { subject, low: -Infinity, high: value, node: operand };
    case '>':
      return { subject, low: value + 1, high: Infinity, node: operand };
    case '>=':
      return { subject, low: value, high: Infinity, node: operand };
    case '==':
      return { subject, low: value, high: value, node: operand };
    default:
      return undefined;
  }
}

const OPPOSITE: Readonly<Record<string, string>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '!=': '==' };

function areDisjoint(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const value of some) if (others.has(value)) return false;
  return true;
}

function readFact(operand: Expression, item: Item): Fact | undefined {
  const { tokens } = item;
  let node = withoutParentheses(operand);
  let isOneOf = true;
  while (node.kind === 'unary' && ['!', 'not'].includes(tokens[node.operator]?.image ?? '') && node.operand) {
    isOneOf = !isOneOf;
    node = withoutParentheses(node.operand);
  }
  if (hasMacro(node, tokens)) return undefined;
  if (node.kind === 'call') {
    if (tokens[node.name]?.image !== 'is_method') return undefined;
    const value = constantValue(node.arguments[0], tokens);
    if (typeof value !== 'string' || value.includes('$')) return undefined;
    const values = new Set(
      value
        .toUpperCase()
        .split(/[|,]/)
        .map((name) => name.trim()),
    );
    return { subject: 'is_method', values, isOneOf, node: operand };
  }
  if (node.kind !== 'binary' || !node.right) return undefined;
  const comparison = tokens[node.operator]?.image ?? '';
  if (DIFFERENT.has(comparison)) isOneOf = !isOneOf;
  else if (!EQUAL.has(comparison)) return undefined;
  const subject = subjectOf(node.left, tokens);
  const value = constantOf(node.right, tokens);
  if (subject === undefined || value === undefined) return undefined;
  return { subject, values: new Set([value]), isOneOf, node: operand };
}

function subjectOf(node: Expression, tokens: readonly Token[]): string | undefined {
  if (node.kind === 'pseudoVariable') return tokens[node.token]?.image;
  const word = node.kind === 'messageOperand' ? tokens[node.token]?.image : undefined;
  return word === 'method' || word === 'src_ip' ? word : undefined;
}

/** A constant as a text under which equal ones are found: texts that are numbers count as these. */
function constantOf(node: Expression, tokens: readonly Token[]): string | undefined {
  const value = constantValue(node, tokens);
  if (value !== undefined) return value !== '' && !Number.isNaN(Number(value)) ? String(Number(value)) : `"${value}"`;
  const word = node.kind === 'name' && node.from === node.to ? tokens[node.token] : undefined;
  if (word) return `"${word.image}"`;
  const isAddress = node.kind === 'network' && node.mask === undefined && node.from === node.to;
  return isAddress ? `"${tokens[node.address]?.image ?? ''}"` : undefined;
}
