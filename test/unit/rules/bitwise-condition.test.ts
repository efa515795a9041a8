import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['bitwise-condition'];

describe('rule bitwise-condition', () => {
  it('marks an operator on bits between calls and comparisons', () => {
    const found = assertFindings(
      `
request_route {
  if (has_totag() & loose_route()) exit;
                  ^ bitwise-condition
  if ($rU == "a" | (is_method("INVITE") && !has_totag())) exit;
                 ^ bitwise-condition
  if ($rU == "a" | $rU == "b" | $rU == "c") exit;
                 ^ bitwise-condition
                              ^ bitwise-condition
}
`,
      { only },
    );
    assert.equal(found[0]?.severity, 'warning');
    assert.deepEqual(
      found[0].fix?.edits.map(({ newText }) => newText),
      ['&&'],
    );
    assert.equal(found[2]?.severity, 'information');
  });

  it('marks a comparison that is made before the bits are looked at', () => {
    assertFindings(
      `
request_route {
  if ($var(flags) & 4 == 4) exit;
                    ^^^^^^ bitwise-condition
  if (($var(flags) & 4) == 4) exit;
}
`,
      { only },
    );
  });

  it('leaves numbers alone', () => {
    assertFindings(
      `
request_route {
  if ($var(a) & 4) exit;
  $var(b) = $var(a) | 8;
  if (($var(a) & 1) && ($avp(c) | $var(d))) exit;
}
`,
      { only },
    );
  });
});
