import type { SourceRange } from '../../syntax/source-text.ts';
import { attributeOf, numberOf, stateLetters } from '../entry-values.ts';
import type { DispatcherList, ListEntry } from '../list.ts';
import { headingOf, keyOf, runsOfSets, type SetRun } from './set-runs.ts';

/** An entry of a list's outline. */
export interface ListSymbol {
  /** Never empty. */
  readonly name: string;
  readonly detail: string | undefined;
  readonly kind: 'set' | 'destination';
  readonly range: SourceRange;
  /** Always inside `range`. */
  readonly selection: SourceRange;
  readonly children: readonly ListSymbol[];
}

/** The outline of a list: its sets, each time that lines of one follow each other, and their destinations. */
export function listSymbols(list: DispatcherList): ListSymbol[] {
  const totals = new Map<number | string, number>();
  for (const entry of list.entries) totals.set(keyOf(entry), (totals.get(keyOf(entry)) ?? 0) + 1);
  return runsOfSets(list).map((run) => symbolOfRun(list, run, totals.get(keyOf(run.entries[0])) ?? 0));
}

function symbolOfRun(list: DispatcherList, run: SetRun, total: number): ListSymbol {
  const { entries } = run;
  const [first] = entries;
  const last = entries.at(-1) ?? first;
  const setId = numberOf(first.setId);
  const size = entries.length === total ? String(total) : `${entries.length} of ${total}`;
  const details = [headingOf(list, run), `${size} ${total === 1 ? 'destination' : 'destinations'}`];
  const { source } = list;
  return {
    name: setId === undefined ? `Set ${first.setId.text}` : `Set ${setId}`,
    detail: details.filter((detail) => detail !== undefined).join(', '),
    kind: 'set',
    range: { source, start: first.start, end: last.end },
    selection: { source, start: first.setId.start, end: first.setId.end },
    children: entries.map((entry) => symbolOfEntry(list, entry)),
  };
}

function symbolOfEntry({ source }: DispatcherList, entry: ListEntry): ListSymbol {
  const { start, end, uri, flags, priority, comment } = entry;
  const state = numberOf(flags) ?? 0;
  const rank = numberOf(priority) ?? 0;
  const duid = attributeOf(entry, 'duid')?.value?.text;
  const details = [
    duid === '' ? undefined : duid,
    state === 0 ? undefined : stateLetters(state),
    rank === 0 ? undefined : `priority ${rank}`,
    comment && source.text.slice(comment.start, comment.end).replace(/^#+\s*/, ''),
  ].filter((detail) => detail !== undefined && detail !== '');
  return {
    name: uri?.text ?? '(no destination)',
    detail: details.length === 0 ? undefined : details.join(', '),
    kind: 'destination',
    range: { source, start, end },
    selection: { source, start: uri?.start ?? start, end: uri?.end ?? end },
    children: [],
  };
}
