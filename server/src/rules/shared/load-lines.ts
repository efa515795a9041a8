import type { Fix } from '../../semantic/problem.ts';
import { isVerbatim } from '../../semantic/string-place.ts';
import type { LoadedModule } from '../../semantic/symbols.ts';
import type { SourceRange, SourceText } from '../../syntax/source-text.ts';

/** The line of a `loadmodule`, if nothing else stands on it but a comment. */
interface LoadLine {
  readonly text: string;
  /** With the line's end. */
  readonly range: SourceRange;
}

function lineOf({ token }: LoadedModule): LoadLine | undefined {
  if (!isVerbatim(token)) return undefined;
  const { source } = token;
  const { line } = source.positionAt(token.start);
  const start = source.lineStart(line);
  const end = endOfLine(source, start);
  const text = source.text.slice(start, end);
  const isAlone = /^[ \t]*loadmodulex?[ \t(]*("[^"\n]*"|'[^'\n]*')[ \t);]*(?:#[^\n]*|\/\/[^\n]*)?\r?\n?$/.test(text);
  return isAlone ? { text, range: { source, start, end } } : undefined;
}

function endOfLine(source: SourceText, start: number): number {
  const end = source.text.indexOf('\n', start);
  return end < 0 ? source.text.length : end + 1;
}

/** Loads a module right before another one, with the path and ending that the other one is written with. */
export function fixByLoading(name: string, before: LoadedModule): Fix | undefined {
  const line = lineOf(before);
  const at = before.token.image.lastIndexOf(before.name);
  if (!line || at < 0) return undefined;
  const { image } = before.token;
  const literal = image.slice(0, at) + name + image.slice(at + before.name.length);
  const indent = /^[ \t]*/.exec(line.text)?.[0] ?? '';
  const range = { ...line.range, end: line.range.start };
  return {
    title: `Load module '${name}'`,
    edits: [{ range, newText: `${indent}loadmodule ${literal}${/\r?\n$/.exec(line.text)?.[0] ?? '\n'}` }],
    isSafe: false,
  };
}

/** Moves a `loadmodule` up before another one; only where no condition begins or ends between the two. */
export function fixByMoving(late: LoadedModule, before: LoadedModule): Fix | undefined {
  const from = lineOf(late);
  const to = lineOf(before);
  if (!from || to?.range.source !== from.range.source || to.range.start >= from.range.start) return undefined;
  if (/^[ \t]*(?:#!|!!)/m.test(from.range.source.text.slice(to.range.start, from.range.start))) return undefined;
  return {
    title: `Load module '${late.name}' before '${before.name}'`,
    edits: [
      { range: { ...to.range, end: to.range.start }, newText: from.text.endsWith('\n') ? from.text : `${from.text}\n` },
      { range: from.range, newText: '' },
    ],
    isSafe: false,
  };
}
