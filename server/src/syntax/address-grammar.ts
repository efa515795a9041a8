import type { IToken } from 'chevrotain';
import { BaseGrammar, FIRST_TOKEN_DECIDES } from './base-grammar.ts';
import * as t from './token-types.ts';
import type * as tree from './tree.ts';

/** Addresses of sockets: `udp:[::1]:5060`, `sctp:(10.0.0.1, 10.0.0.2):5060`, `eth0`. */
export abstract class AddressGrammar extends BaseGrammar {
  readonly address = this.RULE('address', (): tree.AddressValue => {
    const from = this.ACTION(() => this.upcoming());
    const hosts: tree.NodeBase[] = [];
    const protocol = this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Colon && this.LA(3).tokenType !== t.Star,
      DEF: () => {
        const word = this.OR([{ ALT: () => this.CONSUME(t.Protocol) }, { ALT: () => this.CONSUME(t.Star) }]);
        this.CONSUME(t.Colon);
        return word;
      },
    });
    this.OR2([
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => hosts.push(this.SUBRULE(this.host)) });
          this.CONSUME(t.RightParen);
        },
      },
      { ALT: () => hosts.push(this.SUBRULE2(this.host)) },
    ]);
    const ports = this.OPTION2(() => {
      this.CONSUME2(t.Colon);
      const port = this.OR3([{ ALT: () => this.CONSUME(t.NumberLiteral) }, { ALT: () => this.CONSUME2(t.Star) }]);
      const lastPort = this.OPTION3(() => {
        this.CONSUME(t.Minus);
        return this.CONSUME2(t.NumberLiteral);
      });
      return { port, lastPort };
    });
    return this.ACTION(() => ({
      kind: 'addressValue' as const,
      from,
      to: this.previous(),
      protocol: this.optionalIndex(protocol),
      hosts: present(hosts),
      port: this.optionalIndex(ports?.port),
      lastPort: this.optionalIndex(ports?.lastPort),
    }));
  });

  readonly host = this.RULE('host', (): tree.NodeBase => {
    const from = this.ACTION(() => this.upcoming());
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.IPv4) },
        { ALT: () => this.CONSUME(t.StringLiteral) },
        { ALT: () => this.SUBRULE(this.ipv6) },
        {
          ALT: () => {
            this.SUBRULE(this.hostPart);
            this.MANY(() => {
              this.OR2([{ ALT: () => this.CONSUME(t.Dot) }, { ALT: () => this.CONSUME(t.Minus) }]);
              this.SUBRULE2(this.hostPart);
            });
          },
        },
      ],
      ...FIRST_TOKEN_DECIDES,
    });
    return this.ACTION(() => ({ from, to: this.previous() }));
  });

  /** An IPv6 address, bracketed or not; gives the address without its brackets. */
  readonly ipv6 = this.RULE('ipv6', (): IToken => {
    return this.OR([
      { ALT: () => this.CONSUME(t.IPv6) },
      {
        ALT: () => {
          this.CONSUME(t.LeftBracket);
          const address = this.CONSUME2(t.IPv6);
          this.CONSUME(t.RightBracket);
          return address;
        },
      },
    ]);
  });

  readonly hostPart = this.RULE('hostPart', (): void => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.Word) },
        { ALT: () => this.CONSUME(t.NumWord) },
        { ALT: () => this.CONSUME(t.NumberLiteral) },
        { ALT: () => this.CONSUME(t.AnyWord) },
        { ALT: () => this.CONSUME(t.IPv4) },
      ],
      ...FIRST_TOKEN_DECIDES,
    });
  });
}

/** The nodes that were read: recovery gives up on a rule by leaving its node out. */
export function present<T>(nodes: readonly (T | undefined)[]): T[] {
  return nodes.filter((node) => node !== undefined);
}
