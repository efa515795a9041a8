import { rangeInString, valueRange } from '../../semantic/string-place.ts';
import type { CallSymbol } from '../../semantic/symbols.ts';
import { decodeString } from '../../syntax/string-literal.ts';
import type { SourceRange } from '../../syntax/source-text.ts';
import type { Token } from '../../syntax/token.ts';
import * as t from '../../syntax/token-types.ts';
import { readNumber } from '../../syntax/number-literal.ts';
import { isPlaceholder } from './wording.ts';

/** A constant that stands in the text, as the string that modules read it as. */
export interface ConstantText {
  readonly text: string;
  readonly token: Token;
  /** Without quotes. */
  readonly range: SourceRange;
  /** The place of a stretch of the text. */
  rangeOf(from: number, to: number): SourceRange;
}

/** The text of a token that is a string or a number; `undefined` for what is known only where Kamailio runs. */
export function constantOf(token: Token | undefined): ConstantText | undefined {
  if (!token || token.tokenType === t.Opaque) return undefined;
  const range = valueRange(token);
  if (token.tokenType === t.StringLiteral) {
    const value = decodeString(token.image);
    if (isPlaceholder(value.text)) return undefined;
    return { text: value.text, token, range, rangeOf: (from, to) => rangeInString(token, value, from, to) };
  }
  const number = readNumber(token);
  return number === undefined ? undefined : { text: String(number), token, range, rangeOf: () => range };
}

/** The text of a call's argument, counted from 0, if it is one string or number. */
export function constantArgument({ node, item }: CallSymbol, index: number): ConstantText | undefined {
  const argument = node.arguments[index];
  if (argument?.kind !== 'string' && argument?.kind !== 'number') return undefined;
  return constantOf(item.tokens[argument.token]);
}
