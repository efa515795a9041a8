import type { IToken, TokenType } from 'chevrotain';
import type { Token } from './token.ts';
import type * as tree from './tree.ts';

/** A token as the parser sees it: a block counts as one, and each knows its place among the item's tokens. */
export interface ParserToken extends IToken {
  readonly tokenTypeIdx: number;
  /** Index of the (first) token in the item. */
  readonly index: number;
  /** Index of the last token: behind a block's closing brace. */
  readonly last: number;
  readonly token: Token;
  /** What stands between the braces, for a block only. */
  readonly inner: readonly ParserToken[] | undefined;
}

/** A block the grammar has met but not entered; the item reader reads it and fills in the statements. */
export interface PendingBlock {
  readonly token: ParserToken;
  readonly isSwitch: boolean;
  accept(inner: readonly tree.Statement[], cases: readonly tree.SwitchCase[]): void;
}

/** The block of a socket's attributes, met but not entered. */
export interface PendingSocketBlock {
  readonly token: ParserToken;
  accept(attributes: readonly tree.SocketAttribute[]): void;
}

/** Makes a parser token; `last` differs from `index` for blocks only. */
export function parserToken(
  token: Token,
  type: TokenType,
  index: number,
  last = index,
  inner?: readonly ParserToken[],
): ParserToken {
  return {
    token,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx!,
    image: inner ? '{' : token.image,
    startOffset: token.start,
    index,
    last,
    inner,
  };
}
