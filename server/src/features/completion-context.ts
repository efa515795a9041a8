import type { Analysis } from '../semantic/analysis.ts';
import { nameOf } from '../semantic/symbols.ts';
import type { Directive } from '../syntax/directive.ts';
import { isHardStart } from '../syntax/item-reader.ts';
import type { SourceText } from '../syntax/source-text.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { RouteKind } from '../syntax/tree.ts';
import { compatibilityOf, lastBefore, listOtherSides, readFileText, type FileText } from './file-text.ts';

/** What the cursor stands in, lexically. */
export type Site =
  | { readonly kind: 'nothing' }
  /** From `#!` on, while the directive's name is typed. */
  | { readonly kind: 'directiveKeyword'; readonly start: number; readonly end: number }
  /** Behind a directive's name. */
  | { readonly kind: 'directive'; readonly directive: Directive }
  /** Between the brackets behind a route keyword. */
  | { readonly kind: 'brackets'; readonly routeKind: RouteKind; readonly start: number; readonly end: number }
  | { readonly kind: 'string'; readonly literal: LiteralPlace }
  /** In a pseudo-variable that stands in code. */
  | { readonly kind: 'variable'; readonly token: Token }
  /** In a word, or where one can begin. */
  | { readonly kind: 'code'; readonly start: number; readonly end: number };

/** The string literal around the cursor; of several that stand side by side, the one. */
export interface LiteralPlace {
  /** Where the text behind the opening quote begins. */
  readonly start: number;
  /** The closing quote, or the end of what there is. */
  readonly end: number;
  readonly quote: '"' | "'";
  readonly isClosed: boolean;
}

/** A statement that a block belongs to; `else` and blocks without a header are of no interest. */
export type Header = 'switch' | 'while' | 'other';

/** The block whose statements the cursor stands among. */
export type Block =
  | { readonly kind: 'top' }
  | { readonly kind: 'socket' }
  | {
      readonly kind: 'route';
      readonly routeKind: RouteKind;
      readonly name: string | undefined;
      /** The headers of the blocks inside it, innermost first. */
      readonly headers: readonly Header[];
    };

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

export interface Cursor {
  readonly source: SourceText;
  readonly offset: number;
  readonly site: Site;
  readonly block: Block;
  readonly slot: Slot;
}

const NOTHING: Site = { kind: 'nothing' };
const NO_SLOT: Slot = { kind: 'none' };
const TOP: Block = { kind: 'top' };

