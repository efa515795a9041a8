import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['unfilled-sql-result'];
const HEAD = `loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "sqlops.so"
modparam("sqlops", "sqlcon", "ca=>mysql://localhost/a")
`;

describe('rule unfilled-sql-result', () => {
  it('marks results that no query fills', () => {
    const [finding] = assertFindings(
      `${HEAD}
request_route {
  sql_query("ca", "select a from b", "ra");
  if ($dbr(rb=>rows) > 0) xlog("$dbr(rc=>[0,0]) $dbr(ra=>rows)\\n");
           ^^ unfilled-sql-result
                                     ^^ unfilled-sql-result
}
`,
      { only },
    );
    assert.equal(finding?.replacement, 'ra');
  });

  it('is silent where a query may fill them', () => {
    const use = 'request_route { $var(x) = $dbr(rb=>rows); }\n';
    assertFindings(whole(`${HEAD}${use}route[Q] { sql_query("ca", "select 1", "rb"); }\n`), { only });
    assertFindings(whole(`${HEAD}${use}#!ifdef Q\nroute[Q] { sql_query("ca", "select 1", "rb"); }\n#!endif\n`), {
      only,
    });
    assertFindings(whole(`${HEAD}${use}include_file "queries.cfg"\n`), { only });
  });
});
