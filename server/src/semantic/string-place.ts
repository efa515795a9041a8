import type { SourceRange } from '../syntax/source-text.ts';
import { decodeString, type StringValue } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';

/** Whether the text of a token stands in its file just so: not when it comes from a define or a substitution. */
export function isVerbatim(token: Token): boolean {
  return token.macro === undefined && token.image.length === token.end - token.start;
}

/**
 * The place of a stretch of a string's decoded value. Where the literal does not stand in the file as it is read, it is
 * the place of the whole token.
 */
export function rangeInString(token: Token, value: StringValue, from: number, to: number): SourceRange {
  if (!isVerbatim(token)) return { source: token.source, start: token.start, end: token.end };
  const length = token.end - token.start;
  const start = value.offsets[from] ?? length;
  const end = value.offsets[to] ?? length;
  return { source: token.source, start: token.start + start, end: token.start + Math.max(start, end) };
}

/** The place of a string's value without its quotes, or of any other token as a whole. */
export function valueRange(token: Token): SourceRange {
  const first = token.image[0];
  if (first !== '"' && first !== "'") return { source: token.source, start: token.start, end: token.end };
  const value = decodeString(token.image);
  return rangeInString(token, value, 0, value.text.length);
}
