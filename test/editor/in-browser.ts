/** Runs suites in the extension host of a VS Code that is served to a browser. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startBrowser } from '../../tools/editor-host/browser.ts';
import { installEditorHost } from '../../tools/editor-host/install.ts';
import { EditorHome, EditorServer, installVsix } from '../../tools/editor-host/server.ts';
import { projectPath } from '../../tools/project.ts';
import { RESULT_VARIABLE } from '../../tools/suite-result.ts';
import { readResult, SUITE_ENTRY, SUITE_VARIABLE, TEST_EXTENSION, type HostRunner } from './host-runner.ts';

/** How long a whole suite may take, in milliseconds: a hung editor must not hang the run. */
const SUITE_LIMIT_MS = 300_000;

/** Installs the package into a fresh editor. */
export async function prepareBrowserRunner(vsix: string, chromium: string): Promise<HostRunner> {
  const host = await installEditorHost();
  const home = new EditorHome();
  installVsix(host, home, vsix);
  return {
    run: async (suite) => {
      const folder = path.join(home.folder, suite.name);
      const resultFile = path.join(home.folder, `${suite.name}.json`);
      mkdirSync(folder);
      suite.fill(folder);
      const server = await EditorServer.start({
        host,
        home,
        trusted: suite.trusted,
        automated: true,
        settings: { 'security.workspace.trust.startupPrompt': 'never' },
        env: { [SUITE_VARIABLE]: suite.name, [RESULT_VARIABLE]: resultFile },
      });
      const browser = await startBrowser(chromium, home, `chromium-${suite.name}`);
      const page = browser.pages()[0] ?? (await browser.newPage());
      try {
        await new Promise<void>((resolve, reject) => {
          const limit = setTimeout(() => {
            reject(new Error(`The suite ${suite.name} did not end.`));
          }, SUITE_LIMIT_MS);
          const start = async (): Promise<void> => {
            // The page tells of its run through these two functions.
            await page.exposeFunction('codeAutomationLog', () => undefined);
            await page.exposeFunction('codeAutomationExit', () => {
              clearTimeout(limit);
              resolve();
            });
            await page.goto(
              server.address(folder, undefined, [
                ['extensionDevelopmentPath', server.remote(TEST_EXTENSION)],
                ['extensionTestsPath', server.remote(SUITE_ENTRY)],
                ['skipWelcome', 'true'],
                ['skipReleaseNotes', 'true'],
              ]),
            );
          };
          start().catch(reject);
        });
        return readResult(resultFile);
      } catch (error) {
        await page.screenshot({ path: projectPath(`out/failed-${suite.name}.png`) }).catch(() => undefined);
        throw error;
      } finally {
        await browser.close();
        await server.stop();
      }
    },
    dispose: () => {
      home.remove();
      return Promise.resolve();
    },
  };
}
