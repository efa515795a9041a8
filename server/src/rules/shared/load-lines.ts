import type { Analysis } from '../../semantic/analysis.ts';
import type { Fix } from '../../semantic/problem.ts';
import { isVerbatim } from '../../semantic/string-place.ts';
import type { LoadedModule } from '../../semantic/symbols.ts';
import type { Item } from '../../syntax/item-reader.ts';
import type { SourceRange, SourceText } from '../../syntax/source-text.ts';
import { neededModules } from './module-needs.ts';
import { factsOf } from './program-facts.ts';

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
  return line && insertLoading(name, before, line, line.range.start);
}

/**
 * Loads a module whose functions or parameters an item uses: before the first module that needs it there, else behind the
 * last one that is loaded before the item and under no condition.
 */
export function fixByLoadingFor(analysis: Analysis, name: string, item: Item): Fix | undefined {
  const { program } = analysis;
  const facts = factsOf(analysis);
  const user = neededModules(analysis).find(({ needs, isBefore }) => isBefore && needs === name)?.user;
  if (user) return user.position < facts.position(item) ? fixByLoading(name, user.module) : undefined;
  const isConditional = ({ source, start }: SourceRange): boolean =>
    program.preprocessed.conditionals.some(
      ({ open, close }) => open.source === source && open.start < start && (close === undefined || start < close.start),
    );
  const last = program.symbols.modules.findLast(
    (module) => facts.position(module.item) < facts.position(item) && lineOf(module) && !isConditional(module.token),
  );
  const line = last && lineOf(last);
  return line && insertLoading(name, last, line, line.range.end);
}

function insertLoading(name: string, model: LoadedModule, line: LoadLine, place: number): Fix | undefined {
  const { image } = model.token;
  const at = image.lastIndexOf(model.name);
  if (at < 0) return undefined;
  const literal = image.slice(0, at) + name + image.slice(at + model.name.length);
  const indent = /^[ \t]*/.exec(line.text)?.[0] ?? '';
  const lineEnd = /\r?\n$/.exec(line.text)?.[0];
  const isBehindAll = place === line.range.end && lineEnd === undefined;
  const text = `${indent}loadmodule ${literal}`;
  return {
    title: `Load module '${name}'`,
    edits: [
      {
        range: { ...line.range, start: place, end: place },
        newText: isBehindAll ? `\n${text}` : `${text}${lineEnd ?? '\n'}`,
      },
    ],
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
