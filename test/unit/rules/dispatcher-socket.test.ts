import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-socket'];
const HEAD = 'listen=udp:192.0.2.1:5060 name "inside"\nloadmodule "dispatcher.so"\n';
const ROUTE = 'request_route { exit; }\n';

describe('rule dispatcher-socket', () => {
  it('marks sockets that Kamailio does not listen on, and what is none', () => {
    assertFindings(
      `
${HEAD}modparam("dispatcher", "ds_default_socket", "udp:192.0.2.9:5060")
                                             ^^^^^^^^^^^^^^^^^^ dispatcher-socket
${ROUTE}`,
      { only },
    );
    assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_default_socket", "udp:192.0.2.1:sip")
                                             ^^^^^^^^^^^^^^^^^ dispatcher-socket
`,
      { only },
    );
    assertFindings(
      `
${HEAD}modparam("dispatcher", "ds_default_sockname", "outside")
                                               ^^^^^^^ dispatcher-socket
modparam("dispatcher", "ds_default_socket", "udp:192.0.2.9:5060")
modparam("dispatcher", "ds_ping_socket", "tcp:192.0.2.1:5060")
                                          ^^^^^^^^^^^^^^^^^^ dispatcher-socket
${ROUTE}`,
      { only, version: '6.1' },
    );
  });

  it('says nothing where the socket is there, or may be', () => {
    const parameter = 'modparam("dispatcher", "ds_default_socket", "udp:192.0.2.9:5060")\n';
    for (const text of [
      `${HEAD}modparam("dispatcher", "ds_default_socket", "192.0.2.1")\n${ROUTE}`,
      `${HEAD}modparam("dispatcher", "ds_default_sockname", "inside")\n${parameter}${ROUTE}`,
      `loadmodule "dispatcher.so"\n${parameter}${ROUTE}`,
      `listen=eth0\nloadmodule "dispatcher.so"\n${parameter}${ROUTE}`,
      HEAD + parameter,
      `include_file "listen.cfg"\n${HEAD}${parameter}${ROUTE}`,
      `${HEAD}modparam("dispatcher", "ds_default_socket", "")\n${ROUTE}`,
    ]) {
      assertFindings(text, { only });
    }
  });
});
