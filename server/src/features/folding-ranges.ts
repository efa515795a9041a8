import type { Analysis } from '../semantic/analysis.ts';
import type { Directive } from '../syntax/directive.ts';
import { isHardStart } from '../syntax/item-reader.ts';
import type { Comment } from '../syntax/scanner.ts';
import type { SourceText } from '../syntax/source-text.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import { compatibilityOf, lastBefore, readFileText } from './file-text.ts';

/** Lines that can be folded away below the first of them; counted from 0, both included. */
export interface FoldingRange {
  readonly startLine: number;
  readonly endLine: number;
  /** `region`: what a section comment heads; `imports`: a run of `loadmodule` lines. */
  readonly kind: 'code' | 'comment' | 'imports' | 'region';
}

interface Lines {
  readonly startLine: number;
  readonly endLine: number;
}

/** What can be folded in a file, both sides of its conditions; sorted, one range for each first line. */
export function listFoldingRanges({ program }: Analysis, source: SourceText): FoldingRange[] {
  const { tokens, comments, directives } = readFileText(source, compatibilityOf(program));
  const { blocks, outermost } = foldBlocks(source, tokens, directives);
  const headings = findHeadings(source, comments, outermost);
  const ranges = [
    ...blocks,
    ...foldConditions(source, directives),
    ...foldLongTokens(source, tokens, directives),
    ...foldComments(source, comments, headings),
    ...foldRuns(source, tokens, directives),
    ...foldSections(source, headings, directives),
  ];
  const byLine = new Map<number, FoldingRange>();
  for (const range of ranges) {
    if (range.endLine <= range.startLine) continue;
    const known = byLine.get(range.startLine);
    if (!known || known.endLine < range.endLine) byLine.set(range.startLine, range);
  }
  return [...byLine.values()].sort((a, b) => a.startLine - b.startLine);
}

/** The last line that is hidden when text up to a closing mark is folded: the mark itself stays to be seen. */
function lastLineBefore(source: SourceText, closing: number): number {
  const line = source.lineAt(closing);
  return source.isFirstOnLine(closing) ? line - 1 : line;
}

// Blocks

interface Blocks {
  readonly blocks: readonly FoldingRange[];
  /** The blocks that no other block is around, their closing line included. */
  readonly outermost: readonly Lines[];
}

/** Pairs braces; on the other side of a condition counting starts again where it stood before the condition. */
function foldBlocks(source: SourceText, tokens: readonly Token[], directives: readonly Directive[]): Blocks {
  const blocks: FoldingRange[] = [];
  const outermost: Lines[] = [];
  const conditions: { before: readonly Token[]; after: readonly Token[] | undefined }[] = [];
  let open: Token[] = [];
  let next = 0;
  for (const [index, token] of tokens.entries()) {
    for (; next < directives.length && directives[next]!.start < token.start; next++) {
      switch (directives[next]!.kind) {
        case 'ifdef':
        case 'ifndef':
        case 'ifexp':
          conditions.push({ before: [...open], after: undefined });
          break;
        case 'else': {
          const condition = conditions.at(-1);
          if (!condition || condition.after) break;
          condition.after = open;
          open = [...condition.before];
          break;
        }
        case 'endif': {
          const condition = conditions.pop();
          if (condition?.after) open = [...condition.after];
          break;
        }
      }
    }
    // A route block can begin only where none is open: what still is was never closed.
    if (open.length > 0 && isHardStart(tokens, index)) open = [];
    if (token.tokenType === t.LeftBrace) open.push(token);
    else if (token.tokenType === t.RightBrace) {
      const brace = open.pop();
      if (!brace) continue;
      const startLine = source.lineAt(brace.start);
      blocks.push({ startLine, endLine: lastLineBefore(source, token.start), kind: 'code' });
      if (open.length === 0) outermost.push({ startLine, endLine: source.lineAt(token.start) });
    }
  }
  return { blocks, outermost };
}

// Preprocessor conditions

