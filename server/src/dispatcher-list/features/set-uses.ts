import { destinationSets, type SetUse } from '../../semantic/destination-sets.ts';
import type { ListReading } from '../list-reading.ts';

/** What the configurations of a list say of one of its sets. */
export interface UsesOfSet {
  /** In active text first. */
  readonly uses: readonly SetUse[];
  /** Whether no other use can be hidden in a variable or a script. */
  readonly isComplete: boolean;
  /** The algorithms that choose a destination of it, as far as they are known. */
  readonly algorithms: readonly number[];
}

/** The places of the configurations that name a set. */
export function usesOfSet({ configurations }: ListReading, setId: number): UsesOfSet {
  const sets = configurations.map(({ program }) => destinationSets(program));
  const found = sets.flatMap(({ uses }) => uses.filter((use) => use.setId === setId || use.setId < 0));
  // A file that several configurations include is named once.
  const uses = [...new Map(found.map((use) => [`${use.range.source.uri} ${use.range.start}`, use])).values()];
  const algorithms = uses.flatMap(({ algorithm, isActive }) =>
    typeof algorithm === 'number' && isActive ? [algorithm] : [],
  );
  return {
    uses: uses.toSorted((a, b) => Number(b.isActive) - Number(a.isActive)),
    isComplete: sets.length > 0 && sets.every(({ isComplete }) => isComplete),
    algorithms: [...new Set(algorithms)].sort((a, b) => a - b),
  };
}
