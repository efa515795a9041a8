import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['iterator-not-started'];

describe('rule iterator-not-started', () => {
  it('marks other names than those that iterators are started with', () => {
    const [finding] = assertFindings(
      `
loadmodule "htable.so"
loadmodule "textopsx.so"
loadmodule "xlog.so"
request_route {
  sht_iterator_start("i1", "calls");
  while (sht_iterator_next("i1")) {
    xlog("$shtitkey(it) $shtitval(i1)\\n");
                    ^^ iterator-not-started
  }
  sht_iterator_end("i");
                    ^ iterator-not-started
  hf_iterator_start("hf");
  while (hf_iterator_next("hf")) {
    if ($hfitname(h) == "X") exit;
                  ^ iterator-not-started
    if ($hfitbody(hf) == "X") exit;
  }
}
`,
      { only },
    );
    assert.equal(finding?.replacement, 'i1');
  });

  it('is silent where a name is known only when it runs, or none is started here', () => {
    assertFindings(
      'loadmodule "htable.so"\nrequest_route { sht_iterator_start("$var(n)", "c"); sht_iterator_next("it"); }\n',
      { only },
    );
    assertFindings('loadmodule "htable.so"\nrequest_route { sht_iterator_next("it"); }\n', { only });
  });
});
