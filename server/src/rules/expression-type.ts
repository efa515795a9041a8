import { rangeOf } from '../semantic/program.ts';
import type { Token } from '../syntax/token.ts';
import type { AnyNode, BinaryExpression } from '../syntax/tree.ts';
import { walk } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { isConstant } from './shared/constants.ts';

/**
 * The type of an expression as far as it is known before it runs (rvalue.c, `rve_check_type`). `faulty` is one that
 * Kamailio has refused already, so that nothing more is said of what is built on it.
 */
type Type = 'number' | 'text' | 'unknown' | 'faulty';

const NAMES: Partial<Readonly<Record<Type, string>>> = { number: 'a number', text: 'a string' };
/** Operators that take numbers on both sides. */
const NUMERIC = new Set(['-', '*', '/', 'mod', '|', '&', '^', '<<', '>>', '&&', '||', 'and', 'or']);
const ORDER = new Set(['<', '>', '<=', '>=', 'ieq', 'ine']);
/** Operators that take the same type on both sides; the last three want strings. */
const SAME = new Set(['==', '!=', 'eq', 'ne', '=~']);
const TEXTUAL = new Set(['eq', 'ne', '=~']);

export const expressionType: Rule = {
  code: 'expression-type',
  severity: 'error',
  category: 'expressions',
  summary: 'Numbers and strings are mixed in a way that Kamailio refuses.',
  advice: 'Write both sides as numbers or both as strings, or cast one with (int) or (str).',
  documentation: {
    why: `What is known to be a string cannot stand where a number is needed, and the other way round; variables are turned into
what is needed when they are read. Whether two values are joined or added is decided by the left one.`,
    wrong: `loadmodule "pv.so"

request_route {
    $var(port) = 5060 + "1";
    if ("abc" > 3) exit;
    drop;
}
`,
    right: `loadmodule "pv.so"

request_route {
    $var(port) = 5060 + 1;
    if ($var(port) > 3) exit;
    drop;
}
`,
  },
  check({ program }, report) {
    for (const { node: route, item } of program.symbols.routes) {
      const nodes: AnyNode[] = [];
      walk(route, (node) => nodes.push(node));
      const types = new Map<AnyNode, Type>();
      // What is built of something comes before it, so that the way back meets the parts first.
      for (const node of nodes.reverse()) {
        const { type, wrong, wanted } = typeOf(node, types, item.tokens);
        types.set(node, type);
        if (!wrong || !wanted) continue;
        const found = NAMES[types.get(wrong) ?? 'unknown'] ?? 'this';
        report({ range: rangeOf(item, wrong), message: `${NAMES[wanted] ?? ''} is expected here, not ${found}` });
      }
    }
  },
};

interface Judgement {
  readonly type: Type;
  readonly wrong?: AnyNode;
  readonly wanted?: Type;
}

const faulty = (wrong: AnyNode, wanted: Type): Judgement => ({ type: 'faulty', wrong, wanted });

function typeOf(node: AnyNode, types: ReadonlyMap<AnyNode, Type>, tokens: readonly Token[]): Judgement {
  const of = (child: AnyNode | undefined): Type => (child && types.get(child)) ?? 'unknown';
  switch (node.kind) {
    case 'number':
      return { type: 'number' };
    case 'string':
    case 'select':
      return { type: 'text' };
    case 'call':
    case 'assignmentExpression':
    case 'blockExpression':
      return { type: 'number' };
    case 'parenthesised':
      return { type: of(node.expression) };
    case 'unary': {
      const operator = tokens[node.operator]?.image ?? '';
      const operand = of(node.operand);
      if (operand === 'faulty' || !node.operand) return { type: 'faulty' };
      if (operator === '(int)') return { type: 'number' };
      if (operator === '(str)') return { type: 'text' };
      if (operator === 'defined') return operand === 'number' ? faulty(node.operand, 'text') : { type: 'number' };
      return operand === 'text' ? faulty(node.operand, 'number') : { type: 'number' };
    }
    case 'builtin': {
      if (tokens[node.operator]?.image === 'selval') return { type: 'unknown' };
      const [argument] = node.arguments;
      const type = of(argument);
      if (type === 'faulty') return { type };
      return type === 'number' && argument ? faulty(argument, 'text') : { type: 'number' };
    }
    case 'binary':
      if (node.left.kind !== 'messageOperand' && node.left.kind !== 'myself') {
        return typeOfBinary(node, of(node.left), of(node.right), tokens);
      }
      if (node.right && isAddress(node.left, tokens) && of(node.right) === 'number' && isConstant(node.right)) {
        return faulty(node.right, 'text');
      }
      return { type: 'number' };
    default:
      return { type: 'unknown' };
  }
}

function typeOfBinary(node: BinaryExpression, left: Type, right: Type, tokens: readonly Token[]): Judgement {
  const operator = tokens[node.operator]?.image ?? '';
  if (left === 'faulty' || right === 'faulty' || !node.right) return { type: 'faulty' };
  if (NUMERIC.has(operator) || ORDER.has(operator)) {
    if (left === 'text') return faulty(node.left, 'number');
    return right === 'text' ? faulty(node.right, 'number') : { type: 'number' };
  }
  const isEquality = SAME.has(operator) && operator !== '=~';
  if (isEquality && isNull(node, tokens)) {
    return left === 'number' ? faulty(node.left, 'text') : { type: 'number' };
  }
  // A number beside a string on the left is taken as one; the other way round it is not.
  if (left === 'number' && right === 'text') return faulty(node.right, 'number');
  if (operator === '+') return { type: left };
  return TEXTUAL.has(operator) && left === 'number' ? faulty(node.left, 'text') : { type: 'number' };
}

/** Whether an operand is an address: compared with a constant, that must be a string or an address. */
function isAddress(operand: AnyNode, tokens: readonly Token[]): boolean {
  return operand.kind === 'messageOperand' && /^(?:src|dst|snd|to)_ip$/.test(tokens[operand.token]?.image ?? '');
}

/** Whether the right side is `$null`, which asks whether the left side is defined. */
function isNull({ right }: BinaryExpression, tokens: readonly Token[]): boolean {
  return right?.kind === 'pseudoVariable' && tokens[right.token]?.image === '$null';
}
