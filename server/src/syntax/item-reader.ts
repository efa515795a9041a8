import type { TokenType } from 'chevrotain';
import { matchBraces, type BraceMatch } from './braces.ts';
import type { GrammarError, GrammarResult } from './base-grammar.ts';
import { grammar, type KamailioGrammar } from './grammar.ts';
import { parserToken, type ParserToken, type PendingBlock } from './parser-token.ts';
import type { SyntaxCode, SyntaxProblem } from './problem.ts';
import { checkShape } from './shape.ts';
import type { Token } from './token.ts';
import * as t from './token-types.ts';
import type { BlockStatement, ItemNode, Mutable, RouteKind, SocketAttribute, Statement, SwitchCase } from './tree.ts';

/** A top-level item: its tree, and the tokens that the tree's indexes count. Neighbours may share one token list. */
export interface Item {
  readonly node: ItemNode;
  readonly tokens: readonly Token[];
  readonly problems: readonly SyntaxProblem[];
}

type ReadItem = Pick<Item, 'node' | 'problems'>;

/** Nesting of parentheses beyond which a statement is not read: far above real use, far below the stack's end. */
const DEEPEST_NESTING = 200;

/**
 * Remembers what was read, by the tokens read. An edit changes the tokens of the item it touches; all other items are
 * found here again. What two readings in a row do not ask for is forgotten.
 */
export class ItemCache {
  #current = new Map<string, readonly ReadItem[]>();
  #previous = new Map<string, readonly ReadItem[]>();

  find(key: string): readonly ReadItem[] | undefined {
    const found = this.#current.get(key) ?? this.#previous.get(key);
    if (found) this.#current.set(key, found);
    return found;
  }

  store(key: string, items: readonly ReadItem[]): void {
    this.#current.set(key, items);
  }

  /** Called after each reading of a whole program. */
  age(): void {
    this.#previous = this.#current;
    this.#current = new Map();
  }
}

/** Reads the top-level items of a program's or fragment's tokens. */
export function readItems(tokens: readonly Token[], cache?: ItemCache): Item[] {
  const items: Item[] = [];
  let start = 0;
  for (let index = 0; index <= tokens.length; index++) {
    if (index < tokens.length && !(index > start && isHardStart(tokens, index))) continue;
    if (index > start) {
      const region = tokens.slice(start, index);
      for (const item of readRegion(region, cache)) items.push({ ...item, tokens: region });
    }
    start = index;
  }
  return items;
}

/** Reads tokens as the inside of a route block: for text that no condition makes part of the program. */
export function readStatements(tokens: readonly Token[]): Item {
  const reader = new RegionReader(tokens);
  return { ...reader.readAsBlock(), tokens };
}

/** Whether a word begins an item of its own and can stand for nothing else between items. */
function isItemKeyword(type: TokenType): boolean {
  return (
    type === t.LoadModule ||
    type === t.ModParam ||
    type === t.LoadPath ||
    type === t.CfgEngine ||
    type === t.FlagsDeclaration ||
    type === t.AvpFlagsDeclaration ||
    type === t.SubstDirective
  );
}

function isRouteKeyword(type: TokenType): boolean {
  return type.CATEGORIES?.includes(t.RouteKeyword) === true;
}

function isWord(type: TokenType): boolean {
  return type === t.AnyWord || type.CATEGORIES?.includes(t.AnyWord) === true || type === t.Word;
}

/** Whether a token begins a top-level item wherever it stands: no statement of a route block can hold it. */
export function isHardStart(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index]!;
  const type = token.tokenType;
  if (type === t.LoadModule || type === t.SubstDirective) return true;
  const next = tokens[index + 1]?.tokenType;
  if (type === t.ModParam) return next === t.LeftParen;
  if (!isRouteKeyword(type)) return false;
  if (next === t.LeftBrace) return true;
  if (next !== t.LeftBracket) return false;
  const before = tokens[index - 1]?.tokenType;
  return before !== t.Comma && before !== t.LeftParen && before !== t.Assign;
}

function readRegion(region: readonly Token[], cache: ItemCache | undefined): readonly ReadItem[] {
  const key = cache && keyOf(region);
  const known = key === undefined ? undefined : cache?.find(key);
  if (known) return known;
  const reader = new RegionReader(region);
  const items = reader.readItems();
  if (key !== undefined && reader.isExact) cache?.store(key, items);
  return items;
}

