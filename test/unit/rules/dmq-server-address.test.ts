import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['dmq-server-address'];
const LISTEN = 'listen=udp:192.0.2.1:5060\nlisten=tcp:192.0.2.1:5062\n';

describe('rule dmq-server-address', () => {
  it('marks the loadmodule where none is set', () => {
    assertFindings(
      whole(`
listen=udp:192.0.2.1:5060
loadmodule "dmq.so"
            ^^^^^^ dmq-server-address
`),
      { only },
    );
  });

  it('marks what is no SIP URI with a host', () => {
    for (const address of ['udp:192.0.2.1:5060', '192.0.2.1:5060', 'tel:12345678901234']) {
      const carets = '^'.repeat(address.length);
      assertFindings(
        whole(`${LISTEN}loadmodule "dmq.so"
modparam("dmq", "server_address", "${address}")
                                   ${carets} dmq-server-address
`),
        { only },
      );
    }
  });

  it('marks an address, a port or a transport without a listen', () => {
    const messages = ['sip:192.0.2.9:5060', 'sip:192.0.2.1:5070', 'sip:192.0.2.1:5060;transport=tcp'].map((address) => {
      const [finding] = assertFindings(
        whole(`${LISTEN}loadmodule "dmq.so"
modparam("dmq", "server_address", "${address}")
                                   ${'^'.repeat(address.length)} dmq-server-address
`),
        { only },
      );
      return finding?.message ?? '';
    });
    assert.doesNotMatch(messages[0]!, /listens? there/);
    assert.match(messages[1]!, /its listens there have other ports/);
    assert.match(messages[2]!, /no listen there is for tcp/);
  });

  it('marks an IPv4 address without its port, whatever is listened on', () => {
    assertFindings(
      whole(`
loadmodule "dmq.so"
modparam("dmq", "server_address", "sip:192.0.2.1")
                                   ^^^^^^^^^^^^^ dmq-server-address
`),
      { only },
    );
  });

  it('looks for server_socket instead where that is set', () => {
    assertFindings(
      whole(`${LISTEN}loadmodule "dmq.so"
modparam("dmq", "server_address", "sip:203.0.113.1:5060")
modparam("dmq", "server_socket", "udp:192.0.2.1:5061")
                                  ^^^^^^^^^^^^^^^^^^ dmq-server-address
`),
      { only },
    );
  });

  it('warns of an address that the other nodes cannot send to', () => {
    const [any] = assertFindings(
      whole(`listen=udp:0.0.0.0:5060
loadmodule "dmq.so"
modparam("dmq", "server_address", "sip:0.0.0.0:5060")
                                   ^^^^^^^^^^^^^^^^ dmq-server-address
modparam("dmq", "notification_address", "sip:192.0.2.2:5060")
`),
      { only },
    );
    assert.equal(any?.severity, 'warning');
    const local = (peer: string, marks: string): string =>
      whole(`listen=udp:127.0.0.1:5060
loadmodule "dmq.so"
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
${marks}modparam("dmq", "notification_address", "${peer}")
`);
    const carets = `                                   ${'^'.repeat(18)} dmq-server-address\n`;
    const [loopback] = assertFindings(local('sip:192.0.2.2:5060', carets), { only });
    assert.match(loopback?.message ?? '', /on another host that is the host itself/);
    assertFindings(local('sip:127.0.0.2:5060', ''), { only });
    assertFindings(local('sip:peer.example.com:5060', ''), { only });
  });

  it('warns where a condition skips the only line that sets it', () => {
    const text = (rest: string): string =>
      whole(`${LISTEN}loadmodule "dmq.so"
            ^^^^^^ dmq-server-address
#!ifdef CLUSTER
modparam("dmq", "server_address", "sip:192.0.2.1:5060")
#!endif
${rest}`);
    const [finding] = assertFindings(text(''), { only });
    assert.equal(finding?.severity, 'warning');
    // Which node this is may be said on the command line.
    const more = '#!ifdef NODE2\nmodparam("dmq", "server_address", "sip:192.0.2.2:5060")\n#!endif\n';
    assertFindings(text(more).replace(/^ +\^.*\n/m, ''), { only });
  });

  it('is silent where it fits, or cannot be known', () => {
    for (const address of [
      'sip:192.0.2.1:5060',
      'sip:dmq@192.0.2.1:5062;transport=TCP',
      'sips:192.0.2.1:5062',
      'sip:192.0.2.1:5060;transport=udp',
      'sip:dmq.example.com:5099',
      'sip:{{ address }}',
    ]) {
      assertFindings(whole(`${LISTEN}loadmodule "dmq.so"\nmodparam("dmq", "server_address", "${address}")\n`), {
        only,
      });
    }
    assertFindings(whole(`loadmodule "dmq.so"\nmodparam("dmq", "server_address", "sip:192.0.2.1:5060")\n`), { only });
    assertFindings(whole(`${LISTEN}loadmodule "dmq.so"\nmodparam("dmq", "server_address", DMQ_ADDRESS)\n`), { only });
    assertFindings(whole(`${LISTEN}loadmodule "dmq.so"\ninclude_file "dmq-local.cfg"\n`), { only });
    assertFindings(
      whole(`listen=LISTEN\nloadmodule "dmq.so"\nmodparam("dmq", "server_address", "sip:192.0.2.1:5060")\n`),
      {
        only,
      },
    );
  });
});
