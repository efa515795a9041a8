import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['double-replication'];

describe('rule double-replication', () => {
  it('tells of data that dmq and a database both carry', () => {
    const findings = assertFindings(
      `
loadmodule "usrloc.so"
loadmodule "dialog.so"
loadmodule "htable.so"
loadmodule "dmq_usrloc.so"
modparam("usrloc", "db_mode", 2)
                              ^ double-replication
modparam("dmq_usrloc", "enable", 1)
modparam("dialog", "db_mode", 1)
                              ^ double-replication
modparam("dialog", "enable_dmq", 1)
modparam("htable", "enable_dmq", 1)
modparam("htable", "htable", "a=>dbtable=a;dbmode=1;dmqreplicate=1;")
                              ^ double-replication
`,
      { only },
    );
    assert.ok(findings.every(({ severity }) => severity === 'information'));
  });

  it('is a warning where the database is on another host', () => {
    const severityFor = (url: string): string | undefined =>
      assertFindings(
        `
loadmodule "dialog.so"
modparam("dialog", "db_url", "${url}")
modparam("dialog", "db_mode", 1)
                              ^ double-replication
modparam("dialog", "enable_dmq", 1)
`,
        { only },
      )[0]?.severity;
    assert.equal(severityFor('mysql://kamailio:pw@db1.example.com/kamailio'), 'warning');
    assert.equal(severityFor('postgres://kamailio@192.0.2.7:5433/kamailio'), 'warning');
    for (const url of ['mysql://kamailio@localhost/kamailio', 'sqlite:///var/lib/d.db', 'text:///etc/dbtext'])
      assert.equal(severityFor(url), 'information', url);
  });

  it('is silent where one of them is off', () => {
    assertFindings(
      `
loadmodule "usrloc.so"
loadmodule "htable.so"
loadmodule "dmq_usrloc.so"
modparam("usrloc", "db_mode", 4)
modparam("dmq_usrloc", "enable", 1)
modparam("htable", "enable_dmq", 1)
modparam("htable", "htable", "a=>dbtable=a;dmqreplicate=1;")
modparam("htable", "htable", "b=>dbtable=b;dbmode=1;")
`,
      { only },
    );
  });
});
