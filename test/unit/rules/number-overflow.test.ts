import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['number-overflow'];

describe('rule number-overflow', () => {
  it('marks numbers beyond 32 bits and says what is left of them', () => {
    const [finding] = assertFindings(
      `
request_route {
  if ($rU == 4930123456789) exit;
             ^^^^^^^^^^^^^ number-overflow
  $var(a) = 2147483648;
            ^^^^^^^^^^ number-overflow
  $var(b) = 2147483647;
  $var(c) = 0xffffffff;
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /-498999019/);
    assert.deepEqual(
      finding?.fix?.edits.map(({ newText }) => newText),
      ['"4930123456789"'],
    );
  });

  it('lets settings use all 32 bits', () => {
    assertFindings(
      `
loadmodule "x.so"
modparam("x", "mask", 4294967295)
modparam("x", "mask", 4294967296)
                      ^^^^^^^^^^ number-overflow
request_route { exit; }
`,
      { only },
    );
  });
});
