import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KAMAILIO_VERSIONS } from '../../../server/src/catalog/versions.ts';
import { checkList } from '../../../server/src/dispatcher-list/checks/check.ts';
import { listChecks } from '../../../server/src/dispatcher-list/checks/registry.ts';
import { anyListText } from './support/any-list.ts';
import { assertListFindings, readText } from './support/lists.ts';

/** A configuration that loads the list and chooses from its sets. */
function configuration(routing: string, settings = 'listen=udp:127.0.0.1:5060'): string {
  return [
    settings,
    'loadmodule "dispatcher.so"',
    'modparam("dispatcher", "list_file", "dispatcher.list")',
    'request_route {',
    routing,
    '}',
    '',
  ].join('\n');
}

function messagesOf(text: string, options?: Parameters<typeof assertListFindings>[1]): string[] {
  return assertListFindings(text, options).map(({ message }) => message);
}

describe('checks of a list of destinations', () => {
  it('have codes of their own', () => {
    const codes = listChecks.map(({ code }) => code);
    assert.deepEqual([...new Set(codes)].sort(), codes.sort());
    assert.ok(codes.every((code) => /^list-[a-z-]+$/.test(code)));
  });

  it('have nothing to say about good lines', () => {
    assertListFindings(
      [
        '# gateways',
        '1 sip:10.0.0.1:5060;transport=tcp 0 10 duid=a;weight=60;class=4 # c',
        '1 sip:10.0.0.2 8 5 duid=b;weight=40',
        '2 sips:user@example.com',
        '2 sip:[2001:db8::1]:5060 24 0 socket=udp:10.0.0.9:5060;ping_from=sip:a@b;cc=1;rweight=5',
        '3 sip:127.0.0.1 0 0 0',
        '4 sip:a weight=5;prefix=448',
      ].join('\n'),
    );
  });

  it('have nothing to say about what a template writes', () => {
    assertListFindings(
      [
        '{{ range service "gw" }}',
        '{{ .Set }} sip:{{ .Address }}:{{ .Port }} {{ .Flags }} ${PRIO} weight={{ .Weight }};socket={{ .Socket }}',
        '1 sip:a 0 0 duid=x',
        '{{ else }}',
        '1 sip:a 0 0 duid=x',
        '{{ end }}',
      ].join('\n'),
    );
  });

  it('never fail, and stay within the text', () => {
    fc.assert(
      fc.property(anyListText(), fc.constantFrom(...KAMAILIO_VERSIONS), (text, version) => {
        for (const { range } of checkList({ list: readText(text), version, configurations: [] })) {
          assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('can be switched off', () => {
    const reading = { list: readText('1\nx sip:a\n'), version: '5.6' as const, configurations: [] };
    assert.deepEqual(
      checkList(reading, new Map([['list-set-id', 'off']])).map(({ code }) => code),
      ['list-missing-uri'],
    );
  });
});

describe('list-missing-uri', () => {
  it('is an error: Kamailio does not start', () => {
    const [finding] = assertListFindings('12\n^^ list-missing-uri\n2 # sip:a\n^ list-missing-uri\n');
    assert.equal(finding?.severity, 'error');
  });

  it('is a warning where a database is read instead', () => {
    const text = configuration('', 'modparam("dispatcher", "db_url", "text:///x")');
    const [finding] = assertListFindings('1\n^ list-missing-uri\n', { configuration: text });
    assert.equal(finding?.severity, 'warning');
  });
});

describe('list-set-id', () => {
  it('finds lines without a set', () => {
    const messages = messagesOf(
      'sip:a 0 0\n^^^^^ list-set-id\n-1 sip:a\n^^ list-set-id\n99999999999 sip:a\n^^^^^^^^^^^ list-set-id\n',
    );
    assert.match(messages[0] ?? '', /'sip:a' for a destination of set 0/);
    assert.match(messages[2] ?? '', /1215752191/);
  });

  it('names a byte order mark', () => {
    assert.match(messagesOf('\uFEFF1 sip:a\n^^ list-set-id\n')[0] ?? '', /byte order mark/);
  });
});

describe('list-separator', () => {
  it('finds commas between columns', () => {
    assertListFindings('1, sip:a\n ^ list-separator\n1 sip:a 8,10,duid=a\n         ^^^^^^^^^^ list-separator\n', {
      only: ['list-separator', 'list-uri'],
    });
  });
});

describe('list-uri', () => {
  it('finds what Kamailio passes over', () => {
    const [port, host] = assertListFindings(
      [
        '1 sip:10.0.0.1:508Z',
        '               ^^^^ list-uri',
        '1 sip:<HOST>:5060',
        '      ^^^^^^ list-uri',
        '1 sip:10.0.0.256',
        '      ^^^^^^^^^^ list-uri',
        '1 sip:<HOST>:5060 16',
        '1 sip',
        '  ^^^ list-uri',
      ].join('\n'),
      { only: ['list-uri'] },
    );
    assert.equal(port?.severity, 'warning');
    assert.match(host?.message ?? '', /'<HOST>' is no address/);
  });

  it('leaves alone names in capitals that a script replaces, and signs that the configuration allows', () => {
    assertListFindings('1 sip:IP:SIP_PORT\n1 sip:gw@CARRIER_HOST;transport=tls 0 0 socket=tls:MY_IP:TLS_PORT\n');
    const text = 'ds_select_dst("1", "4");';
    const list = '1 sip:gw@my_host:5060\n';
    assertListFindings(list, { configuration: configuration(text, 'uri_host_extra_chars="_"') });
    assertListFindings(`${list}           ^^^^^^^^^^ list-uri\n`, { configuration: configuration(text) });
  });

  it('is an error where ds_load_mode forbids to pass lines over', () => {
    const text = configuration('ds_select_dst("1", "4");', 'modparam("dispatcher", "ds_load_mode", 1)');
    const [finding] = assertListFindings('1 sip\n  ^^^ list-uri\n', { configuration: text });
    assert.equal(finding?.severity, 'error');
  });
});

describe('list-missing-scheme', () => {
  it('hints at what Kamailio makes of it', () => {
    const [finding] = assertListFindings('1 10.0.0.1:5060\n  ^^^^^^^^^^^^^ list-missing-scheme\n');
    assert.equal(finding?.severity, 'hint');
    assert.equal(finding.replacement, 'sip:10.0.0.1:5060');
  });
});

describe('list-transport', () => {
  it('finds transports that Kamailio does not know', () => {
    const [finding] = assertListFindings(
      '1 sip:a;transport=tpc\n                  ^^^ list-transport\n1 sip:a;transport=TCP\n',
      { only: ['list-transport'] },
    );
    assert.equal(finding?.replacement, 'tcp');
  });
});

describe('list-transport and the sockets', () => {
  const only = ['list-transport'];
  const list = [
    '1 sip:192.0.2.1;transport=tls',
    '                          ^^^ list-transport',
    '1 sips:192.0.2.2',
    '  ^^^^ list-transport',
    '1 sip:192.0.2.3;transport=TCP',
    '1 sip:192.0.2.4;transport=ws',
    '1 sip:192.0.2.5',
  ].join('\n');
  const silent = list.replaceAll(/.*\^.*\n/g, '');

  it('finds what Kamailio has no socket for', () => {
    const settings = 'listen=udp:192.0.2.9:5060\nlisten=tcp:192.0.2.9:5060';
    assertListFindings(list, { configuration: configuration('', settings), only });
  });

  it('is silent where the machine decides', () => {
    assertListFindings(silent, { only });
    for (const settings of [
      '',
      'listen=192.0.2.9',
      'listen=udp:eth0',
      'listen=udp:192.0.2.9\nlisten=tls:192.0.2.9\nlisten=tcp:192.0.2.9',
    ])
      assertListFindings(silent, { configuration: configuration('', settings), only });
  });
});

describe('list-nothing-active', () => {
  const only = ['list-nothing-active'];

  it('finds sets that nothing can be selected from', () => {
    const list = '1 sip:a 4\n        ^ list-nothing-active\n1 sip:b 13\n2 sip:a 4\n2 sip:b 0\n3 sip:a 4\n';
    const routing = 'ds_select_dst("1", "4"); ds_select_dst("2", "4"); ds_is_from_list("3");';
    assertListFindings(list, { configuration: configuration(routing), only });
    assertListFindings(list.replace(/\n.*\^.*/, ''), { only });
  });
});

describe('templates of Terraform', () => {
  it('are taken for templates', () => {
    assertListFindings(
      '%{ for ip in servers ~}\n1 sip:${ip}:5060 0 0\n%{ endfor ~}\n1 sip:192.0.2.1 x 0\n                ^ list-flags\n',
    );
  });
});

describe('list-flags', () => {
  it('finds the bit for names where there is an address', () => {
    const only = ['list-flags'];
    const found = messagesOf('1 sip:192.0.2.1 20 0\n                ^^ list-flags\n1 sip:a 16\n', { only });
    assert.match(found[0] ?? '', /wrong way round/);
    const list = '1 sip:192.0.2.1 16\n                ^^ list-flags\n1 sip:a 16\n';
    assertListFindings(list, { configuration: configuration('ds_is_from_list("1");'), only });
    assertListFindings(list.replace(/\n.*\^.*/, ''), {
      configuration: configuration('ds_select_dst("1", "4");'),
      only,
    });
  });

  it('finds states in letters and signs', () => {
    const [letters] = assertListFindings(
      '1 sip:a AP 0\n        ^^ list-flags\n1 sip:b -1 0\n        ^^ list-flags\n1 sip:c down 0 duid=x\n        ^^^^ list-flags\n',
    );
    assert.equal(letters?.replacement, '8');
  });

  it('finds bits that mean nothing', () => {
    const text = '1 sip:a 64 0\n        ^^ list-flags\n1 sip:b 32 0\n';
    assertListFindings(text, { version: '6.0' });
    const [, late] = assertListFindings(`${text}        ^^ list-flags\n`);
    assert.match(late?.message ?? '', /came with 6\.0/);
  });

  it('knows hexadecimal flags since 6.1', () => {
    assertListFindings('1 sip:a 0x18 0 duid=a\n', { version: '6.1' });
    const [finding] = assertListFindings('1 sip:a 0x18 0 duid=a\n        ^^^^ list-flags\n', { version: '6.0' });
    assert.equal(finding?.replacement, '24');
  });
});

describe('list-priority', () => {
  it('finds what is no number', () => {
    assertListFindings(
      '1 sip:a 0 -5\n          ^^ list-priority\n1 sip:b 0 high duid=a\n          ^^^^ list-priority\n',
    );
  });
});

describe('list-unread-text', () => {
  it('finds what a blank cuts off', () => {
    const [cut, , remark] = assertListFindings(
      [
        '1 sip:a 0 0 duid=a; class=5',
        '                    ^^^^^^^ list-unread-text',
        '1 sip:b 0 0 duid=b more # c',
        '                   ^^^^ list-unread-text',
        '1 sip:c 0 0 duid=c // remark',
        '                   ^^^^^^^^^ list-unread-text',
      ].join('\n'),
    );
    assert.match(cut?.message ?? '', /a blank ends the attributes/);
    assert.equal(remark?.severity, 'information');
  });
});

describe('list-attribute-form', () => {
  it('finds an attribute behind a sign that parts none', () => {
    const [finding] = assertListFindings(
      '1 sip:a 0 0 duid=a|weight=5\n                  ^ list-attribute-form\n1 sip:b 0 0 duid=b|c=d;x=y|weight=3\n',
      { only: ['list-attribute-form'] },
    );
    assert.equal(finding?.replacement, ';');
  });

  it('finds attributes that Kamailio cannot read', () => {
    const messages = messagesOf(
      [
        '1 sip:a 0 0 duid=;class=5',
        '            ^^^^^ list-attribute-form',
        '1 sip:b 0 0 duid="b',
        '                 ^^ list-attribute-form',
        '1 sip:c 0 0 duid=c;;',
        '                  ^^ list-attribute-form',
        '1 sip:d 0 0 duid=d,class=5',
        '                  ^^^^^^^^ list-attribute-form',
        '1 sip:e 0 0 duid;class=5',
        '            ^^^^ list-attribute-form',
        '1 sip:f 0 0 =5',
        '            ^^ list-attribute-form',
      ].join('\n'),
    );
    assert.match(messages[0] ?? '', /passes the line over: there is no value/);
    assert.match(messages[3] ?? '', /does not read ',class=5'/);
  });
});

describe('list-attribute-value', () => {
  it('finds values of the wrong kind', () => {
    const messages = messagesOf(
      [
        '1 sip:a 0 0 rweight=0',
        '                    ^ list-attribute-value',
        '1 sip:b 0 0 rweight=50%',
        '                    ^^^ list-attribute-value',
        '1 sip:c 0 0 maxload=many',
        '                    ^^^^ list-attribute-value',
        '1 sip:d 0 0 socket=upd:10.0.0.1:5060',
        '                   ^^^^^^^^^^^^^^^^^ list-attribute-value',
        '1 sip:e 0 0 ping_from=me',
        '                      ^^ list-attribute-value',
      ].join('\n'),
    );
    assert.match(messages[0] ?? '', /from 1 to 100; 0 counts as not set/);
    assert.match(messages[1] ?? '', /Kamailio reads 50/);
  });
});

describe('list-unknown-attribute', () => {
  it('finds what is near to a name, not names of one’s own', () => {
    const [finding] = assertListFindings(
      '1 sip:a 0 0 wieght=5;uid=3;class=4;duid=a;strip=2\n            ^^^^^^ list-unknown-attribute\n',
    );
    assert.equal(finding?.replacement, 'weight');
  });

  it('finds names of a later version', () => {
    const text = '1 sip:a 0 0 ping_socket=udp:10.0.0.1\n';
    assertListFindings(text, { version: '6.1' });
    assertListFindings(`${text}            ^^^^^^^^^^^ list-unknown-attribute\n`, { version: '6.0' });
  });
});

describe('list-duplicate-attribute', () => {
  it('finds the one that does not count', () => {
    assertListFindings(
      '1 sip:a 0 0 duid=a;class=1;class=2;DUID=b\n                                   ^^^^^^ list-duplicate-attribute\n',
    );
  });
});

describe('list-duplicate-destination', () => {
  it('finds the same server in other words', () => {
    const [finding] = assertListFindings(
      '1 sip:10.0.0.1\n1 sip:10.0.0.1:5060\n  ^^^^^^^^^^^^^^^^^ list-duplicate-destination\n1 sip:10.0.0.1:5060;transport=tcp\n1 sip:gw\n1 sip:gw:5060\n',
      { only: ['list-duplicate-destination'] },
    );
    assert.equal(finding?.severity, 'information');
  });

  it('finds the second line of a destination in a set', () => {
    const [finding, other] = assertListFindings(
      [
        '1 sip:a 0 0 socket=udp:10.0.0.1',
        '2 sip:a',
        '1 SIP:A 0 0 socket=udp:10.0.0.1',
        '  ^^^^^ list-duplicate-destination',
        '1 sip:a 0 0 socket=udp:10.0.0.2',
        '  ^^^^^ list-duplicate-destination',
      ].join('\n'),
    );
    assert.equal(finding?.severity, 'warning');
    assert.equal(finding.related?.length, 1);
    assert.equal(other?.severity, 'information', 'one gateway through two sockets may be meant');
  });
});

describe('list-duid', () => {
  it('finds a duid that is there twice in a set', () => {
    assertListFindings('1 sip:a 0 0 duid=x\n2 sip:b 0 0 duid=x\n1 sip:b 0 0 duid=X\n                 ^ list-duid\n');
  });

  it('finds lines without one where calls are counted', () => {
    const list = '1 sip:a 0 0 duid=a\n1 sip:b\n  ^^^^^ list-duid\n2 sip:c\n';
    const text = configuration('ds_select_dst("1", "10"); ds_select_dst("2", "4");');
    assertListFindings(list, { configuration: text });
    assertListFindings(list.replace('  ^^^^^ list-duid\n', ''), {
      configuration: configuration('ds_select_dst("$var(set)", "10");'),
    });
  });
});

describe('list-weights', () => {
  const only = ['list-weights'];
  const weighted = configuration('ds_select_dst("1", "9");');

  it('finds what is over 100, in the order of Kamailio', () => {
    // Of the same priority the last line comes first.
    const list = [
      '1 sip:a 0 0 weight=60',
      '            ^^^^^^^^^ list-weights',
      '1 sip:b 0 0 weight=60',
      '1 sip:c 0 9 weight=30',
    ].join('\n');
    const [finding] = assertListFindings(list, { configuration: weighted, only });
    assert.equal(finding?.severity, 'warning');
    assert.match(finding.message, /add up to 150: of the 60 here, 10 are left/);
    assert.equal(assertListFindings(list, { only })[0]?.severity, 'information', 'nobody knows the algorithm');
    assertListFindings(list.replace(/.*\^.*\n/, ''), {
      configuration: configuration('ds_select_dst("1", "4");'),
      only,
    });
  });

  it('tells who gets the rest', () => {
    const [finding] = assertListFindings(
      '1 sip:a 0 0 weight=20\n            ^^^^^^^^^ list-weights\n1 sip:b 0 0 weight=20\n2 sip:c 0 0 weight=5\n',
      { configuration: weighted, only },
    );
    assert.equal(finding?.severity, 'warning');
    assert.match(finding.message, /the other 60 go to this destination/);
    const [thirds] = assertListFindings(
      '1 sip:a 0 0 weight=49\n            ^^^^^^^^^ list-weights\n1 sip:b 0 0 weight=49\n',
      { configuration: weighted, only },
    );
    assert.equal(thirds?.severity, 'information');
  });

  it('finds sets whose weights count for nothing', () => {
    assertListFindings('1 sip:a 0 0 weight=50\n1 sip:b\n  ^^^^^ list-weights\n', { configuration: weighted, only });
    assertListFindings('1 sip:a\n1 sip:b\n  ^^^^^ list-weights\n', { configuration: weighted, only });
  });

  it('asks for relative weights where algorithm 11 is used', () => {
    const relative = configuration('ds_select_dst("1", "11");');
    assertListFindings('1 sip:a 0 0 rweight=5\n1 sip:b\n  ^^^^^ list-weights\n', { configuration: relative, only });
    assertListFindings('1 sip:a\n1 sip:b\n  ^^^^^ list-weights\n', { configuration: relative, only });
  });
});

describe('list-socket', () => {
  const only = ['list-socket'];
  const list = [
    '1 sip:a 0 0 socket=udp:10.0.0.1:5060',
    '1 sip:b 0 0 socket=10.0.0.1',
    '1 sip:c 0 0 socket=tls:10.0.0.1:5060',
    '                   ^^^^^^^^^^^^^^^^^ list-socket',
    '1 sip:d 0 0 socket=udp:10.0.0.9:5060',
    '                   ^^^^^^^^^^^^^^^^^ list-socket',
    '1 sip:e 0 0 socket=udp:192.0.2.1:5070',
    '1 sip:f 0 0 sockname=INSIDE',
    '1 sip:g 0 0 sockname=other;socket=udp:10.0.0.9',
    '                     ^^^^^ list-socket',
    '1 sip:h 0 0 socket=udp:[2001:db8:0::1]:5060',
  ].join('\n');
  const settings = [
    '#!define ADDRESS 10.0.0.1',
    'listen=udp:ADDRESS:5060 advertise 192.0.2.1:5070 name "inside"',
    'listen=tcp:10.0.0.1:5061',
    'listen=udp:[2001:db8::1]:5060',
  ].join('\n');

  it('finds what is the host of no socket', () => {
    const text = [
      '1 sip:i 0 0 socket=inside',
      '                   ^^^^^^ list-socket',
      '1 sip:j 0 0 socket=5060',
      '                   ^^^^ list-socket',
      '1 sip:k 0 0 socket=udp://10.0.0.1:5060',
      '                   ^^^^^^^^^^^^^^^^^^^ list-socket',
    ].join('\n');
    assertListFindings(text, { configuration: configuration('', settings), only });
    assertListFindings(text.replaceAll(/\n.*\^.*/g, ''), { configuration: configuration('', 'listen=eth0'), only });
  });

  it('finds sockets that no listen opens', () => {
    assertListFindings(list, { configuration: configuration('', settings), only });
  });

  it('is silent where the machine decides', () => {
    const silent = list.replaceAll(/.*\^.*\n/g, '');
    assertListFindings(silent, { only });
    for (const more of [
      '',
      'listen=eth0',
      'listen=udp:0.0.0.0:5060',
      'include_file "missing.cfg"',
      '#!ifdef X\nlisten=udp:10.0.0.9\nlisten=tls:10.0.0.1:5060\nlisten=udp:1.1.1.1 name "other"\n#!endif',
    ]) {
      const text = more === '' ? '' : `${settings}\n${more}`;
      assertListFindings(silent, { configuration: configuration('', text), only });
    }
  });
});

describe('list-address-family', () => {
  it('finds IPv6 addresses that a Kamailio of IPv4 passes over', () => {
    const list = '1 sip:a@[2001:db8::1]:5060\n        ^^^^^^^^^^^^^ list-address-family\n';
    assertListFindings(list, { configuration: configuration(''), only: ['list-address-family'] });
    assertListFindings(list.replace(/\n.*/, ''), {
      configuration: configuration('', 'listen=udp:127.0.0.1\nlisten=udp:[::1]'),
      only: ['list-address-family'],
    });
  });
});

describe('list-long-line', () => {
  it('finds where Kamailio goes on with another line', () => {
    const line = `1 sip:a 0 0 x=${'y'.repeat(1009)}`;
    assertListFindings(`${line}zz\n${' '.repeat(1023)}^^ list-long-line\n`, { only: ['list-long-line'] });
    assertListFindings(`${line}\n`);
    assertListFindings(`{{ x }} ${'y'.repeat(2000)}\n`, { only: ['list-long-line'] });
  });
});

describe('list-unused-set', () => {
  const list = '1 sip:a\n2 sip:b\n2 sip:c\n';
  const marked = list.replace('2 sip:b\n', '2 sip:b\n^ list-unused-set\n');

  it('finds sets that nothing uses', () => {
    const [finding] = assertListFindings(marked, { configuration: configuration('ds_select_dst("1", "4");') });
    assert.equal(finding?.severity, 'hint');
  });

  it('is silent where a call may mean any set', () => {
    for (const call of ['ds_select_dst("$var(x)", "4");', 'ds_is_from_list();', 'ds_is_from_list("-1");']) {
      assertListFindings(list, { configuration: configuration(`ds_select_dst("1", "4"); ${call}`) });
    }
    assertListFindings(list);
    assertListFindings(list, { configuration: configuration('') });
  });
});
