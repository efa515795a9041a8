import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unknown-core-setting'];

describe('rule unknown-core-setting', () => {
  it('marks a misspelt setting', () => {
    const [finding] = assertFindings(
      `
log_stedrror=yes
^^^^^^^^^^^^ unknown-core-setting
debug=3
`,
      { only },
    );
    assert.equal(finding?.replacement, 'log_stderror');
  });

  it('says since when a setting exists', () => {
    const text = `
tcp_accept_haproxy=yes
tcp_accept_protocols="sip"
`;
    assertFindings(text, { only, version: '5.8' });
    const [finding] = assertFindings(`${text}^^^^^^^^^^^^^^^^^^^^ unknown-core-setting\n`, { only, version: '5.6' });
    assert.match(finding?.message ?? '', /exists since 5\.8/);
  });

  it('knows the callbacks of KEMI', () => {
    assertFindings(
      `
kemi.onsend_route_callback="none"
kemi.onsned_route_callback="none"
     ^^^^^^^^^^^^^^^^^^^^^ unknown-core-setting
`,
      { only },
    );
  });
});
