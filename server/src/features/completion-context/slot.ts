import { nameOf } from '../../semantic/symbols.ts';
import type { SourceText } from '../../syntax/source-text.ts';
import type { Token } from '../../syntax/token.ts';
import * as t from '../../syntax/token-types.ts';
import { blockKeyword, type Block } from './block.ts';

/** What the grammar wants at the cursor. */
export type Slot =
  | { readonly kind: 'none' }
  | { readonly kind: 'item' }
  /** A statement; behind the block of an `if`, an `else` can stand as well. */
  | { readonly kind: 'statement'; readonly mayBeElse: boolean }
  | { readonly kind: 'settingValue'; readonly setting: string; readonly part: 'value' | 'host' | 'option' }
  | { readonly kind: 'modulePath' }
  | {
      readonly kind: 'moduleParameter';
      readonly argument: number;
      readonly module: string | undefined;
      readonly parameter: string | undefined;
    }
  | { readonly kind: 'socketAttribute' }
  | { readonly kind: 'socketValue'; readonly attribute: string }
  /** An argument of a call, of which nothing is written yet but the word at the cursor. */
  | { readonly kind: 'argument'; readonly function: string; readonly argument: number }
  /** A value; `compared` stands on the other side of the operator before it. */
  | { readonly kind: 'operand'; readonly compared: Token | undefined; readonly assigned: Token | undefined }
  | { readonly kind: 'operator'; readonly isAssignable: boolean }
  | { readonly kind: 'caseLabel'; readonly subject: Token | undefined };

const NO_SLOT: Slot = { kind: 'none' };
const SOCKET_LISTS = new Set(['listen', 'alias', 'domain']);

/** Finds out what the grammar wants behind these tokens of a block. */
export function readSlot(before: readonly Token[], block: Block, source: SourceText, start: number): Slot {
  const previous = before.at(-1);
  const isSameLine = previous !== undefined && source.lineAt(previous.end) === source.lineAt(start);
  switch (block.kind) {
    case 'top':
      return itemSlot(before, isSameLine);
    case 'socket':
      return socketSlot(before, isSameLine);
    case 'route':
      return statementSlot(before, isSameLine);
  }
}

function itemSlot(before: readonly Token[], isSameLine: boolean): Slot {
  const previous = before.at(-1);
  const type = previous?.tokenType;
  switch (type) {
    case undefined:
    case t.Semicolon:
    case t.RightBrace:
      return { kind: 'item' };
    case t.LoadModule:
      return { kind: 'modulePath' };
    case t.Assign:
      return { kind: 'settingValue', setting: settingName(before, before.length - 1), part: 'value' };
    case t.LeftParen:
    case t.Comma: {
      const open = openParenthesis(before);
      const owner = before[open - 1]?.tokenType;
      if (owner === t.LoadModule && type === t.LeftParen) return { kind: 'modulePath' };
      if (owner === t.ModParam) return parameterSlot(before, open);
      return NO_SLOT;
    }
    case t.Colon:
      return longValueSlot(before, 'host') ?? NO_SLOT;
    case t.Dot:
    case t.Minus:
    case t.LeftBracket:
    case t.LeftBrace:
      return NO_SLOT;
  }
  if (!isSameLine) return { kind: 'item' };
  return longValueSlot(before, 'option') ?? NO_SLOT;
}

/** The place behind a part of a value that can go on, such as that of `listen=` and its kin. */
function longValueSlot(before: readonly Token[], part: 'host' | 'option'): Slot | undefined {
  for (let index = before.length - 1; index > 0 && before.length - index < 64; index--) {
    const type = before[index]!.tokenType;
    if (type === t.Semicolon || type === t.RightBrace || type === t.LeftBrace) return undefined;
    if (type !== t.Assign) continue;
    const setting = settingName(before, index);
    // A value of the configuration's own, `group.name = 5`, can be described.
    const isCustom = part === 'option' && setting.includes('.') && before.length - index === 2;
    return SOCKET_LISTS.has(setting) || isCustom ? { kind: 'settingValue', setting, part } : undefined;
  }
  return undefined;
}

function settingName(tokens: readonly Token[], assign: number): string {
  const name = tokens[assign - 1]?.image ?? '';
  return tokens[assign - 2]?.tokenType === t.Dot ? `${tokens[assign - 3]?.image ?? ''}.${name}` : name;
}

