import type { Analysis } from '../semantic/analysis.ts';
import type { ListReading } from './list-reading.ts';

/** Lists and the configurations that name them, as far as they hang together: what shares the numbers of sets. */
export interface ListGroup {
  readonly configurations: readonly Analysis[];
  readonly lists: readonly ListReading[];
}
