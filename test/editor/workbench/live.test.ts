import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { poll } from '../../../tools/deployment/poll.ts';
import { findChromium, startBrowser } from '../../../tools/editor-host/browser.ts';
import { installEditorHost } from '../../../tools/editor-host/install.ts';
import { EditorHome, EditorServer, installVsix } from '../../../tools/editor-host/server.ts';
import { vsixPath } from '../../../tools/package.ts';
import { projectPath } from '../../../tools/project.ts';
import { LiveSbc } from '../../live/support/live-sbc.ts';
import { needKamailio } from '../../support/needs.ts';

describe('a running Kamailio in the editor, by keyboard', () => {
  const home = new EditorHome();
  let sbc: LiveSbc;
  let folder: string;
  let server: EditorServer;
  let browser: BrowserContext;
  let page: Page;

  before(async function () {
    const kamailio = needKamailio(this);
    sbc = await LiveSbc.open(kamailio);
    folder = path.dirname(sbc.listFile);
    mkdirSync(path.join(folder, '.vscode'));
    writeFileSync(
      path.join(folder, '.vscode/settings.json'),
      JSON.stringify({
        'kamailio.servers': [
          {
            name: 'sbc',
            url: sbc.node.url('http'),
            access: 'write',
            listFile: 'dispatcher.list',
            configuration: 'sbc/kamailio.cfg',
            interval: 1,
          },
        ],
      }),
    );
    const host = await installEditorHost();
    installVsix(host, home, vsixPath());
    mkdirSync(projectPath('out'), { recursive: true });
    server = await EditorServer.start({
      host,
      home,
      trusted: true,
      automated: false,
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
    });
    browser = await startBrowser(findChromium() ?? '', home, 'chromium-live');
    page = browser.pages()[0] ?? (await browser.newPage());
    page.setDefaultTimeout(60_000);
    page.setDefaultTimeout(20_000);
    await page.setViewportSize({ width: 1400, height: 900 });
    await page.goto(
      server.address(folder, sbc.listFile, [
        ['skipWelcome', 'true'],
        ['skipReleaseNotes', 'true'],
      ]),
    );
    await page.locator('.monaco-editor .view-line').first().waitFor();
  });

  after(async () => {
    await (browser as BrowserContext | undefined)?.close();
    await (server as EditorServer | undefined)?.stop();
    await (sbc as LiveSbc | undefined)?.close();
    home.remove();
  });

  /** Runs a command from the palette, which does not offer it before the extension is awake. */
  async function run(title: string): Promise<void> {
    await poll(`the command ${title}`, async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').fill(`>Kamailio: ${title}`);
      const offered = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
      await offered.waitFor({ timeout: 1000 });
      return true;
    });
    await page.keyboard.press('Enter');
  }

  /** Picks the proposal that holds a text. */
  async function pick(text: string): Promise<void> {
    const input = page.locator('.quick-input-widget input');
    await input.waitFor();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().waitFor();
    await input.fill(text);
    await page.keyboard.press('Enter');
  }

  /** Waits until so many lines have a note behind them, which is drawn but no part of the text, with these words. */
  async function seeNotes(words: string, lines: number): Promise<void> {
    await page.waitForFunction(
      `[...document.querySelectorAll('.view-line')].filter((line) => [...line.querySelectorAll('span')].some((span) =>
        getComputedStyle(span, '::after').content.includes(${JSON.stringify(words)}))).length === ${lines}`,
    );
  }

  /** Opens a row of the view of servers with the arrow key. */
  async function expand(text: string | RegExp): Promise<void> {
    await row(text).click();
    await page.keyboard.press('ArrowRight');
  }

  /** A row of the view of servers. */
  function row(text: string | RegExp): Locator {
    return page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  }

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await screenshot('failed');
  });

  async function screenshot(name: string): Promise<void> {
    await page.screenshot({ path: projectPath(`out/live-${name}.png`) });
  }

  /** Whether the letters that Kamailio itself shows for a destination begin so; undefined for "no", as for `poll`. */
  async function startsWith(name: Parameters<LiveSbc['uri']>[0], letter: string): Promise<true | undefined> {
    const listing = await sbc.node.kamcmd('dispatcher.list');
    const at = listing.indexOf(sbc.uri(name));
    return /FLAGS: (\w)/.exec(listing.slice(at))?.[1] === letter || undefined;
  }

  it('is connected to by a command, and shows its version and its sets', async () => {
    await run('Connect to All Servers');
    await run('Focus on Servers View');
    await row(/5\.\d/).waitFor();
    await expand(/5\.\d/);
    await expand('Dispatcher');
    await expand(/[Ss]et 1/);
    await row('media-1').waitFor();
    await screenshot('servers');
  });

  it('shows the state of each destination beside its line of the list', async () => {
    await seeNotes(' active, probed', 3);
    await seeNotes(' disabled', 1);
    await screenshot('list');
  });

  it('disables a destination after saying how many stay active', async () => {
    await run('Set Disabled');
    await pick('set 1');
    await pick('media-1');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    assert.match((await dialog.textContent()) ?? '', /2 of (?:the )?3|2 .*stay active|leaves 2/i);
    await screenshot('question');
    await page.keyboard.press('Enter');
    await poll('the destination to be disabled', () => startsWith('media-1', 'D'));
    await seeNotes(' disabled', 2);
    await screenshot('disabled');
  });

  it('reloads the list, which brings the destination back', async () => {
    await run('Reload Destinations');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await page.keyboard.press('Enter');
    await poll('the destination to be active', () => startsWith('media-1', 'A'));
  });

  it('compares the list with the memory side by side', async () => {
    await sbc.node.kamcmd('dispatcher.add', '2', 'sip:127.0.0.1:9');
    await run('Compare List File with Memory');
    const diff = page.locator('.monaco-diff-editor');
    await diff.waitFor();
    await diff.getByText('sip:127.0.0.1:9', { exact: false }).first().waitFor();
    await screenshot('drift');
  });

  it('draws what has happened in the dashboard', async () => {
    await run('Open Dashboard');
    const content = page.frameLocator('iframe.webview').frameLocator('iframe');
    await content.locator('canvas').first().waitFor();
    await content.getByText('disabled', { exact: false }).first().waitFor();
    await screenshot('dashboard');
  });

  it('shows a destination that falls silent as inactive', async () => {
    sbc.endpoint('media-2').optionsStatus = undefined;
    await row(/media-2.*inactive|inactive.*media-2/).waitFor();
    await screenshot('inactive');
  });

  it('says why a server that is gone cannot be asked, and never shows the old as fresh', async () => {
    await sbc.node.kill();
    await row(/refused|not fresh|closed/).waitFor();
    await screenshot('gone');
    await sbc.start();
    await row(/5\.\d/).waitFor();
  });
});
