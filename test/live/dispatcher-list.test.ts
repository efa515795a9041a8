import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkList } from '../../server/src/dispatcher-list/checks/check.ts';
import {
  attributeOf,
  destinationsBySet,
  integerOf,
  isRefused,
  stateLetters,
  weightOf,
} from '../../server/src/dispatcher-list/entry-values.ts';
import { readDispatcherList } from '../../server/src/dispatcher-list/read-list.ts';
import type { ListEntry } from '../../server/src/dispatcher-list/list.ts';
import { SourceText } from '../../server/src/syntax/source-text.ts';
import { findFreePorts } from '../../tools/deployment/free-ports.ts';
import { KamailioProcess } from '../../tools/deployment/kamailio-process.ts';
import { poll } from '../../tools/deployment/poll.ts';
import { needKamailio } from '../support/needs.ts';
import { analyseFixture, readFixture } from '../unit/support/fixture.ts';
import { callJsonRpc } from './support/json-rpc.ts';

/** A destination as `dispatcher.list` shows it, in one line. */
type Held = string;

interface ListAnswer {
  readonly RECORDS: readonly {
    readonly SET: {
      readonly ID: number;
      readonly TARGETS: readonly {
        readonly DEST: {
          readonly URI: string;
          readonly FLAGS: string;
          readonly PRIORITY: number;
          readonly ATTRS?: Readonly<Record<string, string | number | null>>;
        };
      }[];
    };
  }[];
}

const A = 'sip:127.0.0.1:5081';
const B = 'sip:127.0.0.1:5082';

