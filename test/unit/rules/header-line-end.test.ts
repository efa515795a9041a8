import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['header-line-end'];

describe('rule header-line-end', () => {
  it('marks headers without a line end', () => {
    const found = assertFindings(
      String.raw`
loadmodule "textops.so"
loadmodule "uac.so"
request_route {
  append_hf("X-Site: north");
             ^^^^^^^^^^^^^ header-line-end
  append_to_reply("X-Hits: $sht(hits=>$rU)");
                   ^^^^^^^^^^^^^^^^^^^^^^^ header-line-end
  insert_hf("X-A: $var(a)", "Via");
             ^^^^^^^^^^^^ header-line-end
  append_urihf("P-Hint: ", ";x");
                            ^^ header-line-end
  $uac_req(hdrs) = "X-A: " + $var(a);
                             ^^^^^^^ header-line-end
}
`,
      { only },
    );
    assert.deepEqual(
      found[0]?.fix?.edits.map(({ newText }) => newText),
      ['\\r\\n'],
    );
  });

  it('marks line ends that are none, or one too many', () => {
    assertFindings(
      String.raw`
loadmodule "textops.so"
request_route {
  append_hf('X-Site: north\r\n');
                          ^^^^ header-line-end
  append_hf("X-Site: north\r\n\r\n");
                          ^^^^^^^^ header-line-end
}
`,
      { only },
    );
  });

  it('leaves alone what ends its line, or may', () => {
    assertFindings(
      String.raw`
#!defenv HEADER
loadmodule "textops.so"
loadmodule "uac.so"
request_route {
  append_hf("X-Site: north\r\n");
  append_hf("X-Site: north\r\nX-Other: a\r\n", "Via");
  append_hf("$var(headers)");
  append_hf($var(x));
  append_hf(HEADER);
  append_hf("X-A: $var(a)$var(crlf)");
  append_urihf("P-Hint: ", "\r\n");
  $uac_req(hdrs) = "X-A: " + $var(a) + "\r\n";
  $uac_req(hdrs) = $var(hdrs);
}
`,
      { only },
    );
  });
});
