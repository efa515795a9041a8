/** What a suite says about itself, however it was run. */
export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The environment variable that names the file a suite writes its result to, when it has run to its end. */
export const RESULT_VARIABLE = 'KAMAILIO_TESTS_RESULT';

/** Set to `1`, everything a suite would leave out because something is missing fails instead. */
export const REQUIRE_ALL_VARIABLE = 'KAMAILIO_TESTS_REQUIRE_ALL';
