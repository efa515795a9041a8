/** Runs suites in a desktop VS Code, which is downloaded. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { projectPath } from '../../tools/project.ts';
import { RESULT_VARIABLE } from '../../tools/suite-result.ts';
import { readResult, SUITE_ENTRY, SUITE_VARIABLE, TEST_EXTENSION, type HostRunner } from './host-runner.ts';

/** Installs the package into a fresh editor. */
export async function prepareElectronRunner(vsix: string): Promise<HostRunner> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'kamailio-editor-'));
  const folders = [`--user-data-dir=${path.join(home, 'user')}`, `--extensions-dir=${path.join(home, 'extensions')}`];
  const program = await downloadAndUnzipVSCode({ cachePath: projectPath('node_modules/.cache/vscode-test') });
  const [cli = '', ...cliArguments] = resolveCliArgsFromVSCodeExecutablePath(program);
  const installed = spawnSync(
    cli,
    [...cliArguments.filter((a) => !a.includes('-dir=')), ...folders, '--install-extension', vsix],
    {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  );
  if (installed.status !== 0) throw new Error(`the package was not installed\n${installed.stderr}`);
  return {
    run: async (suite) => {
      const folder = path.join(home, suite.name);
      const resultFile = path.join(home, `${suite.name}.json`);
      mkdirSync(folder);
      suite.fill(folder);
      await runTests({
        vscodeExecutablePath: program,
        extensionDevelopmentPath: TEST_EXTENSION,
        extensionTestsPath: SUITE_ENTRY,
        extensionTestsEnv: { [SUITE_VARIABLE]: suite.name, [RESULT_VARIABLE]: resultFile },
        launchArgs: [folder, ...folders, '--skip-welcome', ...(suite.trusted ? ['--disable-workspace-trust'] : [])],
      }).catch(() => {
        // A test failed, or the editor did: the result, when there is one, says which.
      });
      return readResult(resultFile);
    },
    dispose: () => {
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
      return Promise.resolve();
    },
  };
}
