import type { Program } from '../semantic/program.ts';
import type { Finding, Fix } from '../semantic/problem.ts';
import { readSuppressions, unusedSuppression, type CommentedText } from '../semantic/suppressions.ts';
import type { SourceText } from '../syntax/source-text.ts';

/** A comment that keeps a finding from being reported in its line; none where no comment can stand above it. */
export function suppressInLine({ code, range }: Finding, text: CommentedText, program?: Program): Fix | undefined {
  if (code === unusedSuppression.code) return undefined;
  const { source } = text;
  const title = `Suppress '${code}' for this line`;
  const line = source.lineAt(range.start);
  const there = readSuppressions(text).suppressions.find(
    ({ word, codes, lines }) =>
      (word === 'disable-line' || word === 'disable-next-line') &&
      codes.length > 0 &&
      lines[0] <= line &&
      line <= lines[1],
  );
  if (there) {
    const at = { source, start: there.codesEnd, end: there.codesEnd };
    return { title, edits: [{ range: at, newText: `, ${code}` }], isSafe: false };
  }
  const above = source.lineStart(line);
  if (isInside(above, text, program)) return undefined;
  const indent = /^[ \t]*/.exec(source.text.slice(above))?.[0] ?? '';
  const newText = `${indent}# kamailio-lint-disable-next-line ${code}${lineEndOf(source)}`;
  return { title, edits: [{ range: { source, start: above, end: above }, newText }], isSafe: false };
}

/** Whether the beginning of a line is inside a string, a comment, or a directive that goes on from the line before. */
function isInside(at: number, { source, comments }: CommentedText, program: Program | undefined): boolean {
  if (comments.some(({ start, end }) => start < at && at < end)) return true;
  if (!program) return false;
  if (program.preprocessed.directives.some((one) => one.source === source && one.start < at && at < one.next))
    return true;
  const before = program.tokenAt(source, at)?.token;
  return before !== undefined && before.start < at && at < before.end;
}

/** A comment that keeps findings of that kind from being reported in the whole file. */
export function suppressInFile({ code, range }: Finding): Fix | undefined {
  if (code === unusedSuppression.code) return undefined;
  const { source } = range;
  // The first line may say what the file is, and then has to stay the first.
  const isMarked = /^(?:#!|\/\/!|!!)/.test(source.text) && source.lineAt(range.start) > 0;
  const at = isMarked ? source.lineStart(1) : 0;
  return {
    title: `Suppress '${code}' for this file`,
    edits: [
      {
        range: { source, start: at, end: at },
        newText: `# kamailio-lint-disable ${code}${lineEndOf(source)}`,
      },
    ],
    isSafe: false,
  };
}

function lineEndOf({ text }: SourceText): string {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}
