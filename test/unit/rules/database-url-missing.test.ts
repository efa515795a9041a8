import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['database-url-missing'];

describe('rule database-url-missing', () => {
  it('marks what makes a module open its default database without the driver', () => {
    const findings = assertFindings(
      whole(`
loadmodule "db_postgres.so"
loadmodule "usrloc.so"
loadmodule "auth_db.so"
            ^^^^^^^^^^ database-url-missing
modparam("usrloc", "db_mode", 2)
                              ^ database-url-missing
`),
      { only },
    );
    assert.ok(findings.every(({ severity }) => severity === 'error'));
  });

  it('tells where a module falls back to the default', () => {
    const [finding] = assertFindings(
      whole(`
loadmodule "db_mysql.so"
loadmodule "auth_db.so"
loadmodule "domain.so"
            ^^^^^^^^^ database-url-missing
modparam("auth_db", "db_url", "mysql://kamailio@10.0.0.1/kamailio")
`),
      { only },
    );
    assert.equal(finding?.severity, 'information');
    assert.match(finding.message, /mysql:\/\/localhost\/kamailio with/);
  });

  it('marks what stays empty without a database', () => {
    const findings = assertFindings(
      `
loadmodule "permissions.so"
loadmodule "htable.so"
loadmodule "acc.so"
modparam("htable", "htable", "a=>size=8;dbtable=htable_a;")
                                        ^^^^^^^^^^^^^^^^ database-url-missing
modparam("acc", "db_flag", 1)
                           ^ database-url-missing
request_route {
  if (!allow_source_address("1")) exit;
       ^^^^^^^^^^^^^^^^^^^^ database-url-missing
}
`,
      { only },
    );
    assert.ok(findings.every(({ severity }) => severity === 'warning'));
  });

  it('is silent where the address is set, here or out of sight', () => {
    assertFindings(
      `
loadmodule "usrloc.so"
loadmodule "permissions.so"
modparam("usrloc", "db_mode", 0)
modparam("permissions", "address_file", "/etc/kamailio/address.list")
request_route {
  if (!allow_source_address("1")) exit;
}
`,
      { only },
    );
    const table = 'loadmodule "htable.so"\nmodparam("htable", "htable", "a=>dbtable=htable_a;")\n';
    assertFindings(whole(`${table}modparam("htable", "db_url", DBURL)\n`), { only });
    assertFindings(whole(`${table}#!ifdef DB\nmodparam("htable", "db_url", "text:///x")\n#!endif\n`), { only });
    assertFindings(whole(`${table}include_file "db.cfg"\n`), { only });
    assertFindings(
      whole('loadmodule "auth_db.so"\n#!ifdef DB\nmodparam("auth_db", "db_url", "text:///x")\n#!endif\n'),
      {
        only,
      },
    );
  });
});
