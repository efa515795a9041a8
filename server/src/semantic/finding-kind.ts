import type { KamailioVersion, Lifespan } from '../catalog/versions.ts';
import type { Severity } from './problem.ts';

/** What the page of a kind of finding tells beyond its summary and advice. */
export interface FindingDocumentation {
  /** What Kamailio does then, and what that costs; Markdown, a few sentences. */
  readonly why: string;
  /**
   * A small configuration, or list of destinations, that has the finding. Further files follow lines `--- name`, as the
   * first one's does then; the first is the one that is read.
   */
  readonly wrong: string;
  /** The same, mended: it has no finding of severity error or warning. */
  readonly right: string;
  /** The version that the two are checked with; 5.6 unless said otherwise. */
  readonly version?: KamailioVersion;
}

/** One kind of finding, as people choose, switch off and look it up. */
export interface FindingKind {
  /** Kebab-case, never reused for something else. */
  readonly code: string;
  /** `error` means that Kamailio itself would refuse to start, or to take a list of destinations. */
  readonly severity: Severity;
  readonly category: FindingCategory;
  /** One line: what the finding means. */
  readonly summary: string;
  /** One line: how to mend it. */
  readonly advice: string;
  readonly documentation: FindingDocumentation;
  /** The versions that can have it, where that is not all of them. */
  readonly versions?: Lifespan;
}

export type FindingCategory =
  | 'text'
  | 'preprocessor'
  | 'modules'
  | 'calls'
  | 'routes'
  | 'expressions'
  | 'settings'
  | 'dispatcher'
  | 'replication'
  | 'operations'
  | 'lists'
  | 'suppression';
