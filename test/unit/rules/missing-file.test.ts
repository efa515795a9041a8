import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['missing-file'];
const mappings = [{ deployed: '/etc/kamailio', folder: 'file:///project' }];

describe('rule missing-file', () => {
  it('marks names that are nearly those of files which are there', () => {
    const findings = assertFindings(
      `--- kamailio.cfg
loadmodule "permissions.so"
modparam("permissions", "address_file", "/etc/kamailio/adress.list")
                                         ^^^^^^^^^^^^^^^^^^^^^^^^^ missing-file
modparam("permissions", "default_allow_file", "/etc/kamailio/permission.allow")
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-file
loadmodule "tls.so"
modparam("tls", "config", "/etc/kamailio/tls.conf")
                           ^^^^^^^^^^^^^^^^^^^^^^ missing-file
request_route { exit; }
--- address.list
1 192.0.2.0 24
--- permissions.allow
ALL : ALL
--- tls.cfg
[server:default]
`,
      { only, mappings },
    );
    assert.deepEqual(
      findings.map(({ severity, replacement }) => `${severity} ${replacement}`),
      ['error /etc/kamailio/address.list', 'warning /etc/kamailio/permissions.allow', 'error /etc/kamailio/tls.cfg'],
    );
  });

  it('says nothing of files that are there or nowhere, of lists of destinations, and of keys beside certificates', () => {
    assertFindings(
      `--- kamailio.cfg
loadmodule "permissions.so"
modparam("permissions", "address_file", "/etc/kamailio/address.list")
modparam("permissions", "default_deny_file", "/etc/kamailio/nobody")
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/addresses.list")
loadmodule "tls.so"
modparam("tls", "certificate", "/etc/kamailio/server.pem")
modparam("tls", "private_key", "{{ key }}")
request_route { exit; }
--- address.list
1 192.0.2.0 24
--- server.key
-
`,
      { only, mappings },
    );
  });
});
