import type { SyntaxProblem } from './problem.ts';
import type { Token } from './token.ts';
import {
  Block,
  Else,
  If,
  LeftBrace,
  LeftBracket,
  RightBrace,
  RightBracket,
  RouteKeyword,
  Semicolon,
  Switch,
  While,
} from './token-types.ts';

/** How the braces of a region pair up. Indexes are into the region's tokens. */
export interface BraceMatch {
  /** For an opening brace that is taken: one past the block's last inner token. */
  readonly ends: ReadonlyMap<number, number>;
  /** Opening braces whose block has a closing brace of its own, which then stands at its end. */
  readonly closed: ReadonlySet<number>;
  /** Braces that recovery reads over. */
  readonly ignored: ReadonlySet<number>;
  /** The body of a route block whose opening brace is missing: from its first token to one past its last. */
  readonly headless: { readonly start: number; readonly end: number; readonly isClosed: boolean } | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** Whether the braces pair up as they stand, so that the pairing does not depend on the indentation. */
  readonly exact: boolean;
}

/**
 * Pairs the braces of one region: a route block from its keyword to the next top-level keyword. Where they do not pair
 * up, the indentation tells which one is missing or too many, so that the fault is reported where it was made and the
 * rest of the region keeps its structure.
 */
export function matchBraces(tokens: readonly Token[]): BraceMatch {
  const stack: number[] = [];
  const ends = new Map<number, number>();
  const closed = new Set<number>();
  let sound = true;
  for (let index = 0; index < tokens.length; index++) {
    const type = tokens[index]!.tokenType;
    if (type === LeftBrace) stack.push(index);
    else if (type === RightBrace) {
      const open = stack.pop();
      if (open === undefined) {
        sound = false;
        break;
      }
      ends.set(open, index);
      closed.add(open);
    }
  }
  if (sound && stack.length === 0) {
    return { ends, closed, ignored: new Set(), headless: undefined, problems: [], exact: true };
  }
  return new Repair(tokens).match();
}

/** In the place of an opening brace's index: the brace that a route block's header lacks. */
const ABSENT = -1;

interface StackEntry {
  readonly open: number;
  readonly indent: number;
  /** How many braces were closed before this one was opened. */
  readonly closedBefore: number;
}

/** Faults beyond which a region's braces are too broken to say more about them. */
const MOST_PROBLEMS = 20;

