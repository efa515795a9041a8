import type { Analysis } from '../../semantic/analysis.ts';
import { nameOf } from '../../semantic/symbols.ts';
import { isHardStart } from '../../syntax/item-reader.ts';
import type { SourceText } from '../../syntax/source-text.ts';
import type { Token } from '../../syntax/token.ts';
import * as t from '../../syntax/token-types.ts';
import type { RouteKind } from '../../syntax/tree.ts';
import { compatibilityOf, lastBefore, listOtherSides, readFileText, type FileText } from '../file-text.ts';

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

/** Includes inside includes that are looked through for the block around a fragment. */
const DEEPEST_INCLUDE = 10;
const TOP: Block = { kind: 'top' };

/** The tokens around the cursor, from the last token that certainly begins a top-level item to the next one. */
export interface Region {
  readonly before: readonly Token[];
  /** Whether the region begins with such a token, and not with the file. */
  readonly hasStart: boolean;
  readonly isBalanced: boolean;
}

/** Collects the tokens around a place, those of other sides of conditions left out. */
export function readRegion(text: FileText, start: number): Region {
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

/** Finds the block whose statements a place stands among; `depth` counts the includes that were climbed already. */
export function readBlock(analysis: Analysis, source: SourceText, region: Region, depth = 0): Block {
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
  return readBlock(analysis, outer, readRegion(readFileText(outer, compatibilityOf(program)), start), depth + 1);
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
export function blockKeyword(tokens: readonly Token[], brace: number): Token | undefined {
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
