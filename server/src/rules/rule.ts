import type { Analysis } from '../semantic/analysis.ts';
import type { Fix, RelatedPlace, Severity } from '../semantic/problem.ts';
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
  /** How else it is mended, where one edit of the range will not do. */
  readonly fix?: Fix;
}

/** What a rule's page tells beyond its summary and advice. */
export interface RuleDocumentation {
  /** What Kamailio does then, and what that costs; Markdown, a few sentences. */
  readonly why: string;
  /** A small configuration that has the finding. Further files follow lines `--- name`, as the first one's does then. */
  readonly wrong: string;
  /** The same configuration, mended. */
  readonly right: string;
}

/**
 * One kind of finding. A rule stays silent where it cannot know: a value from the environment, a file out of reach.
 * `error` means that Kamailio itself would refuse to start.
 */
export interface Rule {
  /** Kebab-case, never reused for something else. */
  readonly code: string;
  readonly severity: Severity;
  readonly category:
    | 'preprocessor'
    | 'modules'
    | 'calls'
    | 'routes'
    | 'expressions'
    | 'settings'
    | 'dispatcher'
    | 'replication'
    | 'operations';
  /** One line: what the finding means. */
  readonly summary: string;
  /** One line: how to mend it. */
  readonly advice: string;
  readonly documentation?: RuleDocumentation;
  check(analysis: Analysis, report: (finding: RuleFinding) => void): void;
}
