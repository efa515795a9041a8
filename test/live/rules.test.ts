import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkProgram } from '../../server/src/rules/check.ts';
import { nodeRules } from '../../server/src/rules/nodes/registry.ts';
import type { FindingKind } from '../../server/src/semantic/finding-kind.ts';
import { findingKinds } from '../../server/src/workspace/finding-kinds.ts';
import { findFreePorts } from '../../tools/deployment/free-ports.ts';
import { checkConfiguration } from '../../tools/deployment/kamailio-process.ts';
import { needKamailio } from '../support/needs.ts';
import { analyseFixture, readFixture } from '../unit/support/fixture.ts';

/** What a start that ought to fail is given, in milliseconds. */
const LIMIT_MS = 20_000;

/** Right examples that need what is not here, and what it is. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'clear-text-password': 'an environment variable with the address of a database',
};

/** Kamailio reads the wrong example of it for ever. */
const ENDLESS = 'define-recursion';

/** Kinds whose examples are configurations for the release that is installed here. */
const kinds = findingKinds.filter(
  ({ code, category, documentation }) =>
    category !== 'lists' && documentation.version === undefined && !nodeRules.some((rule) => rule.code === code),
);

describe('the examples of the rules’ pages, as Kamailio sees them', () => {
  let kamailio = '';
  let folder = '';

  before(function () {
    kamailio = needKamailio(this);
    folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-rules-'));
  });

  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  /** Writes the files of an example; returns the root. Deployed places are those in the folder. */
  function write(name: string, text: string): string {
    const { sources, root } = readFixture(text);
    const base = path.join(folder, name);
    mkdirSync(path.join(base, 'run'), { recursive: true });
    writeFileSync(path.join(base, 'dispatcher.list'), '1 sip:127.0.0.1:9 0 0 duid=a;weight=50;rweight=50\n');
    let file = '';
    for (const [written, source] of sources) {
      const place = path.join(base, written);
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, source.text.replaceAll('/etc/kamailio', base));
      if (source === root) file = place;
    }
    return file;
  }

  /** Starts Kamailio on loopback; true where it ends by itself with a failure. */
  async function stops(root: string): Promise<boolean> {
    const base = path.dirname(root);
    const [port] = await findFreePorts(1);
    const place = ['-Y', path.join(base, 'run'), '-P', path.join(base, 'run', 'pid'), '-w', base];
    const args = ['-DD', '-E', '-m', '64', '-f', root, '-l', `udp:127.0.0.1:${port ?? 0}`, ...place];
    return new Promise((resolve) => {
      execFile(kamailio, args, { timeout: LIMIT_MS, maxBuffer: 1 << 24 }, (error) =>
        resolve(error !== null && error.killed !== true && error.code !== 0),
      );
    });
  }

  function isError({ code, documentation }: FindingKind): boolean {
    const found = checkProgram(analyseFixture(readFixture(documentation.wrong))).filter((one) => one.code === code);
    return found.some(({ severity }) => severity === 'error');
  }

  for (const kind of kinds) {
    const { code, documentation } = kind;
    if (code !== ENDLESS && isError(kind)) {
      it(`${code} is an error: Kamailio refuses the wrong one, or does not start`, async () => {
        const root = write(`${code}-wrong`, documentation.wrong);
        const { exitCode } = await checkConfiguration(kamailio, root);
        assert.ok(exitCode !== 0 || (await stops(root)), 'Kamailio starts with it');
      });
    }
    if (NOT_HERE[code] !== undefined) continue;
    it(`${code}: kamailio -c accepts the right one`, async () => {
      const { exitCode, output } = await checkConfiguration(kamailio, write(`${code}-right`, documentation.right));
      assert.equal(exitCode, 0, output);
    });
  }
});
