import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { poll } from '../../../tools/deployment/poll.ts';
import { EditorHome } from '../../../tools/editor-host/server.ts';
import { OpenedEditor } from './open-editor.ts';

const CONFIGURATION = [
  '#!KAMAILIO',
  'loadmodule "pv.so"',
  'loadmodule "xlog.so"',
  'loadmodule "pv.so"',
  'request_route {',
  '\txlogg("L_INFO", "from $si\\n");',
  '\texit;',
  '}',
  '',
];

describe('findings in the editor', () => {
  const home = new EditorHome();
  const folder = path.join(home.folder, 'project');
  const file = path.join(folder, 'kamailio.cfg');
  const settings = path.join(folder, '.vscode/settings.json');
  let editor: OpenedEditor;
  let page: Page;

  before(async () => {
    mkdirSync(path.dirname(settings), { recursive: true });
    writeFileSync(file, CONFIGURATION.join('\n'));
    writeFileSync(settings, '{ "kamailio.version": "5.6" }\n');
    editor = await OpenedEditor.open({
      home,
      folder,
      file,
      name: 'findings',
      // What is turned off below Kamailio would say itself, once the editor has saved the file.
      settings: { 'kamailio.check.onSave': false },
    });
    page = editor.page;
    await page.locator('.squiggly-error').first().waitFor();
  });

  after(async () => {
    await (editor as OpenedEditor | undefined)?.close();
    home.remove();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await editor.screenshot(`failed-${this.currentTest.title.replaceAll(' ', '-')}`);
  });

  const preview = (): FrameLocator =>
    page.locator('iframe.webview').last().contentFrame().locator('iframe').first().contentFrame();

  /**
   * Asks again until it is seen: the editor drops a request for fixes, without a word, when the cursor or the findings
   * have just changed, because it then asks for fixes by itself.
   */
  async function insist(
    what: string,
    seen: Locator,
    state: 'visible' | 'hidden',
    ask: () => Promise<void>,
  ): Promise<void> {
    await poll(what, async () => {
      await ask();
      await seen.waitFor({ state, timeout: 2000 });
      return true;
    });
  }

  async function showFile(): Promise<void> {
    await page.locator('.tab', { hasText: 'kamailio.cfg' }).first().click();
  }

  /** Opens the menu of quick fixes at a word, and answers its entries. */
  async function openFixes(word: string): Promise<Locator> {
    await page.locator('.view-line', { hasText: word }).getByText(word).first().click();
    const entries = page.locator('.action-widget .monaco-list-row.action');
    await insist(`quick fixes at ${word}`, entries.first(), 'visible', () => page.keyboard.press('Control+.'));
    return entries;
  }

  it('have their code as a link in the Problems panel, which opens the page', async () => {
    await editor.run('View: Focus Problems');
    const link = page.locator('.markers-panel a', { hasText: 'duplicate-loadmodule' });
    await link.waitFor();
    await editor.screenshot('problems');
    await link.click();
    await page.locator('.tab.active', { hasText: 'duplicate-loadmodule' }).waitFor();
    await preview().getByRole('heading', { name: 'duplicate-loadmodule', exact: true }).waitFor();
    await preview().getByRole('heading', { name: 'How to turn it off' }).waitFor();
    await editor.screenshot('page');
  });

  it('have the same link in the hover', async () => {
    await showFile();
    await page.locator('.view-line', { hasText: 'xlogg' }).getByText('xlogg').first().hover();
    const link = page.locator('.monaco-hover:not(.hidden) a', { hasText: 'unknown-function' }).first();
    await link.waitFor();
    await link.click();
    await page.locator('.tab.active', { hasText: 'unknown-function' }).waitFor();
    await preview().getByRole('heading', { name: 'unknown-function', exact: true }).waitFor();
  });

  it('are mended, suppressed or turned off by quick fixes', async () => {
    await showFile();
    const entries = await openFixes('xlogg');
    const titles = await entries.allTextContents();
    for (const title of [
      "Change to 'xlog'",
      "Suppress 'unknown-function' for this line",
      "Suppress 'unknown-function' for this file",
      "Turn 'unknown-function' off in the settings",
    ]) {
      assert.ok(
        titles.some((one) => one.includes(title)),
        `${title} is among ${titles.join(', ')}`,
      );
    }
    await editor.screenshot('fixes');
    await entries.filter({ hasText: 'off in the settings' }).first().click();
    const written = await poll('the setting', () => {
      const text = JSON.parse(readFileSync(settings, 'utf8')) as Readonly<Record<string, unknown>>;
      return Promise.resolve(text['kamailio.diagnostics.severity']);
    });
    assert.deepEqual(written, { 'unknown-function': 'off' });
    await poll(
      'the finding to be gone',
      async () => (await page.locator('.squiggly-error').count()) === 1 || undefined,
    );
  });

  it('are all mended at once that are sure', async () => {
    await showFile();
    await insist('the second line to be gone', page.locator('.squiggly-error').first(), 'hidden', () =>
      editor.run('Fix All'),
    );
    assert.equal(await page.locator('.view-line', { hasText: 'pv.so' }).count(), 1);
  });

  it('can be looked through by their kinds', async () => {
    await editor.run('Kamailio: Browse Findings');
    await page.locator('.quick-input-title', { hasText: 'Kinds of Findings' }).waitFor();
    await page.locator('.quick-input-widget input').fill('missing-semicolon');
    await editor.rows('missing-semicolon').first().waitFor();
    await editor.screenshot('browse');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: 'missing-semicolon' }).waitFor();
  });
});