function parameterSlot(before: readonly Token[], open: number): Slot {
  const commas = commasBehind(before, open);
  const argument = (index: number): string | undefined => {
    const token = before[index === 0 ? open + 1 : (commas[index - 1] ?? before.length) + 1];
    return token && nameOf(token);
  };
  const number = commas.length;
  return {
    kind: 'moduleParameter',
    argument: number,
    module: number > 0 ? argument(0) : undefined,
    parameter: number > 1 ? argument(1) : undefined,
  };
}

function socketSlot(before: readonly Token[], isSameLine: boolean): Slot {
  const previous = before.at(-1);
  switch (previous?.tokenType) {
    case t.Assign:
      return { kind: 'socketValue', attribute: before.at(-2)?.image ?? '' };
    case t.LeftBrace:
    case t.Semicolon:
      return { kind: 'socketAttribute' };
    case t.Colon:
    case t.Minus:
      return NO_SLOT;
  }
  return isSameLine ? NO_SLOT : { kind: 'socketAttribute' };
}

function statementSlot(before: readonly Token[], isSameLine: boolean): Slot {
  const statement: Slot = { kind: 'statement', mayBeElse: endsIf(before) };
  const previous = before.at(-1);
  if (!previous) return statement;
  const type = previous.tokenType;
  const open = openParenthesis(before);
  const owner = open < 0 ? undefined : before[open - 1];
  if (type === t.LeftParen || type === t.Comma) {
    if (owner && isCallable(owner)) {
      return { kind: 'argument', function: owner.image, argument: commasBehind(before, open).length };
    }
    return open < 0 ? NO_SLOT : operandSlot(before);
  }
  switch (type) {
    case t.Semicolon:
    case t.LeftBrace:
    case t.RightBrace:
    case t.Else:
      return statement;
    case t.Colon:
      return isLabelEnd(before) ? statement : NO_SLOT;
    case t.Case:
      return { kind: 'caseLabel', subject: switchSubject(before) };
    case t.If:
    case t.While:
    case t.Switch:
      return isSameLine ? operandSlot(before) : NO_SLOT;
    case t.Default:
    case t.Dot:
    case t.LeftBracket:
      return NO_SLOT;
    case t.LeaveKeyword:
      if (previous.image === 'return') return isSameLine ? operandSlot(before) : statement;
      return isSameLine ? NO_SLOT : statement;
    case t.Slash:
      if (before.at(-2)?.tokenType === t.Case) return NO_SLOT;
      return operandSlot(before);
    case t.RightParen: {
      const header = open < 0 ? headerKeyword(before, before.length - 1) : undefined;
      if (header) return header.tokenType === t.Switch ? NO_SLOT : statement;
      break;
    }
  }
  if (takesOperand(previous)) return operandSlot(before);
  // A string that nothing closes has taken the end of its statement along.
  if (type === t.StringLiteral && !isSameLine && !isClosed(previous)) return statement;
  if (open >= 0) return { kind: 'operator', isAssignable: false };
  if (!isSameLine) return statement;
  const first = before.at(-2);
  const isFirst = !first || isStatementEnd(first);
  const isVariable = type === t.PseudoVariable || type === t.Attribute;
  if (isFirst && !isVariable) return NO_SLOT;
  return { kind: 'operator', isAssignable: isFirst && isVariable };
}

/** The `if`, `while` or `switch` whose condition ends with a closing parenthesis. */
function headerKeyword(tokens: readonly Token[], close: number): Token | undefined {
  const open = openingOf(tokens, close);
  const keyword = tokens[open - 1];
  const type = keyword?.tokenType;
  return type === t.If || type === t.While || type === t.Switch ? keyword : undefined;
}

function openingOf(tokens: readonly Token[], close: number): number {
  let depth = 0;
  for (let index = close; index >= 0; index--) {
    const type = tokens[index]!.tokenType;
    if (type === t.RightParen) depth++;
    else if (type === t.LeftParen && --depth === 0) return index;
    else if (type === t.LeftBrace || type === t.RightBrace) return -1;
  }
  return -1;
}

