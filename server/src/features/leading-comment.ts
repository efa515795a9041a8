import type { SourceText } from '../syntax/source-text.ts';

/** Lines beyond which a comment is a licence rather than an explanation. */
const MOST_LINES = 40;

/**
 * The text of the comments that stand right above a place, without their marks: what its author says of it. A blank line
 * ends them; lines that only draw a line are left out.
 */
export function leadingComment(source: SourceText, offset: number): string | undefined {
  const lines: string[] = [];
  let isInBlock = false;
  for (let number = source.lineAt(offset) - 1; number >= 0 && lines.length <= MOST_LINES; number--) {
    const line = source.text.slice(source.lineStart(number), source.lineStart(number + 1)).trim();
    if (isInBlock) {
      const start = line.indexOf('/*');
      lines.push((start < 0 ? line : line.slice(start + 2)).replace(/^\*+/, ''));
      isInBlock = start < 0;
      continue;
    }
    const block = /^(.*)\*\/$/.exec(line);
    if (block) {
      const text = block[1] ?? '';
      const start = text.lastIndexOf('/*');
      if (start > 0) break;
      isInBlock = start < 0;
      lines.push(start < 0 ? text : text.slice(start + 2));
      continue;
    }
    const comment = /^(?:#(?!!)|\/\/(?!!))(.*)$/.exec(line);
    if (!comment) break;
    lines.push(comment[1] ?? '');
  }
  if (isInBlock || lines.length > MOST_LINES) return undefined;
  const text = lines
    .reverse()
    .map((line) => line.replace(/^[#*/\s]+|(?:[#/]|\*{2,}|\s)+$/g, '').replace(/^[-=~_]{3,}\s*|\s*[-=~_]{3,}$/g, ''))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return text === '' ? undefined : text;
}
