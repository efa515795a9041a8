/** Configurations of any size for measuring: what a large deployment looks like, made anew each time. */

const HEAD = `#!KAMAILIO
#!define WITH_NAT
#!define FLAG_NAT 5
#!define FLAG_RECORD 6
#!define GATEWAYS 1

debug=2
log_stderror=no
children=4
listen=udp:127.0.0.1:5060

loadmodule "kex.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "xlog.so"
loadmodule "sanity.so"
loadmodule "htable.so"
loadmodule "dispatcher.so"

modparam("tm", "fr_timer", 5000)
modparam("tm", "fr_inv_timer", 60000)
modparam("htable", "htable", "calls=>size=8;autoexpire=3600;")
modparam("dispatcher", "flags", 2)

request_route {
\tif (!mf_process_maxfwd_header("10")) {
\t\tsl_send_reply("483", "Too Many Hops");
\t\texit;
\t}
\troute(PART_0);
\tt_relay();
\texit;
}
`;

/** One route block of about 1.3 KB with what real ones hold: conditions, calls, variables in strings, both sides of a switch. */
function part(index: number): string {
  return `
# Part ${index}: decides about calls of one kind and hands the rest on.
route[PART_${index}] {
\t$var(caller) = $(fU{s.substr,0,4});
\tif (is_method("INVITE") && !has_totag()) {
\t\tif ($sht(calls=>$si::${index}) == $null) $sht(calls=>$si::${index}) = 0;
\t\t$sht(calls=>$si::${index}) = $sht(calls=>$si::${index}) + 1;
\t\tif ($sht(calls=>$si::${index}) > ${100 + index} || $rU =~ "^\\+?[0-9]{3,15}$" && $var(caller) != "4${index}") {
\t\t\txlog("L_WARN", "$ci: too many calls from $si:$sp to $(ru{uri.user}) via ${index}\\n");
\t\t\tsl_send_reply("403", "Forbidden");
\t\t\texit;
\t\t}
#!ifdef WITH_NAT
\t\tif (src_ip == 10.${index % 250}.0.0/16 or $proto == "tcp") {
\t\t\tsetflag(FLAG_NAT);
\t\t\tadd_rr_param(";nat=yes");
\t\t}
#!else
\t\tresetflag(FLAG_NAT);
#!endif
\t\tif (!ds_select_dst(GATEWAYS, "4")) {
\t\t\tsl_send_reply("503", "Service Unavailable");
\t\t\texit;
\t\t}
\t\tt_on_failure("GATEWAY_${index}");
\t}
\tswitch ($rm) {
\t\tcase "BYE":
\t\tcase "CANCEL":
\t\t\tsetflag(FLAG_RECORD);
\t\t\tbreak;
\t\tdefault:
\t\t\txlog("L_DBG", "$rm from $fu to $tu as $(avp(kind){s.len})\\n");
\t}
\treturn;
}

failure_route[GATEWAY_${index}] {
\tif (t_is_canceled()) exit;
\tif (t_check_status("5[0-9][0-9]") and ds_next_dst()) {
\t\tt_on_failure("GATEWAY_${index}");
\t\tt_relay();
\t\texit;
\t}
}
`;
}

/** A configuration of about that many bytes, accepted by Kamailio. */
export function sampleOf(bytes: number): string {
  let text = HEAD;
  for (let index = 0; text.length < bytes || index === 0; index++) text += part(index);
  return text;
}
