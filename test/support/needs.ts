/** What a test needs from outside the project, and what happens when it is not there. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findKamailio } from '../../tools/deployment/kamailio-process.ts';
import { REQUIRE_ALL_VARIABLE } from '../../tools/suite-result.ts';

const SHARED = path.resolve(import.meta.dirname, '../../../shared');

/**
 * Skips the test or suite that is running, saying why, when something is missing; fails it instead when the
 * environment asks for everything. Call it in `before` or first in a test, with its `this`.
 */
export function skipUnless(context: Mocha.Context, available: boolean, missing: string): void {
  if (available) return;
  if (process.env[REQUIRE_ALL_VARIABLE] === '1') throw new Error(`missing: ${missing}`);
  console.log(`    left out: ${missing}`);
  context.skip();
}

/** The folder of shared test data, for example `corpus`, beside the project; skips where it is missing. */
export function needSharedFolder(context: Mocha.Context, name: string): string {
  const folder = path.join(SHARED, name);
  skipUnless(context, existsSync(folder), `the shared test data ../shared/${name}`);
  return folder;
}

/** The installed `kamailio` program; skips where there is none. */
export function needKamailio(context: Mocha.Context): string {
  const found = findKamailio();
  skipUnless(context, found !== undefined, 'the program kamailio');
  return found ?? '';
}