/** Lists that one may write, odd ones above all. */
const LISTS: readonly string[] = [
  // Columns and what parts them.
  `1 ${A}`,
  `1\t${A}\t8\t10\tduid=a`,
  `  1   ${A}   8   10   duid=a  `,
  `1 ${A} 8 10 duid=a\r\n2 ${B}\r\n`,
  `1 ${A}\r2 ${B}`,
  `1${A}`,
  A,
  `abc ${A} 0 0`,
  `-1 ${A}`,
  `+1 ${A}`,
  `01 ${A}\n1 ${B}`,
  `0x1 ${A}`,
  `2147483647 ${A}`,
  `4294967297 ${A}`,
  `99999999999999 ${A}`,
  `1, ${A}`,
  `1;${A}`,
  // A set without a destination.
  `1`,
  `1 `,
  `1 # nothing`,
  `1#`,
  `1 ${A}\n2\n3 ${B}`,
  // Comments.
  `# 1 ${A}\n  # indented\n1 ${B}`,
  `1 ${A}#comment`,
  `1 ${A} #comment`,
  `1 ${A} 8#comment`,
  `1 ${A} 8 #comment`,
  `1 ${A} 8 5#comment`,
  `1 ${A} 8 5 #comment`,
  `1 ${A} 8 5 duid=a#b`,
  `1 ${A} 8 5 duid=a #b`,
  `// ${A}`,
  `; 1 ${A}`,
  // Flags and priority.
  `1 ${A} 0`,
  `1 ${A} 1\n1 ${B} 2\n2 ${A} 4\n2 ${B} 16\n3 ${A} 24\n3 ${B} 13`,
  `1 ${A} 64 0`,
  `1 ${A} 0x8 0`,
  `1 ${A} AP 0`,
  `1 ${A} -1 0`,
  `1 ${A} 8weight=10`,
  `1 ${A} 8 weight=10`,
  `1 ${A} weight=10`,
  `1 ${A} 8 10weight=10`,
  `1 ${A} 8,10,duid=a`,
  `1 ${A} 0 -5`,
  `1 ${A} 0 high duid=a`,
  `1 ${A} 0 0 0`,
  `1 ${A} 4294967304 4294967297`,
  `1 ${A} 0 10\n1 ${B} 0 20\n1 sip:127.0.0.1:5083 0 10\n1 sip:127.0.0.1:5084 0 20`,
  // Attributes.
  `1 ${A} 0 0 duid=a;weight=50;rweight=20;maxload=7`,
  `1 ${A} 0 0 DUID=a;Weight=50`,
  `1 ${A} 0 0 duid=a; weight=50`,
  `1 ${A} 0 0 duid=a,weight=50`,
  `1 ${A} 0 0 weight=50,duid=a;rweight=5`,
  `1 ${A} 0 0 ,duid=a`,
  `1 ${A} 0 0 duid=a;`,
  `1 ${A} 0 0 duid=a;;`,
  `1 ${A} 0 0 ;`,
  `1 ${A} 0 0 ;;`,
  `1 ${A} 0 0 ;duid=a`,
  `1 ${A} 0 0 duid=a;;weight=5`,
  `1 ${A} 0 0 duid`,
  `1 ${A} 0 0 duid=`,
  `1 ${A} 0 0 duid=;weight=5\n1 ${B}`,
  `1 ${A} 0 0 duid=a;weight=`,
  `1 ${A} 0 0 duid;weight=5`,
  `1 ${A} 0 0 =5;weight=5`,
  `1 ${A} 0 0 duid=a=b;weight=5`,
  `1 ${A} 0 0 duid="a;b";weight=5`,
  `1 ${A} 0 0 duid='a,b';weight=5`,
  `1 ${A} 0 0 duid="a`,
  `1 ${A} 0 0 duid="a b"`,
  `1 ${A} 0 0 duid="a"b;weight=5`,
  `1 ${A} 0 0 duid="a">x`,
  `1 ${A} 0 0 duid="";weight=5`,
  `1 ${A} 0 0 duid=a;duid=b;weight=5;weight=6`,
  `1 ${A} 0 0 weight=0`,
  `1 ${A} 0 0 weight=100;rweight=100`,
  `1 ${A} 0 0 weight=101;rweight=101`,
  `1 ${A} 0 0 weight=half;maxload=half`,
  `1 ${A} 0 0 weight=50%;maxload=5x`,
  `1 ${A} 0 0 weight=+50;maxload=-5`,
  `1 ${A} 0 0 maxload=99999999999`,
  `1 ${A} 0 0 my=thing;class=4`,
  // Sockets.
  `1 ${A} 0 0 socket=udp:127.0.0.1:PORT`,
  `1 ${A} 0 0 socket=127.0.0.1:PORT`,
  `1 ${A} 0 0 socket=udp:127.0.0.1:1\n1 ${B}`,
  `1 ${A} 0 0 socket=nonsense::\n1 ${B}`,
  `1 ${A} 0 0 sockname=main`,
  `1 ${A} 0 0 sockname=other\n1 ${B}`,
  `1 ${A} 0 0 sockname=main;socket=udp:127.0.0.1:1`,
  // Destinations.
  `1 127.0.0.1:5081`,
  `1 user@127.0.0.1`,
  `1 127.0.0.1`,
  `1 SIP:127.0.0.1`,
  `1 sips:127.0.0.1:5061`,
  `1 sip:127.0.0.1;transport=tcp`,
  `1 sip:127.0.0.1;transport=nonsense`,
  `1 sip:127.0.0.1:5081;a=b?h=i`,
  `1 sip:127.0.0.1:508Z\n1 ${B}`,
  `1 sip:127.0.0.1:99999\n1 ${B}`,
  `1 sip:127.0.0.1:050810\n1 ${B}`,
  `1 sip:127.0.0.1:\n1 ${B}`,
  `1 sip:@127.0.0.1\n1 ${B}`,
  `1 sip:a@@127.0.0.1\n1 ${B}`,
  `1 sip:a@127.0.0.1@b\n1 ${B}`,
  `1 sip:a:b@127.0.0.1:5081\n1 ${B}`,
  `1 sip:a;b@127.0.0.1\n1 ${B}`,
  `1 sip:a@127.0.0.1,x\n1 ${B}`,
  `1 sip:[::1]:5081\n1 ${B}`,
  `1 sip:[::1\n1 ${B}`,
  `1 sip:[::1]x\n1 ${B}`,
  `1 sip:::1\n1 ${B}`,
  `1 sip:\n1 ${B}`,
  `1 sip\n1 ${B}`,
  `1 <sip:127.0.0.1>\n1 ${B}`,
  `1 "${A}"\n1 ${B}`,
  `1 sip://127.0.0.1\n1 ${B}`,
  `1 http://127.0.0.1\n1 ${B}`,
  `1 a\n1 ${B}`,
  `1 sip:no-such-host.invalid 16\n1 ${B}`,
  `1 sip:a_b 16\n1 sip:u@a_b 16\n1 ${B}`,
  `1 sip:ü 16\n1 ${B}`,
  // Several of them.
  `1 ${A}\n1 ${A}\n2 ${A}`,
  // Long lines: 1023 bytes are read at once.
  `1 ${A} 0 0 duid=a;x=${'y'.repeat(1023 - 41)}\n2 ${B}`,
  `1 ${A} 0 0 duid=a;x=${'y'.repeat(1100)}\n2 ${B}`,
  `1 ${A} 0 0 duid=aa;x=${'ü'.repeat(520)}\n2 ${B}`,
  `# ${'x'.repeat(1021)}3 ${A} 8\n2 ${B}`,
  `${' '.repeat(1020)}3 ${A} 8\n2 ${B}`,
  // Other ends and beginnings.
  `1 ${A}\n\n\n2 ${B}`,
  `\uFEFF1 ${A}\n1 ${B}`,
  `1\u00A0${A}\n1 ${B}`,
  `1\v${A}\n1 ${B}`,
  `1 ${A}\0 8 9\n2 ${B}`,
];

