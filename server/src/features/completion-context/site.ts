import type { Directive } from '../../syntax/directive.ts';
import type { SourceText } from '../../syntax/source-text.ts';
import type { Token } from '../../syntax/token.ts';
import * as t from '../../syntax/token-types.ts';
import type { RouteKind } from '../../syntax/tree.ts';
import { lastBefore, type FileText } from '../file-text.ts';

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

/** A place that belongs to the program and not to a directive or a comment. */
export type CodeSite = Exclude<Site, { kind: 'nothing' | 'directiveKeyword' | 'directive' }>;

const NOTHING: Site = { kind: 'nothing' };

const BRACKETS =
  /(?:^|[^A-Za-z0-9_])(route|request_route|failure_route|reply_route|onreply_route|branch_route|onsend_route|event_route)[ \t]*\[[ \t]*([^\][\s{}()"]*)$/;
const BRACKETED_NAME = /[^\][\s{}()"]*/y;
/** Directives whose argument may stay away without being read from the next line. */
const ARGUMENT_LATER = /(?:#!|!!)?(?:include_file|import_file|(?:try)?defenvs?)[ \t]+$/;

/** Where the construct at the cursor begins: what is before it says what is wanted. */
export function siteStart(site: CodeSite): number {
  switch (site.kind) {
    case 'string':
      return site.literal.start - 1;
    case 'variable':
      return site.token.start;
    default:
      return site.start;
  }
}

/** Finds out what the cursor stands in, of what the scanner made of the file's text. */
export function readSite(text: FileText, source: SourceText, offset: number): Site {
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

function wordEnd(text: string, from: number): number {
  let end = from;
  while (/\w/.test(text[end] ?? '')) end++;
  return end;
}
