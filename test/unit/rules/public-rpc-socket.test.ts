import { assertFindings } from '../support/fixture.ts';

const only = ['public-rpc-socket'];

describe('rule public-rpc-socket', () => {
  it('marks addresses that can be reached from outside', () => {
    assertFindings(
      `
loadmodule "ctl.so"
loadmodule "jsonrpcs.so"
modparam("ctl", "binrpc", "tcp:0.0.0.0:2049")
                               ^^^^^^^ public-rpc-socket
modparam("ctl", "binrpc", "udp:203.0.113.5:2049")
                               ^^^^^^^^^^^ public-rpc-socket
modparam("ctl", "binrpc", "tcp:2049")
                               ^ public-rpc-socket
modparam("jsonrpcs", "dgram_socket", "udp:[2001:db8::1]:8080")
                                           ^^^^^^^^^^^ public-rpc-socket
`,
      { only },
    );
  });

  it('is silent about the machine itself, private networks, names and defines', () => {
    assertFindings(
      `
loadmodule "ctl.so"
loadmodule "jsonrpcs.so"
modparam("ctl", "binrpc", "unix:/run/kamailio/kamailio_ctl")
modparam("ctl", "binrpc", "tcp:127.0.0.1:2049")
modparam("ctl", "binrpc", "tcp:10.1.2.3:2049")
modparam("ctl", "binrpc", "tcp:localhost:2049")
modparam("ctl", "binrpc", CTL_SOCKET)
modparam("jsonrpcs", "dgram_socket", "/run/kamailio/rpc.sock")
modparam("jsonrpcs", "dgram_socket", "udp:[::1]:8080")
`,
      { only },
    );
  });
});
