import type { DispatcherList } from '../list.ts';
import { runsOfSets } from './set-runs.ts';

/** Lines that can be folded away below the first of them; counted from 0, both included. */
export interface ListFolding {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'code' | 'comment';
}

/** What can be folded in a list: the lines of a set that follow each other, and comments of several lines. */
export function foldList(list: DispatcherList): ListFolding[] {
  const { source, comments } = list;
  const foldings: ListFolding[] = runsOfSets(list).map(({ entries }) => ({
    startLine: entries[0].line,
    endLine: source.lineAt((entries.at(-1) ?? entries[0]).end),
    kind: 'code',
  }));
  const lines = [...new Set(comments.map(({ start }) => source.lineAt(start)))];
  let first = 0;
  for (let index = 0; index < lines.length; index++) {
    if (lines[index + 1] === lines[index]! + 1) continue;
    foldings.push({ startLine: lines[first]!, endLine: lines[index]!, kind: 'comment' });
    first = index + 1;
  }
  return foldings.filter(({ startLine, endLine }) => endLine > startLine).sort((a, b) => a.startLine - b.startLine);
}