function keyOf(region: readonly Token[]): string {
  let key = '';
  for (const token of region) key += `${String.fromCharCode(token.tokenTypeIdx + 32)}${token.image}\u0000`;
  return key;
}

/** What the lexer makes of a pseudo-variable whose name begins as that of the return code does, such as `$rcv(proto)`. */
function splitVariable({ token, previous }: GrammarError): string | undefined {
  if (previous?.tokenType !== t.PseudoVariable || token?.tokenType !== t.Word) return undefined;
  const isReturnCode = previous.image === '$rc' || previous.image === '$retcode';
  if (!isReturnCode || previous.token.source !== token.token.source || previous.token.end !== token.token.start)
    return undefined;
  const name = `${previous.image.slice(1)}${token.image}`;
  return `Kamailio reads '${previous.image}' and '${token.image}' here: in code write $(${name}…) for '$${name}'`;
}

/** Whether a literal is made of several that stand side by side. */
function isJoined(image: string): boolean {
  return /^"(?:[^"\\]|\\.)*"\s*"/s.test(image);
}

/** How deep the grammar must go for a chunk: parentheses, prefixes and statements that govern each other add up. */
function nestingOf(chunk: readonly ParserToken[]): number {
  const outer: number[] = [];
  let deepest = 0;
  let depth = 0;
  let prefixes = 0;
  let before: TokenType | undefined;
  for (const { tokenType: type } of chunk) {
    if (type === t.LeftParen) {
      outer.push(prefixes);
      depth += prefixes + 1;
      prefixes = 0;
    } else if (type === t.RightParen) {
      depth -= outer.length > 0 ? outer.pop()! + 1 : 0;
      prefixes = 0;
    } else if (PREFIXES.has(type)) prefixes++;
    else prefixes = 0;
    if ((type === t.If && before !== t.Else) || type === t.While) depth++;
    deepest = Math.max(deepest, depth + prefixes);
    before = type;
  }
  return deepest;
}

const PREFIXES: ReadonlySet<TokenType> = new Set([t.Not, t.NotWord, t.BinaryNot, t.Cast, t.Minus, t.Defined]);

