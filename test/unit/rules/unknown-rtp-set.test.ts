import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['unknown-rtp-set'];

describe('rule unknown-rtp-set', () => {
  it('marks sets that are not configured', () => {
    const [finding] = assertFindings(
      `
loadmodule "rtpengine.so"
loadmodule "rtpproxy.so"
modparam("rtpengine", "rtpengine_sock", "1 == udp:127.0.0.1:2223")
modparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:2224")
request_route {
  set_rtpengine_set("2");
                     ^ unknown-rtp-set
  set_rtpengine_set("0", "1");
  set_rtp_proxy_set("1");
                     ^ unknown-rtp-set
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /only 1 and 0 are/);
  });

  it('marks uses where none is chosen and the usual one is not there', () => {
    const [finding] = assertFindings(
      `
loadmodule "rtpengine.so"
modparam("rtpengine", "rtpengine_sock", "1 == udp:127.0.0.1:2223")
request_route {
  rtpengine_manage();
  ^^^^^^^^^^^^^^^^ unknown-rtp-set
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
    const text = `
loadmodule "rtpengine.so"
modparam("rtpengine", "rtpengine_sock", "1 == udp:127.0.0.1:2223")
request_route { rtpengine_manage(); }
`;
    assertFindings(`${text}modparam("rtpengine", "setid_default", 1)\n`, { only });
    assertFindings(`${text}modparam("rtpengine", "setid_avp", "$avp(set)")\n`, { only });
    assertFindings(`${text}route[X] { set_rtpengine_set("1"); }\n`, { only });
  });

  it('is silent where sets come from elsewhere', () => {
    const use = 'request_route { set_rtpengine_set("2"); set_rtpengine_set("$var(x)"); }\n';
    const load = 'loadmodule "rtpengine.so"\n';
    assertFindings(whole(`${load}modparam("rtpengine", "db_url", "text:///x")\n${use}`), { only });
    assertFindings(whole(`${load}modparam("rtpengine", "rtpengine_sock", RTPENGINES)\n${use}`), { only });
    assertFindings(
      whole(`${load}modparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:2223")
modparam("rtpengine", "setid_default", 2)
${use}`),
      { only },
    );
    assertFindings(whole(`${load}include_file "rtp.cfg"\n${use}`), { only });
  });
});
