import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['argument-value'];
const MODULES = ['nathelper', 'tm', 'sanity', 'auth', 'rr'].map((name) => `loadmodule "${name}.so"\n`).join('');

describe('rule argument-value', () => {
  it('marks bits that are none', () => {
    const [finding] = assertFindings(
      `${MODULES}
request_route {
  if (nat_uac_test("2048")) exit;
                    ^^^^ argument-value
  if (!sanity_check("1511", "99")) exit;
                             ^^ argument-value
  fix_nated_sdp(16);
                ^^ argument-value
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /sum of 1, 2, 4/);
  });

  it('takes sums, and does not judge what is no number', () => {
    assertFindings(
      `${MODULES}
request_route {
  if (nat_uac_test("19") || nat_uac_test(23)) exit;
  if (!sanity_check("17895", "7")) exit;
  if (nat_uac_test("$var(x)")) exit;
  t_load_contacts("1");
}
`,
      { only },
    );
  });
});
