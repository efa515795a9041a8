import type { Analysis } from '../semantic/analysis.ts';
import type { FindingKind } from '../semantic/finding-kind.ts';
import type { Fix, RelatedPlace, Severity } from '../semantic/problem.ts';
import type { SourceRange } from '../syntax/source-text.ts';

/** What a rule found, before code and severity are added. */
export interface RuleFinding {
  readonly range: SourceRange;
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  /** What most likely should stand in the place of the range; offered as a quick fix, never made unasked. */
  readonly replacement?: string;
  /** How else it is mended, where one edit of the range will not do, or where the edit may be made unasked. */
  readonly fix?: Fix;
}

/**
 * One kind of finding. A rule stays silent where it cannot know: a value from the environment, a file out of reach.
 * `error` means that Kamailio itself would refuse to start.
 */
export interface Rule extends FindingKind {
  check(analysis: Analysis, report: (finding: RuleFinding) => void): void;
}