class RegionReader {
  readonly #tokens: readonly Token[];
  readonly #braces: BraceMatch;
  readonly #problems: SyntaxProblem[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#braces = matchBraces(tokens);
    this.#problems = [...this.#braces.problems];
  }

  get isExact(): boolean {
    return this.#braces.exact;
  }

  readItems(): ReadItem[] {
    const entries = this.#nest(0, this.#tokens.length);
    const items: Mutable<ReadItem>[] = [];
    let at = 0;
    while (at < entries.length) {
      const end = this.#itemEnd(entries, at);
      at = this.#readItem(entries, at, end, items);
    }
    // The faults of the braces belong to the item they stand in; one that stands alone still has to be heard.
    const first = items[0] ?? { node: { kind: 'unknownItem', from: 0, to: this.#tokens.length - 1 }, problems: [] };
    if (items.length === 0) items.push(first);
    first.problems = [...this.#problems];
    return items;
  }

  readAsBlock(): ReadItem {
    const entries = this.#nest(0, this.#tokens.length);
    const { stray } = this.#readBlock(entries, false);
    this.#finish(this.#deferred.splice(0), []);
    const to = this.#tokens.length - 1;
    const body = { kind: 'block' as const, from: 0, to, statements: stray };
    return {
      node: { kind: 'routeBlock', routeKind: 'route', from: 0, to, name: undefined, body },
      problems: this.#problems,
    };
  }

  /** What the shape of a tree lacks on the line of a syntax error is mostly its echo. */
  #withoutEchoes(before: number): (problem: SyntaxProblem) => void {
    const lineOf = (index: number): string => {
      const { source, start } = this.#tokens[index]!;
      return `${source.lineAt(start)} ${source.uri}`;
    };
    const faulty = new Set(
      this.#problems
        .slice(before)
        .filter(({ code }) => code === 'syntax-error')
        .map(({ place, from, to }) => lineOf(place === 'at' ? from : to)),
    );
    return (problem) => {
      if (faulty.size === 0 || !faulty.has(lineOf(problem.from))) this.#problems.push(problem);
    };
  }

  /** Turns a stretch of tokens into parser tokens, each block folded into one. */
  #nest(from: number, to: number): ParserToken[] {
    const root: ParserToken[] = [];
    const { ends, closed, ignored, headless } = this.#braces;
    const stack: { entries: ParserToken[]; open: number; end: number; isClosed: boolean }[] = [];
    let entries = root;
    for (let index = from; index <= to; index++) {
      for (let top = stack.at(-1); top && top.end <= index; top = stack.at(-1)) {
        stack.pop();
        entries = stack.at(-1)?.entries ?? root;
        const last = top.isClosed ? top.end : Math.max(top.end - 1, top.open);
        entries.push(parserToken(this.#tokens[top.open]!, t.Block, top.open, last, top.entries));
      }
      if (headless?.start === index) {
        entries = [];
        stack.push({ entries, open: index, end: headless.end, isClosed: headless.isClosed });
      }
      if (index === to) break;
      const token = this.#tokens[index]!;
      if (ignored.has(index)) continue;
      const end = token.tokenType === t.LeftBrace ? ends.get(index) : undefined;
      if (end !== undefined) {
        entries = [];
        stack.push({ entries, open: index, end, isClosed: closed.has(index) });
      } else if (token.tokenType !== t.RightBrace) entries.push(parserToken(token, token.tokenType, index));
    }
    return root;
  }

  // Top-level items

  #itemEnd(entries: readonly ParserToken[], start: number): number {
    const first = entries[start]!;
    if (first.tokenType === t.Semicolon) return start + 1;
    const isRoute = isRouteKeyword(first.tokenType);
    let depth = 0;
    for (let at = start + 1; at < entries.length; at++) {
      const type = entries[at]!.tokenType;
      if (type === t.LeftParen) depth++;
      else if (type === t.RightParen) depth--;
      else if (type === t.Block && isRoute) return at + 1;
      else if (depth <= 0 && this.#isItemStart(entries, at)) return at;
    }
    return entries.length;
  }

  #isItemStart(entries: readonly ParserToken[], at: number): boolean {
    const entry = entries[at]!;
    const type = entry.tokenType;
    if (type === t.Semicolon || isItemKeyword(type)) return true;
    if (!isWord(type)) return false;
    const before = entries[at - 1]?.tokenType;
    if (before === t.Dot || before === t.Comma || before === t.Colon || before === t.Minus) return false;
    if (before === t.LeftBracket) return false;
    return this.#assignsAt(entries, at);
  }

  /** Whether `name =`, `group.name =`, `group[1].name =` or `name[key] =` stands here. */
  #assignsAt(entries: readonly ParserToken[], at: number): boolean {
    let next = at + 1;
    if (entries[next]?.tokenType === t.LeftBracket && entries[next + 2]?.tokenType === t.RightBracket) next += 3;
    if (entries[next]?.tokenType === t.Dot) next += 2;
    return entries[next]?.tokenType === t.Assign;
  }

  #readItem(entries: readonly ParserToken[], start: number, end: number, items: Mutable<ReadItem>[]): number {
    const chunk = entries.slice(start, end);
    const first = chunk[0]!;
    const last = chunk.at(-1)!;
    const before = this.#problems.length;
    const result = this.#read(chunk, (parser) => parser.readItem(chunk));
    const unread = result ? this.#firstUnread(entries, start, end, result.last) : end;
    if (!result?.node || unread === start || (result.errors.length > 0 && this.#isNoItem(chunk))) {
      const node = this.#headlessRoute(chunk) ?? { kind: 'unknownItem', from: first.index, to: last.last };
      items.push({ node, problems: [] });
      if (result && result.errors.length > 0 && this.#isHalfItem(chunk)) this.#noteItemErrors(chunk, result);
      else if (result) {
        const message = `unexpected '${first.image}' between the statements of the configuration`;
        this.#report('unknown-statement', message, first);
      }
      return end;
    }
    this.#noteItemErrors(chunk, result);
    items.push({ node: result.node, problems: [] });
    this.#finish(result.pending, result.socketBlocks);
    checkShape(result.node, this.#tokens, this.#withoutEchoes(before));
    if (unread === end || (result.errors.length === 0 && result.missing.length === 0)) return unread;
    items.push({ node: { kind: 'unknownItem', from: entries[unread]!.index, to: last.last }, problems: [] });
    return end;
  }

  /** A route block whose header makes no sense still has a body, and mostly the beginning of a name. */
  #headlessRoute(chunk: readonly ParserToken[]): ItemNode | undefined {
    const keyword = chunk[0]!;
    const block = chunk.at(-1)!;
    if (!isRouteKeyword(keyword.tokenType) || block.tokenType !== t.Block) return undefined;
    const name = chunk.slice(1, -1).find(({ tokenType }) => tokenType === t.StringLiteral || isWord(tokenType));
    const body: Mutable<BlockStatement> = { kind: 'block', from: block.index, to: block.last, statements: [] };
    const pending = {
      token: block,
      isSwitch: false,
      accept: (inner: readonly Statement[]) => (body.statements = inner),
    };
    this.#finish([pending], []);
    const routeKind = keyword.image as RouteKind;
    return { kind: 'routeBlock', routeKind, from: keyword.index, to: block.last, name: name?.index, body };
  }

  /** Whether the text cannot be meant as an item at all: only then its first word is called unexpected. */
  #isNoItem(chunk: readonly ParserToken[]): boolean {
    const type = chunk[0]!.tokenType;
    return type === t.Word && !this.#assignsAt(chunk, 0);
  }

  /** Whether the text begins as an item does, so that its fault lies further on. */
  #isHalfItem(chunk: readonly ParserToken[]): boolean {
    const type = chunk[0]!.tokenType;
    return isItemKeyword(type) || isRouteKeyword(type) || this.#assignsAt(chunk, 0);
  }

  #firstUnread(entries: readonly ParserToken[], start: number, end: number, last: number): number {
    let at = start;
    while (at < end && entries[at]!.index <= last) at++;
    return at;
  }

  // Statements

  #finish(pending: readonly PendingBlock[], socketBlocks: GrammarResult<unknown>['socketBlocks']): void {
    const open = [...pending];
    for (let block = open.shift(); block; block = open.shift()) {
      const inner = block.token.inner ?? [];
      const before = this.#deferred.length;
      const { stray, cases } = this.#readBlock(inner, block.isSwitch);
      block.accept(stray, cases);
      open.unshift(...this.#deferred.splice(before));
    }
    for (const block of socketBlocks) block.accept(this.#readSocketBlock(block.token.inner ?? []));
  }

  /** Blocks met while statements were read, still to be entered: kept apart so that depth costs no stack. */
  readonly #deferred: PendingBlock[] = [];

  #readBlock(entries: readonly ParserToken[], isSwitch: boolean): { stray: Statement[]; cases: SwitchCase[] } {
    const stray: Statement[] = [];
    const cases: SwitchCase[] = [];
    let at = 0;
    let current = stray;
    while (at < entries.length) {
      const first = entries[at]!;
      if (isSwitch && (first.tokenType === t.Case || first.tokenType === t.Default)) {
        const end = this.#labelEnd(entries, at);
        const result = this.#readLabel(entries.slice(at, end));
        if (result?.node) {
          const statements: Statement[] = [];
          cases.push({ ...result.node, statements });
          current = statements;
        }
        at = Math.max(at + 1, result?.node ? this.#firstUnread(entries, at, end, result.last) : end);
        continue;
      }
      const end = this.#statementEnd(entries, at, isSwitch);
      this.#readChunk(entries, at, end, current);
      at = end;
    }
    for (const entry of cases as Mutable<SwitchCase>[]) entry.to = entry.statements.at(-1)?.to ?? entry.to;
    return { stray, cases };
  }

  #labelEnd(entries: readonly ParserToken[], start: number): number {
    let depth = 0;
    for (let at = start; at < entries.length; at++) {
      const type = entries[at]!.tokenType;
      if (type === t.LeftParen) depth++;
      else if (type === t.RightParen) depth--;
      else if (type === t.Colon && depth <= 0) return at + 1;
      else if (type === t.Semicolon || type === t.Block) return at + 1;
    }
    return entries.length;
  }

  #readLabel(chunk: ParserToken[]): GrammarResult<SwitchCase> | undefined {
    const result = this.#read(chunk, (parser) => parser.readCaseLabel(chunk));
    if (!result) return undefined;
    this.#noteErrors(result);
    this.#deferred.push(...result.pending);
    return result;
  }

  #statementEnd(entries: readonly ParserToken[], start: number, isSwitch: boolean): number {
    let sawIf = false;
    let depth = 0;
    for (let at = start; at < entries.length; at++) {
      const type = entries[at]!.tokenType;
      if (type === t.If) sawIf = true;
      else if (type === t.LeftParen) depth++;
      else if (type === t.RightParen) depth--;
      else if (isSwitch && at > start && (type === t.Case || type === t.Default)) return at;
      else if (type === t.Block && depth > 0 && entries[at + 1]?.tokenType === t.RightParen) continue;
      else if (type === t.Semicolon || type === t.Block) {
        if (!(sawIf && entries[at + 1]?.tokenType === t.Else)) return at + 1;
      }
    }
    return entries.length;
  }

  /** Reads a chunk into statements: one, or several where semicolons are missing. */
  #readChunk(entries: readonly ParserToken[], start: number, end: number, into: Statement[]): void {
    let at = start;
    let faultLine = -1;
    while (at < end) {
      const first = entries[at]!;
      const line = first.token.source.lineAt(first.token.start);
      const reported = this.#problems.length;
      if (first.tokenType === t.Block) {
        this.#report(
          'invalid-statement',
          "a block stands only behind if, else, while, switch or a route's name",
          first,
        );
        into.push(this.#deferBlock(first));
        if (line === faultLine) this.#problems.length = reported;
        at++;
        continue;
      }
      if (first.tokenType === t.Else) {
        this.#report('syntax-error', "'else' without an 'if' before it", first);
        if (line === faultLine) this.#problems.length = reported;
        faultLine = line;
        at++;
        continue;
      }
      const result = this.#readStatement(entries, at, end);
      const unread = result ? this.#firstUnread(entries, at, end, result.last) : end;
      if (result) {
        this.#noteErrors(result);
        this.#deferred.push(...result.pending);
      }
      if (result?.node && unread > at) {
        into.push(result.node);
        if (unread === end && result.errors.length === 0) this.#checkEnd(result.node, entries[end - 1]!, entries[end]);
      } else {
        this.#keepBlocks(entries.slice(at, end), into);
        if (result?.errors.length === 0) this.#report('syntax-error', `unexpected '${first.image}'`, first);
      }
      // What follows a fault on the same line is mostly its echo.
      if (line === faultLine) this.#problems.length = reported;
      if (this.#problems.length > reported) {
        const problem = this.#problems[reported]!;
        const token = this.#tokens[problem.to]!;
        faultLine = token.source.lineAt(token.start);
      }
      at = unread > at ? unread : end;
    }
  }

  /** Reads one statement of a chunk, looking no further ahead than it must: many may stand in it without semicolons. */
  #readStatement(entries: readonly ParserToken[], at: number, end: number): GrammarResult<Statement> | undefined {
    for (let width = 256; ; width *= 4) {
      const stop = Math.min(end, at + width);
      const chunk = entries.slice(at, stop);
      const result = this.#read(chunk, (parser) => parser.readStatement(chunk));
      if (!result || stop === end) return result;
      const isCut = result.errors.some(({ token }) => token === undefined) || result.last >= chunk.at(-1)!.index;
      if (!isCut) return result;
    }
  }

  /** A statement that ends in a block, as in `$x = { f(); };`, needs a semicolon like any other. */
  #checkEnd(node: Statement, last: ParserToken, next: ParserToken | undefined): void {
    const isSimple = node.kind === 'leave' || node.kind === 'assignment' || node.kind === 'expressionStatement';
    if (!isSimple || last.tokenType !== t.Block || next?.tokenType === t.Semicolon) return;
    this.#problems.push({
      code: 'missing-semicolon',
      message: "missing ';'",
      from: last.last,
      to: last.last,
      place: 'after',
    });
  }

  /** Statements that make no sense may still govern blocks that do. */
  #keepBlocks(chunk: readonly ParserToken[], into: Statement[]): void {
    let from = chunk[0]!.index;
    for (const entry of chunk) {
      if (entry.tokenType !== t.Block) continue;
      if (entry.index > from) into.push({ kind: 'unknownStatement', from, to: entry.index - 1 });
      into.push(this.#deferBlock(entry));
      from = entry.last + 1;
    }
    const to = chunk.at(-1)!.last;
    if (to >= from) into.push({ kind: 'unknownStatement', from, to });
  }

  #deferBlock(token: ParserToken): Statement {
    const node: Mutable<BlockStatement> = { kind: 'block', from: token.index, to: token.last, statements: [] };
    this.#deferred.push({ token, isSwitch: false, accept: (statements) => (node.statements = statements) });
    return node;
  }

  #readSocketBlock(entries: readonly ParserToken[]): SocketAttribute[] {
    const attributes: SocketAttribute[] = [];
    let at = 0;
    while (at < entries.length) {
      let end = at;
      while (end < entries.length && entries[end]!.tokenType !== t.Semicolon) end++;
      // Semicolons between the attributes are optional to Kamailio.
      for (let next = at + 1; next + 1 < end; next++) {
        if (entries[next + 1]?.tokenType === t.Assign && entries[next]?.tokenType.CATEGORIES?.length) end = next;
      }
      const chunk = entries.slice(at, end);
      if (chunk.length > 0) {
        const result = this.#read(chunk, (parser) => parser.readSocketAttribute(chunk));
        if (result) this.#noteErrors(result);
        if (result?.node) attributes.push(result.node);
        const unread = result ? this.#firstUnread(entries, at, end, result.last) : end;
        if (unread < end && result?.errors.length === 0) {
          this.#report('syntax-error', `unexpected '${entries[unread]!.image}'`, entries[unread]!);
        }
      }
      at = entries[end]?.tokenType === t.Semicolon ? end + 1 : Math.max(end, at + 1);
    }
    return attributes;
  }

  // Reading and reporting

  #read<T>(
    chunk: readonly ParserToken[],
    run: (parser: KamailioGrammar) => GrammarResult<T>,
  ): GrammarResult<T> | undefined {
    if (nestingOf(chunk) > DEEPEST_NESTING) {
      this.#report('syntax-error', 'this statement is nested too deeply to be read', chunk[0]!);
      return undefined;
    }
    return run(grammar());
  }

  /** Literals that stand side by side are one to Kamailio: in `modparam("a" "b", …)` a comma is missing between them. */
  #noteItemErrors(chunk: readonly ParserToken[], result: GrammarResult<unknown>): void {
    const isParameter = chunk[0]?.tokenType === t.ModParam && result.errors.length > 0;
    const joined = isParameter
      ? chunk.find(({ tokenType, image }) => tokenType === t.StringLiteral && isJoined(image))
      : undefined;
    if (joined) this.#report('syntax-error', "expected ',' between these strings", joined);
    else this.#noteErrors(result);
  }

  #noteErrors(result: GrammarResult<unknown>): void {
    const error = result.errors[0];
    if (error) {
      const split = splitVariable(error);
      if (split) return this.#report('syntax-error', split, error.previous!);
      const isAfter = error.token === undefined || error.lacksCloser;
      const target = isAfter ? (error.previous ?? error.token) : error.token;
      const end = target?.last ?? Math.max(result.last, 0);
      const index = isAfter ? end : (target?.index ?? end);
      const place = isAfter ? 'after' : 'at';
      this.#problems.push({ code: 'syntax-error', message: error.message, from: index, to: index, place });
      return;
    }
    const [missing] = result.missing;
    if (missing === undefined) return;
    const { what, behind } = missing;
    const code = what === "';'" ? 'missing-semicolon' : 'syntax-error';
    this.#problems.push({ code, message: `missing ${what}`, from: behind, to: behind, place: 'after' });
  }

  #report(code: SyntaxCode, message: string, entry: ParserToken): void {
    const to = entry.inner ? entry.index : entry.last;
    this.#problems.push({ code, message, from: entry.index, to, place: 'at' });
  }
}
