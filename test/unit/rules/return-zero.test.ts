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

  it('marks variables that are still 0 where their value is asked', () => {
    assertFindings(
      `
loadmodule "pv.so"
loadmodule "sqlops.so"
request_route {
  if (route(KNOWN) && route(ROWS) && route(SURE)) exit;
  route(ALONE);
}
route[KNOWN] {
  $var(ok) = 0;
  if ($rU == "alice") $var(ok) = 1;
  return $var(ok);
  ^^^^^^^^^^^^^^^^ return-zero
}
route[ROWS] {
  $var(rows) = $dbr(ra=>rows);
  return ($var(rows));
  ^^^^^^^^^^^^^^^^^^^^ return-zero
}
route[SURE] {
  $var(sure) = 0;
  if ($rU == "alice") $var(sure) = 1;
  if ($var(sure) == 0) return -1;
  return $var(sure);
}
route[ALONE] {
  $var(x) = 0;
  return $var(x);
}
`,
      { only },
    );
  });

  it('marks the end of a block that only prepares a request for what its caller does', () => {
    assertFindings(
      `
loadmodule "tm.so"
loadmodule "textops.so"
loadmodule "siputils.so"
request_route {
  route(NUMBER);
  route(SENT);
  route(MIXED);
  t_relay();
}
route[NUMBER] {
  if ($rU =~ "^00") strip(2);
  append_hf("X-Number: $rU\\r\\n");
  return 0;
  ^^^^^^^^^ return-zero
}
route[SENT] {
  append_hf("X: y\\r\\n");
  t_relay();
  return 0;
}
route[MIXED] {
  if ($rU == "a") return;
  append_hf("X: y\\r\\n");
  return 0;
}
`,
      { only },
    );
  });
});
