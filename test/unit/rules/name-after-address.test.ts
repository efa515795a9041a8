import { assertFindings } from '../support/fixture.ts';

const only = ['name-after-address'];

describe('rule name-after-address', () => {
  it('marks a global parameter right behind addresses', () => {
    assertFindings(
      `--- kamailio.cfg
listen=udp:127.0.0.1:5060 tcp:127.0.0.1:5060
# the gateway
pstn.gateway = "192.0.2.10" desc "where calls go"
^^^^ name-after-address
alias="example.com"
include_file "globals.cfg"
--- globals.cfg
limits[1].calls = 10
^^^^^^ name-after-address
`,
      { only },
    );
  });

  it('marks a misspelt statement right behind addresses', () => {
    assertFindings(
      `
listen=udp:127.0.0.1:5060
loadmodue "tm.so"
^^^^^^^^^ name-after-address
alias=example.com
modparm("tm", "fr_timer", 2000)
^^^^^^^ name-after-address
listen=tcp:127.0.0.1:5060
  "example.org" proxy
  loader "example.net"
`,
      { only },
    );
  });

  it('leaves alone what stands behind the end of the addresses', () => {
    assertFindings(
      `
pstn.gateway = "192.0.2.10"
listen=udp:127.0.0.1:5060 advertise 192.0.2.1:5060
pstn.other = "192.0.2.11"
listen=tcp:127.0.0.1:5060 name "in"
pstn.third = "192.0.2.12"
listen=tcp:127.0.0.1:5070
children=4
pstn.last = "192.0.2.13"
alias=example.com
kemi.onsend_route_callback="none"
`,
      { only },
    );
  });
});
