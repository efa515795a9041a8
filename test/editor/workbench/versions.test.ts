import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Locator, Page } from 'playwright-core';
import { poll } from '../../../tools/deployment/poll.ts';
import { EditorHome } from '../../../tools/editor-host/server.ts';
import { FakeProgram } from '../extension-host/fake-program.ts';
import { OpenedEditor } from './open-editor.ts';

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
  let editor: OpenedEditor;
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
    editor = await OpenedEditor.open({
      home,
      folder,
      file,
      name: 'version',
      machineSettings: { 'kamailio.program': program.file },
    });
    page = editor.page;
  });

  after(async () => {
    await (editor as OpenedEditor | undefined)?.close();
    program.remove();
    home.remove();
  });

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
    await editor.screenshot('status');
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
    await editor.screenshot('hover');
  });

  it('is chosen from a list, which says what is in force and writes the setting', async () => {
    await editor.run('Kamailio: Choose Version');
    await page.locator('.quick-input-title', { hasText: 'Which Kamailio' }).waitFor();
    await editor.rows('auto').filter({ hasText: 'now Kamailio 5.6, from the installed Kamailio' }).waitFor();
    assert.equal(await editor.rows('Kamailio').count(), 8);
    await editor.screenshot('choice');
    await page.locator('.quick-input-widget input').fill('5.8');
    await editor.rows('Kamailio 5.8').first().waitFor();
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
    await editor.screenshot('description');
    await page.keyboard.press('Control+Home');
    writeFileSync(description, FAULTY.replace('"type": "int"', '"types": ["int"]'));
    await poll(
      'the faults to be gone',
      async () => (await page.locator('.squiggly-warning').count()) === 0 || undefined,
    );
  });

  it('has pages of its modules, chosen from a list', async () => {
    await page.locator('.tab', { hasText: 'kamailio.cfg' }).click();
    await editor.run('Kamailio: Browse Modules');
    await page.locator('.quick-input-title', { hasText: 'Modules: Kamailio 5.8' }).waitFor();
    await page.locator('.quick-input-widget input').fill('dispatcher');
    await editor.rows('dispatcher').first().waitFor();
    await editor.screenshot('modules');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: 'dispatcher' }).waitFor();
    const preview = page.locator('iframe.webview').last().contentFrame().locator('iframe').first().contentFrame();
    await preview.getByRole('heading', { name: 'dispatcher', exact: true }).waitFor();
    await preview.getByRole('link', { name: 'ds_ping_interval' }).first().waitFor();
    await editor.screenshot('page');
  });
});
