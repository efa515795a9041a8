import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['dmq-notification-address'];

describe('rule dmq-notification-address', () => {
  it('tells where none is set', () => {
    const [finding] = assertFindings(
      whole(`
loadmodule "dmq.so"
            ^^^^^^ dmq-notification-address
`),
      { only },
    );
    assert.equal(finding?.severity, 'information');
  });

  it('refuses what is no SIP URI', () => {
    const [finding] = assertFindings(
      whole(`
loadmodule "dmq.so"
modparam("dmq", "notification_address", "192.0.2.2:5060")
                                         ^^^^^^^^^^^^^^ dmq-notification-address
modparam("dmq", "notification_address", "sip:192.0.2.3:5060")
`),
      { only },
    );
    assert.equal(finding?.severity, 'error');
    assert.equal(finding.replacement, 'sip:192.0.2.2:5060');
  });

  it('tells where the only one is the node itself', () => {
    const [finding] = assertFindings(
      whole(`
loadmodule "dmq.so"
modparam("dmq", "server_address", "sip:192.0.2.1:5060")
modparam("dmq", "notification_address", "sip:192.0.2.1:5060")
                                         ^^^^^^^^^^^^^^^^^^ dmq-notification-address
`),
      { only },
    );
    assert.equal(finding?.severity, 'information');
  });

  it('warns of a transport that Kamailio has no socket for', () => {
    const text = (listen: string, marks: string): string =>
      whole(`listen=${listen}
loadmodule "dmq.so"
modparam("dmq", "notification_address", "sip:192.0.2.2:5060;transport=tcp")
${marks}`);
    const carets = `                                         ${'^'.repeat(32)} dmq-notification-address\n`;
    const [finding] = assertFindings(text('udp:192.0.2.1:5060', carets), { only });
    assert.equal(finding?.severity, 'warning');
    for (const listen of ['192.0.2.1:5060', 'udp:192.0.2.1:5060\nlisten=tcp:192.0.2.1:5060', 'udp:eth0:5060'])
      assertFindings(text(listen, ''), { only });
  });

  it('is silent about other nodes and what is not known', () => {
    const own = 'loadmodule "dmq.so"\nmodparam("dmq", "server_address", "sip:192.0.2.1:5060")\n';
    assertFindings(
      whole(`${own}modparam("dmq", "notification_address", "sip:192.0.2.1:5060")
modparam("dmq", "notification_address", "sip:192.0.2.2:5060")
`),
      { only },
    );
    assertFindings(whole(`${own}modparam("dmq", "notification_address", PEER)\n`), { only });
    assertFindings(whole(`${own}#!ifdef PEER\nmodparam("dmq", "notification_address", PEER)\n#!endif\n`), { only });
  });
});
