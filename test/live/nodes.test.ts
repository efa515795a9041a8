/** What rules say of two nodes that do not fit together, held against what the two do. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createFactsSource } from '../../server/src/catalog/build-catalog.ts';
import { lint } from '../../server/src/cli/lint.ts';
import { readArguments } from '../../server/src/cli/arguments.ts';
import { nodeFiles } from '../../server/src/workspace/host/node-files.ts';
import { poll } from '../../tools/deployment/poll.ts';
import { needKamailio } from '../support/needs.ts';
import { FACTS, TEXTS } from '../unit/catalog/repository.ts';
import type { LiveNode } from './support/live-node.ts';
import { LivePair, SHARED_TABLE } from './support/live-pair.ts';

const TIMER = 'modparam("htable", "timer_interval", 1)';
const WRITING = 'route[WRITE] { $sht(kept=>a) = "1"; }';

function table(definition: string): string {
  return `modparam("htable", "htable", "${definition}")`;
}

describe('two nodes whose tables differ', () => {
  let pair: LivePair;

  before(async function () {
    pair = await LivePair.open(needKamailio(this), {
      left: [
        TIMER,
        table('brief=>size=4;autoexpire=600;dmqreplicate=1'),
        table('wide=>size=4;dmqreplicate=1'),
        table('lonely=>size=4;dmqreplicate=1'),
        table('kept=>size=4;dmqreplicate=1'),
        WRITING,
      ],
      right: [
        TIMER,
        table('brief=>size=4;autoexpire=3;dmqreplicate=1'),
        table('wide=>size=10;dmqreplicate=1'),
        table('kept=>size=4'),
        WRITING,
      ],
    });
    for (const node of [pair.left, pair.right]) {
      await poll(`the peer of ${node.name}`, async () => {
        const states = (await node.kamcmd('dmq.list_nodes')).match(/status: active/g);
        return states?.length === 2 || undefined;
      });
    }
  });

  after(async () => {
    await (pair as LivePair | undefined)?.close();
  });

  async function has(node: LiveNode, name: string, key: string): Promise<boolean> {
    return (await node.kamcmd('htable.dump', name)).includes(`name: ${key}\n`);
  }

  async function put(node: LiveNode, name: string, key: string): Promise<void> {
    await node.kamcmd('htable.sets', name, key, 'x');
  }

  async function waitFor(node: LiveNode, name: string, key: string, isThere: boolean): Promise<void> {
    await poll(`${key} in ${name} of ${node.name}`, async () => (await has(node, name, key)) === isThere || undefined);
  }

  /** Puts a key into the table that both share and waits for it: what was sent before has come, too. */
  async function settle(from: LiveNode, to: LiveNode, key: string): Promise<void> {
    await put(from, SHARED_TABLE, key);
    await waitFor(to, SHARED_TABLE, key, true);
  }

  it('are told apart by what kamailio-lint says of their configurations', () => {
    const files = [pair.left, pair.right].map(({ folder }) => path.join(folder, 'kamailio.cfg'));
    const command = readArguments(['--format', 'json', '--kamailio-version', '5.6', ...files]);
    assert.ok(command.kind === 'lint');
    const { output } = lint(command.options, {
      files: nodeFiles,
      replaceText: () => undefined,
      catalog: createFactsSource(FACTS, TEXTS),
      workingFolder: path.dirname(pair.left.folder),
      toolVersion: 'test',
    });
    const report = JSON.parse(output) as {
      files: { diagnostics: { code: string; severity: string; message: string }[] }[];
    };
    const found = report.files.map(({ diagnostics }) =>
      diagnostics
        .filter(({ code }) => code.startsWith('node-'))
        .map(({ code, severity, message }) => `${severity} ${code} ${/'(.*?)'/.exec(message)?.[1] ?? ''}`)
        .sort(),
    );
    assert.deepEqual(found, [
      ['warning node-table-differs brief', 'warning node-table-differs wide', 'warning node-table-missing lonely'],
      [
        'warning node-table-differs brief',
        'warning node-table-differs wide',
        'warning node-table-missing lonely',
        'warning node-table-one-way kept',
      ],
    ]);
  });

  it('forget an entry at their own times', async () => {
    await put(pair.left, 'brief', 'a');
    await waitFor(pair.right, 'brief', 'a', true);
    await waitFor(pair.right, 'brief', 'a', false);
    assert.ok(await has(pair.left, 'brief', 'a'));
  });

  it('have the same entries where only the sizes differ', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
    for (const key of keys) await put(pair.left, 'wide', key);
    await settle(pair.left, pair.right, 'after-wide');
    const shown = await pair.right.kamcmd('htable.dump', 'wide');
    assert.deepEqual(
      keys.filter((key) => !shown.includes(`name: ${key}\n`)),
      [],
    );
  });

  it('log errors for the table that one of them lacks', async () => {
    await put(pair.left, 'lonely', 'a');
    await poll('the error', () =>
      Promise.resolve(readFileSync(pair.right.process.logFile, 'utf8').includes('unable to get table') || undefined),
    );
  });

  it('replicate one way only what one of them is told to', async () => {
    await put(pair.right, 'kept', 'of-right');
    await settle(pair.right, pair.left, 'after-right');
    assert.ok(!(await has(pair.left, 'kept', 'of-right')));
    await put(pair.left, 'kept', 'of-left');
    await waitFor(pair.right, 'kept', 'of-left', true);
  });
});
