import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-list-unread'];

describe('rule dispatcher-list-unread', () => {
  it('marks the list where the database is read instead', () => {
    assertFindings(
      `
#!define DBURL "mysql://kamailio@localhost/kamailio"
loadmodule "dispatcher.so"
modparam("dispatcher", "db_url", DBURL)
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dispatcher-list-unread
request_route { ds_select_dst("1", "4"); }
`,
      { only },
    );
  });

  it('says nothing where a condition chooses, or an address is not known', () => {
    assertFindings(
      `
loadmodule "dispatcher.so"
loadmodule "usrloc.so"
modparam("usrloc", "db_url", "mysql://kamailio@localhost/kamailio")
#!ifdef WITH_DB
modparam("dispatcher", "db_url", "mysql://kamailio@localhost/kamailio")
#!else
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
#!endif
request_route { ds_select_dst("1", "4"); }
`,
      { only },
    );
    assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "db_url", "{{ database }}")
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
`,
      { only },
    );
  });
});
