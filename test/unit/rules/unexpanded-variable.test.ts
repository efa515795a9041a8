import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unexpanded-variable'];

describe('rule unexpanded-variable', () => {
  it('marks variables in texts that are assigned, compared or put together', () => {
    const found = assertFindings(
      `
loadmodule "pv.so"
request_route {
  $du = "sip:$si:5060";
             ^^^ unexpanded-variable
  $var(x) = "$rU@$(fu{uri.host})";
             ^^^ unexpanded-variable
  if ($ru == "sip:$var(x)@a.b" && $ua =~ "$var(y)") exit;
                  ^^^^^^^ unexpanded-variable
                                          ^^^^^^^ unexpanded-variable
  $var(x) = "a" + "$var(y)";
                   ^^^^^^^ unexpanded-variable
}
`,
      { only },
    );
    assert.deepEqual(
      found.map(({ fix }) => fix?.edits[0]?.newText),
      [
        '"sip:" + $si + ":5060"',
        '"" + $rU + "@" + $(fu{uri.host})',
        '("sip:" + $var(x) + "@a.b")',
        undefined,
        '"" + $var(y)',
      ],
    );
  });

  it('leaves arguments, patterns and other dollar signs alone', () => {
    assertFindings(
      `
loadmodule "pv.so"
loadmodule "xlog.so"
request_route {
  xlog("from $si");
  if ($rU =~ "^(100$|200$)" || $rU == "$nosuch" || $var(x) == "5$") exit;
  $var(x) = "$var";
  $sht(a=>$var(x)) = 1;
  xlog("L_INFO", "from $si " + "and $rU");
  $var(query) = "select $rU";
  $var(text) = "it is " + $var(query);
  sql_query("ca", $var(text), "ra");
}
`,
      { only },
    );
  });

  it('is silent where pv_evalx() works texts out', () => {
    assertFindings(
      `
loadmodule "pv.so"
request_route {
  $var(x) = "sip:$si:5060";
  pv_evalx("$var(y)", "$var(x)");
}
`,
      { only },
    );
  });
});
