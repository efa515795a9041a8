import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-ping-request'];
const LOAD = 'loadmodule "tm.so"\nloadmodule "dispatcher.so"\nmodparam("dispatcher", "ds_ping_interval", 10)\n';

describe('rule dispatcher-ping-request', () => {
  it('marks methods and addresses that make no ping', () => {
    const findings = assertFindings(
      `
${LOAD}modparam("dispatcher", "ds_ping_method", "OPTION")
                                          ^^^^^^ dispatcher-ping-request
modparam("dispatcher", "ds_ping_from", "dispatcher@example.com")
                                        ^^^^^^^^^^^^^^^^^^^^^^ dispatcher-ping-request
modparam("dispatcher", "outbound_proxy", "192.0.2.1")
                                          ^^^^^^^^^ dispatcher-ping-request
`,
      { only },
    );
    assert.deepEqual(
      findings.map(({ replacement }) => replacement),
      ['OPTIONS', 'sip:dispatcher@example.com', 'sip:192.0.2.1'],
    );
    assertFindings(
      `
${LOAD}modparam("dispatcher", "ds_ping_method", "")
                                         ^^ dispatcher-ping-request
modparam("dispatcher", "ds_ping_from", "")
                                       ^^ dispatcher-ping-request
modparam("dispatcher", "outbound_proxy", "")
`,
      { only },
    );
  });

  it('leaves what can be sent, and parameters that no ping uses', () => {
    assertFindings(
      `
${LOAD}modparam("dispatcher", "ds_ping_method", "INFO")
modparam("dispatcher", "ds_ping_from", "\\"lb\\" <sip:lb@MY_DOMAIN>")
modparam("dispatcher", "outbound_proxy", "sip:192.0.2.1;transport=tcp")
`,
      { only },
    );
    assertFindings(`${LOAD}modparam("dispatcher", "ds_ping_method", "KEEPALIVE")\n`, { only });
    assertFindings('loadmodule "dispatcher.so"\nmodparam("dispatcher", "ds_ping_from", "lb")\n', { only });
  });
});
