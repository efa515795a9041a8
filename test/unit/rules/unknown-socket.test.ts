import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unknown-socket'];
const HEAD = `
listen=udp:192.0.2.1:5060 name "out"
listen=tcp:192.0.2.1:5060
loadmodule "pv.so"
loadmodule "corex.so"
`;

describe('rule unknown-socket', () => {
  it('marks sockets that no listen has', () => {
    assertFindings(
      `${HEAD}
request_route {
  $fs = "udp:192.0.2.1:5080";
         ^^^^^^^^^^^^^^^^^^ unknown-socket
  $fs = "sip:192.0.2.1:5060";
         ^^^^^^^^^^^^^^^^^^ unknown-socket
  set_send_socket("tls:192.0.2.1:5060");
                   ^^^^^^^^^^^^^^^^^^ unknown-socket
  $fsn = "outside";
          ^^^^^^^ unknown-socket
}
`,
      { only },
    );
  });

  it('is an error where Kamailio looks when it starts', () => {
    const findings = assertFindings(
      `${HEAD}
loadmodule "uac.so"
modparam("uac", "default_socket", "udp:192.0.2.2:5060")
                                   ^^^^^^^^^^^^^^^^^^ unknown-socket
request_route {
  force_send_socket(udp:192.0.2.1:5070);
                    ^^^^^^^^^^^^^^^^^^ unknown-socket
}
`,
      { only },
    );
    assert.deepEqual(new Set(findings.map(({ severity }) => severity)), new Set(['error']));
  });

  it('is silent about sockets that are there, or may be', () => {
    assertFindings(
      `${HEAD}
request_route {
  $fs = "udp:192.0.2.1:5060";
  $fs = "192.0.2.1";
  $fs = "tcp:192.0.2.1:5060";
  $fs = "udp:edge.example.com:5070";
  $fs = $var(socket);
  $fsn = "out";
  force_send_socket(192.0.2.1);
}
`,
      { only },
    );
    assertFindings(
      `
listen=eth0
loadmodule "pv.so"
request_route {
  $fs = "udp:192.0.2.1:5080";
}
`,
      { only },
    );
  });
});
