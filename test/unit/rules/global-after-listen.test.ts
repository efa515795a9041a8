import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['global-after-listen'];

describe('rule global-after-listen', () => {
  it('marks a global parameter behind a list of addresses', () => {
    const [finding] = assertFindings(
      `
alias=sip.example.com
pbx.name = "a"
^^^ global-after-listen
listen=udp:192.0.2.1:5060
# calls
pbx.limit = 20 desc "calls"
^^^ global-after-listen
request_route { exit; }
`,
      { only },
    );
    assert.equal(finding?.fix?.edits[0]?.newText, ';');
  });

  it('is silent where something ends the list', () => {
    for (const head of [
      'listen=udp:192.0.2.1:5060;\n',
      'listen=udp:192.0.2.1:5060 name "a"\n',
      'listen=udp:192.0.2.1:5060 advertise 192.0.2.2:5060\n',
      'listen=udp:192.0.2.1:5060\ndebug=2\n',
      'children=4\n',
    ]) {
      assertFindings(`${head}pbx.limit = 20 desc "calls"\nrequest_route { exit; }\n`, { only });
    }
  });
});
