import { readItems, readStatements, type Item, type ItemCache } from '../syntax/item-reader.ts';
import type { SyntaxProblem } from '../syntax/problem.ts';
import { scanSegment, type Comment, type Segment } from '../syntax/scanner.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import type { Token } from '../syntax/token.ts';
import { LeftBrace, RightBrace } from '../syntax/token-types.ts';
import type { NodeBase } from '../syntax/tree.ts';
import { preprocess, type InactiveRegion, type Preprocessed, type PreprocessorOptions } from './preprocessor.ts';
import type { Finding, Fix } from './problem.ts';
import type { ProgramHost } from './program-host.ts';
import { collectSymbols, type Symbols } from './symbols.ts';

export type ProgramOptions = Omit<PreprocessorOptions, 'endRunawayStrings'>;

/** A token of a program with the item it belongs to. */
export interface PlacedToken {
  readonly token: Token;
  readonly item: Item;
  /** Index among the item's tokens. */
  readonly index: number;
}

/** A root file with all it includes, read under one set of defines: what Kamailio makes of it. */
export class Program {
  readonly root: SourceText;
  readonly preprocessed: Preprocessed;
  readonly items: readonly Item[];
  /** Faults of the preprocessor, the lexer and the grammar. */
  readonly findings: readonly Finding[];
  #symbols: Symbols | undefined;
  #placed: Map<SourceText, PlacedToken[]> | undefined;
  #inactive: readonly InactiveText[] | undefined;

  constructor(root: SourceText, preprocessed: Preprocessed, items: readonly Item[], findings: readonly Finding[]) {
    this.root = root;
    this.preprocessed = preprocessed;
    this.items = items;
    this.findings = findings;
  }

  get files(): readonly SourceText[] {
    return this.preprocessed.files;
  }

  fileOf(uri: string): SourceText | undefined {
    return this.files.find((file) => file.uri === uri);
  }

  get symbols(): Symbols {
    this.#symbols ??= collectSymbols(this.items);
    return this.#symbols;
  }

  /** The tokens that stand in one file, in its order; a file that is included twice shows its first reading. */
  tokensOf(source: SourceText): readonly PlacedToken[] {
    this.#placed ??= placeTokens(this.items);
    return this.#placed.get(source) ?? [];
  }

  /** The token that covers an offset, or ends there. */
  tokenAt(source: SourceText, offset: number): PlacedToken | undefined {
    return findToken(this.tokensOf(source), offset);
  }

  /** The text that conditions keep from Kamailio, read all the same: each region on its own, without faults. */
  get inactive(): readonly InactiveText[] {
    this.#inactive ??= readInactive(this.preprocessed);
    return this.#inactive;
  }

  commentsOf(source: SourceText): readonly Comment[] {
    return this.preprocessed.comments.get(source) ?? [];
  }
}

/** A region outside the program, with what can be read in it. */
export interface InactiveText {
  readonly region: InactiveRegion;
  readonly items: readonly Item[];
  readonly tokens: readonly PlacedToken[];
}

/**
 * Reads a program. A file that makes no sense is read once more with strings ended at their lines, so that one missing
 * quote is reported where it is missing; the verdict stays that of the first reading.
 */
export function readProgram(root: SourceText, host: ProgramHost, options: ProgramOptions, cache?: ItemCache): Program {
  const first = readOnce(root, host, { ...options, endRunawayStrings: false }, cache);
  let program = first;
  if (isMisread(first) && first.preprocessed.hasLongString) {
    const second = readOnce(root, host, { ...options, endRunawayStrings: true }, cache);
    if (isMisread(second) && isClearer(second, first)) program = second;
  }
  cache?.age();
  return program;
}

/** Whether a program has faults that a missing quote may have made: a file that cannot be found is none. */
function isMisread(program: Program): boolean {
  return countErrors(program, (code) => code !== 'missing-include') > 0;
}

/**
 * Whether the strings are to be ended at their lines. One missing quote leaves one string open; one that is meant to go
 * on over lines leaves two, at its begin and at its end, and makes more faults than there were.
 */
function isClearer(second: Program, first: Program): boolean {
  return (
    countErrors(second, (code) => code === 'unterminated-string') === 1 ||
    countErrors(second, () => true) <= countErrors(first, () => true)
  );
}

function countErrors({ findings }: Program, isMeant: (code: string) => boolean): number {
  return findings.filter(({ severity, code }) => severity === 'error' && isMeant(code)).length;
}

/**
 * Reads a file that no root is known for. Text that is no list of top-level items, but reads as the inside of a route
 * block, is taken as that: fragments are included in blocks too.
 */
export function readFragment<Read extends { readonly program: Program }>(read: Read): Read {
  const { program } = read;
  const isFaulty = (found: readonly Finding[]): boolean => found.some((finding) => finding.severity === 'error');
  if (!isFaulty(program.findings) || isFaulty(program.preprocessed.findings)) return read;
  const item = readStatements(program.preprocessed.tokens);
  if (item.problems.length > 0) return read;
  return { ...read, program: new Program(program.root, program.preprocessed, [item], program.preprocessed.findings) };
}

