import {
  EmbeddedActionsParser,
  EOF,
  NoViableAltException,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type IToken,
  type TokenType,
} from 'chevrotain';
import type { ParserToken, PendingBlock, PendingSocketBlock } from './parser-token.ts';
import * as t from './token-types.ts';
import type * as tree from './tree.ts';

/** What the parser says is wrong with a chunk. */
export interface GrammarError {
  readonly message: string;
  /** The token that does not fit; `undefined` for the chunk's end. */
  readonly token: ParserToken | undefined;
  /** The token before it; `undefined` at the chunk's start. */
  readonly previous: ParserToken | undefined;
  /** Whether a closing token or a comma is missing, which belongs behind the token before. */
  readonly lacksCloser: boolean;
}

/** Something that should stand behind a token, given by its index. */
export interface MissingPiece {
  readonly what: "';'" | "':'" | 'a value';
  readonly behind: number;
}

/** What one rule made of a chunk of tokens. */
export interface GrammarResult<T> {
  readonly node: T | undefined;
  readonly errors: readonly GrammarError[];
  /** Index of the last token read; -1 where none was. */
  readonly last: number;
  readonly pending: readonly PendingBlock[];
  readonly socketBlocks: readonly PendingSocketBlock[];
  readonly missing: readonly MissingPiece[];
}

function describe(token: IToken): string {
  if (token.tokenType === EOF) return 'the end of the statement';
  const image = token.image.length > 40 ? `${token.image.slice(0, 37)}…` : token.image;
  return `'${image}'`;
}

function label(type: TokenType): string {
  return type.LABEL ?? type.name;
}

const messages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) => `expected ${label(expected)} but found ${describe(actual)}`,
  buildNotAllInputParsedMessage: ({ firstRedundant }) => `unexpected ${describe(firstRedundant)}`,
  buildNoViableAltMessage: ({ actual }) => `unexpected ${describe(actual[0]!)}`,
  buildEarlyExitMessage: ({ actual }) => `unexpected ${describe(actual[0]!)}`,
};

/** For alternatives that their first token tells apart, the first that fits being meant: a fault is then found where it is. */
export const FIRST_TOKEN_DECIDES = { MAX_LOOKAHEAD: 1, IGNORE_AMBIGUITIES: true } as const;

const CLOSERS: ReadonlySet<string> = new Set([label(t.RightParen), label(t.RightBracket), label(t.Comma)]);

/** What all rules share: the places of nodes among the item's tokens, the blocks put off, and reading a chunk. */
export abstract class BaseGrammar extends EmbeddedActionsParser {
  /** Blocks met while the last rule ran, in the order of the text. */
  #pending: PendingBlock[] = [];
  #socketBlocks: PendingSocketBlock[] = [];
  #missing: MissingPiece[] = [];

  /** @param validates whether the grammar is checked against itself: slow, and needed once, not at every start */
  protected constructor(validates: boolean) {
    super(t.tokenVocabulary, {
      recoveryEnabled: true,
      maxLookahead: 3,
      errorMessageProvider: messages,
      skipValidations: !validates,
    });
  }

  /**
   * Stands in for Chevrotain's own, which lists all that could have stood here for a message that does not say it; that
   * costs a thousand times what a statement costs.
   */
  protected raiseNoAltException(): never {
    const token = this.LA(1);
    throw this.#saved(new NoViableAltException(`unexpected ${describe(token)}`, token, this.LA(0)));
  }

  #saved(error: Error): Error {
    return (this as unknown as { SAVE_ERROR(error: Error): Error }).SAVE_ERROR(error);
  }

  protected index(token: IToken): number {
    return (token as ParserToken).index;
  }

  protected last(token: IToken): number {
    return (token as ParserToken).last;
  }

  /** Index of a token that recovery may have left out. */
  protected optionalIndex(token: IToken | undefined): number | undefined {
    return token === undefined || token.isInsertedInRecovery === true ? undefined : (token as ParserToken).index;
  }

  /** The token read last; `undefined` at the chunk's start. */
  protected get previousToken(): ParserToken | undefined {
    return realToken(this.LA(0));
  }

  /** Index of the token read last. */
  protected previous(): number {
    return this.previousToken?.last ?? 0;
  }

  /** Index of the token to come. */
  protected upcoming(): number {
    return realToken(this.LA(1))?.index ?? this.previous() + 1;
  }

  /** The node of a block, whose inside is read later. */
  protected blockNode(token: IToken): tree.BlockStatement {
    const node: tree.Mutable<tree.BlockStatement> = {
      kind: 'block',
      from: this.index(token),
      to: this.last(token),
      statements: [],
    };
    if (token.isInsertedInRecovery !== true) this.putOff(token, false, (statements) => (node.statements = statements));
    return node;
  }

  protected putOff(token: IToken, isSwitch: boolean, accept: PendingBlock['accept']): void {
    this.#pending.push({ token: token as ParserToken, isSwitch, accept });
  }

  protected putOffSocketBlock(token: IToken, accept: PendingSocketBlock['accept']): void {
    this.#socketBlocks.push({ token: token as ParserToken, accept });
  }

  /** Notes that something should follow the token read last, which costs no more than that. */
  protected noteMissing(what: MissingPiece['what']): void {
    this.#missing.push({ what, behind: this.previous() });
  }

  /** Reads one chunk with a rule; gives the node and what the parser says is wrong. */
  protected readChunk<T>(rule: () => T, tokens: ParserToken[]): GrammarResult<T> {
    this.input = tokens;
    this.#pending = [];
    this.#socketBlocks = [];
    this.#missing = [];
    const node = rule.call(this) as T | undefined;
    const errors = this.errors.length === 0 ? [] : this.errors.filter(isSyntaxFault).map(toGrammarError);
    return {
      node,
      errors,
      last: this.previousToken?.last ?? -1,
      pending: this.#pending,
      socketBlocks: this.#socketBlocks,
      missing: this.#missing,
    };
  }
}

/** Input left over is no fault: the next chunk begins there. */
function isSyntaxFault(error: IRecognitionException): boolean {
  return error.name !== 'NotAllInputParsedException';
}

/** A token of the chunk, and not the end that Chevrotain puts on both its sides. */
function realToken(token: IToken | undefined): ParserToken | undefined {
  return token === undefined || token.tokenType === EOF ? undefined : (token as ParserToken);
}

function toGrammarError(error: IRecognitionException): GrammarError {
  const expected = /^expected ('.')/.exec(error.message)?.[1];
  return {
    message: error.message,
    token: realToken(error.token),
    previous: realToken((error as { previousToken?: IToken }).previousToken),
    lacksCloser: error.name === 'MismatchedTokenException' && expected !== undefined && CLOSERS.has(expected),
  };
}
