import assert from 'node:assert/strict';
import { describeServer, type ServerDescription } from '../../../server/src/features/describe-server.ts';
import { analyseFixture, readFixture } from '../support/fixture.ts';
import { readExamples } from './support.ts';

function describeText(...lines: string[]): ServerDescription {
  const text = lines.join('\n');
  return describeServer(analyseFixture(readFixture(text.startsWith('---') ? text : `--- kamailio.cfg\n${text}`)));
}

function urlsOf(...lines: string[]): string[] {
  return describeText(...lines).endpoints.map(({ url }) => url);
}

const HTTP = [
  'listen=tcp:127.0.0.1:8060 name "rpc"',
  'loadmodule "xhttp.so"',
  'loadmodule "jsonrpcs.so"',
  'modparam("jsonrpcs", "transport", 1)',
];

/** The path that an event route leads to the RPC. */
function pathOf(route: string, ...more: string[]): string | undefined {
  const [url] = urlsOf(...HTTP, `event_route[xhttp:request] { ${route} }`, ...more);
  return url?.replace('http://127.0.0.1:8060', '');
}

describe('the way to the server of a configuration', () => {
  it('says what to load where nothing is', () => {
    const { endpoints, notes } = describeText('request_route { exit; }');
    assert.deepEqual(endpoints, []);
    assert.deepEqual(notes.length, 1);
    assert.match(notes[0] ?? '', /loadmodule "ctl\.so"/);
  });

  it('knows the default socket of ctl, and that the run directory may be another', () => {
    const { endpoints, notes } = describeText('loadmodule "ctl.so"');
    assert.deepEqual(
      endpoints.map(({ url }) => url),
      ['unix:/var/run/kamailio/kamailio_ctl'],
    );
    assert.match(notes.join(' '), /kamailio -Y/);
  });

  it('reads what ctl listens on, the local socket first', () => {
    const binrpc = (value: string): string => `modparam("ctl", "binrpc", ${value})`;
    const { endpoints, notes } = describeText(
      '#!define CTL "unixs:/run/kamailio/sbc_ctl"',
      'loadmodule "ctl.so"',
      binrpc('"tcp:192.0.2.1:2046"'),
      binrpc('"tcp:2047"'),
      binrpc('"tcp:[::1]:2048"'),
      binrpc('CTL'),
      binrpc('"udp:127.0.0.1:2050"'),
      binrpc('"127.0.0.1:2051"'),
    );
    assert.deepEqual(
      endpoints.map(({ url }) => url),
      ['unix:/run/kamailio/sbc_ctl', 'tcp://127.0.0.1:2047', 'tcp://[::1]:2048', 'tcp://192.0.2.1:2046'],
    );
    assert.equal(notes.filter((note) => note.includes('datagrams')).length, 2);
    assert.match(endpoints.at(-1)?.explanation ?? '', /no passwords/);
    assert.doesNotMatch(endpoints[2]?.explanation ?? '', /passwords/);
  });

  it('finds HTTP where xhttp hands requests to jsonrpc_dispatch()', () => {
    const { endpoints } = describeText(
      ...HTTP,
      'event_route[xhttp:request] { if ($hu =~ "^/RPC") jsonrpc_dispatch(); }',
    );
    assert.deepEqual(endpoints, [
      {
        url: 'http://127.0.0.1:8060/RPC',
        explanation: 'xhttp on tcp:127.0.0.1:8060 ("rpc"); paths like /RPC reach the RPC',
      },
    ]);
  });

  it('reads the path from the tests on the way', () => {
    assert.equal(pathOf('if ($hu == "/api") { jsonrpc_dispatch(); }'), '/api');
    assert.equal(pathOf('if ($hu =~ "^/v1/rpc/?$") { jsonrpc_dispatch(); }'), '/v1/rpc');
    assert.equal(pathOf('if (starts_with("$hu", "/ops")) jsonrpc_dispatch();'), '/ops');
    assert.equal(pathOf('if ($rm == "GET") exit; if (1 == 1 && ($hu =~ "/json")) { jsonrpc_dispatch(); }'), '/json');
    assert.equal(
      pathOf('if (not ($hu =~ "^/only")) { xhttp_reply("404", "No", "", ""); exit; } jsonrpc_dispatch();'),
      '/only',
    );
    assert.equal(pathOf('if (!($hu =~ "^/only")) { exit; } else jsonrpc_dispatch();'), '/only');
    assert.equal(pathOf('switch ($hu) { case "/a": exit; case /"^/b": jsonrpc_dispatch(); }'), '/b');
    assert.equal(pathOf('jsonrpc_dispatch();'), '/RPC');
    assert.equal(pathOf('if ($hu =~ "^/x") route(RPC);', 'route[RPC] { jsonrpc_dispatch(); }'), '/x');
    assert.equal(
      pathOf(
        'if ($hu =~ "^/metrics") { prom_dispatch(); exit; } route(R);',
        'route[R] { if ($hu == "/r") { jsonrpc_dispatch(); } }',
      ),
      '/r',
    );
  });

  it('chooses the port that the route asks for', () => {
    const lines = [
      'listen=tcp:10.0.0.1:5060',
      ...HTTP,
      'event_route[xhttp:request] { if ($Rp != 8060) exit; jsonrpc_dispatch(); }',
    ];
    assert.deepEqual(urlsOf(...lines), ['http://127.0.0.1:8060/RPC']);
  });

  it('takes every socket that HTTP can use, the local ones first', () => {
    const urls = urlsOf(
      'enable_tls=yes',
      'port=5070',
      'listen=udp:10.0.0.1:5060',
      'listen=10.0.0.1',
      'listen=tcp:[2001:db8::1]:8060',
      'listen=tls:10.0.0.1:8443 advertise 203.0.113.5:443',
      'listen=tcp:0.0.0.0:8060',
      'loadmodule "tls.so"',
      ...HTTP.slice(1),
      'event_route[xhttp:request] { jsonrpc_dispatch(); }',
    );
    assert.deepEqual(urls, [
      'http://127.0.0.1:8060/RPC',
      'http://10.0.0.1:5070/RPC',
      'http://[2001:db8::1]:8060/RPC',
      'https://10.0.0.1:8443/RPC',
    ]);
    assert.deepEqual(urlsOf(...HTTP.slice(1), 'event_route[xhttp:request] { jsonrpc_dispatch(); }'), [
      'http://127.0.0.1:5060/RPC',
    ]);
  });

  it('says what keeps HTTP from working', () => {
    const route = 'event_route[xhttp:request] { jsonrpc_dispatch(); }';
    const notesOf = (...lines: string[]): string => {
      const { endpoints, notes } = describeText(...lines);
      assert.deepEqual(endpoints, []);
      return notes.join(' ');
    };
    assert.match(notesOf(...HTTP.slice(0, 3), route), /its transport is 6/);
    assert.match(
      notesOf(...HTTP.filter((line) => !line.includes('xhttp')), route),
      /xhttp module, which is not loaded/,
    );
    assert.match(notesOf(...HTTP), /no event_route\[xhttp:request\]/);
    assert.match(notesOf(...HTTP, 'event_route[xhttp:request] { exit; }'), /Nothing in event_route/);
    assert.match(notesOf('listen=udp:10.0.0.1:5060', ...HTTP.slice(1), route), /no TCP or TLS socket/);
    assert.match(notesOf('listen=tls:10.0.0.1:5061', ...HTTP.slice(1), route), /no TLS module is loaded/);
  });

  it('says that the route looks at who asks', () => {
    const notesOf = (route: string): string =>
      describeText(...HTTP, `event_route[xhttp:request] { ${route} jsonrpc_dispatch(); }`).notes.join(' ');
    assert.match(notesOf('if ($hdr(Authorization) != "Basic x") exit;'), /credentials/);
    assert.match(notesOf('if (src_ip != 127.0.0.1) exit;'), /address of who asks/);
    assert.equal(notesOf(''), '');
  });

  it('names the server by its folder, and its list', () => {
    const described = describeText(
      '--- kamailio-edge.cfg\nloadmodule "dispatcher.so"\nmodparam("dispatcher", "list_file", "/etc/kamailio/a.list")',
      '--- a.list\n1 sip:192.0.2.1\n',
    );
    assert.equal(described.name, 'kamailio-edge');
    assert.equal(described.listFile?.uri, 'file:///project/a.list');
    assert.equal(describeText('loadmodule "ctl.so"').name, 'project');
  });

  it('knows the ways to the example deployment', () => {
    const [sbc] = readExamples();
    assert.ok(sbc);
    const { name, endpoints, listFile } = describeServer(sbc);
    assert.equal(name, 'sbc');
    assert.deepEqual(
      endpoints.map(({ url }) => url.replace(/:\d+\//, ':PORT/')),
      ['unix:/var/run/kamailio/kamailio_ctl', 'http://127.0.0.1:PORT/RPC'],
    );
    assert.match(listFile?.uri ?? '', /dispatcher\.list$/);
  });
});
