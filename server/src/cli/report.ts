import type { Severity } from '../semantic/problem.ts';

/** One finding as the formats print it: lines and columns from 1, the end exclusive. */
export interface ReportedFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A file with its findings in the order of the text. */
export interface ReportedFile {
  /** As given on the command line, or relative to the working folder. */
  readonly path: string;
  readonly diagnostics: readonly ReportedFinding[];
}
