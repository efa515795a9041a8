import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['misspelt-define'];

describe('rule misspelt-define', () => {
  it('marks a condition whose name is nearly a defined one', () => {
    const [finding] = assertFindings(
      `
#!define WITH_ANTIFLOOD
#!define WITH_VOICEMAIL
#!ifdef WITH_ANTIFLOOD
#!endif
#!ifdef WITH_ANTIFLOD
        ^^^^^^^^^^^^^ misspelt-define
#!endif
#!ifndef WITH_VOIECMAIL
         ^^^^^^^^^^^^^^ misspelt-define
#!endif
request_route { exit; }
`,
      { only },
    );
    assert.equal(finding?.replacement, 'WITH_ANTIFLOOD');
    assert.equal(finding.related?.length, 1);
  });

  it('marks the define where the conditions all ask for the other name', () => {
    const [finding] = assertFindings(
      `
#!define WITH_ANTIFLOD
         ^^^^^^^^^^^^^ misspelt-define
#!ifdef WITH_ANTIFLOOD
#!endif
#!ifdef WITH_ANTIFLOOD
#!endif
request_route { exit; }
`,
      { only },
    );
    assert.equal(finding?.replacement, 'WITH_ANTIFLOOD');
  });

  it('knows names that are switched off as comments', () => {
    assertFindings(
      `
##!define WITH_ANTIFLOOD
#!ifdef WITH_ANTIFLOD
        ^^^^^^^^^^^^^ misspelt-define
#!endif
request_route { exit; }
`,
      { only },
    );
  });

  it('takes one letter at the end for a slip where nothing asks for the defined name', () => {
    const [finding] = assertFindings(
      `
#!define WITH_SERVER
#!define WITH_IPV4
#!ifdef WITH_SERVERS
        ^^^^^^^^^^^^ misspelt-define
#!endif
#!ifdef WITH_IPV6
#!endif
request_route { exit; }
`,
      { only },
    );
    assert.equal(finding?.replacement, 'WITH_SERVER');
  });

  it('takes a plural that is asked for once for a slip', () => {
    assertFindings(
      `
#!define WITH_WEBSOCKET
#!ifdef WITH_WEBSOCKET
#!endif
#!ifdef WITH_WEBSOCKETS
        ^^^^^^^^^^^^^^^ misspelt-define
#!endif
request_route { exit; }
`,
      { only },
    );
  });

  it('leaves alone names that differ as words do, and those that are explained', () => {
    assertFindings(
      `
# WITH_VOICEMALL is for tests
#!define WITH_NAT
#!define WITH_TLS
#!define WITH_IPV4
#!define WITH_VOICEMAIL
#!define WITH_SERVER
#!ifdef WITH_NATS
#!endif
#!ifdef WITH_NATS
#!endif
#!ifdef WITH_TCP
#!endif
#!ifdef WITH_IPV6
#!endif
#!ifdef WITH_VOICEMALL
#!endif
#!ifdef WITH_SERVERS
#!endif
#!ifdef WITH_SERVERS
#!endif
#!ifdef WITH_SERVER
#!endif
#!ifdef KAMAILIO_5_7
#!endif
#!ifdef WITH_NAT
#!define WITH_RELAYING
#!endif
#!ifdef WITH_RELAYNG_OTHER
#!endif
request_route { exit; }
`,
      { only },
    );
  });

  it('knows the names of modules in what Kamailio defines for them', () => {
    const [finding] = assertFindings(
      `
loadmodule "auth.so"
#!ifdef MOD_AUTH
        ^^^^^^^^ misspelt-define
modparam("auth", "nonce_count", 1)
#!endif
#!ifdef MOD_auth
#!endif
#!ifdef MOD_ours
#!endif
`,
      { only: ['misspelt-define'] },
    );
    assert.equal(finding?.replacement, 'MOD_auth');
  });
});
