import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['regex-not-posix'];

describe('rule regex-not-posix', () => {
  it('marks signs that mean something to Perl only, the first of each expression', () => {
    const found = assertFindings(
      String.raw`
loadmodule "textops.so"
request_route {
  if ($rU =~ "^\d{3}\d$") exit;
               ^^ regex-not-posix
  if ($rU =~ "^[\w.]+$") exit;
                ^^ regex-not-posix
  if ($rU =~ "^00|\+)[1-9]") exit;
                    ^ regex-not-posix
  if (search("^X-\\d")) exit;
                 ^^^ regex-not-posix
}
`,
      { only },
    );
    assert.equal(found[0]?.replacement, '[0-9]');
  });

  it('leaves alone what the C library knows', () => {
    assertFindings(
      String.raw`
request_route {
  if ($rU =~ "^\w+\s\." || $rU =~ "[\.\-]" || $rU =~ "^[[:digit:]]+$" || $rU =~ "\)") exit;
}
`,
      { only },
    );
  });
});
