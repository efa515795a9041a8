import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { listMethods, readCounters, readIdentity } from '../../client/src/rpc/commands/core.ts';
import {
  addDestination,
  hashForDispatcher,
  listDestinationSets,
  readDispatcherSettings,
  readPinging,
  reloadDispatcher,
  removeDestination,
  setDestinationState,
  setPinging,
} from '../../client/src/rpc/commands/dispatcher.ts';
import {
  deleteHashTableItem,
  dumpHashTable,
  flushHashTable,
  getHashTableItem,
  listHashTables,
  setHashTableItem,
} from '../../client/src/rpc/commands/htable.ts';
import { openRpcClient } from '../../client/src/rpc/open-client.ts';
import { RpcError } from '../../client/src/rpc/rpc-error.ts';
import type { Endpoint, RpcClient, RpcParam, RpcValue } from '../../client/src/rpc/types.ts';
import { findFreePorts } from '../../tools/deployment/free-ports.ts';
import { KamailioProcess } from '../../tools/deployment/kamailio-process.ts';
import { needKamailio, skipUnless } from '../support/needs.ts';
import { type Certificate, CertificateMaker, hasOpenssl } from '../unit/client/rpc/certificates.ts';

const PASSWORD = 'hunter2-and-more';

/** Everything that can carry RPC, in one Kamailio. */
const CONFIGURATION = `#!KAMAILIO
debug=2
log_stderror=yes
children=1
enable_tls=yes
tcp_accept_no_cl=yes
listen=udp:127.0.0.1:SIP
listen=tcp:127.0.0.1:HTTP
listen=tls:127.0.0.1:TLS
loadmodule "ctl.so"
loadmodule "cfg_rpc.so"
loadmodule "kex.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "tls.so"
loadmodule "xhttp.so"
loadmodule "jsonrpcs.so"
loadmodule "htable.so"
loadmodule "dispatcher.so"
modparam("ctl", "binrpc", "unix:FOLDER/run/kamailio_ctl")
modparam("ctl", "binrpc", "tcp:127.0.0.1:CTL")
modparam("jsonrpcs", "transport", 1)
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "certificate", "FOLDER/certificate.pem")
modparam("tls", "private_key", "FOLDER/key.pem")
modparam("htable", "htable", "divert=>size=4;autoexpire=7200;")
modparam("htable", "htable", "empty=>size=4;")
modparam("dispatcher", "list_file", "FOLDER/dispatcher.list")
modparam("dispatcher", "ds_ping_latency_stats", 1)
modparam("dispatcher", "ds_probing_threshold", 3)
modparam("dispatcher", "reload_delta", 0)
request_route {
  exit;
}
event_route[xhttp:request] {
  if ($hu == "/locked" && $hdr(Authorization) != "Basic BASIC") {
    xhttp_reply("401", "Unauthorized", "text/plain", "");
    exit;
  }
  if ($hu =~ "^/(RPC|locked)") {
    jsonrpc_dispatch();
    exit;
  }
  xhttp_reply("404", "Not Found", "text/html", "<html><body>nothing</body></html>");
}
`;

const LIST = `1 sip:127.0.0.1:17101 0 5 weight=50;duid=a
1 sip:127.0.0.1:17102 0 4 weight=50;duid=b
2 sip:127.0.0.1:17201
`;

class LiveServer {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-rpc-'));
  readonly own: Certificate;
  process!: KamailioProcess;
  #ports: number[] = [];

  constructor(maker: CertificateMaker) {
    this.own = maker.makeSelfSigned('127.0.0.1');
  }

  async start(kamailio: string): Promise<void> {
    this.#ports = await findFreePorts(4);
    const [sip, http, tls, ctl] = this.#ports.map(String);
    const text = CONFIGURATION.replace(':SIP', `:${sip!}`)
      .replace(':HTTP', `:${http!}`)
      .replace(':TLS', `:${tls!}`)
      .replace(':CTL', `:${ctl!}`)
      .replace('BASIC', Buffer.from(`admin:${PASSWORD}`).toString('base64'))
      .replaceAll('FOLDER', this.folder);
    mkdirSync(path.join(this.folder, 'run'), { recursive: true });
    const file = path.join(this.folder, 'kamailio.cfg');
    writeFileSync(file, text);
    writeFileSync(path.join(this.folder, 'certificate.pem'), this.own.certificate);
    writeFileSync(path.join(this.folder, 'key.pem'), this.own.key);
    this.writeList(LIST);
    this.process = new KamailioProcess(kamailio, 'the server', file, this.folder);
    await this.process.waitUntilReady();
  }

