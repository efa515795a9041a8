import type { Item } from '../../../server/src/syntax/item-reader.ts';
import type * as tree from '../../../server/src/syntax/tree.ts';

/** Prints the tree of items in one line each, compact enough to be compared in a test. */
export function printItems(items: readonly Item[]): string {
  return items.map((item) => new Printer(item).item(item.node)).join('\n');
}

/** Prints the statements of a route block's body. */
export function printBody(item: Item): string {
  if (item.node.kind !== 'routeBlock' || !item.node.body) return '_';
  return new Printer(item).statements(item.node.body.statements);
}

class Printer {
  readonly #item: Item;

  constructor(item: Item) {
    this.#item = item;
  }

  #image(index: number | undefined): string {
    return index === undefined ? '_' : (this.#item.tokens[index]?.image ?? '?');
  }

  #span(node: tree.NodeBase): string {
    let text = '';
    for (let index = node.from; index <= node.to; index++) text += this.#image(index);
    return text;
  }

  #list(name: string, ...parts: (string | undefined)[]): string {
    return `(${[name, ...parts.filter((part) => part !== undefined)].join(' ')})`;
  }

  #optional(index: number | undefined): string | undefined {
    return index === undefined ? undefined : this.#image(index);
  }

  item(node: tree.ItemNode): string {
    switch (node.kind) {
      case 'routeBlock':
        return this.#list(node.routeKind, this.#optional(node.name), this.statement(node.body));
      case 'coreSetting':
        return this.#list('set', this.#image(node.name), this.value(node.value));
      case 'customGlobal': {
        const index = node.index === undefined ? '' : `[${this.#image(node.index)}]`;
        const name = `${this.#image(node.group)}${index}.${this.#image(node.name)}`;
        return this.#list('global', name, this.value(node.value), this.#optional(node.description));
      }
      case 'loadModule':
        return this.#list(this.#image(node.keyword), this.#image(node.path), this.#optional(node.options));
      case 'loadPath':
        return this.#list('loadpath', this.#image(node.path));
      case 'cfgEngine':
        return this.#list('cfgengine', this.#image(node.engine));
      case 'moduleParameter':
        return this.#list(
          this.#image(node.keyword),
          this.#image(node.module),
          this.#image(node.parameter),
          this.value(node.value),
        );
      case 'flagDeclarations': {
        const flags = node.flags.map(({ name, number }) =>
          number === undefined ? this.#image(name) : `${this.#image(name)}:${this.#image(number)}`,
        );
        return this.#list(this.#image(node.keyword), ...flags);
      }
      case 'subst':
        return this.#list(this.#image(node.keyword), this.#image(node.expression));
      case 'emptyItem':
        return ';';
      case 'unknownItem':
        return '?';
    }
  }

  value(node: tree.SettingValue | undefined): string {
    switch (node?.kind) {
      case undefined:
        return '_';
      case 'literalValue':
        return `${node.negative ? '-' : ''}${this.#image(node.token)}`;
      case 'socketValue': {
        const suffixes = node.suffixes.map((index) => {
          const word = this.#image(index);
          if (word.toLowerCase() === 'advertise') return `${word}=${this.#address(node.advertise)}`;
          return word.toLowerCase() === 'name' ? `${word}=${this.#image(node.name)}` : word;
        });
        return [...node.addresses.map((address) => this.#address(address)), ...suffixes].join(' ');
      }
      case 'socketBlockValue':
        return `{${node.attributes.map(({ name, value }) => `${this.#image(name)}=${this.value(value)}`).join(' ')}}`;
    }
  }

  #address(node: tree.AddressValue | undefined): string {
    if (!node) return '_';
    const hosts = node.hosts.map((host) => this.#span(host));
    const host = hosts.length === 1 ? hosts[0]! : `(${hosts.join(',')})`;
    const ports = [node.port, node.lastPort].flatMap((port) => (port === undefined ? [] : [this.#image(port)]));
    return [this.#optional(node.protocol), host, ports.length > 0 ? ports.join('-') : undefined]
      .filter((part) => part !== undefined)
      .join(':');
  }

  statements(nodes: readonly tree.Statement[]): string {
    return nodes.map((node) => this.statement(node)).join(' ');
  }

  statement(node: tree.Statement | undefined): string {
    switch (node?.kind) {
      case undefined:
        return '_';
      case 'block':
        return `{${this.statements(node.statements)}}`;
      case 'if': {
        const clauses = node.clauses.map(({ condition, body }, index) =>
          this.#list(index === 0 ? 'if' : 'elif', this.expression(condition), this.statement(body)),
        );
        if (node.otherwise) clauses.push(this.#list('else', this.statement(node.otherwise)));
        return clauses.join('');
      }
      case 'while':
        return this.#list('while', this.expression(node.condition), this.statement(node.body));
      case 'switch': {
        const cases = node.cases.map((entry) => {
          const label = entry.isDefault ? 'default' : `case ${entry.isRegex ? '/' : ''}${this.expression(entry.label)}`;
          return this.#list(label, ...entry.statements.map((statement) => this.statement(statement)));
        });
        const stray = node.stray.map((statement) => this.statement(statement));
        return this.#list('switch', this.expression(node.subject), ...stray, ...cases);
      }
      case 'leave':
        return this.#list(this.#image(node.keyword), node.value && this.expression(node.value));
      case 'assignment':
        return this.#assignment(node);
      case 'expressionStatement':
        return this.expression(node.expression);
      case 'emptyStatement':
        return ';';
      case 'unknownStatement':
        return '?';
    }
  }

  #assignment(node: tree.AssignmentStatement | tree.AssignmentExpression): string {
    return this.#list(this.#image(node.operator), this.expression(node.target), this.expression(node.value));
  }

  expression(node: tree.Argument | undefined): string {
    switch (node?.kind) {
      case undefined:
        return '_';
      case 'number':
      case 'string':
      case 'pseudoVariable':
      case 'select':
        return this.#image(node.token);
      case 'opaque':
        return `opaque:${this.#image(node.token)}`;
      case 'attribute':
      case 'network':
      case 'name':
        return this.#span(node);
      case 'messageOperand':
      case 'myself':
      case 'protocol':
        return `<${this.#image(node.token)}>`;
      case 'unary':
        return this.#list(this.#image(node.operator), this.expression(node.operand));
      case 'binary':
        return this.#list(this.#image(node.operator), this.expression(node.left), this.expression(node.right));
      case 'builtin':
        return `${this.#image(node.operator)}(${this.#arguments(node.arguments)})`;
      case 'call':
        return `${this.#image(node.name)}(${this.#arguments(node.arguments)})`;
      case 'parenthesised':
        return `[${this.expression(node.expression)}]`;
      case 'assignmentExpression':
        return this.#assignment(node);
      case 'blockExpression':
        return this.statement(node.block);
      case 'addressValue':
        return this.#address(node);
    }
  }

  #arguments(list: readonly tree.Argument[]): string {
    return list.map((argument) => this.expression(argument)).join(', ');
  }
}
