import type { Program } from '../semantic/program.ts';
import type { Finding, Fix } from '../semantic/problem.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';

/** A way to mend one finding. */
export interface QuickFix extends Fix {
  readonly finding: Finding;
}

/** What can be mended between two places of a document. */
export function quickFixes(
  program: Program,
  findings: readonly Finding[],
  source: SourceText,
  start: number,
  end: number,
): QuickFix[] {
  const fixes: QuickFix[] = [];
  for (const finding of findings) {
    const { range } = finding;
    if (range.source.uri !== source.uri || range.start > end || range.end < start) continue;
    const fix = fixOf(finding);
    if (fix?.edits.every((edit) => standsAsRead(program, edit.range)) === true) fixes.push({ ...fix, finding });
  }
  return fixes;
}

/** How a finding is mended, if it says so. */
function fixOf({ range, replacement, fix }: Finding): Fix | undefined {
  if (fix || replacement === undefined) return fix;
  const title = replacement === '' ? 'Remove this' : `Change to '${shorten(replacement)}'`;
  return { title, edits: [{ range, newText: replacement }], isSafe: false };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/**
 * The edits of all fixes that may be made unasked, in the order of the text. Where two of them touch, the first is made;
 * the other one may follow when the text is read again.
 */
export function safeEdits(program: Program, findings: readonly Finding[]): Fix['edits'] {
  const taken: { readonly range: SourceRange; readonly newText: string }[] = [];
  for (const { fix } of findings) {
    if (fix?.isSafe !== true) continue;
    const isFree = fix.edits.every(
      ({ range }) =>
        standsAsRead(program, range) &&
        isReadOnce(program, range.source) &&
        !taken.some((other) => touches(other.range, range)),
    );
    if (isFree) taken.push(...fix.edits);
  }
  return taken.sort((a, b) => (a.range.source === b.range.source ? a.range.start - b.range.start : 0));
}

function touches(a: SourceRange, b: SourceRange): boolean {
  return a.source.uri === b.source.uri && a.start <= b.end && b.start <= a.end;
}

/** Whether what Kamailio reads at a place is the text that stands there: where a define is used it is another. */
function standsAsRead(program: Program, { source, start, end }: SourceRange): boolean {
  const own = program.fileOf(source.uri);
  if (!own) return true;
  const tokens = program.tokensOf(own);
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.token.end <= start) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < tokens.length && tokens[index]!.token.start < end; index++) {
    if (tokens[index]!.token.macro !== undefined) return false;
  }
  return true;
}

/** Whether a file is part of the program in one place only: text that is read twice may mean two things. */
function isReadOnce({ root, preprocessed }: Program, { uri }: SourceText): boolean {
  const readings = preprocessed.inclusions.filter(({ resolved }) => resolved?.source.uri === uri).length;
  return readings + (root.uri === uri ? 1 : 0) <= 1;
}
