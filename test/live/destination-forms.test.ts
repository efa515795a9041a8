import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import {
  formatDestinations,
  type DestinationForm,
} from '../../server/src/dispatcher-list/features/conversion/format-destinations.ts';
import { importDestinations } from '../../server/src/dispatcher-list/features/conversion/import-destinations.ts';
import { readDispatcherList } from '../../server/src/dispatcher-list/read-list.ts';
import { SourceText } from '../../server/src/syntax/source-text.ts';
import { findFreePorts } from '../../tools/deployment/free-ports.ts';
import { KamailioProcess } from '../../tools/deployment/kamailio-process.ts';
import { needKamailio, skipUnless } from '../support/needs.ts';
import { analyseFixture, readFixture } from '../unit/support/fixture.ts';

const run = promisify(execFile);

/** Destinations with all that shells, kamcmd and SQL could take for their own. */
const LIST = [
  '1 sip:127.0.0.1:5081 8 5 duid=a;weight=50 # first',
  '1 sip:127.0.0.1:5082;transport=tcp 0 5 duid="b;c";x=\'d"e\'',
  '1 sip:127.0.0.1:5083 1 0 x="it\'s";y=$HOME;z=`id`;w=$(id) # it\'s $HOME',
  '1 sip:127.0.0.1:5084 4 7 5060',
  '1 sip:127.0.0.1:5085 9 0 1e5',
  '1 sip:127.0.0.1:5086 0 0 -x',
  '1 sip:127.0.0.1:5087 0 0 s:x',
  '2 127.0.0.1:5088',
  '2 sip:127.0.0.1:5089 2',
  '2 sip:user@127.0.0.1:5090 0 3',
  '2 sip:[::1]:5091 0 0 a=[b]{c}|d&e<f>*?!~',
  '2147483647 sip:127.0.0.1:5092 0 0 inf',
  '3 sip:127.0.0.1:5093 0 0 a=\\b\\\\c',
  '',
].join('\n');

const CONFIGURATION = `#!KAMAILIO
children=1
log_stderror=yes
listen=udp:127.0.0.1:PORT
listen=udp:[::1]:PORT
loadmodule "tm.so"
loadmodule "ctl.so"
loadmodule "jsonrpcs.so"
loadmodule "dispatcher.so"
modparam("jsonrpcs", "fifo_name", FIFO_PATH)
modparam("dispatcher", "list_file", LIST_PATH)
modparam("dispatcher", "reload_delta", 0)
request_route { exit; }
`;

function write(form: DestinationForm, text = LIST): string {
  const reading = {
    list: readDispatcherList(new SourceText('file:///dispatcher.list', text)),
    version: '5.6' as const,
    configurations: [analyseFixture(readFixture('modparam("dispatcher", "reload_delta", 0)'))],
  };
  return formatDestinations(reading, { start: 0, end: text.length }, form).text;
}