function foldConditions(source: SourceText, directives: readonly Directive[]): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const open: number[] = [];
  const close = (directive: Directive): void => {
    const startLine = open.pop();
    const line = source.lineAt(directive.start);
    if (startLine !== undefined) ranges.push({ startLine, endLine: line - 1, kind: 'code' });
  };
  for (const directive of directives) {
    switch (directive.kind) {
      case 'ifdef':
      case 'ifndef':
      case 'ifexp':
        open.push(source.lineAt(directive.start));
        break;
      case 'else':
        if (open.length === 0) break;
        close(directive);
        open.push(source.lineAt(directive.start));
        break;
      case 'endif':
        close(directive);
        break;
    }
  }
  return ranges;
}

// Strings, defines and comments of several lines

function foldLongTokens(
  source: SourceText,
  tokens: readonly Token[],
  directives: readonly Directive[],
): FoldingRange[] {
  const strings = tokens.filter(({ tokenType }) => tokenType === t.StringLiteral);
  const defines = directives.filter(({ value }) => value !== undefined);
  return [...strings, ...defines].map(({ start, end }) => ({
    startLine: source.lineAt(start),
    endLine: source.lineAt(end),
    kind: 'code',
  }));
}

function isLineComment(source: SourceText, { start }: Comment): boolean {
  return !source.text.startsWith('/*', start);
}

function foldComments(source: SourceText, comments: readonly Comment[], headings: readonly Heading[]): FoldingRange[] {
  const headingLines = new Set(
    headings.flatMap(({ first, line }) => (first < line ? [first, line, line + 1] : [line])),
  );
  const ranges: FoldingRange[] = [];
  let run: { startLine: number; endLine: number } | undefined;
  for (const comment of comments) {
    const startLine = source.lineAt(comment.start);
    const endLine = source.lineAt(Math.max(comment.start, comment.end - 1));
    const isRunning =
      isLineComment(source, comment) && source.isFirstOnLine(comment.start) && !headingLines.has(startLine);
    if (isRunning && run?.endLine === startLine - 1) {
      run.endLine = startLine;
      continue;
    }
    if (run) ranges.push({ ...run, kind: 'comment' });
    run = isRunning ? { startLine, endLine: startLine } : undefined;
    if (!isLineComment(source, comment)) ranges.push({ startLine, endLine, kind: 'comment' });
  }
  if (run) ranges.push({ ...run, kind: 'comment' });
  return ranges;
}

// Runs of modparam and loadmodule lines

function foldRuns(source: SourceText, tokens: readonly Token[], directives: readonly Directive[]): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let run: { type: Token['tokenType']; startLine: number; endLine: number } | undefined;
  const endRun = (): void => {
    if (run) ranges.push({ startLine: run.startLine, endLine: run.endLine, kind: kindOfRun(run.type) });
    run = undefined;
  };
  for (let index = 0; index < tokens.length;) {
    const first = tokens[index]!;
    const end = statementEnd(tokens, index);
    if (end === undefined) {
      endRun();
      index++;
      continue;
    }
    const last = tokens[end]!;
    const startLine = source.lineAt(first.start);
    const endLine = source.lineAt(last.end);
    if (run && (run.type !== first.tokenType || isApart(source, directives, run.endLine, startLine))) endRun();
    if (run) run.endLine = endLine;
    else run = { type: first.tokenType, startLine, endLine };
    index = end + 1;
  }
  endRun();
  return ranges;
}

function kindOfRun(type: Token['tokenType']): FoldingRange['kind'] {
  return type === t.LoadModule ? 'imports' : 'code';
}

/** Index of the last token of a `loadmodule` or `modparam`; `undefined` where neither begins. */
function statementEnd(tokens: readonly Token[], index: number): number | undefined {
  const type = tokens[index]!.tokenType;
  if (type !== t.LoadModule && type !== t.ModParam) return undefined;
  if (tokens[index + 1]?.tokenType !== t.LeftParen)
    return type === t.LoadModule && tokens[index + 1] ? index + 1 : index;
  let at = index + 2;
  while (at < tokens.length && tokens[at]!.tokenType !== t.RightParen && !isHardStart(tokens, at)) at++;
  return tokens[at]?.tokenType === t.RightParen ? at : at - 1;
}

/** Whether an empty line or a directive stands between two lines. */
function isApart(source: SourceText, directives: readonly Directive[], after: number, before: number): boolean {
  for (let line = after + 1; line < before; line++) {
    if (source.text.slice(source.lineStart(line), source.lineStart(line + 1)).trim() === '') return true;
  }
  const start = source.lineStart(after + 1);
  const next = directives[lastBefore(directives, start) + 1];
  return next !== undefined && next.start < source.lineStart(before);
}

