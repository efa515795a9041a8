import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['rtpengine-flag'];
const load = 'loadmodule "rtpengine.so"\n';

describe('rule rtpengine-flag', () => {
  it('marks misspelt words, in calls and in what is handed to them', () => {
    const findings = assertFindings(
      `
loadmodule "rtpengine.so"
request_route {
  rtpengine_offer("trust-adress replace-origin ICE=remove");
                   ^^^^^^^^^^^^ rtpengine-flag
  rtpengine_answer("rtcp-mux-dmux direcion=pub RTP/SAVP");
                    ^^^^^^^^^^^^^ rtpengine-flag
                                  ^^^^^^^^ rtpengine-flag
  $var(flags) = "replace-session-connecton " + $var(more);
                 ^^^^^^^^^^^^^^^^^^^^^^^^^ rtpengine-flag
  rtpengine_manage("$var(flags)");
}
`,
      { only },
    );
    assert.deepEqual(
      findings.map(({ replacement }) => replacement),
      ['trust-address', 'rtcp-mux-demux', 'direction', 'replace-session-connection'],
    );
  });

  it('marks words that are not parted by blanks, and values of ICE', () => {
    const [first] = assertFindings(
      `
loadmodule "rtpengine.so"
request_route {
  rtpengine_manage("replace-origin,ICE=remove");
                    ^^^^^^^^^^^^^^^^^^^^^^^^^ rtpengine-flag
  rtpengine_manage("ICE=enforce");
                        ^^^^^^^ rtpengine-flag
}
`,
      { only },
    );
    assert.equal(first?.replacement, 'replace-origin ICE=remove');
  });

  it('leaves alone words that a newer media relay may know', () => {
    const words =
      'replace-origin codec-strip-PCMU codec-mask=all via-branch=extra label=a,b SDES-only-AES loop-forever';
    assertFindings(whole(`${load}request_route { rtpengine_offer("${words} co froc $var(x)-y"); }\n`), { only });
    assertFindings(whole(`${load}request_route { $var(a) = "trust-adress"; rtpengine_offer("$var(b)"); }\n`), { only });
  });
});
