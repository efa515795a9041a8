import type { IToken } from 'chevrotain';
import { AddressGrammar, present } from './address-grammar.ts';
import { FIRST_TOKEN_DECIDES } from './base-grammar.ts';
import * as t from './token-types.ts';
import type * as tree from './tree.ts';

/** Functions whose arguments are socket addresses rather than expressions. */
const ADDRESS_FUNCTIONS: ReadonlySet<string> = new Set(['force_send_socket', 'set_advertised_address']);

/** Binding strength of the infix operators, weakest first, as declared in cfg.y. All of them group to the left. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  or: 1,
  '&&': 2,
  and: 2,
  '|': 3,
  '&': 4,
  '^': 5,
  '<<': 6,
  '>>': 7,
  '==': 8,
  '!=': 8,
  '=~': 8,
  eq: 8,
  ne: 8,
  ieq: 8,
  ine: 8,
  '<': 9,
  '>': 9,
  '<=': 9,
  '>=': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  mod: 11,
};

/** The strength of `==` and its kin; the operators of order bind more strongly. */
const COMPARISON = 8;

function strengthOf(operator: IToken): number {
  return PRECEDENCE[operator.image] ?? 0;
}

/** What a rule gives: nothing where recovery gave it up. */
type Read = tree.Expression | undefined;

/** Expressions: any where Kamailio takes some, so that half-typed text still gives a tree. */
export abstract class ExpressionGrammar extends AddressGrammar {
  readonly expression = this.RULE('expression', (): Read => {
    const first = this.SUBRULE(this.unary);
    const operands: Read[] = [];
    const operators: IToken[] = [];
    this.MANY(() => {
      operators.push(this.CONSUME(t.BinaryOperator));
      operands.push(this.SUBRULE2(this.unary));
    });
    return operators.length === 0 ? first : this.ACTION(() => this.#climb(first, operators, operands));
  });

  /** Groups a flat list of operands by the strength of the operators between them. */
  #climb(first: Read, operators: readonly IToken[], operands: readonly Read[]): Read {
    const output: Read[] = [first];
    const waiting: IToken[] = [];
    const reduce = (): void => {
      const right = output.pop();
      const left = output.pop();
      const operator = this.index(waiting.pop()!);
      if (left === undefined) output.push(right);
      else output.push({ kind: 'binary', from: left.from, to: right?.to ?? operator, operator, left, right });
    };
    operators.forEach((operator, index) => {
      while (waiting.length > 0 && strengthOf(waiting.at(-1)!) >= strengthOf(operator)) reduce();
      waiting.push(operator);
      output.push(operands[index]);
    });
    while (waiting.length > 0) reduce();
    return output[0];
  }

  readonly unary = this.RULE('unary', (): Read => {
    return this.OR({
      DEF: [
        {
          ALT: () => {
            const operator = this.OR2([
              { ALT: () => this.CONSUME(t.Not) },
              { ALT: () => this.CONSUME(t.BinaryNot) },
              { ALT: () => this.CONSUME(t.Minus) },
              { ALT: () => this.CONSUME(t.Cast) },
              { ALT: () => this.CONSUME(t.Defined) },
            ]);
            const operand = this.SUBRULE(this.unary);
            return this.ACTION(() => ({
              kind: 'unary' as const,
              from: this.index(operator),
              to: this.previous(),
              operator: this.index(operator),
              operand,
            }));
          },
        },
        { ALT: () => this.SUBRULE(this.primary) },
      ],
      ...FIRST_TOKEN_DECIDES,
    });
  });

