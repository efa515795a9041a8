import assert from 'node:assert/strict';
import { checkProgram } from '../../../server/src/rules/check.ts';
import { analyseFixture, assertFindings, readFixture } from '../support/fixture.ts';

const only = ['module-parameter-value'];

describe('rule module-parameter-value', () => {
  it('marks unknown attributes and values of a definition', () => {
    const findings = assertFindings(
      `
loadmodule "htable"
modparam("htable", "htable", "a=>size=8;autoexpires=60;")
                                        ^^^^^^^^^^^ module-parameter-value
modparam("htable", "htable", "b=>size=8;autoexpire=10m")
                                                   ^^^ module-parameter-value
modparam("htable", "htable", "c;size=8")
                              ^^^^^^^^ module-parameter-value
modparam("htable", "htable", "d=>size=8;initval=-1;dbtable=x;")
`,
      { only },
    );
    assert.equal(findings[0]?.replacement, 'autoexpire');
  });

  it('marks an empty value that something follows, as Kamailio does', () => {
    assertFindings(
      `
loadmodule "htable"
modparam("htable", "htable", "a=>autoexpire=;size=8")
                                 ^^^^^^^^^^^^^^^^^^ module-parameter-value
modparam("htable", "htable", "b=>size=8;autoexpire=;")
modparam("htable", "htable", "c=>;")
`,
      { only },
    );
  });

  it('marks a name that is defined twice', () => {
    const [finding] = assertFindings(
      `
loadmodule "htable"
modparam("htable", "htable", "a=>size=8;")
modparam("htable", "htable", "a=>size=9;")
                              ^ module-parameter-value
`,
      { only },
    );
    assert.equal(finding?.related?.length, 1);
  });

  it('knows which version has an attribute', () => {
    const text = `
loadmodule "htable"
modparam("htable", "htable", "a=>size=8;coldelim=x;")
`;
    assertFindings(text, { only, version: '6.1' });
    assertFindings(`${text}                                        ^^^^^^^^ module-parameter-value\n`, {
      only,
      version: '5.5',
    });
  });

  it('says that nobody reads what stands behind a comma', () => {
    const findings = assertFindings(
      `
loadmodule "htable"
loadmodule "rtimer"
modparam("htable", "htable", "a=>size=8,autoexpire=60")
                                       ^^^^^^^^^^^^^^ module-parameter-value
modparam("rtimer", "timer", "name=clean,interval=5")
                                       ^^^^^^^^^^^ module-parameter-value
modparam("rtimer", "exec", "timer=clean;route=CLEAN")
route[CLEAN] {
  exit;
}
`,
      { only: [...only, 'undeclared-timer'] },
    );
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['warning', 'warning'],
    );
  });

  it('reads queues, shared variables, credentials and other small definitions', () => {
    assertFindings(
      `
loadmodule "pv"
loadmodule "mqueue"
loadmodule "ndb_redis"
loadmodule "uac"
loadmodule "ratelimit"
loadmodule "statistics"
loadmodule "debugger"
modparam("mqueue", "mqueue", "name=cdr;size=100;")
modparam("mqueue", "mqueue", "cdr;size=100;")
                              ^^^ module-parameter-value
modparam("mqueue", "mqueue", "size=100")
                              ^^^^^^^^ module-parameter-value
modparam("mqueue", "mqueue", "name=calls size=100")
                                         ^^^^^^^^ module-parameter-value
modparam("ndb_redis", "server", "addr=192.0.2.1;port=6379")
                                 ^^^^^^^^^^^^^^^^^^^^^^^^ module-parameter-value
modparam("ndb_redis", "server", "name=a;addr=192.0.2.1;pass='a b,c';port=6379;")
modparam("pv", "shvset", "debug=1")
                          ^^^^^^^ module-parameter-value
modparam("pv", "varset", "n=i:x")
                          ^^^^^ module-parameter-value
modparam("pv", "shvset", "debug=i:-1")
modparam("pv", "shvset", "name=s:a=b")
modparam("uac", "credential", "me@example.com:secret")
                               ^^^^^^^^^^^^^^^^^^^^^ module-parameter-value
modparam("uac", "credential", "me:example.com:se:cret")
modparam("ratelimit", "pipe", "1:DROPTAIL:100")
                                 ^^^^^^^^ module-parameter-value
modparam("ratelimit", "pipe", "1:TAILDROP")
                               ^^^^^^^^^^ module-parameter-value
modparam("ratelimit", "pipe", "1:TAILDROP:100")
modparam("statistics", "variable", "calls/noreset")
                                          ^^^^^^^ module-parameter-value
modparam("statistics", "variable", "calls/no_reset")
modparam("debugger", "mod_level", "tm:3")
                                   ^^^^ module-parameter-value
modparam("debugger", "mod_level", "tm=3")
`,
      { only },
    );
  });

  it('leaves templates alone', () => {
    assertFindings(
      `
loadmodule "htable"
modparam("htable", "htable", "{{ name }}=>size=8;")
`,
      { only },
    );
  });

  it('reads the fields that acc writes', () => {
    const load = 'loadmodule "acc"\n';
    assertFindings(
      `
loadmodule "acc"
modparam("acc", "log_extra", "user=$fU,ip=$si")
                                      ^ module-parameter-value
modparam("acc", "log_extra", "user=$fU;ip=$si;")
                                             ^ module-parameter-value
modparam("acc", "log_extra", "user=$fU;ip")
                                       ^^ module-parameter-value
modparam("acc", "log_extra", "user=$fU;$si;port=$sp")
                                       ^^^ module-parameter-value
modparam("acc", "multi_leg_info", "user=fU;ip=$si")
                                   ^^^^^^^ module-parameter-value
`,
      { only },
    );
    assertFindings(`${load}modparam("acc", "log_extra", "a=$fU; b = $(hdr(X-A){s.substr,0,3}) ;c=$avp(s:x)")\n`, {
      only,
    });
    const many = Array.from({ length: 65 }, (_, index) => `a${index}=$ci`).join(';');
    assert.equal(findIn(`${load}modparam("acc", "log_extra", "${many}")\n`), 1);
    assert.equal(findIn(`${load}modparam("acc", "acc_extra_size", 70)\nmodparam("acc", "log_extra", "${many}")\n`), 0);
    assert.equal(findIn(`${load}modparam("acc", "db_extra", "user;ip")\n`), 0, 'without db_url nobody reads it');
    assert.equal(
      findIn(`${load}modparam("acc", "db_url", "mysql://a/b")\nmodparam("acc", "db_extra", "user;ip")\n`),
      1,
    );
  });

  it('reads other small languages', () => {
    assertFindings(
      `
loadmodule "auth_db"
loadmodule "ctl"
loadmodule "http_client"
loadmodule "mtree"
loadmodule "rtimer"
loadmodule "rtpengine"
modparam("rtpengine", "rtpengine_sock", "1 == udp:127.0.0.1:2223=2 127.0.0.2:2223")
                                                                   ^^^^^^^^^^^^^^ module-parameter-value
modparam("rtpengine", "rtpengine_sock", "2 == udp:127.0.0.1:2223 unix:/run/rtpengine")
modparam("auth_db", "load_credentials", "$avp(a)=rpid;email;plan=$avp(b)")
                                                            ^^^^^^^^^^^^ module-parameter-value
modparam("ctl", "binrpc", "file:/run/kamailio/ctl")
                           ^^^^ module-parameter-value
modparam("ctl", "binrpc", "unix:/run/kamailio/ctl")
modparam("ctl", "binrpc", "localhost:2049")
modparam("http_client", "httpcon", "crm http://192.0.2.1/api")
                                    ^^^^^^^^^^^^^^^^^^^^^^^^ module-parameter-value
modparam("http_client", "httpcon", "crm=>http://192.0.2.1/api;timeout=2")
modparam("mtree", "mtree", "name=areas;table=areas;type=0")
                                       ^^^^^ module-parameter-value
modparam("mtree", "mtree", "name=codes;dbtable=codes;type=0;")
modparam("rtimer", "timer", "name=a;interval=10s")
                                             ^^^ module-parameter-value
modparam("rtimer", "timer", "name=b;intervall=10")
                                    ^^^^^^^^^ module-parameter-value
modparam("rtimer", "timer", "interval=10")
                             ^^^^^^^^^^^ module-parameter-value
modparam("rtimer", "timer", "name=c;interval=100000u;mode=1;")
`,
      { only },
    );
  });

  it('knows which parameters name a pseudo-variable', () => {
    assertFindings(
      `
loadmodule "pv"
loadmodule "tm"
loadmodule "usrloc"
loadmodule "registrar"
loadmodule "nathelper"
loadmodule "dialog"
loadmodule "rtpengine"
modparam("nathelper|registrar", "received_avp", "$vp(RECEIVED)")
                                                 ^^^^^^^^^^^^^ module-parameter-value
modparam("registrar", "received_avp", "avp(RECEIVED)")
                                       ^^^^^^^^^^^^^ module-parameter-value
modparam("registrar", "received_avp", "$avp(")
                                       ^^^^^ module-parameter-value
modparam("registrar", "received_avp", "$var(received)")
                                       ^^^^^^^^^^^^^^ module-parameter-value
modparam("registrar", "received_avp", "$avp(s:RECEIVED)")
modparam("nathelper", "received_avp", "")
modparam("tm", "fr_timer_avp", "i:24")
modparam("tm", "fr_timer_avp", "$var(timer)")
                                ^^^^^^^^^^^ module-parameter-value
modparam("dialog", "timeout_avp", "$dlg_var(timeout)")
modparam("dialog", "timeout_avp", "timeout")
                                   ^^^^^^^ module-parameter-value
modparam("rtpengine", "extra_id_pv", "$ci-$TRR")
                                           ^^^ module-parameter-value
request_route { exit; }
`,
      { only },
    );
  });

  it('knows the columns and the text that dispatcher is given', () => {
    assertFindings(
      `
loadmodule "pv"
loadmodule "dispatcher"
modparam("dispatcher", "db_url", "text:///etc/kamailio/db")
modparam("dispatcher", "ds_db_extra_attrs", "maxload=max_load;share;")
                                                              ^^^^^ module-parameter-value
modparam("dispatcher", "hash_pvar", "$fU@$hdr(X-Key")
                                         ^^^^^^^^^^ module-parameter-value
modparam("dispatcher", "hash_pvar", "$fU@$(ci{s.len})")
request_route { exit; }
`,
      { only },
    );
    const unread = `loadmodule "dispatcher"
modparam("dispatcher", "ds_db_extra_attrs", "share")
request_route { exit; }
`;
    assertFindings(unread, { only });
  });

  it('reads the URIs and addresses that some modules are given', () => {
    assertFindings(
      `
loadmodule "nathelper"
loadmodule "siptrace"
loadmodule "msilo"
modparam("nathelper", "sipping_from", "ping@example.com")
                                       ^^^^^^^^^^^^^^^^ module-parameter-value
modparam("siptrace", "duplicate_uri", "udp:192.0.2.9:9060")
                                       ^^^^^^^^^^^^^^^^^^ module-parameter-value
modparam("siptrace", "duplicate_uri", "sip:192.0.2.9:9060")
loadmodule "rtpproxy"
modparam("rtpproxy", "rtpproxy_sock", "192.0.2.9:7722")
                                       ^^^^^^^^^^^^^^ module-parameter-value
modparam("rtpproxy", "rtpproxy_sock", "1=udp:192.0.2.9:7722")
                                       ^^^^^^^^^^^^^^^^^^^^ module-parameter-value
modparam("rtpproxy", "rtpproxy_sock", "1 == udp:192.0.2.9:7722 unix:/run/rtpproxy.sock /run/other.sock")
modparam("msilo", "from_address", "sip:$rU@example.com")
`,
      { only },
    );
  });
});

function findIn(text: string): number {
  return checkProgram(analyseFixture(readFixture(text))).filter(({ code }) => only.includes(code)).length;
}
