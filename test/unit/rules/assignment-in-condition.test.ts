import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['assignment-in-condition'];

describe('rule assignment-in-condition', () => {
  it('marks an assignment where a comparison is meant', () => {
    const [finding] = assertFindings(
      `
request_route {
  if ($var(a) = 1) exit;
     ^^^^^^^^^^^^^ assignment-in-condition
  if (is_method("INVITE") && !($rU = "100")) exit;
                              ^^^^^^^^^^^^^ assignment-in-condition
  if ($var(a) == 1) { exit; } else if ($var(a) = 2) exit;
                                      ^^^^^^^^^^^^^ assignment-in-condition
  while ($var(i) = 3) { break; }
        ^^^^^^^^^^^^^ assignment-in-condition
}
`,
      { only },
    );
    assert.deepEqual(
      finding?.fix?.edits.map(({ newText }) => newText),
      ['=='],
    );
  });

  it('leaves statements and comparisons alone', () => {
    assertFindings(
      `
request_route {
  $var(a) = 1;
  if ($var(a) == 1 || $var(b) =~ "x=1") { $var(c) = 2; }
}
`,
      { only },
    );
  });
});