/** Whether the tokens end with the block or the statement that belongs to an `if`. */
function endsIf(tokens: readonly Token[]): boolean {
  const last = tokens.length - 1;
  const type = tokens[last]?.tokenType;
  if (type === t.Semicolon) {
    let depth = 0;
    for (let index = last - 1; index >= 0; index--) {
      const { tokenType } = tokens[index]!;
      if (tokenType === t.RightParen) depth++;
      else if (tokenType === t.LeftParen) depth--;
      else if (depth === 0 && tokenType === t.If) return true;
      else if (tokenType === t.Semicolon || tokenType === t.LeftBrace || tokenType === t.RightBrace) return false;
    }
    return false;
  }
  if (type !== t.RightBrace) return false;
  let depth = 0;
  for (let index = last; index >= 0; index--) {
    const { tokenType } = tokens[index]!;
    if (tokenType === t.RightBrace) depth++;
    else if (tokenType === t.LeftBrace && --depth === 0) return blockKeyword(tokens, index)?.tokenType === t.If;
  }
  return false;
}

function isClosed({ image }: Token): boolean {
  return image.length > 1 && image.endsWith(image[0]!);
}

function isStatementEnd(token: Token): boolean {
  const type = token.tokenType;
  return type === t.Semicolon || type === t.LeftBrace || type === t.RightBrace || type === t.Else || type === t.Colon;
}

function takesOperand(token: Token): boolean {
  const type = token.tokenType;
  return (
    type === t.Assign ||
    type === t.AddAssign ||
    type === t.Cast ||
    type === t.BinaryNot ||
    type === t.BuiltinOperator ||
    type === t.Defined ||
    type === t.BinaryOperator ||
    type === t.Not ||
    type.CATEGORIES?.includes(t.BinaryOperator) === true ||
    type.CATEGORIES?.includes(t.Not) === true
  );
}

const COMPARISONS = new Set(['==', '!=', '=~', 'eq', 'ne', 'ieq', 'ine', '<', '>', '<=', '>=']);

function operandSlot(before: readonly Token[]): Slot {
  const operator = before.at(-1);
  const left = before.at(-2);
  const compared = operator && COMPARISONS.has(operator.image) ? left : undefined;
  const assigned = operator?.tokenType === t.Assign ? left : undefined;
  return { kind: 'operand', compared, assigned };
}

function isCallable(token: Token): boolean {
  const type = token.tokenType;
  return type === t.Word || type.CATEGORIES?.includes(t.Callable) === true;
}

/** The innermost parenthesis that is open at the end of the tokens, within the statement; -1 if none is. */
function openParenthesis(tokens: readonly Token[]): number {
  let depth = 0;
  for (let index = tokens.length - 1; index >= 0; index--) {
    const type = tokens[index]!.tokenType;
    if (type === t.Semicolon || type === t.LeftBrace || type === t.RightBrace) return -1;
    if (type === t.RightParen) depth++;
    else if (type === t.LeftParen && depth-- === 0) return index;
  }
  return -1;
}

/** The commas that separate the arguments behind an opening parenthesis. */
function commasBehind(tokens: readonly Token[], open: number): number[] {
  const commas: number[] = [];
  let depth = 0;
  for (let index = open + 1; index < tokens.length; index++) {
    const type = tokens[index]!.tokenType;
    if (type === t.LeftParen) depth++;
    else if (type === t.RightParen) depth--;
    else if (type === t.Comma && depth === 0) commas.push(index);
  }
  return commas;
}

/** Whether the colon at the end closes the label of a `case` or `default`. */
function isLabelEnd(tokens: readonly Token[]): boolean {
  for (let index = tokens.length - 2; index >= 0; index--) {
    const type = tokens[index]!.tokenType;
    if (type === t.Case || type === t.Default) return true;
    if (type === t.Semicolon || type === t.LeftBrace || type === t.RightBrace) return false;
  }
  return false;
}

/** The one token in the parentheses of the `switch` around the end of the tokens. */
function switchSubject(tokens: readonly Token[]): Token | undefined {
  let closed = 0;
  for (let index = tokens.length - 1; index > 3; index--) {
    const type = tokens[index]!.tokenType;
    if (type === t.RightBrace) closed++;
    else if (type === t.LeftBrace && closed-- === 0) {
      const isPlain = tokens[index - 1]!.tokenType === t.RightParen && tokens[index - 3]!.tokenType === t.LeftParen;
      return isPlain && tokens[index - 4]!.tokenType === t.Switch ? tokens[index - 2] : undefined;
    }
  }
  return undefined;
}
