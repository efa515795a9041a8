import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unescaped-sql'];
const MODULES = `
loadmodule "pv.so"
loadmodule "sqlops.so"
loadmodule "avpops.so"
`;

describe('rule unescaped-sql', () => {
  it("marks the request's texts in a query, and escapes them between quotes", () => {
    const found = assertFindings(
      `${MODULES}
request_route {
  sql_query("cb", "select a from b where c='$fU' and d='$(ru{uri.user})'", "ra");
                                            ^^^ unescaped-sql
                                                        ^^^^^^^^^^^^^^^ unescaped-sql
  sql_xquery("cb", "call p($hdr(X-Id))", "ra");
                           ^^^^^^^^^^ unescaped-sql
  avp_db_query("select a from b where c='$ua'");
                                         ^^^ unescaped-sql
}
`,
      { only },
    );
    assert.deepEqual(
      found.map(({ fix }) => fix?.edits[0]?.newText),
      ['$(fU{s.escape.common})', '$(ru{uri.user}{s.escape.common})', undefined, '$(ua{s.escape.common})'],
    );
  });

  it('looks into queries that are put together before', () => {
    assertFindings(
      `${MODULES}
request_route {
  $var(q) = "select a from b where c='" + $rU + "'";
                                          ^^^ unescaped-sql
  sql_query("cb", "$var(q)", "ra");
  $var(r) = "select a from b where c='$tU'";
                                      ^^^ unescaped-sql
  sql_query("cb", $var(r), "ra");
  $var(s) = "alice" + $rU;
}
`,
      { only },
    );
  });

  it('looks at what is copied into the variables of a query, unless it is escaped or asked about', () => {
    assertFindings(
      `${MODULES}
request_route {
  $var(a) = $fU;
            ^^^ unescaped-sql
  sql_query("cb", "select a from b where c='$var(a)'", "ra");
  $var(b) = $tU;
  $var(b) = $(var(b){s.escape.common});
  sql_query("cb", "select a from b where c='$var(b)'", "ra");
  $var(c) = $rU;
  if ($var(c) =~ "^[0-9]+$") sql_query("cb", "select a from b where c='$var(c)'", "ra");
  $var(d) = $fd;
  sql_query("cb", "select a from b where c='$(var(d){s.escape.common})'", "ra");
}
`,
      { only },
    );
  });

  it('leaves alone what is escaped or comes from elsewhere', () => {
    assertFindings(
      `${MODULES}
request_route {
  sql_query("cb", "select a from b where c='$(fU{s.escape.common})' and d=$(tU{sql.val.str})", "ra");
  sql_query("cb", "select a from b where c='$var(x)' and d='$si' and e=$sp and f='$rm'", "ra");
  sql_query("cb", "select a from b where c='$(ci{s.md5})' and d=$(fU{s.len})", "ra");
  sql_query("cb", "select a from b where c='$sel(cfg_get.site.name)' and d=$sel(contact.uri.port)", "ra");
  xlog("select $fU from b");
  $var(y) = $fU;
}
`,
      { only },
    );
  });

  it('takes the name of a user for harmless once the credentials are checked', () => {
    assertFindings(
      `${MODULES}loadmodule "auth.so"
loadmodule "auth_db.so"
request_route {
  sql_xquery("cb", "select realm from users where name='$au'", "ra");
                                                        ^^^ unescaped-sql
  if (!auth_check("$xavp(ra=>realm)", "subscriber", "1")) exit;
  route(LIMITS);
  exit;
}
route[LIMITS] {
  sql_xquery("cb", "select calls from limits where name='$au' and callee='$rU'", "ra");
                                                                          ^^^ unescaped-sql
}
`,
      { only },
    );
  });

  it('looks at what is copied into the parts of a query that is put together', () => {
    assertFindings(
      `${MODULES}
request_route {
  $var(key) = $(rU{s.substr,0,6});
              ^^^^^^^^^^^^^^^^^^^ unescaped-sql
  $var(q) = "select a from b where c='" + $var(key) + "'";
  sql_query("cb", "$var(q)", "ra");
  $var(good) = $(rU{s.escape.common});
  $var(q) = "select a from b where c='" + $var(good) + "'";
}
`,
      { only },
    );
  });

  it('leaves alone what has been found to be of harmless signs on every way', () => {
    assertFindings(
      `${MODULES}
request_route {
  if (!($rU =~ "^\\+?[[:digit:]_-]+$") || !($fU =~ "^[a-z0-9.]{1,20}$")) exit;
  sql_query("cb", "select a from b where c='$rU' and d='$fU' and e='$tU'", "ra");
                                                                    ^^^ unescaped-sql
}
`,
      { only },
    );
    for (const condition of [
      '$rU =~ "^[0-9]"',
      '$rU =~ "[0-9]+$"',
      '$rU =~ "^0|1$"',
      '$rU =~ "^[^a]+$"',
      '$rU =~ "^.+$"',
      '$rU =~ "^[ -~]+$"',
      '$rU =~ "^[0-9]+$" || $si == "192.0.2.1"',
      '$tU =~ "^[0-9]+$"',
    ]) {
      assertFindings(
        `${MODULES}
request_route {
  if (!(${condition})) exit;
  sql_query("cb", "select a from b where c='$rU'", "ra");
                                            ^^^ unescaped-sql
}
`,
        { only },
      );
    }
  });

  it('knows that what escapes for a URI lets an apostrophe through', () => {
    const [finding] = assertFindings(
      `${MODULES}
request_route {
  sql_query("cb", "select a from b where c='$(rU{s.escape.user})'", "ra");
                                            ^^^^^^^^^^^^^^^^^^^^ unescaped-sql
}
`,
      { only },
    );
    assert.equal(finding?.fix?.edits[0]?.newText, '$(rU{s.escape.common})');
  });
});
