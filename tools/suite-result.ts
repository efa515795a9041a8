import type { Runner } from 'mocha';

/** What a suite says about itself, however it was run. */
export interface SuiteResult {
  readonly passed: number;
  readonly skipped: number;
  /** Each test that failed, with what it says. */
  readonly failures: readonly string[];
}

/** The environment variable that names the file a suite writes its result to, when it has run to its end. */
export const RESULT_VARIABLE = 'KAMAILIO_TESTS_RESULT';

/** Set to `1`, everything a suite would leave out because something is missing fails instead. */
export const REQUIRE_ALL_VARIABLE = 'KAMAILIO_TESTS_REQUIRE_ALL';

/** Follows a run that has not begun; the function answers what it came to so far. */
export function follow(runner: Runner): () => SuiteResult {
  const failures: string[] = [];
  runner.on('fail', (test, error: Error) => failures.push(`${test.fullTitle()}: ${error.message}`));
  return () => ({ passed: runner.stats?.passes ?? 0, skipped: runner.stats?.pending ?? 0, failures });
}
