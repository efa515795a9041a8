import type { Analysis } from '../semantic/analysis.ts';
import type { RelatedPlace, Severity } from '../semantic/problem.ts';
import type { SourceRange } from '../syntax/source-text.ts';

/** What a rule found, before code and severity are added. */
export interface RuleFinding {
  readonly range: SourceRange;
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  /** What should stand in the place of the range, where that is sure. */
  readonly replacement?: string;
}

/**
 * One kind of finding. A rule stays silent where it cannot know: a value from the environment, a file out of reach.
 * `error` means that Kamailio itself would refuse to start.
 */
export interface Rule {
  /** Kebab-case, never reused for something else. */
  readonly code: string;
  readonly severity: Severity;
  readonly category: 'preprocessor' | 'modules' | 'calls' | 'routes' | 'expressions' | 'settings';
  /** One line: what the finding means. */
  readonly summary: string;
  /** One line: how to mend it. */
  readonly advice: string;
  check(analysis: Analysis, report: (finding: RuleFinding) => void): void;
}
