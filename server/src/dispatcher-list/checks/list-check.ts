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
 * One kind of finding in a list of destinations. `error` means that Kamailio does not start with the list and keeps
 * the one before when it is told to reload. A check stays silent where a template or the machine decides.
 */
export interface ListCheck {
  /** Kebab-case, begins with `list-`, never reused for something else. */
  readonly code: string;
  readonly severity: Severity;
  /** One line: what the finding means. */
  readonly summary: string;
  /** One line: how to mend it. */
  readonly advice: string;
  check(reading: ListReading, report: (finding: ListFinding) => void): void;
}
