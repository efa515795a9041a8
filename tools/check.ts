/** Everything that can be said about the source without running it: types, lint, format, unused, spelling. All of it, then the verdict. */
import { runProgram } from './project.ts';

const CHECKS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['types', 'tsc', '-p', '.'],
  ['types of the web view', 'tsc', '-p', 'client/src/views/dashboard/webview'],
  ['lint', 'eslint', '--max-warnings', '0', '.'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['unused', 'knip'],
  // The dictionaries that come with it for programmers let American spellings and fragments of code pass.
  ['spelling', 'cspell', 'lint', '--no-default-configuration', '--no-progress', '--no-summary'],
];

const failed: string[] = [];
for (const [name, command, ...args] of CHECKS) {
  const started = performance.now();
  const code = await runProgram(command ?? '', args);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
