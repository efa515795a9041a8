import { assertFindings } from '../support/fixture.ts';

const only = ['return-zero'];

describe('rule return-zero', () => {
  it('marks 0 where a condition asks for the value', () => {
    assertFindings(
      `
request_route {
  if ($rU == "a" && !route(ASK)) exit;
  route(DO);
}
route[ASK] {
  if ($rU == "b") { return 1; }
  return 0;
  ^^^^^^^^^ return-zero
}
route[DO] {
  return 0;
}
`,
      { only },
    );
  });

  it('marks 0 where a comparison or $rc asks for the value', () => {
    assertFindings(
      `
request_route {
  if (route(ASK) < 0) exit;
  route(LOOK);
  if ($rc == 0) exit;
}
route[ASK] { return 0; }
             ^^^^^^^^^ return-zero
route[LOOK] { return 0; }
              ^^^^^^^^^ return-zero
`,
      { only },
    );
  });

  it('marks 0 beside other values, in a case and in parentheses', () => {
    assertFindings(
      `
request_route { route(KIND); $du = "sip:192.0.2.5"; forward(); }
route[KIND] {
  switch ($rU) {
    case "a": return (1);
    case "b": return (0);
              ^^^^^^^^^^^ return-zero
    default: return;
  }
}
`,
      { only },
    );
    assertFindings('request_route { route(STOP); forward(); }\nroute[STOP] { if ($rU == "a") return 0; return; }\n', {
      only,
    });
  });

  it('leaves other values alone, and what return_mode turns round', () => {
    assertFindings('request_route { if (route(A)) exit; }\nroute[A] { if ($rU == "a") return; return -1; }\n', {
      only,
    });
    assertFindings('return_mode=1\nrequest_route { if (route(A)) exit; }\nroute[A] { return 0; }\n', {
      only,
      version: '6.0',
    });
  });

  it('marks a return that nothing gave a reason for, in a block that is left to go on', () => {
    assertFindings(
      `
loadmodule "xlog.so"
request_route {
  route(WITHIN);
  route(RELAY);
  route(LAST);
}
route[WITHIN] {
  if (method == "INVITE") return 0;
                          ^^^^^^^^^ return-zero
  if (method == "BYE") {
    xlog("nothing to do\\n");
    return(0);
    ^^^^^^^^^^ return-zero
  }
  if (method == "ACK") {
    forward();
    return 0;
  }
}
route[RELAY] {
  forward();
  return 0;
}
route[LAST] {
  if (method == "INVITE") return 0;
}
`,
      { only },
    );
  });
});
