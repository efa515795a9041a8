import type { Token } from './token.ts';
import * as t from './token-types.ts';

/** The words that are numbers to the lexer; those of address families are not worth telling apart. */
const WORDS: Readonly<Record<string, number>> = {
  yes: 1,
  true: 1,
  on: 1,
  enable: 1,
  no: 0,
  false: 0,
  off: 0,
  disable: 0,
};

/** The value of a number as cfg.lex reads it: decimal, `0x` hexadecimal, leading `0` octal, trailing `b` binary. */
export function readNumber(token: Token): number | undefined {
  const { image, tokenType } = token;
  if (tokenType === t.NumberWord) return WORDS[image];
  if (tokenType !== t.NumberLiteral) return undefined;
  if (/^[01]+b$/.test(image)) return parseInt(image, 2);
  if (/^0x/i.test(image)) return parseInt(image.slice(2), 16);
  return parseInt(image, /^0[0-7]+$/.test(image) ? 8 : 10);
}
