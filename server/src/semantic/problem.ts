import type { SourceRange } from '../syntax/source-text.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Another place that a finding speaks of. */
export interface RelatedPlace {
  readonly range: SourceRange;
  readonly message: string;
}

/** An edit, or several in one or more files, that mends a finding. */
export interface Fix {
  /** What it does, as the menu of quick fixes shows it: `Load module 'xlog'`. */
  readonly title: string;
  readonly edits: readonly { readonly range: SourceRange; readonly newText: string }[];
  /** Whether it may be made unseen, together with all others: it leaves no doubt what was meant. */
  readonly isSafe: boolean;
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
  /** How else it is mended, where one edit of the range will not do. */
  readonly fix?: Fix;
}
