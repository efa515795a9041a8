/**
 * A file's text as tokens, whatever conditions and missing ends make of it: completion looks at half-typed text, and at
 * text that no condition makes part of the program, so it reads the file itself and not the program's tree.
 */
import type { Program } from '../semantic/program.ts';
import type { Directive } from '../syntax/directive.ts';
import { scanSegment, type Comment, type Compatibility } from '../syntax/scanner.ts';
import type { SourceText } from '../syntax/source-text.ts';
import type { Token } from '../syntax/token.ts';

/** All of a file, both sides of every condition. */
export interface FileText {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  readonly directives: readonly Directive[];
}

interface TextSpan {
  readonly start: number;
  readonly end: number;
}

const readTexts = new WeakMap<SourceText, Map<Compatibility, FileText>>();

/** Reads a file once for each way of reading `$`. */
export function readFileText(source: SourceText, compatibility: Compatibility): FileText {
  const known = readTexts.get(source) ?? new Map<Compatibility, FileText>();
  readTexts.set(source, known);
  let text = known.get(compatibility);
  if (!text) {
    text = scanFile(source, compatibility);
    known.set(compatibility, text);
  }
  return text;
}

function scanFile(source: SourceText, compatibility: Compatibility): FileText {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  const directives: Directive[] = [];
  let at = 0;
  while (at < source.text.length) {
    const segment = scanSegment(source, at, { compatibility, endRunawayStrings: true });
    for (const token of segment.tokens) tokens.push(token);
    for (const comment of segment.comments) comments.push(comment);
    if (!segment.directive) break;
    directives.push(segment.directive);
    at = Math.max(segment.directive.next, segment.directive.start + 2);
  }
  return { tokens, comments, directives };
}

/** How the program reads `$`, as its first line says. */
export function compatibilityOf(program: Program): Compatibility {
  const directive = program.preprocessed.directives.find((entry) => entry.kind === 'compatibility');
  switch (directive?.keyword.text) {
    case 'SER':
      return 'SER';
    case 'KAMAILIO':
    case 'OPENSER':
      return 'KAMAILIO';
    default:
      return 'ALL';
  }
}

/**
 * The stretches that cannot hold together with the text at an offset: of every condition with two sides the side on
 * which the offset is not, or the second one where it is on neither. What remains is one way in which the file can be
 * read, so that braces pair up.
 */
export function listOtherSides(directives: readonly Directive[], offset: number): readonly TextSpan[] {
  const others: TextSpan[] = [];
  const open: { start: number; otherwise: number | undefined }[] = [];
  for (const directive of directives) {
    switch (directive.kind) {
      case 'ifdef':
      case 'ifndef':
      case 'ifexp':
        open.push({ start: directive.next, otherwise: undefined });
        break;
      case 'else': {
        const condition = open.at(-1);
        if (condition) condition.otherwise = directive.next;
        break;
      }
      case 'endif':
        addOtherSide(open.pop(), directive.start, offset, others);
        break;
    }
  }
  for (const condition of open) addOtherSide(condition, Number.POSITIVE_INFINITY, offset, others);
  return others;
}

function addOtherSide(
  condition: { readonly start: number; readonly otherwise: number | undefined } | undefined,
  end: number,
  offset: number,
  into: TextSpan[],
): void {
  if (condition?.otherwise === undefined) return;
  const { start, otherwise } = condition;
  into.push(otherwise <= offset && offset <= end ? { start, end: otherwise } : { start: otherwise, end });
}

/** The last entry of a sorted list that starts before an offset; -1 if none does. */
export function lastBefore(entries: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
