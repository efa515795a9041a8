/** State changes of destinations in one sentence, however many they are. No editor. */
import type { StateChange } from '../../live/types.ts';
import { count } from './words.ts';

/** What the first letter of the state says. */
const WORDS: Readonly<Record<string, string>> = { A: 'active', I: 'inactive', D: 'disabled', T: 'trying' };

/** How many destinations a sentence names one by one. */
const MOST_NAMED = 2;

export interface ChangeSummary {
  readonly message: string;
  /** Whether some destination takes no calls any more. */
  readonly isBad: boolean;
}

/** What is told of the changes of one server; undefined where calls go on as before: only the probing changed. */
export function summariseChanges(server: string, changes: readonly StateChange[]): ChangeSummary | undefined {
  const last = new Map<string, StateChange>();
  for (const change of changes) {
    const key = `${change.setId} ${change.uri}`;
    // What went down and came up again in the meantime is told as it is now, against what it was at first.
    last.set(key, { ...change, from: last.has(key) ? last.get(key)?.from : change.from });
  }
  const told = [...last.values()].filter(({ from, to }) => wordOf(from) !== wordOf(to));
  if (told.length === 0) return undefined;
  const isBad = told.some(({ from, to }) => wordOf(from) === 'active' && wordOf(to) !== 'active');
  if (told.length <= MOST_NAMED) {
    const parts = told.map(({ uri, setId, to }) => `${uri} (set ${setId}) is ${wordOf(to)}`);
    return { message: `${server}: ${parts.join(', ')} now.`, isBad };
  }
  const byState = new Map<string, number>();
  for (const { to } of told) byState.set(wordOf(to), (byState.get(wordOf(to)) ?? 0) + 1);
  const parts = [...byState].map(([word, number]) => `${number} ${word}`);
  return {
    message: `${server}: ${count(told.length, 'destination', 'destinations')} changed: ${parts.join(', ')} now.`,
    isBad,
  };
}

function wordOf(letters: string | undefined): string {
  return letters === undefined ? 'gone' : (WORDS[letters.charAt(0)] ?? letters);
}
