import type { SyntaxCode, SyntaxProblem } from './problem.ts';
import type { Token } from './token.ts';
import * as t from './token-types.ts';
import { walk } from './tree.ts';
import type * as tree from './tree.ts';

const EQUALITY = new Set(['==', '!=', 'eq', 'ne']);
const ORDER = new Set(['<', '>', '<=', '>=']);
const URI_OPERANDS = new Set(['uri', 'status', 'from_uri', 'to_uri']);
const ADDRESS_OPERANDS = new Set(['src_ip', 'dst_ip', 'snd_ip', 'to_ip']);
const PROTOCOL_OPERANDS = new Set(['proto', 'snd_proto', 'to_proto']);
/** Functions that take a host as it stands, unquoted. */
const HOST_FUNCTIONS = new Set(['forward', 'forward_udp', 'forward_tcp', 'forward_tls', 'forward_sctp']);
/** Route blocks that take no name, and the one that needs one. */
const UNNAMED_ROUTES: ReadonlySet<tree.RouteKind> = new Set(['request_route', 'reply_route']);
/** The order of what follows the addresses of `listen`. */
const SUFFIX_ORDER = ['advertise', 'name', 'virtual'];

/**
 * Refuses what the grammar reads more generously than Kamailio: the grammar takes any expression where Kamailio takes
 * some, so that half-typed text still gives a tree, and this says which trees Kamailio would not take (cfg.y).
 */
export function checkShape(
  item: tree.ItemNode,
  tokens: readonly Token[],
  report: (problem: SyntaxProblem) => void,
): void {
  new ShapeCheck(tokens, report).check(item);
}

class ShapeCheck {
  readonly #tokens: readonly Token[];
  readonly #report: (problem: SyntaxProblem) => void;
  /** Expressions that their parent has found to be in the right place. */
  readonly #placed = new Set<tree.AnyNode>();

  constructor(tokens: readonly Token[], report: (problem: SyntaxProblem) => void) {
    this.#tokens = tokens;
    this.#report = report;
  }

  check(item: tree.ItemNode): void {
    walk(item, (node) => this.#node(node));
  }

  #add(code: SyntaxCode, message: string, node: tree.NodeBase): void {
    this.#report({ code, message, from: node.from, to: node.to, place: 'at' });
  }

