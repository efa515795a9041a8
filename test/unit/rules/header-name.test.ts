import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['header-name'];

describe('rule header-name', () => {
  it('marks names that no header has', () => {
    const found = assertFindings(
      `
loadmodule "pv.so"
loadmodule "textops.so"
request_route {
  remove_hf("X-Internal:");
             ^^^^^^^^^^^ header-name
  remove_hf("X-A|X-B");
             ^^^^^^^ header-name
  if (is_present_hf("X-*")) exit;
                     ^^^ header-name
  if ($hdr(X-Id:) == "a") exit;
           ^^^^^ header-name
  append_hf("X: y\\r\\n", "Call ID");
                         ^^^^^^^ header-name
}
`,
      { only },
    );
    assert.equal(found[0]?.replacement, 'X-Internal');
    assert.match(found[1]?.message ?? '', /remove_hf_re/);
  });

  it('leaves names and patterns where they belong', () => {
    assertFindings(
      `
loadmodule "pv.so"
loadmodule "textops.so"
request_route {
  remove_hf("X-Internal");
  remove_hf("Via:");
  remove_hf_re("^X-(A|B)");
  if (is_present_hf("$var(name)") || $hdr(*) == "a" || $hdrc(Via) > 1) exit;
}
`,
      { only },
    );
  });

  it('marks an added header without a colon', () => {
    assertFindings(
      String.raw`
loadmodule "textops.so"
request_route {
  append_hf("X-Node west\r\n");
             ^^^^^^^^^^^ header-name
  append_hf("X-Node: west\r\n", "Via");
  append_hf("$var(headers)\r\n");
}
`,
      { only },
    );
  });
});
