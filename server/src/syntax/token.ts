import type { IToken, TokenType } from 'chevrotain';
import type { SourceRange, SourceText } from './source-text.ts';

/** Where a token of a macro's expansion comes from: the define, and the place inside its value. */
export interface MacroOrigin {
  /** Name of the define whose value holds the token. */
  readonly name: string;
  /** Place of the token in the define's directive; `undefined` for defines given from outside the files. */
  readonly definition: SourceRange | undefined;
}

/**
 * A token as the grammar reads it. `start` and `end` are always a place in `source`: the token's own, or that of the
 * macro's use where an expansion brought it.
 */
export class Token implements IToken {
  readonly tokenType: TokenType;
  readonly tokenTypeIdx: number;
  readonly image: string;
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
  readonly macro: MacroOrigin | undefined;
  /** Tokens between the braces, for a block only. */
  block: BlockContent | undefined;

  constructor(
    tokenType: TokenType,
    image: string,
    source: SourceText,
    start: number,
    end: number,
    macro?: MacroOrigin,
  ) {
    this.tokenType = tokenType;
    this.tokenTypeIdx = tokenType.tokenTypeIdx!;
    this.image = image;
    this.source = source;
    this.start = start;
    this.end = end;
    this.macro = macro;
    this.block = undefined;
  }

  get startOffset(): number {
    return this.start;
  }
}

/** The inside of a pair of braces; a brace that recovery had to assume is `undefined`. */
export interface BlockContent {
  readonly open: Token | undefined;
  readonly close: Token | undefined;
  readonly tokens: readonly Token[];
}