/** Includes inside includes that are looked through for the block around a fragment. */
const DEEPEST_INCLUDE = 10;
const BRACKETS =
  /(?:^|[^A-Za-z0-9_])(route|request_route|failure_route|reply_route|onreply_route|branch_route|onsend_route|event_route)[ \t]*\[[ \t]*([^\][\s{}()"]*)$/;
const BRACKETED_NAME = /[^\][\s{}()"]*/y;
/** Directives whose argument may stay away without being read from the next line. */
const ARGUMENT_LATER = /(?:#!|!!)?(?:include_file|import_file|(?:try)?defenvs?)[ \t]+$/;
const SOCKET_LISTS = new Set(['listen', 'alias', 'domain']);

/** Finds out what the cursor stands in and what can be written there, from the text before it. */
export function readCursor(analysis: Analysis, source: SourceText, at: number): Cursor {
  const offset = Math.max(0, Math.min(at, source.text.length));
  const text = readFileText(source, compatibilityOf(analysis.program));
  const site = readSite(text, source, offset);
  if (site.kind === 'nothing' || site.kind === 'directiveKeyword' || site.kind === 'directive') {
    return { source, offset, site, block: TOP, slot: NO_SLOT };
  }
  const start = siteStart(site);
  const region = readRegion(text, start);
  const block = readBlock(analysis, source, region, start, 0);
  return { source, offset, site, block, slot: readSlot(region.before, block, source, start) };
}

/** Where the construct at the cursor begins: what is before it says what is wanted. */
function siteStart(site: Exclude<Site, { kind: 'nothing' | 'directiveKeyword' | 'directive' }>): number {
  switch (site.kind) {
    case 'string':
      return site.literal.start - 1;
    case 'variable':
      return site.token.start;
    default:
      return site.start;
  }
}

// Sites

function readSite(text: FileText, source: SourceText, offset: number): Site {
  return (
    directiveSite(text, source, offset) ??
    commentSite(text, source, offset) ??
    tokenSite(text, source, offset) ??
    bracketSite(source, offset) ??
    bareDirectiveSite(source, offset) ?? { kind: 'code', start: offset, end: offset }
  );
}

function directiveSite(text: FileText, source: SourceText, offset: number): Site | undefined {
  const directive = text.directives[lastBefore(text.directives, offset)];
  if (!directive) return undefined;
  const isAtTextEnd = offset === source.text.length && !source.text.endsWith('\n');
  const isInside =
    offset < directive.next || offset <= directive.end || (isAtTextEnd && directive.next === source.text.length);
  const isLater = !isInside && !directive.argument && ARGUMENT_LATER.test(source.text.slice(directive.start, offset));
  if (!isInside && !isLater) return undefined;
  if (offset > directive.keyword.end) return { kind: 'directive', directive };
  if (directive.kind === 'compatibility' || directive.keyword.start === directive.start) return NOTHING;
  return { kind: 'directiveKeyword', start: directive.start, end: directive.keyword.end };
}

function commentSite(text: FileText, source: SourceText, offset: number): Site | undefined {
  const comment = text.comments[lastBefore(text.comments, offset)];
  if (!comment) return undefined;
  const isBlock = source.text.startsWith('/*', comment.start);
  const isClosed = isBlock && source.text.startsWith('*/', comment.end - 2) && comment.end - comment.start >= 4;
  if (isClosed ? offset >= comment.end : source.lineAt(offset) !== source.lineAt(comment.end)) return undefined;
  // A directive that is not complete yet is a comment to Kamailio.
  const typed = /^#![A-Za-z_]*$/.test(source.text.slice(comment.start, offset));
  if (!typed) return NOTHING;
  return { kind: 'directiveKeyword', start: comment.start, end: wordEnd(source.text, offset) };
}

function tokenSite(text: FileText, source: SourceText, offset: number): Site | undefined {
  const token = text.tokens[lastBefore(text.tokens, offset)];
  if (!token) return undefined;
  const type = token.tokenType;
  if (type === t.StringLiteral) {
    const literal = literalAt(token, offset);
    return literal && { kind: 'string', literal };
  }
  if (type === t.PseudoVariable || (type === t.Attribute && token.image.startsWith('$'))) {
    return isInVariable(token, offset) ? { kind: 'variable', token } : undefined;
  }
  if (offset > token.end) return undefined;
  if (type === t.SubstDirective) return { kind: 'directiveKeyword', start: token.start, end: token.end };
  if (type === t.Select || type === t.Attribute) return NOTHING;
  if (!/^\w/.test(token.image) || bracketSite(source, offset)) return undefined;
  return bareDirectiveSite(source, offset) ?? { kind: 'code', start: token.start, end: token.end };
}

function isInVariable(token: Token, offset: number): boolean {
  if (offset < token.end) return true;
  if (token.image.endsWith(')')) {
    let depth = 0;
    for (const char of token.image) depth += char === '(' ? 1 : char === ')' ? -1 : 0;
    if (depth <= 0) return false;
  } else if (offset === token.end) return true;
  // A variable that nothing closes ends before the blanks of its line.
  return token.image.includes('(') && token.source.text.slice(token.end, offset).trim() === ''
    ? token.source.lineAt(token.end) === token.source.lineAt(offset)
    : offset === token.end;
}

/** The literal around an offset; of a token made of several, the one that holds it. */
function literalAt(token: Token, offset: number): LiteralPlace | undefined {
  const { text } = token.source;
  let at = token.start;
  while (at < token.end && at < offset) {
    const quote = text[at];
    if (quote !== '"' && quote !== "'") {
      at++;
      continue;
    }
    let end = at + 1;
    while (end < token.end && text[end] !== quote) end += quote === '"' && text[end] === '\\' ? 2 : 1;
    const isClosed = end < token.end;
    end = Math.min(end, token.end);
    const isInside = isClosed ? offset <= end : token.source.lineAt(offset) === token.source.lineAt(end);
    if (isInside) return { start: at + 1, end: isClosed ? end : Math.max(end, offset), quote, isClosed };
    at = end + 1;
  }
  return undefined;
}

function bracketSite(source: SourceText, offset: number): Site | undefined {
  const line = source.text.slice(source.lineStart(source.lineAt(offset)), offset);
  const found = BRACKETS.exec(line);
  if (!found) return undefined;
  BRACKETED_NAME.lastIndex = offset;
  const end = offset + (BRACKETED_NAME.exec(source.text)?.[0].length ?? 0);
  return { kind: 'brackets', routeKind: found[1] as RouteKind, start: offset - (found[2]?.length ?? 0), end };
}

/** `!!` at the beginning of a line: the other spelling of `#!`, and two operators until its name is complete. */
function bareDirectiveSite(source: SourceText, offset: number): Site | undefined {
  const lineStart = source.lineStart(source.lineAt(offset));
  const found = /^[ \t]*(!![A-Za-z_]*)$/.exec(source.text.slice(lineStart, offset));
  if (!found?.[1]) return undefined;
  return { kind: 'directiveKeyword', start: offset - found[1].length, end: wordEnd(source.text, offset) };
}

export function wordEnd(text: string, from: number): number {
  let end = from;
  while (/\w/.test(text[end] ?? '')) end++;
  return end;
}

// Blocks

/** The tokens around the cursor, from the last token that certainly begins a top-level item to the next one. */
interface Region {
  readonly before: readonly Token[];
  /** Whether the region begins with such a token, and not with the file. */
  readonly hasStart: boolean;
  readonly isBalanced: boolean;
}

function readRegion(text: FileText, start: number): Region {
  const { tokens } = text;
  const others = listOtherSides(text.directives, start);
  const isOther = (token: Token): boolean => others.some((span) => span.start <= token.start && token.start < span.end);
  const before: Token[] = [];
  const last = lastBefore(tokens, start);
  let hasStart = false;
  for (let index = last; index >= 0 && !hasStart; index--) {
    const token = tokens[index]!;
    if (isOther(token)) continue;
    before.push(token);
    hasStart = isHardStart(tokens, index);
  }
  before.reverse();
  let depth = 0;
  for (const token of before) depth += braceStep(token);
  for (let index = last + 1; index < tokens.length && !isHardStart(tokens, index); index++) {
    if (!isOther(tokens[index]!)) depth += braceStep(tokens[index]!);
  }
  return { before, hasStart, isBalanced: depth === 0 };
}

function braceStep(token: Token): number {
  return token.tokenType === t.LeftBrace ? 1 : token.tokenType === t.RightBrace ? -1 : 0;
}

function readBlock(analysis: Analysis, source: SourceText, region: Region, start: number, depth: number): Block {
  const { before } = region;
  const headers: Header[] = [];
  let closed = 0;
  for (let index = before.length - 1; index >= 0; index--) {
    const token = before[index]!;
    if (token.tokenType === t.RightBrace) {
      // Braces that do not pair up are judged as the reader does: a route block ends in the first column.
      if (
        !region.isBalanced &&
        closed === 0 &&
        source.isFirstOnLine(token.start) &&
        source.indentAt(token.start) === 0
      ) {
        return TOP;
      }
      closed++;
    } else if (token.tokenType === t.LeftBrace) {
      if (closed > 0) closed--;
      else {
        const owner = ownerOfBrace(before, index);
        if (typeof owner !== 'string') return owner.kind === 'route' ? { ...owner, headers } : owner;
        headers.push(owner);
      }
    }
  }
  const around = region.hasStart ? TOP : blockAround(analysis, source, depth);
  if (around.kind === 'route') return { ...around, headers: [...headers, ...around.headers] };
  // Statements that nothing places in a block, such as a fragment that no root includes.
  const isLoose = headers.length > 0 && !region.hasStart;
  return isLoose ? { kind: 'route', routeKind: 'route', name: undefined, headers } : TOP;
}

/** The block in which a fragment is included. */
function blockAround(analysis: Analysis, source: SourceText, depth: number): Block {
  if (depth >= DEEPEST_INCLUDE) return TOP;
  const { program } = analysis;
  const inclusion = program.preprocessed.inclusions.find((entry) => entry.resolved?.source === source);
  if (!inclusion) return TOP;
  const { source: outer, start } = inclusion.directive;
  return readBlock(analysis, outer, readRegion(readFileText(outer, compatibilityOf(program)), start), start, depth + 1);
}

function ownerOfBrace(tokens: readonly Token[], brace: number): Block | Header {
  const before = tokens[brace - 1];
  if (!before) return 'other';
  if (before.tokenType === t.Assign) return { kind: 'socket' };
  if (isRouteKeyword(before)) {
    return { kind: 'route', routeKind: before.image as RouteKind, name: undefined, headers: [] };
  }
  if (before.tokenType === t.RightBracket) {
    for (let open = brace - 2; open > 0 && open > brace - 12; open--) {
      if (tokens[open]!.tokenType !== t.LeftBracket) continue;
      const keyword = tokens[open - 1]!;
      if (!isRouteKeyword(keyword)) return 'other';
      const name = tokens.slice(open + 1, brace - 1).map((token) => nameOf(token));
      return { kind: 'route', routeKind: keyword.image as RouteKind, name: name.join(''), headers: [] };
    }
    return 'other';
  }
  const type = blockKeyword(tokens, brace)?.tokenType;
  return type === t.Switch ? 'switch' : type === t.While ? 'while' : 'other';
}

/** The keyword of the statement that a block belongs to; its condition needs no parentheses. */
function blockKeyword(tokens: readonly Token[], brace: number): Token | undefined {
  for (let index = brace - 1; index >= 0; index--) {
    const token = tokens[index]!;
    const type = token.tokenType;
    if (type === t.If || type === t.While || type === t.Switch || type === t.Else) return token;
    if (type === t.Semicolon || type === t.LeftBrace || type === t.RightBrace) return undefined;
  }
  return undefined;
}

function isRouteKeyword(token: Token): boolean {
  return token.tokenType.CATEGORIES?.includes(t.RouteKeyword) === true;
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

// Slots

function readSlot(before: readonly Token[], block: Block, source: SourceText, start: number): Slot {
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
