import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['text-as-condition'];

describe('rule text-as-condition', () => {
  it('marks texts that stand as a condition', () => {
    const found = assertFindings(
      `
request_route {
  if ($du) exit;
      ^^^ text-as-condition
  if (is_method("INVITE") && !$rU) exit;
                              ^^^ text-as-condition
  while ($hdr(X-Next)) { break; }
         ^^^^^^^^^^^^ text-as-condition
}
`,
      { only },
    );
    assert.match(found[0]?.message ?? '', /never true/);
    assert.deepEqual(
      found[0]?.fix?.edits.map(({ newText }) => newText),
      ['$du != $null'],
    );
    assert.equal(found[1]?.fix, undefined);
  });

  it('leaves numbers, comparisons and what may be a number alone', () => {
    assertFindings(
      `
request_route {
  if ($var(x) || $avp(y) || $rs || $proto || $(ru{s.len}) || $rm) exit;
  if ($du == $null || defined $rU || strempty($ua) || $hdrc(Via)) exit;
}
`,
      { only },
    );
  });
});
