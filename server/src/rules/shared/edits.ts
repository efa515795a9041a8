import type { SourceRange } from '../../syntax/source-text.ts';

/** The lines that a stretch of text fills, with their end; nothing where something else stands in them. */
export function wholeLines({ source, start, end }: SourceRange): SourceRange | undefined {
  const from = source.lineStart(source.lineAt(start));
  const to = source.lineStart(source.lineAt(end) + 1);
  const around = source.text.slice(from, start) + source.text.slice(end, to).replace(/^[ \t]*;/, '');
  return around.trim() === '' ? { source, start: from, end: to } : undefined;
}
