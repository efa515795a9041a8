import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { BrowserContext, Page } from 'playwright-core';
import { findChromium, startBrowser } from '../../../tools/editor-host/browser.ts';
import { installEditorHost } from '../../../tools/editor-host/install.ts';
import { EditorHome, EditorServer, installVsix } from '../../../tools/editor-host/server.ts';
import { poll } from '../../../tools/deployment/poll.ts';
import { vsixPath } from '../../../tools/package.ts';
import { projectPath } from '../../../tools/project.ts';
import { copyExamples } from '../suites.ts';

/** Stands in a line of the session border controller's file that is inactive without outside defines. */
const INACTIVE = 'media.cfg';

/** An expression for the page: whether a line with this text is drawn with the setting's default opacity. */
const INACTIVE_LINE_IS_DIMMED = `[...document.querySelectorAll('.view-line')]
  .filter((line) => line.textContent.includes('${INACTIVE}'))
  .some((line) => [...line.querySelectorAll('span')].some((span) => getComputedStyle(span).opacity === '0.55'))`;

describe('what the user sees on examples/', () => {
  const home = new EditorHome();
  const folder = path.join(home.folder, 'examples');
  let server: EditorServer;
  let browser: BrowserContext;

  before(async () => {
    const host = await installEditorHost();
    installVsix(host, home, vsixPath());
    copyExamples(folder);
    mkdirSync(projectPath('out'), { recursive: true });
    server = await EditorServer.start({
      host,
      home,
      trusted: true,
      automated: false,
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
    });
    browser = await startBrowser(findChromium() ?? '', home, 'chromium');
  });

  after(async () => {
    await browser.close();
    await server.stop();
    home.remove();
  });

  /** Opens a file of the examples with the cursor in a line, counted from 1, so that it is in view. */
  async function open(file: string, line: number): Promise<Page> {
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(
      server.address(folder, `${path.join(folder, file)}:${line}:1`, [
        ['gotoLineMode', 'true'],
        ['skipWelcome', 'true'],
        ['skipReleaseNotes', 'true'],
      ]),
    );
    await page.locator('.monaco-editor .view-line').first().waitFor();
    return page;
  }

  function lineOf(file: string, text: string): number {
    const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
    return lines.findIndex((line) => line.includes(text)) + 1;
  }

  it('the file is a Kamailio file, coloured, and its inactive part is dimmed', async () => {
    const page = await open('sbc/kamailio.cfg', lineOf('sbc/kamailio.cfg', INACTIVE));
    await page.locator('#status\\.editor\\.mode', { hasText: 'Kamailio' }).waitFor();
    await page.locator('.view-line span[class*="mtk"]').first().waitFor();
    await page.waitForFunction(INACTIVE_LINE_IS_DIMMED);
    await page.screenshot({ path: projectPath('out/editor.png') });
    assert.equal(await page.locator('.squiggly-error').count(), 0);
    await page.close();
  });

  it('a mistake is underlined and the hover on it says why', async () => {
    appendFileSync(path.join(folder, 'router-a/kamailio.cfg'), '\nmodparam("tm", "fr_timr", 2000)\n');
    const page = await open('router-a/kamailio.cfg', lineOf('router-a/kamailio.cfg', 'fr_timr'));
    await page.locator('#status\\.editor\\.mode', { hasText: 'Kamailio' }).waitFor();
    await page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
    const mistake = page.locator('.view-line', { hasText: 'fr_timr' }).getByText('fr_timr').first();
    await poll('the hover on the mistake', async () => {
      // A busy editor misses a pointer that came while it was still drawing.
      await page.mouse.move(0, 0);
      await mistake.hover();
      await page.locator('.monaco-hover:not(.hidden)', { hasText: 'fr_timer' }).first().waitFor({ timeout: 3000 });
      return true;
    });
    await page.screenshot({ path: projectPath('out/editor-finding.png') });
    await page.close();
  });
});
