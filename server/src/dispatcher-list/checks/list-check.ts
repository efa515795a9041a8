import type { FindingKind } from '../../semantic/finding-kind.ts';
import type { RelatedPlace, Severity } from '../../semantic/problem.ts';
import type { ListReading } from '../list-reading.ts';
import type { Span } from '../list.ts';

/** What a check found, before code and severity are added. */
export interface ListFinding {
  readonly at: Span;
  readonly message: string;
  /** Where it differs from the check's own. */
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  /** What should stand in the place of the range, where that is sure. */
  readonly replacement?: string;
}

/**
 * One kind of finding in a list of destinations; its code begins with `list-`. `error` means that Kamailio does not
 * start with the list and keeps the one before when it is told to reload. A check stays silent where a template or the
 * machine decides.
 */
export interface ListCheck extends FindingKind {
  readonly category: 'lists';
  check(reading: ListReading, report: (finding: ListFinding) => void): void;
}
