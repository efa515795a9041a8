import type { Severity } from '../semantic/problem.ts';

/** A place as the formats print it: lines and columns from 1, the end exclusive. */
export interface ReportedPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Another place that a finding speaks of, in whichever file. */
export interface ReportedRelation extends ReportedPlace {
  readonly path: string;
  readonly message: string;
}

/** One finding as the formats print it. */
export interface ReportedFinding extends ReportedPlace {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** Left out where there are none. */
  readonly related?: readonly ReportedRelation[];
}

/** A file with its findings in the order of the text. */
export interface ReportedFile {
  /** As given on the command line, or relative to the working folder. */
  readonly path: string;
  readonly diagnostics: readonly ReportedFinding[];
}