  #image(index: number): string {
    return this.#tokens[index]?.image ?? '';
  }

  #node(node: tree.AnyNode): void {
    switch (node.kind) {
      case 'routeBlock':
        return this.#routeBlock(node);
      case 'coreSetting':
        return this.#coreSetting(node);
      case 'flagDeclarations':
        return this.#flagDeclarations(node);
      case 'block':
        return this.#block(node);
      case 'switch':
        return this.#switch(node);
      case 'expressionStatement':
        return this.#expressionStatement(node);
      case 'assignment':
      case 'assignmentExpression':
        return this.#assignment(node);
      case 'leave':
        return this.#leave(node);
      case 'customGlobal':
        return this.#plainValue(node.value, false);
      case 'moduleParameter':
        return this.#parameterValue(node);
      case 'binary':
        return this.#binary(node);
      case 'messageOperand':
      case 'myself':
        if (!this.#placed.has(node)) {
          const operand = this.#image(node.token);
          this.#add(
            'invalid-expression',
            `'${operand}' must be compared with something, as in '${operand} == …'`,
            node,
          );
        }
        return;
      case 'protocol':
        if (!this.#placed.has(node)) {
          this.#add(
            'invalid-expression',
            `'${this.#image(node.token)}' is a transport protocol and no value here`,
            node,
          );
        }
        return;
      case 'network':
        return this.#network(node);
      case 'name':
        if (node.to > node.from && !this.#placed.has(node)) {
          this.#add(
            'invalid-expression',
            `a host name stands only beside src_ip and its kin; elsewhere quote it`,
            node,
          );
        }
        return;
      case 'call':
        return this.#call(node);
      case 'builtin':
        return this.#builtin(node);
      case 'addressValue':
        return this.#address(node);
    }
  }

  #routeBlock(node: tree.RouteBlock): void {
    if (node.name !== undefined && UNNAMED_ROUTES.has(node.routeKind)) {
      this.#add('syntax-error', `a ${node.routeKind} has no name`, { from: node.name, to: node.name });
    } else if (node.routeKind === 'event_route') {
      const isEvent = node.name !== undefined && this.#tokens[node.name]?.tokenType === t.EventName;
      if (isEvent) return;
      const place = node.name ?? node.from;
      this.#add('syntax-error', 'an event_route needs the name of its event, as in event_route[module:event]', {
        from: place,
        to: place,
      });
    }
  }

  #flagDeclarations(node: tree.FlagDeclarations): void {
    if (this.#image(node.keyword) !== 'avpflags') return;
    for (const { number } of node.flags) {
      if (number !== undefined) this.#add('syntax-error', 'an AVP flag has no number', { from: number, to: number });
    }
  }

  #coreSetting(node: tree.CoreSetting): void {
    const { value } = node;
    if (value?.kind === 'literalValue' && this.#tokens[value.token]?.tokenType === t.Star) {
      const name = this.#image(node.name);
      if (name !== 'udp_mtu_try_proto') this.#add('syntax-error', "'*' is no value here", value);
    }
    if (value?.kind !== 'socketValue') return;
    for (const { protocol } of value.addresses) {
      if (protocol !== undefined && /^wss?$/i.test(this.#image(protocol))) {
        const mark = { from: protocol, to: protocol };
        this.#add('syntax-error', 'websockets are listened for with tcp or tls', mark);
      }
    }
    if (this.#image(node.name) === 'advertised_address') {
      const [address, second] = value.addresses;
      const extra = second ?? (address?.port === undefined && address?.protocol === undefined ? undefined : address);
      if (extra)
        this.#add('syntax-error', 'one address or host name is expected here, without protocol and port', extra);
    }
    let rank = -1;
    for (const index of value.suffixes) {
      const word = this.#image(index);
      const next = this.#image(node.name) === 'listen' ? SUFFIX_ORDER.indexOf(word.toLowerCase()) : -1;
      if (next <= rank) {
        const message =
          next < 0
            ? `unexpected '${word}' behind an address`
            : `'${word}' stands too late: the order is ${SUFFIX_ORDER.join(', ')}, each once`;
        this.#add('syntax-error', message, { from: index, to: index });
      }
      rank = Math.max(rank, next);
    }
  }

  #leave(node: tree.LeaveStatement): void {
    if (this.#image(node.keyword) !== 'break') return;
    const parenthesis = node.keyword + 1;
    if (node.value) this.#add('invalid-statement', "'break' takes no value", node.value);
    else if (parenthesis <= node.to && this.#tokens[parenthesis]?.tokenType === t.LeftParen) {
      this.#add('invalid-statement', "'break' takes no parentheses", { from: parenthesis, to: parenthesis });
    }
  }

  #call(node: tree.CallExpression): void {
    const takesHost = HOST_FUNCTIONS.has(this.#image(node.name));
    const takesProtocol = this.#image(node.name) === 'udp_mtu_try_proto';
    for (const argument of node.arguments) {
      if (argument.kind === 'protocol' && takesProtocol) this.#placed.add(argument);
      if (takesHost && (argument.kind === 'network' || argument.kind === 'name')) this.#placed.add(argument);
    }
  }

  #block(node: tree.BlockStatement): void {
    if (node.statements.length > 0) return;
    const open = { from: node.from, to: node.to > node.from && node.to - node.from < 2 ? node.to : node.from };
    this.#add('empty-block', "an empty block is a syntax error to Kamailio: write at least ';'", open);
  }

  #expressionStatement(node: tree.ExpressionStatement): void {
    const { expression } = node;
    if (expression.kind === 'call' || expression.kind === 'name' || expression.kind === 'opaque') return;
    if (expression.kind === 'binary' && EQUALITY.has(this.#image(expression.operator))) {
      this.#placed.add(expression.left);
      this.#add('invalid-statement', "a comparison is no statement: an assignment is written with '='", expression);
      return;
    }
    this.#placed.add(expression);
    this.#add('invalid-statement', 'a statement is an assignment or a call of a function; this is a value', expression);
  }

  #assignment(node: tree.AssignmentStatement | tree.AssignmentExpression): void {
    if (this.#image(node.operator) === '+=') {
      const operator = { from: node.operator, to: node.operator };
      this.#add('invalid-assignment', "Kamailio has no '+=': write $x = $x + …", operator);
      return;
    }
    const { target } = node;
    if (target.kind === 'pseudoVariable' || target.kind === 'opaque') return;
    if (target.kind === 'attribute') {
      if (target.index === undefined) return;
      this.#add(
        'invalid-assignment',
        'an attribute is assigned to without an index, or with an empty one: […]',
        target,
      );
      return;
    }
    this.#placed.add(target);
    this.#add('invalid-assignment', 'only a pseudo-variable can be assigned to', target);
  }

  #switch(node: tree.SwitchStatement): void {
    const [first] = node.stray;
    if (first)
      this.#add('invalid-case', "a statement in a switch must stand behind a 'case' or 'default' label", first);
    let defaults = 0;
    let family: 'number' | 'text' | undefined;
    for (const entry of node.cases) {
      if (entry.isDefault && ++defaults > 1) {
        this.#add('invalid-case', "a switch has one 'default' only", { from: entry.from, to: entry.from });
      }
      if (!entry.label) continue;
      if (!this.#isConstant(entry.label)) {
        this.#add('invalid-case', 'the label of a case must be a constant', entry.label);
        continue;
      }
      const type = entry.isRegex ? 'text' : this.#familyOf(entry.label);
      if (type === undefined) continue;
      if (family !== undefined && family !== type) {
        this.#add('invalid-case', 'numbers and strings cannot be mixed as labels of one switch', entry.label);
      }
      family ??= type;
    }
  }

  /** What a constant expression gives: the left side of `+` decides whether it joins or adds. */
  #familyOf(expression: tree.Expression | undefined): 'number' | 'text' | undefined {
    let node = expression;
    while (node?.kind === 'parenthesised' || (node?.kind === 'binary' && this.#image(node.operator) === '+')) {
      node = node.kind === 'parenthesised' ? node.expression : node.left;
    }
    if (node?.kind === 'string') return 'text';
    if (node?.kind === 'number' || node?.kind === 'binary') return 'number';
    if (node?.kind === 'unary') return this.#image(node.operator) === '(str)' ? 'text' : 'number';
    return undefined;
  }

  #isConstant(expression: tree.Expression): boolean {
    const open: (tree.Expression | undefined)[] = [expression];
    for (let node = open.pop(); node; node = open.pop()) {
      if (node.kind === 'unary') open.push(node.operand);
      else if (node.kind === 'binary') open.push(node.left, node.right);
      else if (node.kind === 'parenthesised') open.push(node.expression);
      else if (node.kind === 'builtin') open.push(...node.arguments);
      else if (node.kind !== 'number' && node.kind !== 'string' && node.kind !== 'opaque' && node.kind !== 'name')
        return false;
    }
    return true;
  }

  #plainValue(value: tree.SettingValue | undefined, mayBeNegative: boolean): void {
    if (value?.kind !== 'literalValue') return;
    const type = this.#tokens[value.token]?.tokenType;
    const isNumber = type === t.NumberLiteral || type === t.NumberWord;
    if (type === t.Opaque || type === t.StringLiteral) {
      if (!value.negative) return;
    } else if (isNumber && (mayBeNegative || !value.negative)) return;
    this.#add('syntax-error', 'a number or a string is expected here', value);
  }

  #parameterValue(node: tree.ModuleParameter): void {
    if (node.value?.kind !== 'literalValue') return;
    const type = this.#tokens[node.value.token]?.tokenType;
    if (type === t.PseudoVariable && this.#image(node.keyword) === 'modparamx') return;
    this.#plainValue(node.value, true);
  }

  #binary(node: tree.BinaryExpression): void {
    const operator = this.#image(node.operator);
    const { left, right } = node;
    if (left.kind === 'messageOperand') {
      this.#placed.add(left);
      const operand = this.#image(left.token);
      if (right) this.#comparison(operand, operator, right, node);
      return;
    }
    if (left.kind === 'myself') {
      this.#placed.add(left);
      const operand = right?.kind === 'messageOperand' ? this.#image(right.token) : '';
      if (right) this.#placed.add(right);
      if (!EQUALITY.has(operator) || !(URI_OPERANDS.has(operand) || ADDRESS_OPERANDS.has(operand))) {
        this.#add('invalid-expression', "'myself' is compared by == or != with uri, src_ip or their kin", node);
      }
    }
  }

  #comparison(operand: string, operator: string, right: tree.Expression, node: tree.NodeBase): void {
    const isText = operand === 'method' || URI_OPERANDS.has(operand) || ADDRESS_OPERANDS.has(operand);
    const allowed =
      EQUALITY.has(operator) || (isText ? operator === '=~' : ORDER.has(operator) && !PROTOCOL_OPERANDS.has(operand));
    if (!allowed) {
      this.#add('invalid-expression', `'${operand}' cannot stand before '${operator}'`, node);
      this.#placed.add(right);
      return;
    }
    if (right.kind === 'myself' && (URI_OPERANDS.has(operand) || ADDRESS_OPERANDS.has(operand)))
      this.#placed.add(right);
    if (right.kind === 'protocol' && PROTOCOL_OPERANDS.has(operand)) this.#placed.add(right);
    if (!ADDRESS_OPERANDS.has(operand)) return;
    if (right.kind === 'network' || right.kind === 'name') this.#placed.add(right);
    if (right.kind === 'number') {
      this.#add('invalid-expression', `'${operand}' is compared with an address, a host or a string`, right);
    }
  }

  #network(node: tree.NetworkExpression): void {
    if (!this.#placed.has(node)) {
      this.#add(
        'invalid-expression',
        'an address stands only beside src_ip, dst_ip and their kin; elsewhere quote it',
        node,
      );
      return;
    }
    const address = this.#image(node.address);
    if (!isAddress(address))
      this.#add('syntax-error', `'${address}' is no valid IPv4 address`, { from: node.address, to: node.address });
    if (node.mask === undefined) return;
    const mask = this.#tokens[node.mask]!;
    const mark = { from: node.mask, to: node.mask };
    const longest = address.includes(':') ? 128 : 32;
    if (mask.tokenType === t.NumberLiteral && Number(mask.image) > longest) {
      this.#add('syntax-error', `a netmask of this family has at most ${longest} bits`, mark);
    } else if (mask.tokenType === t.IPv4 && !isAddress(mask.image)) {
      this.#add('syntax-error', `'${mask.image}' is no valid netmask`, mark);
    }
  }

  #builtin(node: tree.BuiltinExpression): void {
    const name = this.#image(node.operator);
    const wanted = name === 'selval' ? 3 : 1;
    if (node.arguments.length === wanted) return;
    this.#add('invalid-expression', `'${name}' takes ${wanted === 1 ? 'one argument' : `${wanted} arguments`}`, node);
  }

  #isNumber(index: number): boolean {
    const type = this.#tokens[index]?.tokenType;
    return type === t.NumberLiteral || type === t.NumberWord;
  }

  #address(node: tree.AddressValue): void {
    for (const host of node.hosts) {
      if (this.#isNumber(host.from) && this.#tokens[host.from + 1]?.tokenType === t.Dot && host.to > host.from) {
        // Defines may hold parts of an address.
        const octets = [0, 2, 4, 6].map((at) => host.from + at);
        const dots = [1, 3, 5].map((at) => host.from + at);
        const isAddress =
          host.to === host.from + 6 &&
          octets.every((index) => this.#isNumber(index)) &&
          dots.every((index) => this.#tokens[index]?.tokenType === t.Dot);
        if (isAddress) continue;
        this.#add('syntax-error', 'Kamailio takes a number and a dot for an address: put this name in quotes', host);
        continue;
      }
      for (let index = host.from; index <= host.to; index++) {
        const token = this.#tokens[index]!;
        if (token.tokenType === t.IPv4 && !isAddress(token.image)) {
          this.#add('syntax-error', `'${token.image}' is no valid IPv4 address`, { from: index, to: index });
        }
      }
    }
  }
}

/** Each part of an IPv4 address is a number to the lexer, so a leading zero makes it octal and `08` none. */
function isAddress(image: string): boolean {
  return (
    image.includes(':') || image.split('.').every((octet) => /^(?:0[0-7]*|[1-9]\d*)$/.test(octet) && isByte(octet))
  );
}

function isByte(octet: string): boolean {
  return parseInt(octet, octet.startsWith('0') ? 8 : 10) <= 255;
}
