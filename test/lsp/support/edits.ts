import type { TextEdit } from 'vscode-languageserver/node.js';
import { SourceText } from '../../../server/src/syntax/source-text.ts';

/** A text after the edits that a server answered with, made as an editor makes them. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const source = new SourceText('test:text', text);
  const placed = edits.map(({ range, newText }) => ({
    start: source.offsetAt(range.start),
    end: source.offsetAt(range.end),
    newText,
  }));
  // From the end on, so that the places before stay true.
  placed.sort((a, b) => b.start - a.start);
  return placed.reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}
