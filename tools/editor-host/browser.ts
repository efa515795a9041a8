/** A Chromium without a window, driven by Playwright. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import type { EditorHome } from './server.ts';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];

/** The installed browser, or the one that the variable CHROMIUM names. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM ?? '', ...PROGRAMS].find((program) => program !== '' && existsSync(program));
}

/** Starts the browser with a profile of its own in the editor's folder. */
export function startBrowser(program: string, home: EditorHome, profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(path.join(home.folder, profile), {
    executablePath: program,
    headless: true,
    viewport: { width: 1280, height: 800 },
    args: [
      // Only the page of our own server is opened, and a container's root cannot have the sandbox.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