  readonly primary = this.RULE('primary', (): Read => {
    return this.OR({
      DEF: [
        { GATE: () => this.LA(2).tokenType === t.LeftParen, ALT: () => this.SUBRULE(this.call) },
        { ALT: () => this.#leaf('opaque', this.CONSUME(t.Opaque)) },
        { ALT: () => this.#leaf('number', this.CONSUME(t.NumberLiteral)) },
        { ALT: () => this.#leaf('string', this.CONSUME(t.StringLiteral)) },
        { ALT: () => this.#leaf('pseudoVariable', this.CONSUME(t.PseudoVariable)) },
        { ALT: () => this.SUBRULE(this.attribute) },
        { ALT: () => this.#leaf('select', this.CONSUME(t.Select)) },
        { ALT: () => this.SUBRULE(this.network) },
        { ALT: () => this.SUBRULE(this.builtin) },
        { ALT: () => this.SUBRULE(this.operandComparison) },
        { ALT: () => this.#leaf('protocol', this.CONSUME(t.Protocol)) },
        { GATE: () => this.#maybeProtocol(), ALT: () => this.#leaf('protocol', this.CONSUME(t.Star)) },
        { ALT: () => this.SUBRULE(this.name) },
        { ALT: () => this.SUBRULE(this.parenthesised) },
        {
          ALT: () => {
            const token = this.CONSUME(t.Block);
            return this.ACTION(() => ({
              kind: 'blockExpression' as const,
              from: this.index(token),
              to: this.last(token),
              block: this.blockNode(token),
            }));
          },
        },
      ],
      ...FIRST_TOKEN_DECIDES,
    });
  });

  /** Whether a `*` can stand for any protocol here: `proto == *`, `udp_mtu_try_proto(*)`. */
  #maybeProtocol(): boolean {
    const before = this.LA(0);
    return before.tokenType === t.LeftParen || strengthOf(before) === COMPARISON;
  }

  #leaf<Kind extends tree.LeafExpression['kind']>(kind: Kind, token: IToken): tree.LeafExpression & { kind: Kind } {
    const index = this.index(token);
    return { kind, from: index, to: index, token: index } as tree.LeafExpression & { kind: Kind };
  }

  /**
   * `src_ip == 10.0.0.1`: to Kamailio one element, so that `!uri == myself` means `!(uri == myself)`. What stands on the
   * right takes only operators that bind more strongly than the comparison.
   */
  readonly operandComparison = this.RULE('operandComparison', (): Read => {
    const operand = this.OR([
      { ALT: () => this.#leaf('messageOperand', this.CONSUME(t.MessageOperand)) },
      { ALT: () => this.#leaf('myself', this.CONSUME(t.Myself)) },
    ]);
    const operands: Read[] = [];
    const operators: IToken[] = [];
    const comparison = this.OPTION({
      GATE: () => strengthOf(this.LA(1)) >= COMPARISON,
      DEF: () => {
        const operator = this.CONSUME(t.BinaryOperator);
        const first = this.SUBRULE(this.unary);
        this.MANY({
          GATE: () => strengthOf(this.LA(1)) > strengthOf(operator),
          DEF: () => {
            operators.push(this.CONSUME2(t.BinaryOperator));
            operands.push(this.SUBRULE2(this.unary));
          },
        });
        return { operator, first };
      },
    });
    return this.ACTION((): Read => {
      if (comparison === undefined) return operand;
      const right = this.#climb(comparison.first, operators, operands);
      const operator = this.index(comparison.operator);
      return { kind: 'binary', from: operand.from, to: this.previous(), operator, left: operand, right };
    });
  });

  readonly attribute = this.RULE('attribute', (): tree.AttributeExpression => {
    const token = this.CONSUME(t.Attribute);
    const index = this.OPTION(() => {
      this.CONSUME(t.LeftBracket);
      const number = this.OPTION2(() => {
        this.OPTION3(() => this.CONSUME(t.Minus));
        return this.CONSUME(t.NumberLiteral);
      });
      this.CONSUME(t.RightBracket);
      return number;
    });
    return this.ACTION(() => ({
      kind: 'attribute' as const,
      from: this.index(token),
      to: this.previous(),
      token: this.index(token),
      index: this.optionalIndex(index),
    }));
  });

  readonly network = this.RULE('network', (): tree.NetworkExpression => {
    const from = this.ACTION(() => this.upcoming());
    const address = this.OR([{ ALT: () => this.CONSUME(t.IPv4) }, { ALT: () => this.SUBRULE(this.ipv6) }]);
    const mask = this.OPTION(() => {
      this.CONSUME(t.Slash);
      return this.OR2([
        { ALT: () => this.CONSUME2(t.IPv4) },
        { ALT: () => this.SUBRULE2(this.ipv6) },
        { ALT: () => this.CONSUME(t.NumberLiteral) },
      ]);
    });
    return this.ACTION(() => ({
      kind: 'network' as const,
      from,
      to: this.previous(),
      address: this.optionalIndex(address) ?? from,
      mask: this.optionalIndex(mask),
    }));
  });

  readonly builtin = this.RULE('builtin', (): tree.BuiltinExpression => {
    const operator = this.CONSUME(t.BuiltinOperator);
    const list: Read[] = [];
    this.CONSUME(t.LeftParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => list.push(this.SUBRULE(this.expression)) });
    this.CONSUME(t.RightParen);
    return this.ACTION(() => ({
      kind: 'builtin' as const,
      from: this.index(operator),
      to: this.previous(),
      operator: this.index(operator),
      arguments: present(list),
    }));
  });

  readonly call = this.RULE('call', (): tree.CallExpression => {
    const name = this.CONSUME(t.Callable);
    const takesAddress = ADDRESS_FUNCTIONS.has(name.image);
    const list: (tree.Argument | undefined)[] = [];
    const open = this.CONSUME(t.LeftParen);
    // Kamailio takes `f(, 1)` for `f(1)`.
    this.OPTION({ GATE: () => this.LA(2).tokenType !== t.RightParen, DEF: () => this.CONSUME(t.Comma) });
    this.MANY_SEP({ SEP: t.Comma, DEF: () => list.push(this.SUBRULE(this.argument, { ARGS: [takesAddress] })) });
    const close = this.CONSUME(t.RightParen);
    return this.ACTION(() => ({
      kind: 'call' as const,
      from: this.index(name),
      to: this.previous(),
      name: this.index(name),
      open: this.optionalIndex(open),
      close: this.optionalIndex(close),
      arguments: present(list),
    }));
  });

  readonly argument = this.RULE('argument', (takesAddress?: boolean): tree.Argument | undefined => {
    return this.OR({
      DEF: [
        { GATE: () => takesAddress === true, ALT: (): tree.Argument | undefined => this.SUBRULE(this.address) },
        { ALT: (): tree.Argument | undefined => this.SUBRULE(this.expression) },
      ],
      ...FIRST_TOKEN_DECIDES,
    });
  });

  readonly name = this.RULE('name', (): tree.NameExpression => {
    const token = this.CONSUME(t.Callable);
    this.MANY({
      GATE: () => this.LA(2).tokenType === t.Word || this.LA(2).tokenType === t.NumWord,
      DEF: () => {
        this.OR([{ ALT: () => this.CONSUME(t.Dot) }, { ALT: () => this.CONSUME(t.Minus) }]);
        this.OR2([{ ALT: () => this.CONSUME(t.Word) }, { ALT: () => this.CONSUME(t.NumWord) }]);
      },
    });
    return this.ACTION(() => ({
      kind: 'name' as const,
      from: this.index(token),
      to: this.previous(),
      token: this.index(token),
    }));
  });

  readonly parenthesised = this.RULE('parenthesised', (): Read => {
    const open = this.CONSUME(t.LeftParen);
    const expression = this.SUBRULE(this.expression);
    const assigned = this.OPTION(() => ({
      operator: this.OR([{ ALT: () => this.CONSUME(t.Assign) }, { ALT: () => this.CONSUME(t.AddAssign) }]),
      value: this.SUBRULE2(this.expression),
    }));
    this.CONSUME(t.RightParen);
    return this.ACTION((): Read => {
      const span = { from: this.index(open), to: this.previous() };
      if (expression === undefined) return undefined;
      if (assigned === undefined) return { kind: 'parenthesised', ...span, expression };
      const operator = this.index(assigned.operator);
      return { kind: 'assignmentExpression', ...span, target: expression, operator, value: assigned.value };
    });
  });
}
