import { readFileSync } from 'node:fs';
import { projectPath } from '../../tools/project.ts';
import type { SuiteResult } from '../../tools/suite-result.ts';
import type { HostSuite } from './suites.ts';

/** What a suite in an extension host writes at its end. */
export interface HostSuiteResult extends SuiteResult {
  /** The report, one entry a test. */
  readonly lines: readonly string[];
}

/** A real VS Code with the packaged extension installed, ready to run suites. */
export interface HostRunner {
  readonly run: (suite: HostSuite) => Promise<HostSuiteResult>;
  readonly dispose: () => Promise<void>;
}

/** The bundled function that the extension host calls. */
export const SUITE_ENTRY = projectPath('out/editor-tests/extension-host/run-suite.cjs');

/** An extension of its own with nothing in it, so that the one under test is the installed package and no other. */
export const TEST_EXTENSION = projectPath('test/editor/test-extension');

/** The variable that tells the extension host which suite to run. */
export const SUITE_VARIABLE = 'KAMAILIO_EDITOR_SUITE';

/**
 * Reads what a suite wrote. An extension host that is killed also reports success, so that only a complete result
 * counts.
 */
export function readResult(file: string): HostSuiteResult {
  const result = JSON.parse(readFileSync(file, 'utf8')) as HostSuiteResult;
  if (result.passed + result.failures.length + result.skipped === 0) throw new Error('the suite ran no test');
  return result;
}
