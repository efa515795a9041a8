/**
 * Packs the extension, installs the package into a real VS Code and runs the suites in it: in one that is served to a
 * browser, or on the desktop's (VSCODE_TEST_ELECTRON=1, and wherever there is no Linux), which is downloaded.
 * Usage: run.ts [SUITE…]
 */
import { rmSync, writeFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import Mocha from 'mocha';
import { findChromium } from '../../tools/editor-host/browser.ts';
import { packageExtension } from '../../tools/package.ts';
import { projectPath } from '../../tools/project.ts';
import { follow, REQUIRE_ALL_VARIABLE, RESULT_VARIABLE, type SuiteResult } from '../../tools/suite-result.ts';
import type { HostRunner } from './host-runner.ts';
import { prepareBrowserRunner } from './in-browser.ts';
import { prepareElectronRunner } from './in-electron.ts';
import { HOST_SUITES } from './suites.ts';

const WORKBENCH = 'workbench';
const chosen = process.argv.slice(2);
const total = { passed: 0, skipped: 0, failures: [] as string[] };

const inElectron = process.env.VSCODE_TEST_ELECTRON === '1' || process.platform !== 'linux';
const chromium = findChromium();
if (!inElectron && chromium === undefined) {
  leaveOut('all suites', 'the program chromium');
} else {
  const vsix = await packageExtension();
  await bundleSuites();
  const runner = inElectron ? await prepareElectronRunner(vsix) : await prepareBrowserRunner(vsix, chromium ?? '');
  await runAll(runner);
  if (isChosen(WORKBENCH)) {
    if (inElectron) leaveOut(WORKBENCH, 'the browser-served editor, whose pages can be looked at');
    else await runWorkbenchTests();
  }
}

const resultFile = process.env[RESULT_VARIABLE];
if (resultFile !== undefined) writeFileSync(resultFile, JSON.stringify(total satisfies SuiteResult));
process.exit(total.failures.length > 0 ? 1 : 0);

function isChosen(name: string): boolean {
  return chosen.length === 0 || chosen.includes(name);
}

async function runAll(runner: HostRunner): Promise<void> {
  try {
    for (const suite of HOST_SUITES.filter(({ name }) => isChosen(name))) {
      console.log(`\n  ${suite.name}`);
      const started = performance.now();
      try {
        const result = await runner.run(suite);
        console.log(result.lines.join('\n'));
        add(result);
      } catch (error) {
        console.error(error);
        add({ passed: 0, skipped: 0, failures: [`${suite.name}: ${String(error)}`] });
      }
      console.log(`  (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    }
  } finally {
    await runner.dispose();
  }
}

/** The tests that look at the pages from outside; they run in this process. */
async function runWorkbenchTests(): Promise<void> {
  const mocha = new Mocha({ reporter: 'spec', timeout: 120_000 });
  for (const file of globSync('workbench/*.test.ts', { cwd: import.meta.dirname })) {
    mocha.addFile(path.join(import.meta.dirname, file));
  }
  await mocha.loadFilesAsync();
  await new Promise<void>((resolve) => {
    const result = follow(
      mocha.run(() => {
        add(result());
        resolve();
      }),
    );
  });
}

/** The extension host reads neither TypeScript nor modules of every kind: one bundle for each test file. */
async function bundleSuites(): Promise<void> {
  const outdir = projectPath('out/editor-tests');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: globSync(['suites/*/*.test.ts', 'extension-host/run-suite.ts'], { cwd: import.meta.dirname }).map(
      (file) => path.join(import.meta.dirname, file),
    ),
    outbase: import.meta.dirname,
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

function add(result: SuiteResult): void {
  total.passed += result.passed;
  total.skipped += result.skipped;
  total.failures.push(...result.failures);
}

function leaveOut(what: string, missing: string): void {
  const required = process.env[REQUIRE_ALL_VARIABLE] === '1';
  const said = `left out (${what}): ${missing}`;
  console.log(`    ${said}`);
  add({ passed: 0, skipped: required ? 0 : 1, failures: required ? [said] : [] });
}
