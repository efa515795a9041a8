import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['unknown-sql-connection'];
const HEAD = 'loadmodule "sqlops.so"\nmodparam("sqlops", "sqlcon", "ca=>mysql://localhost/a")\n';

describe('rule unknown-sql-connection', () => {
  it('marks queries over a connection that is not declared', () => {
    const [finding] = assertFindings(
      `${HEAD}
request_route {
  sql_query("cb", "select 1", "ra");
             ^^ unknown-sql-connection
  sql_query("ca", "select 1", "ra");
  sql_xquery("cx", "select 1", "ra");
              ^^ unknown-sql-connection
}
`,
      { only },
    );
    assert.equal(finding?.replacement, 'ca');
  });

  it('marks the variable of a connection that is not declared', () => {
    assertFindings(
      `${HEAD}
request_route {
  if ($sqlrows(cb) > 0 || $sqlrows(ca) > 0) exit;
               ^^ unknown-sql-connection
}
`,
      { only },
    );
  });

  it('marks declarations that Kamailio refuses', () => {
    assertFindings(
      whole(`${HEAD}
modparam("sqlops", "sqlcon", "ca=>mysql://localhost/b")
                              ^^ unknown-sql-connection
modparam("sqlops", "sqlcon", "cc=mysql://localhost/c")
                              ^^^^^^^^^^^^^^^^^^^^^^ unknown-sql-connection
`),
      { only },
    );
  });

  it('is silent where one may be declared', () => {
    const use = 'request_route { sql_query("cb", "select 1"); }\n';
    assertFindings(whole(`${HEAD}modparam("sqlops", "sqlcon", CONNECTION)\n${use}`), { only });
    assertFindings(whole(`${HEAD}#!ifdef B\nmodparam("sqlops", "sqlcon", "cb=>text:///b")\n#!endif\n${use}`), { only });
    assertFindings(whole(`${HEAD}include_file "sql.cfg"\n${use}`), { only });
  });
});
