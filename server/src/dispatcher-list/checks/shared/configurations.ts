/** What the configurations of a list say about it. */
import type { Analysis } from '../../../semantic/analysis.ts';
import { destinationSets } from '../../../semantic/destination-sets.ts';
import { nameOf } from '../../../semantic/symbols.ts';
import * as t from '../../../syntax/token-types.ts';
import type { Severity } from '../../../semantic/problem.ts';
import type { ListReading } from '../../list-reading.ts';

/** The text of a module parameter of the dispatcher; the last setting counts. `null` where it is not known. */
function parameterOf({ program }: Analysis, name: string): string | null | undefined {
  let value: string | null | undefined;
  for (const { module, parameter, valueToken, isExtended } of program.symbols.parameters) {
    if (parameter !== name || !module.split('|').includes('dispatcher')) continue;
    const isKnown = valueToken !== undefined && valueToken.tokenType !== t.Opaque && !isExtended;
    value = isKnown ? nameOf(valueToken) : null;
  }
  return value;
}

/** What it means that Kamailio passes a line over: it starts all the same, unless `ds_load_mode` is 1 everywhere. */
export function severityOfDropping({ configurations }: ListReading): Severity {
  const isStrict = configurations.every((analysis) => parameterOf(analysis, 'ds_load_mode') === '1');
  return configurations.length > 0 && isStrict ? 'error' : 'warning';
}

/** Whether the configurations take their destinations from a database and never read the list. */
export function isUnread({ configurations }: ListReading): boolean {
  return (
    configurations.length > 0 &&
    configurations.every((analysis) => !['', undefined].includes(parameterOf(analysis, 'db_url') ?? undefined))
  );
}

/** How the configurations choose destinations of a set. */
export interface SetUsage {
  readonly algorithms: ReadonlySet<number>;
  /** Whether there is a configuration and none may use another algorithm with this set. */
  readonly isComplete: boolean;
}

export function usageOf({ configurations }: ListReading, setId: number): SetUsage {
  const algorithms = new Set<number>();
  let isComplete = configurations.length > 0;
  for (const { program } of configurations) {
    const sets = destinationSets(program);
    if (!sets.isComplete) isComplete = false;
    for (const use of sets.uses) {
      if (use.setId !== setId || use.purpose !== 'select') continue;
      if (typeof use.algorithm === 'number') {
        if (use.isActive) algorithms.add(use.algorithm);
        else isComplete = false;
      } else if (use.algorithm === 'unknown') {
        isComplete = false;
      }
    }
  }
  return { algorithms, isComplete };
}

/** Whether a set is surely of no use to any configuration. */
export function isUnused({ configurations }: ListReading, setId: number): boolean {
  if (configurations.length === 0) return false;
  return configurations.every(({ program }) => {
    const sets = destinationSets(program);
    // Without a set, `ds_is_from_list()` looks through all of them.
    const looksAtAll = program.symbols.calls.some(
      ({ name, node }) => name === 'ds_is_from_list' && node.arguments.length === 0,
    );
    if (!sets.isComplete || looksAtAll) return false;
    return sets.uses.length > 0 && sets.uses.every((use) => use.setId !== setId && use.setId >= 0);
  });
}
