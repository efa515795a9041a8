/** What the extension host calls to run a suite. It is bundled, so nothing here may rely on `import.meta`. */
import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { follow, RESULT_VARIABLE } from '../../../tools/suite-result.ts';

/** Runs the bundled test files of the suite that KAMAILIO_EDITOR_SUITE names; rejects when one fails. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const suite = process.env.KAMAILIO_EDITOR_SUITE ?? '';
  const lines: string[] = [];
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, reporter: Mocha.reporters.Base });
  for (const file of globSync(path.join(__dirname, '../suites', suite, '*.test.cjs')).sort()) mocha.addFile(file);
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    const result = follow(runner);
    runner.on('pass', (test) => lines.push(`  ✔ ${test.fullTitle()} (${test.duration ?? 0} ms)`));
    runner.on('pending', (test) => lines.push(`  - ${test.fullTitle()}`));
    runner.on('fail', (test, error: Error) => {
      lines.push(`  ✘ ${test.fullTitle()}\n${(error.stack ?? error.message).replace(/^/gm, '      ')}`);
    });
    runner.once('end', () => {
      writeFileSync(process.env[RESULT_VARIABLE] ?? '', JSON.stringify({ ...result(), lines }));
    });
  });
  if (failures > 0) throw new Error(`${failures} test(s) failed`);
}
