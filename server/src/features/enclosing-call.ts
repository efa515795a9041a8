import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import { lastBefore } from './file-text.ts';

/** The call in whose parentheses a place is, read from the tokens alone: the statement need not be finished. */
export interface EnclosingCall {
  /** The word before the parenthesis: a function, `route`, `modparam`, `selval` … */
  readonly name: Token;
  readonly open: Token;
  /** The argument at the place, counted from 0. */
  readonly argument: number;
  /** How many arguments are written in all, one at least. */
  readonly written: number;
  /** The tokens between the opening parenthesis and the place, the one at the place included. */
  readonly before: readonly Token[];
}

/**
 * Finds the innermost call around an offset. Parentheses that only group are looked through.
 * @param tokens one file's, in its order
 */
export function findEnclosingCall(tokens: readonly Token[], offset: number): EnclosingCall | undefined {
  const end = lastBefore(tokens, offset);
  let depth = 0;
  let argument = 0;
  for (let index = end; index >= 0; index--) {
    const token = tokens[index]!;
    const type = token.tokenType;
    if (type === t.RightParen) depth++;
    else if (type === t.LeftParen) {
      if (depth > 0) {
        depth--;
        continue;
      }
      const name = tokens[index - 1];
      if (name && isCallable(name)) {
        const written = argument + 1 + countFurther(tokens, end + 1);
        return { name, open: token, argument, written, before: tokens.slice(index + 1, end + 1) };
      }
      if (name && endsSearch(name)) return undefined;
      argument = 0;
    } else if (depth === 0 && type === t.Comma) argument++;
    else if (isBoundary(tokens, index)) return undefined;
  }
  return undefined;
}

/** The arguments that follow, up to the parenthesis that closes the call or to where it cannot reach. */
function countFurther(tokens: readonly Token[], from: number): number {
  let depth = 0;
  let count = 0;
  for (let index = from; index < tokens.length && depth >= 0; index++) {
    const type = tokens[index]!.tokenType;
    if (type === t.LeftParen) depth++;
    else if (type === t.RightParen) depth--;
    else if (type === t.Comma && depth === 0) count++;
    else if (isBoundary(tokens, index)) break;
  }
  return count;
}

function isCallable({ tokenType }: Token): boolean {
  return (
    tokenType === t.ModParam ||
    tokenType === t.LoadModule ||
    tokenType === t.LeaveKeyword ||
    tokenType === t.BuiltinOperator ||
    tokenType === t.Defined ||
    tokenType === t.Route ||
    (tokenType.CATEGORIES?.includes(t.Callable) === true && tokenType !== t.Opaque)
  );
}

/** `if (`, `while (`, `switch (`: what is inside belongs to no call. */
function endsSearch({ tokenType }: Token): boolean {
  return tokenType === t.If || tokenType === t.While || tokenType === t.Switch;
}

/** Whether an unfinished call before this token cannot reach beyond it. */
function isBoundary(tokens: readonly Token[], index: number): boolean {
  const { tokenType } = tokens[index]!;
  switch (tokenType) {
    case t.Semicolon:
    case t.LeftBrace:
    case t.RightBrace:
    case t.LoadModule:
    case t.SubstDirective:
    case t.If:
    case t.While:
    case t.Switch:
    case t.ModParam:
      return true;
    default:
      return tokenType.CATEGORIES?.includes(t.RouteKeyword) === true && tokens[index + 1]?.tokenType !== t.LeftParen;
  }
}