describe('lists of destinations in a running Kamailio', () => {
  let folder = '';
  let program = '';
  let kamailio: KamailioProcess | undefined;
  let rpcPort = 0;
  let sipPort = 0;

  before(async function () {
    program = needKamailio(this);
    folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-list-'));
    [rpcPort = 0, sipPort = 0] = await findFreePorts(2);
    writeFileSync(path.join(folder, 'list'), `1 ${A}\n`);
    writeFileSync(path.join(folder, 'kamailio.cfg'), configuration(folder, sipPort, rpcPort));
    kamailio = new KamailioProcess(program, 'kamailio', path.join(folder, 'kamailio.cfg'), folder);
    await kamailio.waitUntilReady();
    await poll('the RPC to answer', () => callJsonRpc(rpcPort, 'core.uptime').catch(() => undefined));
  });

  after(async () => {
    await kamailio?.stop();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  const loaded = new Map<string, readonly Held[]>();

  it(`holds what the reader says for ${LISTS.length} lists`, async () => {
    const differences: { list: string; held: readonly Held[]; predicted: readonly Held[] }[] = [];
    for (const list of LISTS) {
      const text = list.replaceAll('PORT', String(sipPort));
      const predicted = predict(text, sipPort);
      const held = await load(text);
      loaded.set(text, held);
      if (JSON.stringify(held) !== JSON.stringify(predicted)) differences.push({ list: text, held, predicted });
    }
    assert.deepEqual(differences, []);
  });

  it('refuses the lists that have an error, and passes over no line without a warning', () => {
    assert.equal(loaded.size, LISTS.length);
    const text = readFileSync(path.join(folder, 'kamailio.cfg'), 'utf8');
    const analysis = analyseFixture(readFixture(text), { version: '5.6' });
    const differences: string[] = [];
    for (const [list, held] of loaded) {
      const reading = readDispatcherList(new SourceText('file:///list', list));
      const findings = checkList({ list: reading, version: '5.6', configurations: [analysis] });
      const hasError = findings.some(({ severity }) => severity === 'error');
      if (hasError !== (held[0] === 'refused')) differences.push(`error: ${list}`);
      if (hasError || held.length === reading.entries.length) continue;
      // What resolves to no address is known only on the machine.
      if (/invalid|\/\/127|http:|yyyyy|::1\n/.test(list)) continue;
      if (!findings.some(({ severity }) => severity === 'warning')) differences.push(`warning: ${list}`);
    }
    assert.deepEqual(differences, []);
  });

  it('does not start with a list that has an error, nor with a line passed over where ds_load_mode is 1', async () => {
    const starts = async (list: string, parameters: string): Promise<boolean> => {
      const place = mkdtempSync(path.join(folder, 'start-'));
      const [otherRpc = 0, otherSip = 0] = await findFreePorts(2);
      const text = configuration(place, otherSip, otherRpc, parameters);
      const analysis = analyseFixture(readFixture(text), { version: '5.6' });
      writeFileSync(path.join(place, 'list'), list);
      writeFileSync(path.join(place, 'kamailio.cfg'), text);
      const reading = readDispatcherList(new SourceText('file:///list', list));
      const findings = checkList({ list: reading, version: '5.6', configurations: [analysis] });
      const process = new KamailioProcess(program, 'kamailio', path.join(place, 'kamailio.cfg'), place);
      const isUp = await process.waitUntilReady().then(
        () => true,
        () => false,
      );
      await process.stop();
      assert.equal(isUp, !findings.some(({ severity }) => severity === 'error'), list);
      return isUp;
    };
    const strict = 'modparam("dispatcher", "ds_load_mode", 1)';
    assert.equal(await starts(`1 ${A}\n2\n`, ''), false);
    assert.equal(await starts(`1 ${A}\n2 sip:127.0.0.1:x\n`, ''), true);
    assert.equal(await starts(`1 ${A}\n2 sip:127.0.0.1:x\n`, strict), false);
    assert.equal(await starts(`1 ${A} 0 0 socket=udp:127.0.0.9:1\n`, strict), false);
    assert.equal(await starts(`1 ${A} 0 0 a=;b=c\n`, strict), false);
  });

  /** Writes the list file, has it loaded and tells what is held then. */
  async function load(text: string): Promise<readonly Held[]> {
    writeFileSync(path.join(folder, 'list'), `9 ${A}\n`);
    await callJsonRpc(rpcPort, 'dispatcher.reload');
    writeFileSync(path.join(folder, 'list'), text);
    try {
      await callJsonRpc(rpcPort, 'dispatcher.reload');
    } catch (error) {
      assert.match(String(error), /Reload Failed|500/);
      const { RECORDS } = (await callJsonRpc(rpcPort, 'dispatcher.list')) as ListAnswer;
      assert.deepEqual(
        RECORDS.map(({ SET }) => SET.ID),
        [9],
        'a refused list leaves the one before in place',
      );
      return ['refused'];
    }
    let answer: ListAnswer;
    try {
      answer = (await callJsonRpc(rpcPort, 'dispatcher.list')) as ListAnswer;
    } catch {
      return [];
    }
    return answer.RECORDS.flatMap(({ SET }) =>
      SET.TARGETS.map(({ DEST }) => {
        const attributes = DEST.ATTRS ?? {};
        return [
          SET.ID,
          DEST.URI,
          DEST.FLAGS,
          DEST.PRIORITY,
          attributes.BODY ?? '',
          attributes.DUID ?? '',
          attributes.MAXLOAD ?? 0,
          attributes.WEIGHT ?? 0,
          attributes.RWEIGHT ?? 0,
        ].join(' | ');
      }),
    ).sort(bySet);
  }
});

function predict(text: string, sipPort: number): readonly Held[] {
  const list = readDispatcherList(new SourceText('file:///list', text), { hexFlags: false });
  if (list.entries.some(isRefused)) return ['refused'];
  return [...destinationsBySet(list).values()]
    .flat()
    .filter(({ entry, uri, flags }) => hasSocket(entry, sipPort) && (isAddress(uri) || (flags & 16) !== 0))
    .map(({ entry, setId, uri, flags, priority, attributes }) =>
      [
        setId,
        uri,
        stateLetters(flags),
        priority,
        attributes,
        attributeOf(entry, 'duid')?.value?.text ?? '',
        integerOf(attributeOf(entry, 'maxload')?.value),
        weightOf(entry, 'weight'),
        weightOf(entry, 'rweight'),
      ].join(' | '),
    )
    .sort(bySet);
}

function hasSocket(entry: ListEntry, sipPort: number): boolean {
  const socket = attributeOf(entry, 'socket')?.value?.text;
  const name = attributeOf(entry, 'sockname')?.value?.text;
  if (name !== undefined) return name === 'main';
  return socket === undefined || socket.replace(/^udp:/, '') === `127.0.0.1:${sipPort}`;
}

/**
 * Without a name server nothing else resolves, and what does not resolve is passed over; so are IPv6 addresses by a
 * Kamailio that listens on none.
 */
function isAddress(uri: string): boolean {
  return /[:@]127\.0\.0\.1(?:[:;?]|$)/.test(uri);
}

/** The order of the sets is that of a tree and means nothing; that of a set's destinations is kept. */
function bySet(a: Held, b: Held): number {
  return Number(a.split(' ')[0]) - Number(b.split(' ')[0]);
}

function configuration(folder: string, sipPort: number, rpcPort: number, parameters = ''): string {
  return `#!KAMAILIO
children=1
log_stderror=yes
dns=no
rev_dns=no
tcp_accept_no_cl=yes
listen=udp:127.0.0.1:${sipPort} name "main"
listen=tcp:127.0.0.1:${rpcPort}
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "ctl.so"
loadmodule "xhttp.so"
loadmodule "jsonrpcs.so"
loadmodule "dispatcher.so"
modparam("jsonrpcs", "transport", 1)
modparam("dispatcher", "list_file", "${path.join(folder, 'list')}")
modparam("dispatcher", "reload_delta", 0)
${parameters}
request_route {
  exit;
}
event_route[xhttp:request] {
  jsonrpc_dispatch();
}
`;
}
