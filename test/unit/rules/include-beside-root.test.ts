import { assertFindings } from '../support/fixture.ts';

const only = ['include-beside-root'];

describe('rule include-beside-root', () => {
  it('marks the path of a nested include that counts from the main file', () => {
    assertFindings(
      `--- kamailio.cfg
include_file "routes/in.cfg"
request_route {
  exit;
}
--- routes/in.cfg
include_file "routes/out.cfg"
             ^^^^^^^^^^^^^^^^ include-beside-root
--- routes/out.cfg
route[OUT] {
  exit;
}
`,
      { only },
    );
  });

  it('is silent about paths that count from the file they stand in', () => {
    assertFindings(
      `--- kamailio.cfg
include_file "routes/in.cfg"
import_file "routes/missing.cfg"
request_route {
  exit;
}
--- routes/in.cfg
include_file "out.cfg"
include_file "../routes/more.cfg"
--- routes/out.cfg
route[OUT] {
  exit;
}
--- routes/more.cfg
route[MORE] {
  exit;
}
`,
      { only },
    );
  });
});
