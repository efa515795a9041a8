import { numberOf } from '../entry-values.ts';
import type { DispatcherList, ListEntry } from '../list.ts';

/** Lines of one set that follow each other; comments and empty lines may stand between them. */
export interface SetRun {
  readonly entries: readonly [ListEntry, ...ListEntry[]];
}

/** The stretches of a list that belong to one set each, in the order of the text. */
export function runsOfSets({ entries }: DispatcherList): SetRun[] {
  const runs: [ListEntry, ...ListEntry[]][] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    if (run && keyOf(run[0]) === keyOf(entry)) run.push(entry);
    else runs.push([entry]);
  }
  return runs.map((run) => ({ entries: run }));
}

/** What two lines of one set share: its number, or the text where a template writes it. */
export function keyOf({ setId }: ListEntry): number | string {
  return numberOf(setId) ?? setId.text;
}

/** The words of the comment right above a run, of its last line that has any. */
export function headingOf({ source, comments }: DispatcherList, { entries }: SetRun): string | undefined {
  let line = entries[0].line;
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.start < entries[0].start) low = middle + 1;
    else high = middle;
  }
  for (let index = low - 1; index >= 0; index--) {
    const { start, end } = comments[index]!;
    if (source.lineAt(start) !== line - 1) return undefined;
    line--;
    const words = source.text.slice(start, end).replace(/^[#\s=*-]+|[#\s=*-]+$/g, '');
    if (/[\p{L}\p{N}]/u.test(words)) return words;
  }
  return undefined;
}
