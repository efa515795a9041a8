import { compareVersions, type KamailioVersion } from '../../catalog/versions.ts';

/** The names that a pseudo-variable takes in its parentheses, where the module knows no others; by version. */
type FixedNames = Readonly<Partial<Record<KamailioVersion, string>>>;

const BRANCH: FixedNames = { '5.5': 'uri dst_uri path send_socket flags count ruid location_ua otcpid instance' };
const SENT: FixedNames = { '5.5': 'ip port proto sproto af buf len' };
const TIME: FixedNames = { '5.5': 'sec min hour mday mon year wday yday isdst' };
const VIA: FixedNames = {
  '5.6': 'host port proto protoid branch rport received',
  '5.8': 'params oc ocval ocalgo ocvalidity ocseq',
};

/**
 * Read from the name parsers of Kamailio 5.5 to 6.1: `pv_branch.c`, `pv_core.c` and `pv_time.c` of pv, `dlg_var.c` of
 * dialog, `t_var.c` of tmx, `uac_send.c` of uac, `dispatcher.c`, `regpv.c` of registrar, `rr_mod.c`, `sdpops_mod.c`,
 * `tcpops_mod.c`, `corex_var.c` and `siptrace.c`. `$dlg_ctx(flags)` is left out: the parser compares one character too
 * many and refuses it.
 */
const FIXED_NAMES: Readonly<Record<string, FixedNames>> = {
  K: { '5.5': 'IPv4 IPv6 UDP TCP TLS SCTP WS WSS', '5.6': 'INET INET6', '6.0': 'IP4 IP6' },
  T: {
    '5.5': 'id_index id_label id_index_n id_label_n reply_type reply_code reply_reason branch_index ruid uri flags',
  },
  TV: { '5.5': 's u sn un Sn Fn', '5.7': 'Sm' },
  af: { '5.5': 'id name' },
  branch: BRANCH,
  cfg: { '5.5': 'line name file route' },
  dlg: {
    '5.5':
      'ref h_id h_entry state callid from_uri to_uri from_tag to_tag from_cseq to_cseq from_rs to_rs from_contact ' +
      'to_contact from_bindaddr to_bindaddr toroute lifetime start_ts dflags sflags',
  },
  dlg_ctx: { '5.5': 'on set dir timeout timeout_bye timeout_route timeout_route_id' },
  dsv: { '5.5': 'code reason flags', '6.0': 'uri setid group' },
  expires: { '5.5': 'min max' },
  ksr: { '5.5': 'ver verval' },
  msg: { '5.5': 'len buf body body_len hdrs hdrs_len hdrc fline fpart', '5.6': 'lpart' },
  nh: { '5.5': 'u U d p P', '5.6': 'i' },
  rcv: { '5.5': 'buf len proto sproto srcip srcport rcvip rcvport af', '5.8': 'safe bufat hexat evtype' },
  rdir: { '5.5': 'id name' },
  rpl: { '5.6': 'duri dhost dport dproto dprotoid cntvia cntrr' },
  sbranch: BRANCH,
  sdp: { '5.5': 'body sess_version', '5.8': 'c:ip o:ip', '6.0': 'raw c:af m0:raw m0:rtp:port m0:rtcp:port' },
  siptrace: {
    '5.6': 'src_addr src_proto src_hostip src_host src_port dst_addr dst_proto dst_hostip dst_host dst_port direction',
  },
  snd: SENT,
  sndfrom: SENT,
  sndto: SENT,
  tcp: { '5.5': 'c_si c_sp conid', '5.8': 'ac_si ac_sp aconid' },
  time: TIME,
  uac_req: {
    '5.5': 'method ruri furi turi ouri hdrs body sock callid auser apasswd evroute evtype evcode evparam all',
    '5.6': 'flags',
    '6.0': 'cseqno',
    '6.1': 'ftag ttag fr_timeout fr_inv_timeout',
  },
  utime: TIME,
  via0: VIA,
  via1: VIA,
  viaZ: VIA,
};

/** What stands behind the `=>` of `$ulc(PROFILE=>…)` and `$dsg(SET=>…)`. */
const FIXED_KEYS: Readonly<Record<string, FixedNames>> = {
  dsg: { '5.8': 'count active inactive pactive pinactive', '6.0': 'octime_sec octime_usec ocrate ocseq' },
  ulc: {
    '5.5':
      'aor domain aorhash addr path received expires callid regid q cseq flags cflags user_agent socket modified ' +
      'methods count ruid instance conid server_id',
  },
};

export function fixedInnerNames(variable: string, version: KamailioVersion): readonly string[] {
  return namesIn(FIXED_NAMES, variable, version);
}

export function fixedInnerKeys(variable: string, version: KamailioVersion): readonly string[] {
  return namesIn(FIXED_KEYS, variable, version);
}

function namesIn(
  table: Readonly<Record<string, FixedNames>>,
  variable: string,
  version: KamailioVersion,
): readonly string[] {
  const names = Object.hasOwn(table, variable) ? table[variable] : undefined;
  return Object.entries(names ?? {})
    .filter(([since]) => compareVersions(since as KamailioVersion, version) <= 0)
    .flatMap(([, list]) => list.split(' '));
}

/** Header fields that scripts ask for, the most common first. */
export const HEADER_FIELDS: readonly string[] = (
  'From To Call-ID CSeq Via Contact Max-Forwards Route Record-Route Content-Type Content-Length User-Agent Expires Allow ' +
  'Supported Require Proxy-Require Authorization Proxy-Authorization WWW-Authenticate Proxy-Authenticate ' +
  'P-Asserted-Identity P-Preferred-Identity Remote-Party-ID Privacy Identity Diversion History-Info Referred-By Refer-To ' +
  'Replaces Reason Retry-After Server Subject Event Subscription-State Session-Expires Min-SE Path Service-Route ' +
  'P-Charging-Vector P-Access-Network-Info Accept Accept-Encoding Accept-Language Accept-Contact Reject-Contact ' +
  'Request-Disposition Allow-Events Alert-Info Call-Info Organization Priority RAck RSeq Timestamp Unsupported Warning ' +
  'Date MIME-Version Content-Disposition Content-Encoding Content-Language In-Reply-To Error-Info Security-Client ' +
  'Security-Verify SIP-ETag SIP-If-Match'
).split(' ');

/** Request methods, the most common first; `KDMQ` is the one of dmq. */
export const METHODS: readonly string[] =
  'INVITE ACK BYE CANCEL OPTIONS REGISTER SUBSCRIBE NOTIFY PUBLISH MESSAGE INFO REFER UPDATE PRACK KDMQ'.split(' ');
