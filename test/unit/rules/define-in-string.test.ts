import { assertFindings } from '../support/fixture.ts';

const only = ['define-in-string'];

describe('rule define-in-string', () => {
  it('marks names of defines in parameters, addresses and arguments', () => {
    assertFindings(
      `
#!define MY_IP 192.0.2.1
#!define DBURL "text:///etc/kamailio/db"
#!trydef SET_OUT 10
loadmodule "pv.so"
loadmodule "usrloc.so"
loadmodule "dispatcher.so"
loadmodule "dmq.so"
modparam("usrloc", "db_url", "DBURL")
                              ^^^^^ define-in-string
modparam("dmq", "server_address", "sip:MY_IP:5062")
                                       ^^^^^ define-in-string
request_route {
  $du = "sip:MY_IP:5080";
             ^^^^^ define-in-string
  if (!ds_select_dst("SET_OUT", "4")) exit;
                      ^^^^^^^ define-in-string
}
`,
      { only },
    );
  });

  it('is silent about text, names in parentheses, switches and what is replaced', () => {
    assertFindings(
      `
#!define MY_IP 192.0.2.1
#!define WITH_NAT
#!define DLG_AVP "x"
#!define L_INFO 2
#!substdef "!OTHER_IP!192.0.2.2!g"
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "dialog.so"
modparam("dialog", "timeout_avp", "$avp(DLG_AVP)")
request_route {
  xlog("L_INFO", "MY_IP is what we call it\\n");
  $du = "sip:OTHER_IP:5080";
  $var(feature) = "WITH_NAT";
}
`,
      { only },
    );
  });

  it('is silent about methods and words that the script writes and asks for', () => {
    assertFindings(
      `
#!define REGISTER 8
#!define PSTN 5
#!define FAX_SET 6
loadmodule "pv.so"
loadmodule "tm.so"
loadmodule "textops.so"
loadmodule "dispatcher.so"
request_route {
  if (is_method("REGISTER") || $rm == "REGISTER") exit;
  $avp(to) = "PSTN";
  if (!ds_select_dst("FAX_SET", "4")) exit;
                      ^^^^^^^ define-in-string
  if ($avp(to) == "PSTN") t_relay();
}
`,
      { only },
    );
  });
});