class Repair {
  readonly #tokens: readonly Token[];
  readonly #ends = new Map<number, number>();
  readonly #closed = new Set<number>();
  readonly #ignored = new Set<number>();
  readonly #problems: SyntaxProblem[] = [];
  readonly #stack: StackEntry[] = [];
  /** Braces in the order in which they were closed. */
  readonly #pairs: number[] = [];
  readonly #header: number;
  #headless: BraceMatch['headless'];
  #missing: number;
  #tooMany: number;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    let net = 0;
    for (const token of tokens) net += token.tokenType === LeftBrace ? 1 : token.tokenType === RightBrace ? -1 : 0;
    this.#missing = Math.max(net, 0);
    this.#tooMany = Math.max(-net, 0);
    this.#header = routeHeaderEnd(tokens);
  }

  match(): BraceMatch {
    const tokens = this.#tokens;
    const body = this.#header + 1;
    let statement = 0;
    if (this.#tooMany > 0 && body > 0 && tokens[body] && tokens[body].tokenType !== LeftBrace) {
      this.#tooMany--;
      this.#stack.push({ open: ABSENT, indent: this.#indent(0), closedBefore: 0 });
      const place = { from: this.#header, to: this.#header };
      this.#problems.push({ code: 'missing-brace', message: "missing '{'", ...place, place: 'after' });
      statement = body;
    }
    for (let index = Math.max(body, 0); index < tokens.length; index++) {
      const type = tokens[index]!.tokenType;
      if (type === LeftBrace) this.#open(index, statement);
      else if (type === RightBrace) this.#close(index);
      if (type === LeftBrace || type === RightBrace || type === Semicolon) statement = index + 1;
    }
    for (let entry = this.#stack.pop(); entry; entry = this.#stack.pop()) {
      this.#assumeClose(entry, tokens.length);
    }
    return {
      ends: this.#ends,
      closed: this.#closed,
      ignored: this.#ignored,
      headless: this.#headless,
      problems: this.#problems,
      exact: false,
    };
  }

  #open(index: number, statement: number): void {
    // An opening brace where a statement would begin is one too many: Kamailio has no free-standing blocks.
    if (this.#missing > 0 && index === statement && index > 0 && this.#stack.length > 0) {
      this.#missing--;
      this.#ignored.add(index);
      this.#report(
        'extra-brace',
        "this '{' opens no block: a block stands only behind if, else, while, switch or a route",
        index,
      );
      return;
    }
    this.#stack.push({
      open: index,
      indent: this.#indent(Math.min(statement, index)),
      closedBefore: this.#pairs.length,
    });
  }

  #close(index: number): void {
    const top = this.#stack.at(-1);
    if (!top) {
      this.#drop(index);
      return;
    }
    const token = this.#tokens[index]!;
    if (!token.source.isFirstOnLine(token.start)) {
      this.#pair(index);
      return;
    }
    const indent = token.source.indentAt(token.start);
    if (this.#tooMany > 0) {
      if (indent > top.indent && this.#findHeadless(top.open, index, indent)) return;
      if (indent < top.indent) {
        this.#drop(index);
        return;
      }
      if (this.#stack.length === 1 && !this.#endsRegion(index)) {
        this.#drop(index);
        return;
      }
    }
    while (this.#missing > 0 && this.#stack.length > 1 && indent < (this.#stack.at(-1)?.indent ?? 0)) {
      this.#missing--;
      const entry = this.#stack.pop()!;
      this.#assumeClose(entry, this.#placeOfClose(entry, index));
    }
    this.#pair(index);
  }

  /** Whether what follows the closing brace of a route block can stand between top-level items. */
  #endsRegion(index: number): boolean {
    const next = this.#tokens[index + 1];
    if (!next) return true;
    const type = next.tokenType;
    if (type === RightBrace || type === If || type === Else || type === While || type === Switch) return false;
    const after = this.#tokens[index + 2]?.image;
    return after !== '(' && after !== ';' && !next.image.startsWith('$');
  }

  #pair(index: number): void {
    const entry = this.#stack.pop();
    if (!entry) return;
    if (entry.open === ABSENT) {
      this.#headless = { start: this.#header + 1, end: index, isClosed: true };
      return;
    }
    this.#ends.set(entry.open, index);
    this.#closed.add(entry.open);
    this.#pairs.push(entry.open);
  }

  #drop(index: number): void {
    this.#tooMany = Math.max(0, this.#tooMany - 1);
    this.#ignored.add(index);
    this.#report('extra-brace', "this '}' closes no block", index);
  }

  /** Finds the block header that lacks its opening brace, at the indentation of a closing brace that has no partner. */
  #findHeadless(open: number, close: number, indent: number): boolean {
    for (let index = close - 1; index > open; index--) {
      const token = this.#tokens[index]!;
      const type = token.tokenType;
      if (type !== If && type !== Else && type !== While && type !== Switch) continue;
      if (token.source.indentAt(token.start) !== indent) continue;
      const end = this.#headerEnd(index, close);
      if (end === undefined) continue;
      this.#tooMany--;
      this.#ignored.add(close);
      this.#problems.push({ code: 'missing-brace', message: "missing '{'", from: end, to: end, place: 'after' });
      return true;
    }
    return false;
  }

  /** Last token of a block header that no brace follows; `undefined` where one does. */
  #headerEnd(header: number, limit: number): number | undefined {
    let depth = 0;
    let index = header + 1;
    if (this.#tokens[header]!.tokenType === Else) {
      const next = this.#tokens[index];
      if (next?.tokenType !== If) return next?.tokenType === LeftBrace ? undefined : header;
      index++;
    }
    for (; index < limit; index++) {
      const image = this.#tokens[index]!.image;
      if (image === '(' || image === '(int)') depth++;
      else if (image === ')' && --depth === 0) {
        const next = this.#tokens[index + 1]?.tokenType;
        return next === LeftBrace || next === Block ? undefined : index;
      }
    }
    return undefined;
  }

  /** The first token behind an opening brace that stands no deeper than the brace's own statement. */
  #placeOfClose(entry: StackEntry, limit: number): number {
    for (let index = entry.open + 1; index < limit; index++) {
      const token = this.#tokens[index]!;
      if (token.macro || !token.source.isFirstOnLine(token.start)) continue;
      if (token.source.indentAt(token.start) <= entry.indent && this.#isBoundary(index)) return index;
    }
    return limit;
  }

  #isBoundary(index: number): boolean {
    const before = this.#tokens[index - 1]?.tokenType;
    return before === Semicolon || before === RightBrace || before === LeftBrace;
  }

  #assumeClose(entry: StackEntry, end: number): void {
    // Blocks inside that reach over the assumed end are cut there too.
    for (let pair = entry.closedBefore; end < this.#tokens.length && pair < this.#pairs.length; pair++) {
      const open = this.#pairs[pair]!;
      if (open >= end || this.#ends.get(open)! < end) continue;
      this.#ends.set(open, end);
      this.#closed.delete(open);
    }
    if (entry.open === ABSENT) this.#headless = { start: this.#header + 1, end, isClosed: false };
    else this.#ends.set(entry.open, end);
    const before = Math.max(end - 1, entry.open);
    const header = this.#tokens[0]!;
    const isRoute = this.#stack.length === 0 && header.tokenType.CATEGORIES?.includes(RouteKeyword) === true;
    const message = isRoute ? `missing '}' at the end of this ${header.image} block` : "missing '}'";
    // In the line below, what stands there is what looks wrong; further away, the place behind the block's end does.
    const last = this.#tokens[before]!;
    const next = isRoute ? undefined : this.#tokens[end];
    const isBelow = next?.source === last.source && next.source.lineAt(next.start) === last.source.lineAt(last.end) + 1;
    if (isBelow)
      this.#note({ code: 'missing-brace', message: `${message} before this`, from: end, to: end, place: 'at' });
    else this.#note({ code: 'missing-brace', message, from: before, to: before, place: 'after' });
  }

  #indent(index: number): number {
    const token = this.#tokens[index]!;
    return token.source.indentAt(token.start);
  }

  #report(code: SyntaxProblem['code'], message: string, index: number): void {
    this.#note({ code, message, from: index, to: index, place: 'at' });
  }

  #note(problem: SyntaxProblem): void {
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(problem);
  }
}

/** The last token of a route block's header, `route` or `route[NAME]`; -1 where the tokens begin with none. */
function routeHeaderEnd(tokens: readonly Token[]): number {
  if (tokens[0]?.tokenType.CATEGORIES?.includes(RouteKeyword) !== true) return -1;
  if (tokens[1]?.tokenType !== LeftBracket) return 0;
  for (let index = 2; index < Math.min(tokens.length, 6); index++) {
    if (tokens[index]!.tokenType === RightBracket) return index;
  }
  return 0;
}
