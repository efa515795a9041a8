import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['result-of-log'];
const MODULES = 'loadmodule "pv.so"\nloadmodule "xlog.so"\nloadmodule "textops.so"\n';

describe('rule result-of-log', () => {
  it('marks results that are those of a log line', () => {
    const [finding] = assertFindings(
      `${MODULES}
request_route {
  has_body("application/sdp");
  xlog("x\\n");
  if ($rc < 0) exit;
      ^^^ result-of-log
  route(A);
  xinfo("x\\n");
  $var(a) = $retcode;
            ^^^^^^^^ result-of-log
  if (!has_body("application/sdp")) {
    log("x\\n");
    switch ($rc) { case 1: exit; }
            ^^^ result-of-log
  }
}
route[A] { return; }
`,
      { only },
    );
    assert.match(finding?.message ?? '', /xlog\(\)/);
  });

  it('leaves alone what may be the result of something else', () => {
    assertFindings(
      `${MODULES}
request_route {
  xlog("x\\n");
  has_body("application/sdp");
  if ($rc < 0) exit;
  has_body("application/sdp");
  if ($rU == "a") xlog("x\\n");
  $var(a) = $rc;
  xlog("result $rc\\n");
  xlog("x\\n");
  $var(rc) = $var(a);
}
`,
      { only },
    );
  });
});
