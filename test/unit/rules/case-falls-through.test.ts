import { assertFindings } from '../support/fixture.ts';

const only = ['case-falls-through'];
const MODULES = 'loadmodule "pv.so"\nloadmodule "tm.so"\nloadmodule "xlog.so"\n';

describe('rule case-falls-through', () => {
  it('marks cases that go on into the next one', () => {
    assertFindings(
      `${MODULES}
request_route {
  switch ($rU) {
    case "112":
      xlog("emergency\\n");
      $var(prio) = 1;
      ^^^^^^^^^^^^^^^ case-falls-through
    case "116":
      if ($si == "192.0.2.1") { exit; }
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ case-falls-through
    default:
      $var(prio) = 0;
  }
}
`,
      { only },
    );
  });

  it('leaves alone cases that end, and labels that share their statements', () => {
    assertFindings(
      `${MODULES}
request_route {
  switch ($rm) {
    case "INVITE":
    case "MESSAGE":
      route(RELAY);
    case "OPTIONS":
      if ($rU == "a") { break; } else { exit; }
    case "INFO":
      return;
    default:
      $var(prio) = 0;
  }
}
route[RELAY] { t_relay(); exit; }
`,
      { only },
    );
  });
});