// Sections

/**
 * The rank of a section's heading: 1 for `####### Routing Logic ########` and for a line in a box of `#`, 2 for
 * `# ----- tm params -----`; `undefined` for any other comment.
 */
function headingOf(source: SourceText, comment: Comment): 1 | 2 | undefined {
  const text = source.text.slice(comment.start, comment.end).trim();
  if (/^#{3,}[^#\n]*[\p{L}\p{N}][^#\n]*#{3,}$/u.test(text)) return 1;
  if (/^#+\s*[-=]{3,}[^\n]*[\p{L}\p{N}][^\n]*[-=]{3,}\s*#*$/u.test(text)) return 2;
  return undefined;
}

function isRule(source: SourceText, comment: Comment | undefined): boolean {
  return comment !== undefined && /^#{8,}$/.test(source.text.slice(comment.start, comment.end).trim());
}

/** A comment that heads a section. */
interface Heading {
  readonly line: number;
  /** The first line of the box around it; the same line where there is none. */
  readonly first: number;
  readonly rank: 1 | 2;
}

/** The headings outside of blocks. */
function findHeadings(source: SourceText, comments: readonly Comment[], blocks: readonly Lines[]): Heading[] {
  const headings: Heading[] = [];
  for (const [index, comment] of comments.entries()) {
    if (!source.isFirstOnLine(comment.start)) continue;
    const line = source.lineAt(comment.start);
    const before = comments[index - 1];
    const after = comments[index + 1];
    const isBoxed =
      isRule(source, before) &&
      isRule(source, after) &&
      !isRule(source, comment) &&
      source.lineAt(before!.start) === line - 1 &&
      source.lineAt(after!.start) === line + 1;
    const rank = isBoxed ? 1 : headingOf(source, comment);
    if (rank === undefined || blocks.some(({ startLine, endLine }) => startLine <= line && line <= endLine)) continue;
    headings.push({ line, first: isBoxed ? line - 1 : line, rank });
  }
  return headings;
}

function foldSections(
  source: SourceText,
  headings: readonly Heading[],
  directives: readonly Directive[],
): FoldingRange[] {
  const conditions = listConditions(source, directives);
  return headings.map(({ line, rank }, index) => {
    const next = headings.slice(index + 1).find((heading) => heading.rank <= rank);
    const end = endWithConditions(conditions, line, next ? next.first - 1 : source.lineCount - 1);
    return { startLine: line, endLine: lastWrittenLine(source, end), kind: 'region' };
  });
}

/** The lines of whole conditions, and of each of their sides without the directives around it. */
function listConditions(source: SourceText, directives: readonly Directive[]): { whole: Lines[]; sides: Lines[] } {
  const whole: Lines[] = [];
  const sides: Lines[] = [];
  const open: { first: number; side: number }[] = [];
  for (const { kind, start } of directives) {
    const line = source.lineAt(start);
    const condition = open.at(-1);
    if (kind === 'ifdef' || kind === 'ifndef' || kind === 'ifexp') open.push({ first: line, side: line });
    else if (condition && (kind === 'else' || kind === 'endif')) {
      sides.push({ startLine: condition.side + 1, endLine: line - 1 });
      condition.side = line;
      if (kind === 'endif') {
        whole.push({ startLine: condition.first, endLine: line });
        open.pop();
      }
    }
  }
  return { whole, sides };
}

/** A section neither leaves the side of a condition it begins in, nor ends inside a condition that begins in it. */
function endWithConditions(conditions: { whole: Lines[]; sides: Lines[] }, start: number, end: number): number {
  let last = end;
  for (const { startLine, endLine } of conditions.sides) {
    if (startLine <= start && start <= endLine) last = Math.min(last, endLine);
  }
  for (const { startLine, endLine } of conditions.whole) {
    if (start < startLine && startLine <= last && last < endLine) last = startLine - 1;
  }
  return last;
}

function lastWrittenLine(source: SourceText, line: number): number {
  let last = line;
  while (last > 0 && source.text.slice(source.lineStart(last), source.lineStart(last + 1)).trim() === '') last--;
  return last;
}
