import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { poll } from '../../../tools/deployment/poll.ts';
import { findChromium, startBrowser } from '../../../tools/editor-host/browser.ts';
import { installEditorHost } from '../../../tools/editor-host/install.ts';
import { EditorHome, EditorServer, installVsix } from '../../../tools/editor-host/server.ts';
import { vsixPath } from '../../../tools/package.ts';
import { projectPath } from '../../../tools/project.ts';
import { FakeProgram } from '../extension-host/fake-program.ts';

const CONFIGURATION = [
  '#!KAMAILIO',
  'loadmodule "tm.so"',
  'loadmodule "acme.so"',
  'modparam("tm", "failover_reply_codes", "500")',
  'modparam("acme", "tariff", 1)',
  'request_route {',
  '\tt_relay();',
  '}',
  '',
];
const FAULTY = '{\n  "name": "acme",\n  "parameters": [{ "name": "tariff", "type": "int" }]\n}\n';
const README =
  '1. Overview\n\n   Others say.\n\n2. Parameters\n\n2.1. failover_reply_codes (str)\n\n   Others say more.\n';

describe('the version in the editor', () => {
  const home = new EditorHome();
  const program = new FakeProgram('5.6.3');
  const folder = path.join(home.folder, 'project');
  const file = path.join(folder, 'kamailio.cfg');
  const description = path.join(folder, 'kamailio-modules/acme.json');
  const settings = path.join(folder, '.vscode/settings.json');
  let server: EditorServer;
  let browser: BrowserContext;
  let page: Page;

  before(async () => {
    for (const name of ['.vscode', 'kamailio-modules', 'docs/modules'])
      mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(file, CONFIGURATION.join('\n'));
    writeFileSync(description, FAULTY);
    writeFileSync(path.join(folder, 'docs/modules/README.tm'), README);
    writeFileSync(
      settings,
      JSON.stringify({ 'kamailio.catalogue.extra': ['kamailio-modules'], 'kamailio.catalogue.source': 'docs' }),
    );
    const host = await installEditorHost();
    installVsix(host, home, vsixPath());
    mkdirSync(projectPath('out'), { recursive: true });
    server = await EditorServer.start({
      host,
      home,
      trusted: true,
      automated: false,
      settings: {
        'workbench.colorTheme': 'Default Dark Modern',
        'workbench.reduceMotion': 'on',
        'kamailio.program': program.file,
      },
    });
    browser = await startBrowser(findChromium() ?? '', home, 'chromium-versions');
    page = browser.pages()[0] ?? (await browser.newPage());
    page.setDefaultTimeout(30_000);
    await page.setViewportSize({ width: 1300, height: 850 });
    await page.goto(
      server.address(folder, file, [
        ['skipWelcome', 'true'],
        ['skipReleaseNotes', 'true'],
      ]),
    );
    await page.locator('.monaco-editor .view-line').first().waitFor();
  });

  after(async () => {
    await (browser as BrowserContext | undefined)?.close();
    await (server as EditorServer | undefined)?.stop();
    program.remove();
    home.remove();
  });

  const screenshot = async (name: string): Promise<void> => {
    await page.screenshot({ path: projectPath(`out/version-${name}.png`) });
  };

  const rows = (text: string): Locator => page.locator('.quick-input-list .monaco-list-row', { hasText: text });

  /** Runs a command from the palette, which does not offer it before the extension is awake. */
  async function run(title: string): Promise<void> {
    await poll(`the command ${title}`, async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').fill(`>${title}`);
      await rows(title).first().waitFor({ timeout: 1000 });
      return true;
    });
    await page.keyboard.press('Enter');
  }

  /** Opens what stands behind `{}` in the status bar: one entry an item. */
  async function openStatus(): Promise<Locator> {
    await page.keyboard.press('Escape');
    const entries = page.locator('.hover-language-status');
    await poll('the status of the language', async () => {
      await page.locator('.monaco-editor .view-line').first().hover();
      await page.locator('#status\\.languageStatus').hover();
      await entries.first().waitFor({ timeout: 2000 });
      return true;
    });
    return entries;
  }

  async function seeStatus(words: RegExp): Promise<void> {
    await poll(`the status ${String(words)}`, async () => {
      const entries = await openStatus();
      return words.test((await entries.allTextContents()).join('\n')) || undefined;
    });
  }

  it('is shown with where it comes from, and what is wrong with modules of the user’s own beside it', async () => {
    await seeStatus(/Kamailio 5\.6.*from the installed Kamailio.*Choose Version/);
    await seeStatus(/Own modules: 2 faults.*first in acme\.json.*Show/);
    await screenshot('status');
    // The editor may have known its settings only after the program of the system was asked.
    const ranWith = (): Promise<readonly string[] | undefined> =>
      Promise.resolve(program.runs.length > 0 ? program.runs : undefined);
    assert.deepEqual(await poll('the program of the settings', ranWith), ['-v']);
  });

  it('decides what is marked', async () => {
    const { length } = await page.locator('.squiggly-error').all();
    assert.equal(length, 1, 'what 5.6 does not have is the only error: of acme nothing is known');
    await page
      .locator('.view-line', { hasText: 'failover_reply_codes' })
      .getByText('failover_reply_codes')
      .first()
      .hover();
    const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'you use 5.6' }).first();
    await hover.waitFor();
    assert.match((await hover.textContent()) ?? '', /New in 5\.7; you use 5\.6[\s\S]*Others say more\./);
    await screenshot('hover');
  });

  it('is chosen from a list, which says what is in force and writes the setting', async () => {
    await run('Kamailio: Choose Version');
    await page.locator('.quick-input-title', { hasText: 'Which Kamailio' }).waitFor();
    await rows('auto').filter({ hasText: 'now Kamailio 5.6, from the installed Kamailio' }).waitFor();
    assert.equal(await rows('Kamailio').count(), 8);
    await screenshot('choice');
    await page.locator('.quick-input-widget input').fill('5.8');
    await rows('Kamailio 5.8').first().waitFor();
    await page.keyboard.press('Enter');
    await seeStatus(/Kamailio 5\.8.*from the settings/);
    await poll('the error to be gone', async () => (await page.locator('.squiggly-error').count()) === 0 || undefined);
    assert.equal(
      (JSON.parse(readFileSync(settings, 'utf8')) as Readonly<Record<string, unknown>>)['kamailio.version'],
      '5.8',
    );
  });

  it('has the faults of a description shown in its file, led to by the status, until they are mended', async () => {
    const entries = await openStatus();
    await entries.getByText('Show', { exact: true }).click();
    await page.locator('.tab.active', { hasText: 'acme.json' }).waitFor();
    await page.locator('.squiggly-warning').first().waitFor();
    await screenshot('description');
    await page.keyboard.press('Control+Home');
    writeFileSync(description, FAULTY.replace('"type": "int"', '"types": ["int"]'));
    await poll(
      'the faults to be gone',
      async () => (await page.locator('.squiggly-warning').count()) === 0 || undefined,
    );
  });

  it('has pages of its modules, chosen from a list', async () => {
    await page.locator('.tab', { hasText: 'kamailio.cfg' }).click();
    await run('Kamailio: Browse Modules');
    await page.locator('.quick-input-title', { hasText: 'Modules: Kamailio 5.8' }).waitFor();
    await page.locator('.quick-input-widget input').fill('dispatcher');
    await rows('dispatcher').first().waitFor();
    await screenshot('modules');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: 'dispatcher' }).waitFor();
    const preview = page.locator('iframe.webview').last().contentFrame().locator('iframe').first().contentFrame();
    await preview.getByRole('heading', { name: 'dispatcher', exact: true }).waitFor();
    await preview.getByRole('link', { name: 'ds_ping_interval' }).first().waitFor();
    await screenshot('page');
  });
});
