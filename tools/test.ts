/**
 * Builds, then runs the suites in order, names what failed once more and sums them up in one line.
 * Usage: test.ts [SUITE…] [-- ARGUMENTS FOR THE SUITE]; without a suite, all of them.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildAll } from './build.ts';
import { projectPath, runProgram } from './project.ts';
import { RESULT_VARIABLE, type SuiteResult } from './suite-result.ts';

const SUITES = ['unit', 'lsp', 'editor', 'corpus', 'live'];
/** The suites that need what the build makes. */
const NEEDS_BUILD = new Set(['lsp']);

const args = process.argv.slice(2);
const chosen = args.filter((arg) => SUITES.includes(arg));
const passedOn = args.filter((arg) => !SUITES.includes(arg));
const suites = chosen.length > 0 ? chosen : SUITES;

const folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-tests-'));
const total = { passed: 0, skipped: 0, failures: [] as string[] };
try {
  if (suites.some((suite) => NEEDS_BUILD.has(suite))) await buildAll();
  for (const suite of suites) add(suite, await runSuite(suite));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of total.failures) console.log(`FAILED ${failure}`);
console.log(`${total.passed} passed, ${total.failures.length} failed, ${total.skipped} skipped`);
if (total.failures.length > 0) process.exitCode = 1;

/** Answers what the suite wrote at its end; a suite that ended without a result, or against it, counts as failed. */
async function runSuite(suite: string): Promise<SuiteResult> {
  console.log(`\n=== ${suite}`);
  const resultFile = path.join(folder, `${suite}.json`);
  const script = suite === 'editor' ? ['test/editor/run.ts'] : ['tools/mocha-suite.ts', suite];
  const code = await runProgram(process.execPath, [projectPath(script[0] ?? ''), ...script.slice(1), ...passedOn], {
    [RESULT_VARIABLE]: resultFile,
  });
  let result: SuiteResult;
  try {
    result = JSON.parse(readFileSync(resultFile, 'utf8')) as SuiteResult;
  } catch {
    return { passed: 0, skipped: 0, failures: [`ended with exit code ${code}, its result not written`] };
  }
  if (code === 0 || result.failures.length > 0) return result;
  return { ...result, failures: [`exit code ${code} although no test failed`] };
}

function add(suite: string, result: SuiteResult): void {
  console.log(`${suite}: ${result.passed} ok, ${result.failures.length} not ok, ${result.skipped} left out`);
  total.passed += result.passed;
  total.skipped += result.skipped;
  total.failures.push(...result.failures.map((failure) => `${suite}: ${failure}`));
}
