/** A real editor in a browser on a folder of its own, and what every test of the workbench does in it. */
import { mkdirSync } from 'node:fs';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { poll } from '../../../tools/deployment/poll.ts';
import { findChromium, startBrowser } from '../../../tools/editor-host/browser.ts';
import { installEditorHost } from '../../../tools/editor-host/install.ts';
import { EditorServer, installVsix, type EditorHome } from '../../../tools/editor-host/server.ts';
import { vsixPath } from '../../../tools/package.ts';
import { projectPath } from '../../../tools/project.ts';

const PLAIN = [
  ['skipWelcome', 'true'],
  ['skipReleaseNotes', 'true'],
] as const;

export interface EditorPlace {
  readonly home: EditorHome;
  readonly folder: string;
  /** The file that is open at first. */
  readonly file: string;
  /** Tells the browser's profile and the screenshots from those of other tests. */
  readonly name: string;
  /** The user's settings beside the colours. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly machineSettings?: Readonly<Record<string, unknown>>;
}

export class OpenedEditor {
  readonly page: Page;
  readonly browser: BrowserContext;
  readonly #server: EditorServer;
  readonly #name: string;

  private constructor(name: string, page: Page, browser: BrowserContext, server: EditorServer) {
    this.#name = name;
    this.page = page;
    this.browser = browser;
    this.#server = server;
  }

  /** Installs the packaged extension and opens the file; waits until its text is drawn. */
  static async open({ home, folder, file, name, settings, machineSettings = {} }: EditorPlace): Promise<OpenedEditor> {
    const host = await installEditorHost();
    installVsix(host, home, vsixPath());
    mkdirSync(projectPath('out'), { recursive: true });
    const server = await EditorServer.start({
      host,
      home,
      trusted: true,
      automated: false,
      // What fades away can be seen still, but not be written into.
      settings: { 'workbench.colorTheme': 'Default Dark Modern', 'workbench.reduceMotion': 'on', ...settings },
      machineSettings,
    });
    try {
      const browser = await startBrowser(findChromium() ?? '', home, `chromium-${name}`);
      const page = browser.pages()[0] ?? (await browser.newPage());
      const editor = new OpenedEditor(name, page, browser, server);
      await editor.#show(server.address(folder, file, PLAIN));
      return editor;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async #show(address: string): Promise<void> {
    const { page } = this;
    page.setDefaultTimeout(30_000);
    await page.setViewportSize({ width: 1400, height: 900 });
    await page.goto(address);
    await page.locator('.monaco-editor .view-line').first().waitFor();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#server.stop();
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: projectPath(`out/${this.#name}-${name}.png`) });
  }

  /** What a quick pick offers that holds a text. */
  rows(text: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text });
  }

  /** Runs a command from the palette, which does not offer it before the extension is awake. */
  async run(title: string): Promise<void> {
    const { page } = this;
    await poll(`the command ${title}`, async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').fill(`>${title}`, { timeout: 1000 });
      await this.rows(title).first().waitFor({ timeout: 1000 });
      return true;
    });
    // The editor puts first what was used last.
    const focused = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title });
    await poll(`the command ${title} to be chosen`, async () => {
      if ((await focused.count()) > 0) return true;
      await page.keyboard.press('ArrowDown');
      return undefined;
    });
    await page.keyboard.press('Enter');
  }
}
