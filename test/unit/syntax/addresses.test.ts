import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readText } from '../support/read-text.ts';

/** The tree of top-level text, an item a line, and what the reader finds, with places (the text begins in line 2). */
function check(text: string, expected: string): void {
  const { tree, findings } = readText(`#!KAMAILIO\n${text}\n`);
  assert.equal([tree, ...findings.map((finding) => `! ${finding.replace('kamailio.cfg ', '')}`)].join('\n'), expected);
}

describe('reading addresses of sockets', () => {
  it('reads addresses with and without protocol and port', () => {
    check('listen=udp:127.0.0.1:5060', '(set listen udp:127.0.0.1:5060)');
    check(
      'listen=127.0.0.1 listen=127.0.0.1:5060 listen=tcp:127.0.0.1',
      '(set listen 127.0.0.1)\n(set listen 127.0.0.1:5060)\n(set listen tcp:127.0.0.1)',
    );
    check(
      'listen="127.0.0.1" listen=udp:"a.example.com":5060',
      '(set listen "127.0.0.1")\n(set listen udp:"a.example.com":5060)',
    );
    check(
      'listen=eth0 listen=udp:eth0:5060 listen=eth0.100:5060 listen=br-lan',
      '(set listen eth0)\n(set listen udp:eth0:5060)\n(set listen eth0.100:5060)\n(set listen br-lan)',
    );
    check(
      'listen=[::1] listen=udp:[2001:db8::1]:5060 listen=::1',
      '(set listen [::1])\n(set listen udp:[2001:db8::1]:5060)\n(set listen ::1)',
    );
    check(
      'listen=*:127.0.0.1:5060 listen=udp:127.0.0.1:*',
      '(set listen *:127.0.0.1:5060)\n(set listen udp:127.0.0.1:*)',
    );
    check(
      'listen=sctp:(127.0.0.1, 127.0.0.2):5060 listen=(eth0)',
      '(set listen sctp:(127.0.0.1,127.0.0.2):5060)\n(set listen eth0)',
    );
    check(
      'listen=sip-1.example.com:5060 listen=1st.example.com',
      '(set listen sip-1.example.com:5060)\n(set listen 1st.example.com)',
    );
  });

  it('reads several sockets of one setting', () => {
    check(
      'listen=udp:127.0.0.1:5060 tcp:127.0.0.1:5060 tls:eth0:5061',
      '(set listen udp:127.0.0.1:5060 tcp:127.0.0.1:5060 tls:eth0:5061)',
    );
    check(
      'alias=a.example.com "b.example.com" udp:c.example.com:5060',
      '(set alias a.example.com "b.example.com" udp:c.example.com:5060)',
    );
    check('domain=a.example.com', '(set domain a.example.com)');
  });

  it('reads what follows the addresses', () => {
    check('listen=udp:127.0.0.1:5060 advertise 1.2.3.4:5060', '(set listen udp:127.0.0.1:5060 advertise=1.2.3.4:5060)');
    check(
      'listen=udp:127.0.0.1:5060 ADVERTISE sip.example.com NAME "s1"',
      '(set listen udp:127.0.0.1:5060 ADVERTISE=sip.example.com NAME="s1")',
    );
    check(
      'listen=udp:127.0.0.1:5060 advertise "sip.example.com":5060 name "s1" virtual',
      '(set listen udp:127.0.0.1:5060 advertise="sip.example.com":5060 name="s1" virtual)',
    );
    check(
      'listen=udp:127.0.0.1:5060 advertise tls:sip.example.com:443',
      '(set listen udp:127.0.0.1:5060 advertise=tls:sip.example.com:443)',
    );
    check(
      'listen=udp:127.0.0.1 name "a" listen=tcp:127.0.0.1 virtual children=4',
      '(set listen udp:127.0.0.1 name="a")\n(set listen tcp:127.0.0.1 virtual)\n(set children 4)',
    );
  });

  it('refuses what follows in another order, twice, or behind an alias', () => {
    check(
      'listen=127.0.0.1 name "a" advertise 1.2.3.4',
      '(set listen 127.0.0.1 name="a" advertise=1.2.3.4)\n! 2:27-36 syntax-error',
    );
    check('listen=127.0.0.1 virtual name "a"', '(set listen 127.0.0.1 virtual name="a")\n! 2:26-30 syntax-error');
    check('listen=127.0.0.1 virtual virtual', '(set listen 127.0.0.1 virtual virtual)\n! 2:26-33 syntax-error');
    check('alias=a.example.com name "a"', '(set alias a.example.com name="a")\n! 2:21-25 syntax-error');
    check(
      'listen=127.0.0.1 name children=4',
      '(set listen 127.0.0.1 name=_)\n(set children 4)\n! 2:21-22 syntax-error',
    );
    check(
      'listen=127.0.0.1 advertise\nchildren=4',
      '(set listen 127.0.0.1 advertise=_)\n(set children 4)\n! 2:26-27 syntax-error',
    );
  });

  it('reads socket blocks', () => {
    check(
      'socket = { bind = udp:127.0.0.1:5060; name = "s1"; advertise = sip.example.com:5060; workers = 2; virtual = no; agname = "g"; }',
      '(set socket {bind=udp:127.0.0.1:5060 name="s1" advertise=sip.example.com:5060 workers=2 virtual=no agname="g"})',
    );
    check('socket={bind=tcp:[::1]:5060-5070 name="s2"}', '(set socket {bind=tcp:[::1]:5060-5070 name="s2"})');
    check('socket = { bind = udp:eth0; ; vrf = "blue" }', '(set socket {bind=udp:eth0 vrf="blue"})');
    check('socket = { bind = ; name = "s" }', '(set socket {bind=_ name="s"})\n! 2:17-18 syntax-error');
  });

  it('reads advertised addresses', () => {
    check(
      'advertised_address=1.2.3.4 advertised_port=5060 advertised_address=sip.example.com advertised_address="x"',
      '(set advertised_address 1.2.3.4)\n(set advertised_port 5060)\n(set advertised_address sip.example.com)\n(set advertised_address "x")',
    );
    check(
      'advertised_address=sip.example.com:5060',
      '(set advertised_address sip.example.com:5060)\n! 2:20-40 syntax-error',
    );
    check(
      'advertised_address=udp:sip.example.com',
      '(set advertised_address udp:sip.example.com)\n! 2:20-39 syntax-error',
    );
    check(
      'advertised_address=a.example.com b.example.com',
      '(set advertised_address a.example.com b.example.com)\n! 2:34-47 syntax-error',
    );
  });

  it('refuses addresses that Kamailio refuses, where the fault is', () => {
    check('listen=udp:127.0.0.256:5060', '(set listen udp:127.0.0.256:5060)\n! 2:12-23 syntax-error');
    check('listen=ws:127.0.0.1:80', '(set listen ws:127.0.0.1:80)\n! 2:8-10 syntax-error');
    check('listen=udp:127.0.0.1:abc', '(set listen abc)\n! 2:22-25 syntax-error');
    check('listen=udp:127.0.0.1:', '?\n! 2:21-22 syntax-error');
    check('listen=udp:', '?\n! 2:11-12 syntax-error');
    check('listen=\nchildren=4', '(set listen _)\n(set children 4)\n! 2:7-8 syntax-error');
    check('listen=*', '(set listen )\n?\n! 2:8-9 syntax-error');
    check('listen=()', '?\n! 2:9-10 syntax-error');
    check(
      'listen=udp:127.0.0.1:5060, tcp:127.0.0.1:5060',
      '(set listen udp:127.0.0.1:5060)\n?\n! 2:26-27 unknown-statement',
    );
  });
});