/** Lines in an order that does not depend on where they come from. */
function sorted(lines: string): string[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

describe('destinations for other tools, taken by them', function () {
  let folder = '';
  let port = 0;
  let node: KamailioProcess;
  let running: KamailioProcess | undefined;

  const listFile = (): string => path.join(folder, 'dispatcher.list');
  const held = async (): Promise<string> => importDestinations(await node.kamcmd('dispatcher.list')).lines;
  const load = async (list: string): Promise<void> => {
    writeFileSync(listFile(), list);
    await node.kamcmd('dispatcher.reload');
  };

  /** Runs a script as an operator would: the tools are found by their names. */
  const runScript = async (script: string): Promise<string> => {
    const { stdout } = await run('/bin/sh', ['-e', '-c', script], {
      env: { ...process.env, HOME: folder, PATH: `${path.join(folder, 'bin')}:/usr/sbin:${process.env.PATH ?? ''}` },
    });
    return stdout;
  };

  before(async function () {
    const kamailio = needKamailio(this);
    const [free] = await findFreePorts(1);
    port = free!;
    folder = mkdtempSync(path.join(os.tmpdir(), 'destinations-'));
    writeFileSync(listFile(), LIST);
    const configuration = path.join(folder, 'kamailio.cfg');
    writeFileSync(
      configuration,
      CONFIGURATION.replaceAll('PORT', String(port))
        .replace('LIST_PATH', JSON.stringify(listFile()))
        .replace('FIFO_PATH', JSON.stringify(path.join(folder, 'fifo'))),
    );
    running = node = new KamailioProcess(kamailio, 'node', configuration, folder);
    await node.waitUntilReady();
    const bin = path.join(folder, 'bin');
    mkdirSync(bin);
    const kamcmd = path.join(bin, 'kamcmd');
    writeFileSync(kamcmd, `#!/bin/sh\nexec /usr/sbin/kamcmd -s unixs:${node.ctlSocket} "$@"\n`);
    chmodSync(kamcmd, 0o755);
    writeFileSync(
      path.join(folder, '.kamctlrc'),
      [
        'DBENGINE=SQLITE',
        `DB_PATH=${path.join(folder, 'kamailio.sqlite')}`,
        'CTLENGINE=RPCFIFO',
        `RPCFIFOPATH=${path.join(folder, 'fifo')}`,
        '',
      ].join('\n'),
    );
  });

  after(async () => {
    await running?.stop();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  it('adds by kamcmd what the list itself would load', async () => {
    await load(LIST);
    const loaded = sorted(await held());
    assert.equal(loaded.length, sorted(LIST).length, 'Kamailio takes every line of the list');
    await load('99 sip:127.0.0.1:5060\n');
    await runScript(write('kamcmd'));
    assert.deepEqual(
      sorted(await held()).filter((line) => !line.startsWith('99 ')),
      loaded,
    );
  });

  it('gets from a listing a list that loads to the same listing, order and all', async () => {
    await load(`${LIST}1 sip:127.0.0.1:5060 0 5\n1 sip:127.0.0.1:5061 8 5\n`);
    const listing = await node.kamcmd('dispatcher.list');
    await load(importDestinations(listing).lines);
    // Kamailio lists the sets as its tree has them, which hangs on the order of their lines.
    const setsOf = (text: string): string[] =>
      text
        .split('SET: {')
        .map((set) => set.trim().replace(/[}\s]+$/, ''))
        .sort();
    assert.deepEqual(setsOf(await node.kamcmd('dispatcher.list')), setsOf(listing));
  });

  describe('with kamctl', () => {
    let database: DatabaseSync;
    let open: DatabaseSync | undefined;

    before(function () {
      const isThere = (program: string): boolean => spawnSync('/bin/sh', ['-c', `command -v ${program}`]).status === 0;
      skipUnless(this, isThere('/usr/sbin/kamctl') && isThere('sqlite3'), 'the programs kamctl and sqlite3');
      open = database = new DatabaseSync(path.join(folder, 'kamailio.sqlite'));
      database.exec(
        "CREATE TABLE dispatcher (id INTEGER PRIMARY KEY NOT NULL, setid INTEGER DEFAULT 0 NOT NULL, destination VARCHAR(192) DEFAULT '' NOT NULL, flags INTEGER DEFAULT 0 NOT NULL, priority INTEGER DEFAULT 0 NOT NULL, attrs VARCHAR(128) DEFAULT '' NOT NULL, description VARCHAR(64) DEFAULT '' NOT NULL)",
      );
    });

    after(() => open?.close());

    const rows = (): unknown[] =>
      database
        .prepare('SELECT setid, destination, flags, priority, attrs, description FROM dispatcher ORDER BY id')
        .all();

    it('fills the table as the SQL form does', async () => {
      await runScript(write('kamctl'));
      const byKamctl = rows();
      database.exec('DELETE FROM dispatcher');
      database.exec(write('sql'));
      assert.deepEqual(byKamctl, rows());
      assert.equal(byKamctl.length, sorted(LIST).length);
    });

    it('reads back what `kamctl dispatcher show` prints, but for values with `|` in them', async () => {
      database.exec('DELETE FROM dispatcher');
      database.exec(write('sql'));
      const shown = importDestinations(await runScript('kamctl dispatcher show'));
      const isPlain = (line: string): boolean => !line.includes('|');
      assert.deepEqual(sorted(shown.lines), sorted(write('list')).filter(isPlain));
      assert.equal(shown.problems.length, 1);
    });

    it('reads what `kamctl dispatcher dump` prints as what kamcmd prints', async () => {
      await load(LIST);
      assert.equal(importDestinations(await runScript('kamctl dispatcher dump')).lines, await held());
    });
  });
});
