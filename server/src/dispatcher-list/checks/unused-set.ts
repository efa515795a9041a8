import { setIdOf } from '../entry-values.ts';
import type { ListCheck } from './list-check.ts';
import { isUnused } from './shared/configurations.ts';

export const unusedSet: ListCheck = {
  code: 'list-unused-set',
  severity: 'hint',
  category: 'lists',
  summary: 'No configuration that loads the list uses this set.',
  advice: 'Use the set in ds_select_dst() or its kin, or remove its lines.',
  check(reading, report) {
    const seen = new Set<number>();
    for (const entry of reading.list.entries) {
      const setId = setIdOf(entry);
      // A line without a set id is reported as such.
      if (setId === undefined || entry.setId.text === '' || seen.has(setId)) continue;
      seen.add(setId);
      if (isUnused(reading, setId)) report({ at: entry.setId, message: `no configuration uses set ${setId}` });
    }
  },
};