  writeList(text: string): void {
    writeFileSync(path.join(this.folder, 'dispatcher.list'), text);
  }

  get unix(): Endpoint {
    return { url: `unix:${this.process.ctlSocket}` };
  }

  get tcp(): Endpoint {
    return { url: `tcp://127.0.0.1:${this.#ports[3]!}` };
  }

  get http(): Endpoint {
    return { url: `http://127.0.0.1:${this.#ports[1]!}/RPC` };
  }

  get https(): Endpoint {
    return { url: `https://127.0.0.1:${this.#ports[2]!}/RPC`, tls: { ca: this.own.certificate } };
  }

  async stop(): Promise<void> {
    await this.process.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A child that joins its standard input and output to the endpoint. */
const JOIN = `import os,select,socket,sys
s = socket.socket(socket.AF_UNIX) if sys.argv[1] else socket.socket()
s.connect(sys.argv[1] or (sys.argv[2], int(sys.argv[3])))
while True:
    for f in select.select([0, s], [], [])[0]:
        b = os.read(0, 65536) if f == 0 else s.recv(65536)
        if not b: sys.exit(0)
        if f == 0: s.sendall(b)
        while f != 0 and b: b = b[os.write(1, b):]
`;
const VIA = { command: ['python3', '-c', JOIN, '{path}', '{host}', '{port}'] };

describe('RPC with a running Kamailio', () => {
  let maker: CertificateMaker | undefined;
  let server: LiveServer | undefined;
  const clients: RpcClient[] = [];

  before(async function () {
    const kamailio = needKamailio(this);
    skipUnless(this, hasOpenssl(), 'the program openssl');
    maker = new CertificateMaker();
    server = new LiveServer(maker);
    await server.start(kamailio);
  });

  afterEach(() => {
    for (const client of clients.splice(0)) client.dispose();
  });

  after(async () => {
    maker?.dispose();
    await server?.stop();
  });

  function live(): LiveServer {
    assert.ok(server);
    return server;
  }

  function open(endpoint: Endpoint, deadline?: number): RpcClient {
    const client = openRpcClient(endpoint, { deadline });
    clients.push(client);
    return client;
  }

  const ways: Record<string, () => Endpoint> = {
    'a Unix socket': () => live().unix,
    TCP: () => live().tcp,
    HTTP: () => live().http,
    HTTPS: () => live().https,
    'a child to the Unix socket': () => ({ ...live().unix, via: VIA }),
    'a child to TCP': () => ({ ...live().tcp, via: VIA }),
    'a child to HTTP': () => ({ ...live().http, via: VIA }),
    'a child to HTTPS': () => ({ ...live().https, via: VIA }),
  };

  for (const [way, endpoint] of Object.entries(ways)) {
    describe(`over ${way}`, () => {
      let client: RpcClient;
      beforeEach(() => {
        client = open(endpoint());
      });

      it('answers what it is', async () => {
        const identity = await readIdentity(client, Date.now);
        assert.match(await live().process.kamcmd('core.version'), new RegExp(`kamailio ${identity.version} `));
        const again = await readIdentity(client, Date.now);
        assert.equal(again.startedAt, identity.startedAt);
        assert.ok(Math.abs(Date.now() - identity.startedAt) < 600_000);
      });

      it('echoes strings and integers', async () => {
        const values = ['ü "quoted" \\ <tag>\ttab', -7];
        assert.deepEqual(await client.call('jsonrpc.echo', values), values);
        const long = 'x'.repeat(2000);
        assert.deepEqual(await client.call('jsonrpc.echo', [long, 2147483647]), [long, 2147483647]);
      });

      it('sends doubles, and reads them', async () => {
        await client.call('htable.seti', ['divert', 'double', { double: 42 }]);
        assert.equal((await getHashTableItem(client, 'divert', 'double'))?.value, 42);
        const memory = (await client.call('core.shmmem')) as Record<string, number>;
        assert.equal(memory.total, 64 * 1024 * 1024);
      });

      it('tells an unknown command and a fault apart', async () => {
        await rejects(client.call('dlg.stats_active'), 'unknown-command', /the module dialog is not loaded/);
        await rejects(client.call('htable.get', ['none', 'x']), 'fault', /No such htable \(500\)/);
      });

      it('lists the same commands as kamcmd', async () => {
        const listed = await live().process.kamcmd('system.listMethods');
        assert.deepEqual(await listMethods(client), listed.trim().split('\n'));
      });

      it('lists the destinations', async () => {
        const sets = await listDestinationSets(client, { detail: 'full' });
        const [first, second] = sets;
        assert.deepEqual(
          sets.map(({ id, destinations }) => [id, destinations.length]),
          [
            [1, 2],
            [2, 1],
          ],
        );
        const a = first?.destinations.find(({ uri }) => uri === 'sip:127.0.0.1:17101');
        assert.deepEqual(
          [a?.letters, a?.availability, a?.priority, a?.attributes.values.get('duid'), a?.address, a?.port],
          ['AX', 'active', 5, 'a', '127.0.0.1', 17101],
        );
        assert.equal(a?.latency?.timeouts, 0);
        assert.equal(second?.destinations[0]?.attributes.body, '');
      });
    });
  }

  it('every way gives the same', async () => {
    await setHashTableItem(open(live().unix), 'divert', { key: 'same', value: 'x' });
    const answers: unknown[] = [];
    for (const endpoint of Object.values(ways)) {
      const client = open(endpoint());
      answers.push([
        await listDestinationSets(client, { detail: 'full' }),
        await listHashTables(client),
        await dumpHashTable(client, 'divert'),
        await dumpHashTable(client, 'empty'),
        await readDispatcherSettings(client),
        (await readCounters(client)).map(({ name }) => name),
      ]);
    }
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    const [, tables, , empty, settings] = answers[0] as [unknown, { name: string }[], unknown, unknown[], object];
    assert.deepEqual(tables.map(({ name }) => name).sort(), ['divert', 'empty']);
    assert.deepEqual(empty, []);
    assert.deepEqual(settings, {
      probingThreshold: 3,
      inactiveThreshold: 1,
      pingInterval: undefined,
      probingMode: undefined,
    });
  });

  describe('BINRPC is read as kamcmd reads it', () => {
    const commands: [string, ...string[]][] = [
      ['system.listMethods'],
      ['core.version'],
      ['core.info'],
      ['core.sockets_list'],
      ['core.modules'],
      ['core.psa'],
      ['core.flags'],
      ['dispatcher.list'],
      ['dispatcher.list', 'full'],
      ['dispatcher.hash', '7', 'abcdefgh'],
      ['htable.dump', 'divert'],
      ['htable.dump', 'empty'],
      ['htable.listTables'],
      ['htable.stats'],
      ['cfg.get', 'dispatcher'],
      ['cfg.list'],
      ['tm.stats'],
      ['stats.fetchn', 'core:'],
      ['tls.options'],
      ['system.methodHelp', 'core.echo'],
    ];
    for (const [command, ...params] of commands) {
      it([command, ...params].join(' '), async () => {
        const client = open(live().unix);
        const typed = params.map((param): RpcParam => (/^\d+$/.test(param) ? Number(param) : param));
        const printed = await live().process.kamcmd(command, ...params);
        assert.deepEqual(leavesOf(await client.call(command, typed)), printedLeaves(printed));
      });
    }

    it('faults', async () => {
      const faults: [string, string, ...string[]][] = [
        ['command no.such not found', 'no.such'],
        ['No such htable', 'htable.dump', 'none'],
        ["Key name doesn't exist in htable.", 'htable.get', 'divert', 'none'],
        ['Invalid Parameters', 'dispatcher.remove'],
      ];
      for (const [message, command, ...params] of faults) {
        const printed = await live()
          .process.kamcmd(command, ...params)
          .catch((error: unknown) => {
            const { stdout, stderr } = error as { stdout: string; stderr: string };
            return stdout + stderr;
          });
        assert.ok(printed.includes(message), printed);
        const error = await open(live().unix)
          .call(command, params)
          .catch((fault: unknown) => fault);
        assert.ok(error instanceof RpcError);
        assert.match(printed, new RegExp(`error: ${error.code ?? ''} `));
        if (error.kind === 'fault') assert.ok(error.message.includes(message), error.message);
      }
    });
  });

  for (const way of ['a Unix socket', 'HTTP'] as const) {
    describe(`what is changed over ${way} is seen by kamcmd`, () => {
      let client: RpcClient;
      beforeEach(() => {
        client = open(ways[way]!());
      });

      async function lettersOf(uri: string): Promise<string | undefined> {
        const listed = await live().process.kamcmd('dispatcher.list');
        return new RegExp(`URI: ${uri}\\n\\s*FLAGS: (\\w+)`).exec(listed)?.[1];
      }

      it('states by address, by duid and of a whole set', async () => {
        const uri = 'sip:127.0.0.1:17101';
        for (const [state, probing, letters] of [
          ['inactive', true, 'IP'],
          ['inactive', false, 'IX'],
          ['disabled', true, 'DX'],
          ['trying', true, 'TP'],
          ['active', true, 'AP'],
          ['active', false, 'AX'],
        ] as const) {
          await setDestinationState(client, { setId: 1, target: { uri }, state, probing });
          assert.equal(await lettersOf(uri), letters);
        }
        await setDestinationState(client, { setId: 1, target: { duid: 'b' }, state: 'disabled', probing: false });
        assert.equal(await lettersOf('sip:127.0.0.1:17102'), 'DX');
        await setDestinationState(client, { setId: 1, target: 'all', state: 'active', probing: false });
        assert.equal(await lettersOf('sip:127.0.0.1:17102'), 'AX');
        const nobody = { setId: 1, target: { uri: 'sip:nobody' }, state: 'active', probing: false } as const;
        await rejects(setDestinationState(client, nobody), 'fault', /State Update Failed/);
      });

      it('destinations that are added, removed and read again', async () => {
        const uri = 'sip:127.0.0.1:17109';
        await addDestination(client, { setId: 9, uri, flags: 8, priority: 7, attributes: 'duid=z;weight=3' });
        const listed = await live().process.kamcmd('dispatcher.list');
        assert.match(listed, /URI: sip:127\.0\.0\.1:17109\n\s*FLAGS: AP\n\s*PRIORITY: 7\n.*\n\s*BODY: duid=z;weight=3/);
        await removeDestination(client, { setId: 9, uri });
        assert.equal(await lettersOf(uri), undefined);
        await addDestination(client, { setId: 9, uri, flags: 0, priority: 0, attributes: '' });
        assert.equal(await lettersOf(uri), 'AX');
        await reloadDispatcher(client);
        assert.equal(await lettersOf(uri), undefined);
      });

      it('pinging', async () => {
        await setPinging(client, false);
        assert.equal(await readPinging(client), false);
        assert.match(await live().process.kamcmd('dispatcher.ping_active'), /OldPingState: 0/);
        await setPinging(client, true);
        assert.match(await live().process.kamcmd('dispatcher.ping_active'), /OldPingState: 1/);
      });

      it('the hash of a value', async () => {
        const { hash, slot } = await hashForDispatcher(client, { slots: 7, value: 'a84b4c76e66710@pc33' });
        const printed = await live().process.kamcmd('dispatcher.hash', '7', 's:a84b4c76e66710@pc33');
        assert.deepEqual(/hashid: (-?\d+)\s+slot: (\d+)/.exec(printed)?.slice(1).map(Number), [hash | 0, slot]);
      });

      it('entries of tables', async () => {
        await setHashTableItem(client, 'divert', { key: '3000', value: '2000' });
        await setHashTableItem(client, 'divert', { key: 'count', value: -5 });
        await setHashTableItem(client, 'divert', { key: 'soon', value: 'v', expire: 60 });
        assert.match(await live().process.kamcmd('htable.get', 'divert', 's:3000'), /value: 2000/);
        assert.match(await live().process.kamcmd('htable.get', 'divert', 'count'), /value: -5/);
        const soon = await getHashTableItem(client, 'divert', 'soon');
        assert.match(soon?.expires ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
        await deleteHashTableItem(client, 'divert', '3000');
        assert.equal(await getHashTableItem(client, 'divert', '3000'), undefined);
        await flushHashTable(client, 'divert');
        assert.equal((await live().process.kamcmd('htable.dump', 'divert')).trim(), '');
      });
    });
  }

  it('a password opens what is locked', async () => {
    const url = live().http.url.replace('/RPC', '/locked');
    await rejects(open({ url }).call('core.version'), 'unauthorised', /none is stored/);
    const wrong = { kind: 'basic', user: 'admin', password: 'wrong-one' } as const;
    await rejects(open({ url, credentials: wrong }).call('core.version'), 'unauthorised', /is not accepted/);
    const right = { ...wrong, password: PASSWORD };
    assert.match(JSON.stringify(await open({ url, credentials: right }).call('core.version')), /kamailio/);
  });

  it('what is addressed wrongly is said', async () => {
    const { http, https, tcp } = live();
    const other = (endpoint: Endpoint, from: RegExp, to: string): RpcClient =>
      open({ ...endpoint, url: endpoint.url.replace(from, to) }, 500);
    await rejects(other(http, /RPC$/, 'other').call('core.version'), 'wrong-path', /404 Not Found, a web page/);
    await rejects(other(tcp, /^tcp/, 'http').call('core.version'), 'garbled', /speaks BINRPC/);
    await rejects(other(https, /^https/, 'http').call('core.version'), 'closed', /expects https/);
    await rejects(open({ url: https.url }).call('core.version'), 'certificate', /self-signed/);
    // Kamailio's reader of SIP and HTTP waits for the end of a line.
    await rejects(other(http, /^http(.*)\/RPC/, 'tcp$1').call('core.version'), 'timed-out', /nothing came/);
    await rejects(other(http, /^http/, 'https').call('core.version'), 'timed-out', /TLS is not established/);
  });

  it('a request that is too long is said', async () => {
    const long = 'x'.repeat(70_000);
    await rejects(open(live().http).call('core.echo', [long]), 'closed', /tcp_rd_buf_size/);
    await rejects(open(live().tcp).call('core.echo', [long]), 'too-large', /the ctl module takes 65535/);
  });

  it('a stopped Kamailio costs the deadline, and answers again when it goes on', async () => {
    const client = open(live().unix, 300);
    assert.match(JSON.stringify(await client.call('core.version')), /kamailio/);
    process.kill(-live().process.pid, 'SIGSTOP');
    try {
      await rejects(client.call('core.version'), 'timed-out', /busy, stopped or stuck/);
    } finally {
      process.kill(-live().process.pid, 'SIGCONT');
    }
    assert.match(JSON.stringify(await client.call('core.version', [], { deadline: 5000 })), /kamailio/);
  });

  describe('large replies', () => {
    after(async () => {
      live().writeList(LIST);
      await reloadDispatcher(open(live().tcp));
    });

    it('5,000 destinations in 200 sets', async () => {
      const lines = Array.from(
        { length: 5000 },
        (_, index) => `${index % 200} sip:127.0.0.1:${20_000 + index} 0 1 duid=${index}`,
      );
      live().writeList(lines.join('\n'));
      const client = open(live().tcp, 20_000);
      await reloadDispatcher(client);
      const sets = await listDestinationSets(client);
      assert.equal(sets.length, 200);
      const uris = new Set(sets.flatMap(({ destinations }) => destinations.map(({ uri }) => uri)));
      assert.equal(uris.size, 5000);
    });

    it('a set that does not fit into a structure of ctl says which parameter to raise, and fits over HTTP', async () => {
      const lines = Array.from({ length: 1500 }, (_, index) => `1 sip:127.0.0.1:${20_000 + index}`);
      live().writeList(lines.join('\n'));
      await reloadDispatcher(open(live().tcp));
      await rejects(listDestinationSets(open(live().tcp)), 'fault', /binrpc_struct_max_body_size/);
      const [set] = await listDestinationSets(open(live().http));
      assert.equal(set?.destinations.length, 1500);
    });
  });
});

async function rejects(promise: Promise<unknown>, kind: string, message: RegExp): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof RpcError, String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, new RegExp(PASSWORD));
    return true;
  });
}

/** The simple values of a reply in their order, as text; numbers without the zeros that kamcmd adds to doubles. */
function leavesOf(value: RpcValue, name = ''): string[] {
  const label = name === '' ? '' : `${name}: `;
  if (value === null) return name === '' ? [] : [`${label}<null string>`];
  if (Array.isArray(value)) return value.flatMap((element: RpcValue) => leavesOf(element, name));
  if (typeof value === 'object') return Object.entries(value).flatMap(([member, inner]) => leavesOf(inner, member));
  return `${label}${String(value)}`.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

function printedLeaves(printed: string): string[] {
  const lines = printed.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && line !== '}' && !/^(?:[^:]*: )?\{$/.test(line))
    .map((line) => (/(?:^|: )-?\d+\.\d{3}$/.test(line) ? line.replace(/\.?0+$/, '') : line));
}
