import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['clear-text-password'];

describe('rule clear-text-password', () => {
  it('marks the password, once where a define serves many modules', () => {
    const findings = assertFindings(
      `
#!define DBURL "mysql://kamailio:kamailiorw@localhost/kamailio"
                                 ^^^^^^^^^^ clear-text-password
loadmodule "usrloc.so"
loadmodule "auth_db.so"
loadmodule "sqlops.so"
modparam("usrloc", "db_url", DBURL)
modparam("auth_db", "db_url", DBURL)
modparam("sqlops", "sqlcon", "ca=>postgres://me:hunter2@10.0.0.1/a")
                                                ^^^^^^^ clear-text-password
modparam("usrloc", "db_url", "mysql://kamailio:kamailiorw@10.0.0.2/kamailio")
`,
      { only },
    );
    assert.match(findings[0]?.message ?? '', /everybody knows/);
    assert.ok(findings.every(({ message, severity }) => !message.includes('hunter2') && severity === 'hint'));
  });

  it('is silent without a password, and where it comes from elsewhere', () => {
    assertFindings(
      `
#!define DBURL "mysql://\${DB_PASSWORD}:x@localhost/kamailio"
loadmodule "usrloc.so"
loadmodule "corex.so"
modparam("usrloc", "db_url", "mysql://kamailio@localhost/kamailio")
modparam("usrloc", "db_url", "text:///etc/kamailio/db")
modparam("usrloc", "db_url", DBURL)
modparam("usrloc", "db_url", "mysql://kamailio:{{ password }}@localhost/kamailio")
modparam("corex", "alias_subdomains", "udp:example.com")
`,
      { only },
    );
  });
});
