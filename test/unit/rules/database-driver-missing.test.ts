import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['database-driver-missing'];

describe('rule database-driver-missing', () => {
  it('marks the address of a database whose driver is not loaded, and loads it before the module', () => {
    const [finding] = assertFindings(
      whole(`
loadmodule "db_postgres"
loadmodule "auth_db"
loadmodule "domain"
modparam("auth_db|domain", "db_url", "mysql://kamailio@localhost/kamailio")
                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ database-driver-missing
`),
      { only },
    );
    assert.match(finding?.message ?? '', /modules 'auth_db' and 'domain' needs module 'db_mysql'/);
    assert.equal(finding?.fix?.edits[0]?.newText, 'loadmodule "db_mysql"\n');
  });

  it('marks a driver that there is none of', () => {
    const [finding] = assertFindings(
      whole(`
loadmodule "db_postgres.so"
loadmodule "auth_db.so"
modparam("auth_db", "db_url", "postgre://kamailio@localhost/kamailio")
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ database-driver-missing
`),
      { only },
    );
    assert.match(finding?.message ?? '', /there is no module 'db_postgre'.*did you mean 'postgres'/);
  });

  it('knows the connections of sqlops, and modes that open no database', () => {
    assertFindings(
      whole(`
loadmodule "sqlops.so"
loadmodule "usrloc.so"
loadmodule "topos.so"
modparam("sqlops", "sqlcon", "ca=>sqlite:////var/lib/a.db")
                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ database-driver-missing
modparam("usrloc", "db_mode", 0)
modparam("usrloc", "db_url", "mysql://localhost/kamailio")
modparam("topos", "storage", "redis")
modparam("topos", "db_url", "mysql://localhost/kamailio")
`),
      { only },
    );
  });

  it('is silent where the driver is loaded or may be, and where the address is not known', () => {
    const url = 'modparam("auth_db", "db_url", "mysql://localhost/kamailio")\n';
    assertFindings(whole(`loadmodule "auth_db.so"\nloadmodule "db_mysql.so"\n${url}`), { only });
    assertFindings(whole(`loadmodule "auth_db.so"\ninclude_file "drivers.cfg"\n${url}`), { only });
    assertFindings(whole('loadmodule "auth_db.so"\nmodparam("auth_db", "db_url", DBURL)\n'), { only });
    assertFindings(whole('loadmodule "auth_db.so"\nmodparam("auth_db", "db_url", "{{ db_url }}")\n'), { only });
  });

  it('marks an address without the colon behind the driver', () => {
    assertFindings(
      `
loadmodule "db_mysql.so"
loadmodule "domain.so"
modparam("domain", "db_url", "mysql//me:secret@localhost/kamailio")
                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ database-driver-missing
request_route {
  exit;
}
`,
      { only: ['database-driver-missing'] },
    );
  });
});
