import type { SourceRange } from '../syntax/source-text.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Another place that a finding speaks of. */
export interface RelatedPlace {
  readonly range: SourceRange;
  readonly message: string;
}

/** Something to report, in whichever file of the program it stands. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: SourceRange;
  readonly related?: readonly RelatedPlace[];
  /** What should stand in the place of the range, where that is sure. */
  readonly replacement?: string;
}