function readOnce(
  root: SourceText,
  host: ProgramHost,
  options: PreprocessorOptions,
  cache: ItemCache | undefined,
): Program {
  const preprocessed = preprocess(root, host, options);
  const items = readItems(preprocessed.tokens, cache);
  const findings = [...preprocessed.findings];
  // A condition that is never closed takes the rest of the program away: faults of the braces at the end are its echo.
  const isCutOff = preprocessed.conditionals.some((conditional) => !conditional.close);
  const lacksFile = preprocessed.inclusions.some((inclusion) => !inclusion.isImport && !inclusion.resolved);
  for (const item of items) {
    for (const problem of item.problems) {
      if (lacksFile && mayBeDefined(problem, item.tokens)) continue;
      const isOfBraces = problem.code === 'missing-brace' || problem.code === 'empty-block';
      if (isCutOff && isOfBraces && item === items.at(-1)) continue;
      const range =
        problem.place === 'at'
          ? rangeOfTokens(item.tokens, problem.from, problem.to)
          : behindToken(item.tokens[problem.to]!);
      const fix = fixOf(problem, item.tokens);
      const { code, message } = problem;
      findings.push({ code, severity: 'error', message, range, ...(fix ? { fix } : {}) });
    }
  }
  if (items.every((item) => item.node.kind === 'emptyItem')) {
    const range = { source: root, start: 0, end: 0 };
    const message = 'Kamailio refuses a configuration without any statement';
    if (findings.every((finding) => finding.severity !== 'error') && preprocessed.tokens.length === 0) {
      findings.push({ code: 'empty-configuration', severity: 'error', message, range });
    }
  }
  return new Program(root, preprocessed, items, findings);
}

/** Whether what is wrong is one word that a file out of reach may define. */
function mayBeDefined({ code, place, from, to }: SyntaxProblem, tokens: readonly Token[]): boolean {
  return code === 'syntax-error' && place === 'at' && from === to && /^[A-Z][A-Z\d_]*$/.test(tokens[from]?.image ?? '');
}

/** What puts in a semicolon that is missing; whether it is meant just there is for people to say. */
function fixOf({ code, from, to }: SyntaxProblem, tokens: readonly Token[]): Fix | undefined {
  const behind = code === 'missing-semicolon' ? tokens[to] : code === 'empty-block' ? tokens[from] : undefined;
  if (!behind || behind.macro !== undefined) return undefined;
  const { source, end } = behind;
  const newText = code === 'empty-block' ? ' ;' : ';';
  return { title: "Insert ';'", edits: [{ range: { source, start: end, end }, newText }], isSafe: false };
}

function placeTokens(items: readonly Item[]): Map<SourceText, PlacedToken[]> {
  const placed = new Map<SourceText, PlacedToken[]>();
  let list: PlacedToken[] = [];
  let source: SourceText | undefined;
  for (const item of items) {
    for (let index = item.node.from; index <= item.node.to; index++) {
      const token = item.tokens[index];
      if (!token) continue;
      if (token.source !== source) {
        source = token.source;
        list = placed.get(source) ?? [];
        placed.set(source, list);
      }
      // Only forward: a second reading of the same file and further tokens of one expansion add nothing.
      if (list.length === 0 || list.at(-1)!.token.start < token.start) list.push({ token, item, index });
    }
  }
  return placed;
}

/** The token of a sorted list that covers an offset, or ends there. */
export function findToken(tokens: readonly PlacedToken[], offset: number): PlacedToken | undefined {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.token.start <= offset) low = middle + 1;
    else high = middle;
  }
  const found = tokens[low - 1];
  return found && offset <= found.token.end ? found : undefined;
}

function readInactive(preprocessed: Preprocessed): InactiveText[] {
  const found: InactiveText[] = [];
  let depth = 0;
  let counted = 0;
  for (const region of preprocessed.inactive) {
    for (; counted < region.tokenIndex; counted++) {
      const type = preprocessed.tokens[counted]?.tokenType;
      if (type === LeftBrace) depth++;
      else if (type === RightBrace) depth = Math.max(0, depth - 1);
    }
    const tokens = scanRegion(region);
    if (tokens.length === 0) continue;
    const items = depth > 0 ? [readStatements(tokens)] : readItems(tokens);
    const placed = placeTokens(items).get(region.source) ?? [];
    found.push({ region, items, tokens: placed });
  }
  return found;
}

function scanRegion(region: InactiveRegion): Token[] {
  return [...segmentsOf(region)].flatMap(({ tokens }) => tokens);
}

/** What stands in text that a condition keeps from Kamailio: tokens up to the next directive, time after time. */
export function* segmentsOf(region: InactiveRegion): Generator<Segment> {
  let at = region.start;
  while (at < region.end) {
    const segment = scanSegment(region.source, at, {
      compatibility: region.compatibility,
      until: region.end,
      endRunawayStrings: true,
    });
    yield segment;
    if (!segment.directive) break;
    // Reading always moves on, also behind a directive that takes no text.
    at = Math.max(segment.directive.next, segment.directive.start + 2);
  }
}

export function rangeOfTokens(tokens: readonly Token[], from: number, to: number): SourceRange {
  const first = tokens[from]!;
  let last = tokens[Math.max(to, from)] ?? first;
  for (let index = to; last.source !== first.source && index > from; index--) last = tokens[index - 1] ?? first;
  return {
    source: first.source,
    start: first.start,
    end: Math.max(first.end, last.source === first.source ? last.end : first.end),
  };
}

/** The place of something missing behind a token: its last character, so that there is something to underline. */
function behindToken(token: Token): SourceRange {
  return { source: token.source, start: Math.max(token.start, token.end - 1), end: token.end };
}

/** The range of a node in the file where it begins. */
export function rangeOf(item: Item, node: NodeBase): SourceRange {
  return rangeOfTokens(item.tokens, node.from, node.to);
}
