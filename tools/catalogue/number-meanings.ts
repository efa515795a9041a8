/**
 * Numbers that stand for something else: modes and sums of bits, by hand from the C sources (5.5 to the development
 * version) and in our own words. The importers write them over what they find, so a regeneration keeps them. They are
 * shown behind the number in the editor and have to be short.
 */
import type { StoredItem } from '../../server/src/catalog/stored.ts';
import { compareVersions, type KamailioVersion } from '../../server/src/catalog/versions.ts';
import { changePerVersion, type Fields } from './combine-versions.ts';
import { durationUnit } from './durations.ts';

/** A meaning, or with the first version that knows the number. */
type Meaning = string | readonly [meaning: string, since: KamailioVersion];

export interface NumberMeanings {
  readonly kind: 'enum' | 'bitmask';
  readonly values: Readonly<Record<number, Meaning>>;
}

function modes(values: NumberMeanings['values']): NumberMeanings {
  return { kind: 'enum', values };
}

function bits(values: NumberMeanings['values']): NumberMeanings {
  return { kind: 'bitmask', values };
}

/** `core/dprint.h` */
const LOG_LEVELS = modes({
  [-5]: 'alert',
  [-4]: 'bug',
  [-3]: 'critical',
  [-2]: 'critical',
  [-1]: 'error',
  0: 'warning',
  1: 'notice',
  2: 'info',
  3: 'debug',
});

const TIME_MODES = modes({
  0: 'no further time',
  1: 'seconds and microseconds',
  2: 'seconds.milliseconds',
  3: 'formatted local time',
  4: 'formatted UTC time',
});
const INSERT_MODES = modes({ 0: 'plain INSERT', 1: 'INSERT DELAYED', 2: 'asynchronous INSERT' });
const EXTRA_CHECKS = bits({ 1: 'request URI', 2: 'Call-ID', 4: 'From tag', 8: 'source address' });
const SANITY_CHECKS = bits({
  1: 'SIP version of the request URI',
  2: 'scheme of the request URI',
  4: 'required headers',
  8: 'SIP version in Via',
  16: 'protocol in Via',
  32: 'CSeq method',
  64: 'CSeq number',
  128: 'Content-Length',
  256: 'Expires',
  512: 'Proxy-Require',
  1024: 'URIs',
  2048: 'digest credentials',
  4096: 'repeated tags',
  8192: 'Authorization header',
  16384: 'top Via',
});
const SANITY_URIS = bits({ 1: 'request URI', 2: 'From', 4: 'To', 8: 'Contact' });
const SQL_CONNECT_MODES = modes({
  0: 'connect at start or fail',
  1: 'connect at start if possible',
  2: 'connect when first needed',
});
/** `dispatcher/dispatch.h`, `DS_ALG_…` */
const ALGORITHMS = modes({
  0: 'hash over the Call-ID',
  1: 'hash over the From URI',
  2: 'hash over the To URI',
  3: 'hash over the request URI',
  4: 'round robin',
  5: 'hash over the authorization user',
  6: 'at random',
  7: 'hash over a pseudo-variable',
  8: 'the first, then the next ones',
  9: 'by weight in percent',
  10: 'the one with the fewest calls',
  11: 'by relative weight',
  12: 'all at once',
  13: 'by priority and latency',
  14: ['round robin, or the first by priority', '6.1'],
  15: ['by weight within the lowest priority', '6.2'],
  64: ['round robin with overload control', '6.0'],
});
const SCHEDULING = modes({ 0: 'normal', 1: 'round robin', 2: 'FIFO' });
const BLOCKLIST_EVENTS = bits({
  2: 'sending failed',
  4: 'connecting failed',
  8: 'ICMP error',
  16: 'SIP timeout',
  32: 'reply 503',
  64: 'blocked by hand',
});

/** By `module.parameter`. */
export const PARAMETER_NUMBERS: Readonly<Record<string, NumberMeanings>> = {
  'acc.cdr_duration_mode': modes({ 0: 'seconds', 1: 'seconds.milliseconds', 2: 'seconds.microseconds' }),
  'acc.db_insert_mode': INSERT_MODES,
  'acc.log_level': LOG_LEVELS,
  'acc.time_mode': TIME_MODES,
  'acc_json.acc_log_level': LOG_LEVELS,
  'acc_json.acc_time_mode': TIME_MODES,
  'acc_json.cdr_log_level': LOG_LEVELS,
  'async.mode': modes({ 0: 'with tm', 1: 'without tm' }),
  'auth.auth_checks_in_dlg': EXTRA_CHECKS,
  'auth.auth_checks_no_dlg': EXTRA_CHECKS,
  'auth.auth_checks_register': EXTRA_CHECKS,
  'db_mysql.opt_ssl_mode': modes({
    0: 'library default',
    1: 'no TLS',
    2: 'TLS if possible',
    3: 'TLS required',
    4: 'TLS, CA checked',
    5: 'TLS, CA and host name checked',
  }),
  'db_text.db_mode': modes({ 0: 'tables kept in memory', 1: 'files read again when changed' }),
  'dialog.db_mode': modes({
    0: 'memory only',
    1: 'write each change at once',
    2: 'write by timer',
    3: 'write at shutdown',
  }),
  'dialog.dlg_ctxiuid_mode': bits({ 1: 'also for CANCEL' }),
  'dialog.dlg_filter_mode': bits({ 1: 'timeouts and keepalives of own sockets only' }),
  'dialog.dlg_match_mode': modes({
    0: 'by Record-Route cookie only',
    1: 'by cookie, else by Call-ID and tags',
    2: 'by Call-ID and tags only',
  }),
  'dialog.dlg_mode': modes({ 0: 'followed through tm', 1: 'driven by the script' }),
  'dialog.keep_proxy_rr': bits({ 0: 'none', 1: 'callee leg', 2: 'caller leg' }),
  'dispatcher.ds_dns_mode': bits({
    1: 'resolve when loading',
    2: ['resolve at each comparison', '5.6'],
    4: ['resolve by timer', '5.6'],
    8: ['SRV and NAPTR', '5.6'],
  }),
  'dispatcher.ds_load_mode': modes({ 0: 'skip bad destinations', 1: 'refuse the list' }),
  'dispatcher.ds_probing_mode': modes({
    0: 'ping those in probing state',
    1: 'ping all',
    2: 'ping inactive and probing ones',
    3: 'ping those flagged in the list',
  }),
  'dispatcher.ds_timer_mode': modes({ 0: 'main timer', 1: 'secondary timer' }),
  'dispatcher.event_callback_mode': modes({
    0: 'on any change of state',
    1: 'on changes by pings',
    2: ['also for the first state', '6.1'],
  }),
  'dispatcher.flags': bits({ 1: 'hash the user part only', 2: 'keep alternatives for failover' }),
  'dispatcher.xavp_ctx_mode': bits({ 1: 'without cnt' }),
  'dispatcher.xavp_dst_mode': bits({ 1: 'without attrs', 2: 'with socket', 4: 'with socket name' }),
  'dmq_usrloc.replicate_socket_info': modes({
    0: 'no socket',
    1: 'socket',
    2: 'socket name',
    3: 'socket, if it is local',
  }),
  'drouting.sort_order': modes({
    0: 'as listed',
    1: 'shuffled within each group',
    2: 'one of each group at random',
  }),
  'htable.event_callback_mode': modes({ 0: 'after all modules are ready', 1: 'in the first worker' }),
  'http_client.timeout_mode': modes({ 0: 'no timeouts', 1: 'in seconds', 2: 'in milliseconds' }),
  'http_client.verify_host': modes({ 0: 'host name not checked', 2: 'host name checked' }),
  'jsonrpcs.transport': bits({ 0: 'all that are configured', 1: 'HTTP', 2: 'FIFO', 4: 'datagram', 8: ['TCP', '5.7'] }),
  'memcached.mode': modes({ 0: 'overwrite', 1: 'write each key once' }),
  'mqueue.mqueue_addmode': modes({ 0: 'keep all', 1: 'one per key, the oldest', 2: 'one per key, the newest' }),
  'nat_traversal.contact_match': modes({ 0: 'as text', 1: 'as URI' }),
  'nathelper.nat_addr_mode': modes({ 0: 'private addresses', 1: 'private and reserved addresses' }),
  'path.received_format': modes({ 0: 'escaped SIP URI', 1: 'as in alias' }),
  'permissions.db_mode': modes({ 0: 'ask the database each time', 1: 'tables in memory' }),
  'permissions.peer_tag_mode': modes({ 0: 'tag of the first match', 1: 'tags of all matches' }),
  'permissions.subnet_match_mode': modes({ 0: 'first match', 1: 'longest prefix' }),
  'pike.pike_log_level': LOG_LEVELS,
  'pipelimit.timer_mode': modes({ 0: 'main timer', 1: 'secondary timer' }),
  'presence.publ_cache': modes({ 0: 'no cache', 1: 'URIs and events in memory', 2: 'memory only' }),
  'presence.subs_db_mode': modes({
    0: 'memory only',
    1: 'write each change at once',
    2: 'write by timer',
    3: 'database only',
  }),
  'presence.timer_mode': modes({ 0: 'main timer', 1: 'secondary timer' }),
  'pua.db_mode': modes({ 0: 'memory', 2: 'database only' }),
  'registrar.lookup_filter_mode': bits({ 1: 'by branch flags', 2: 'only with an open connection' }),
  'registrar.min_expires_mode': modes({ 0: 'raise to the minimum', 1: 'answer 423' }),
  'registrar.outbound_mode': modes({ 0: 'off', 1: 'if the client supports it', 2: 'required' }),
  'registrar.path_mode': modes({
    0: 'stored, not in the reply',
    1: 'stored, in the reply if supported',
    2: 'refused if not supported',
  }),
  'registrar.regid_mode': modes({ 0: 'only with outbound', 1: 'always used' }),
  'registrar.xavp_rcd_mask': bits({
    1: 'without ruid',
    2: 'without contact',
    4: 'without expires',
    8: 'without received',
    16: 'without path',
  }),
  'rls.db_mode': modes({ 0: 'memory', 2: 'database only' }),
  'rr.loose_route_mode': bits({ 1: 'loose routing only', 2: 'ignore flow tokens' }),
  'rtpengine.hash_algo': modes({ 1: 'SHA-1 of the Call-ID', 2: 'CRC-32 of the Call-ID' }),
  'sanity.default_checks': SANITY_CHECKS,
  'sanity.uri_checks': SANITY_URIS,
  'sipcapture.db_insert_mode': INSERT_MODES,
  'siptrace.data_mode': bits({ 1: 'advertised address' }),
  'siptrace.trace_db_mode': INSERT_MODES,
  'siptrace.trace_init_mode': bits({ 0: 'all', 1: 'core events', 2: 'flags and functions of the script' }),
  'siptrace.trace_mode': bits({ 0: 'only what the script traces', 1: 'HEP', 2: 'database', 4: 'duplicate_uri' }),
  'sqlops.connect_mode': SQL_CONNECT_MODES,
  'tls.init_mode': bits({ 1: 'lock shared memory of libssl', 2: 'prepare libssl for forks' }),
  'tls.keylog_mode': bits({
    0: 'off',
    1: 'prepared',
    2: 'active',
    4: 'to the log',
    8: 'to a file',
    16: 'to a UDP peer',
    1024: 'filtered',
  }),
  'tm.cancel_b_method': modes({
    0: 'drop the branch as if 487 had come',
    1: 'go on sending, CANCEL after a reply',
    2: 'send CANCEL at once',
  }),
  'tm.evlreq_mode': bits({ 1: 'also for hop-by-hop CANCEL', 2: 'also for hop-by-hop ACK' }),
  'tm.failure_reply_mode': modes({
    0: 'keep all branches',
    1: 'drop all branches',
    2: 'drop those of the last leg',
    3: 'drop earlier ones when a new leg starts',
  }),
  'tm.headers_mode': bits({ 1: 'headers copied into CANCEL', 2: 'CANCEL with one Via when stateless' }),
  'tm.local_ack_branch_mode': modes({ 0: 'as the INVITE', 1: 'slightly changed', 2: 'new branch' }),
  'tm.local_ack_mode': modes({ 0: 'by Contact and routes', 1: 'where the INVITE went', 2: 'where the 200 came from' }),
  'tm.rich_redirect': bits({ 0: 'nothing added', 1: 'branch flags', 2: 'Path as Route header' }),
  'tm.unmatched_cancel': modes({ 0: 'forward with a transaction', 1: 'forward stateless', 2: 'drop' }),
  'topoh.event_mode': bits({ 1: 'msg-outgoing', 2: 'msg-sending' }),
  'topoh.mask_mode': bits({ 1: 'not in redirects' }),
  'topoh.use_mode': modes({ 0: 'all messages', 1: 'as a library only' }),
  'topos.contact_mode': modes({
    0: 'key in the user part',
    1: 'key in a URI parameter',
    2: 'user part from XAVU',
    3: ['host part from XAVU', '6.1'],
  }),
  'topos.event_mode': bits({ 1: 'msg-outgoing', 2: 'msg-sending', 4: 'msg-incoming', 8: 'msg-receiving' }),
  'topos.header_mode': bits({ 1: 'one Via a line', 2: 'one Record-Route a line', 4: 'one Route a line' }),
  'uid_domain.db_mode': modes({ 0: 'ask the database each time', 1: 'tables in memory' }),
  'userblocklist.match_mode': modes({ 10: 'digits only', 128: 'all ASCII characters' }),
  'usrloc.db_mode': modes({
    0: 'memory only',
    1: 'write each change at once',
    2: 'write by timer',
    3: 'database only',
    4: 'database read only',
  }),
  'usrloc.db_raw_fetch_type': modes({ 0: 'common SQL', 1: 'SQL of Oracle' }),
  'usrloc.expires_type': modes({ 0: 'DATETIME columns', 1: 'BIGINT columns' }),
  'usrloc.ka_filter': bits({ 0: 'all records', 1: 'own server_id only' }),
  'usrloc.ka_loglevel': modes({ ...LOG_LEVELS.values, 255: 'not logged' }),
  'usrloc.ka_mode': bits({ 0: 'off', 1: 'all contacts', 2: 'contacts behind NAT', 4: 'UDP contacts' }),
  'usrloc.matching_mode': modes({
    0: 'by Contact',
    1: 'by Contact and Call-ID',
    2: 'by Contact and Path',
    3: 'by Call-ID',
  }),
  'websocket.cors_mode': modes({ 0: 'no header', 1: 'any origin', 2: 'origin of the request' }),
  'websocket.keepalive_mechanism': modes({ 0: 'none', 1: 'ping', 2: 'pong' }),
  'websocket.sub_protocols': bits({ 1: 'sip', 2: 'msrp' }),
  'xlog.prefix_mode': modes({ 0: 'plain text', 1: 'with pseudo-variables' }),
};

const CHALLENGE_FLAGS = bits({
  0: 'no qop',
  1: 'qop auth',
  2: 'qop auth-int',
  4: 'no 500 on errors',
  16: 'stale',
});
const PASSWORD_FLAGS = bits({
  0: 'plain password',
  1: 'password is HA1',
  2: 'new challenge without qop',
  4: 'new challenge, qop auth',
  8: 'new challenge, qop auth-int',
  32: ['failures leave the nonce valid', '6.0'],
});
const CREDENTIAL_CHECKS = bits({ 0: 'no check of the user', 1: 'user as in From or To', 2: 'not for forwarded users' });
const PASSWORD_MODES = bits({ 0: 'plain password', 1: 'password is HA1' });

/** By `module.function.argument`; the argument as the facts name it. */
export const ARGUMENT_NUMBERS: Readonly<Record<string, NumberMeanings>> = {
  'auth.auth_challenge.flags': CHALLENGE_FLAGS,
  'auth.auth_get_www_authenticate.flags': CHALLENGE_FLAGS,
  'auth.proxy_challenge.flags': CHALLENGE_FLAGS,
  'auth.pv_auth_check.checks': CREDENTIAL_CHECKS,
  'auth.pv_auth_check.flags': PASSWORD_FLAGS,
  'auth.pv_proxy_authenticate.flags': PASSWORD_FLAGS,
  'auth.pv_www_authenticate.flags': PASSWORD_FLAGS,
  'auth.www_challenge.flags': CHALLENGE_FLAGS,
  'auth_db.auth_check.flags': CREDENTIAL_CHECKS,
  'auth_db.is_subscriber.flags': bits({ 1: 'by user and domain', 2: 'no credentials loaded' }),
  'dispatcher.ds_is_from_list.mode': bits({
    0: 'address, port and protocol',
    1: 'any port',
    2: 'any protocol',
    4: 'active ones only',
    8: ['own socket too', '5.8'],
    16: ['best match counts', '5.8'],
  }),
  'dispatcher.ds_select.alg': ALGORITHMS,
  'dispatcher.ds_select_domain.alg': ALGORITHMS,
  'dispatcher.ds_select_dst.alg': ALGORITHMS,
  'dispatcher.ds_select_routes.mode': modes({ 0: 'into $du', 1: 'into $ru', 2: 'into the XAVP only' }),
  'kex.setdebug.level': LOG_LEVELS,
  'http_client.http_client_response_headers_set.mode': modes({ 0: 'headers not kept', 1: 'headers kept' }),
  'nathelper.add_rcv_param.flag': modes({ 0: 'in the header', 1: 'in the URI' }),
  'nathelper.fix_nated_sdp.flags': bits({
    1: 'direction:active',
    2: 'media address',
    4: 'nortpproxy:yes',
    8: 'origin address',
  }),
  'nathelper.handle_ruri_alias.mode': modes({ 0: 'the first alias', 1: 'the last alias' }),
  'nathelper.nat_uac_test.flags': bits({
    1: 'private Contact',
    2: 'Via is not the source address',
    4: 'private Via',
    8: 'private SDP',
    16: 'Via is not the source port',
    32: 'private source address',
    64: 'WebSocket',
    128: 'Contact port is not the source port',
    256: 'SDP is not the source address',
    512: ['private next hop', '5.6'],
  }),
  'registrar.reg_from_user.mode': bits({ 0: 'address', 1: 'port too', 2: 'protocol too' }),
  'registrar.registered.match_action': bits({ 1: 'XAVPs of the contact', 2: 'no xavp_rcd' }),
  'registrar.registered.match_option': bits({ 1: 'Call-ID', 2: 'received', 4: 'Contact' }),
  'registrar.save.flags': bits({
    1: 'memory only',
    2: 'no reply',
    4: 'one contact only',
    8: 'no random expiry',
    16: ['reply headers prepared', '5.6'],
  }),
  'rr.loose_route_mode.vmode': bits({ 0: 'as loose_route()', 1: 'loose routing only', 2: 'ignore flow tokens' }),
  'sanity.sanity_check.msg_checks': SANITY_CHECKS,
  'sanity.sanity_check.uri_checks': SANITY_URIS,
  'siputils.is_first_hop.mode': modes({ 0: 'own address in Record-Route, not from here', 1: 'own Record-Route' }),
  'tm.t_load_contacts.mode': modes({ 0: 'by q, equal ones together', 1: 'by q as a share' }),
  'tm.t_relay_to.flags': bits({ 1: 'no 100', 2: 'no reply on errors', 4: 'no DNS failover' }),
  'uac.uac_auth.mode': PASSWORD_MODES,
  'uac.uac_auth_mode.vmode': PASSWORD_MODES,
  'uac.uac_reg_request_to.mode': bits({ 0: 'by uuid, plain password', 1: 'by user name', 2: 'HA1 as the password' }),
};

/** Core settings, by name. */
export const SETTING_NUMBERS: Readonly<Record<string, NumberMeanings>> = {
  bind_ipv6_link_local: bits({ 1: 'bind with the interface', 2: ['leave out', '6.1'] }),
  corelog: LOG_LEVELS,
  debug: LOG_LEVELS,
  dns_cache_flags: bits({ 0: 'IPv4, then IPv6', 1: 'only IPv4', 2: 'only IPv6', 4: 'IPv6 first' }),
  dns_cache_rec_pref: modes({ 0: 'no check', 1: 'keep the old', 2: 'take the new', 3: 'the longer lived' }),
  dst_blocklist_sctp_imask: BLOCKLIST_EVENTS,
  dst_blocklist_tcp_imask: BLOCKLIST_EVENTS,
  dst_blocklist_tls_imask: BLOCKLIST_EVENTS,
  dst_blocklist_udp_imask: BLOCKLIST_EVENTS,
  latency_cfg_log: LOG_LEVELS,
  latency_log: LOG_LEVELS,
  log_prefix_mode: bits({ 0: 'once a message', 1: 'for each action', 2: ['without a message too', '6.1'] }),
  mem_status_mode: modes({ 0: 'free fragments', 1: 'all fragments' }),
  mem_summary: bits({
    1: 'private blocks',
    2: 'shared blocks',
    4: 'private sums',
    8: 'shared sums',
    16: 'short status',
  }),
  memdbg: LOG_LEVELS,
  memlog: LOG_LEVELS,
  pmtu_discovery: modes({ 0: 'may be fragmented', 1: 'never fragmented', 2: 'fragmented as the path needs' }),
  pv_cache_action: modes({ 0: 'warn only', 1: 'drop a cached $sht name' }),
  received_route_mode: bits({ 0: 'never', 1: 'for each message', 2: ['for each read', '5.8'] }),
  return_mode: modes({ 0: 'positive is true', 1: 'all but 0 is true' }),
  rpc_exec_locks_mode: modes({ 0: 'by command', 1: 'by module' }),
  rt_policy: SCHEDULING,
  rt_timer1_policy: SCHEDULING,
  rt_timer2_policy: SCHEDULING,
  sip_parser_mode: modes({ 0: 'lenient', 1: 'strict' }),
  tcp_accept_protocols: bits({ 4: 'http', 8: 'ws', 16: 'msrp', 32: 'hep3', 64: 'stun', 128: 'haproxy' }),
  tcp_connection_match: modes({ 0: 'by remote address', 1: 'by remote and local address' }),
  tcp_script_mode: bits({ 0: 'errors close the connection', 1: 'connections outlive errors' }),
  tls_threads_mode: modes({ 0: 'no preparation', 1: 'temporary thread', 2: 'reset at each fork' }),
  udp4_raw: modes({ [-1]: 'raw socket if allowed', 0: 'normal socket', 1: 'raw socket' }),
  udp_accept_proxy: bits({ 0: 'none', 1: 'HAProxy', 2: 'Cloudflare' }),
  udp_receiver_mode: modes({ 0: 'workers per socket', 1: 'one process for all', 2: 'one process per agname' }),
};

/** The arguments of functions that their official page does not name, by `module.function`; `?`: may be left out. */
export const ARGUMENT_NAMES: Readonly<Record<string, readonly string[]>> = {
  'auth.pv_proxy_authorize': ['realm', 'passwd', 'flags'],
  'auth.pv_www_authorize': ['realm', 'passwd', 'flags'],
  'dialog.dlg_refer_cid': ['callid', 'side', 'address'],
  'dispatcher.ds_list_exist': ['groupid'],
  'kex.avp_printf': ['var', 'str'],
  'rtpengine.play_media': ['flags', 'via-branch?'],
  'rtpengine.set_rtpengine_set': ['setid', 'setid2?'],
  'rtpproxy.unforce_rtp_proxy': ['flags?'],
  'sl.sl_reply': ['code', 'reason'],
  'tm.t_disable_e2e_cancel_reason': ['state'],
  'tm.t_forward_nonack_to': ['proto', 'hostport'],
  'tm.t_lookup_cancel': ['hopbyhop?'],
  'tm.t_relay_to_avp': ['proto', 'avp'],
  'tm.t_replicate': ['uri?', 'port?'],
  'tm.t_replicate_sctp': ['host', 'port'],
  'tm.t_replicate_tcp': ['host', 'port'],
  'tm.t_replicate_tls': ['host', 'port'],
  'tm.t_replicate_to': ['proto', 'hostport'],
  'tm.t_replicate_udp': ['host', 'port'],
  'tm.t_set_auto_inv_100': ['state'],
  'tm.t_set_disable_6xx': ['state'],
  'tm.t_set_disable_failover': ['state'],
  'tm.t_set_disable_internal_reply': ['state'],
  'tm.t_set_no_auto_ack': ['state'],
  'tm.t_set_no_e2e_cancel_reason': ['state'],
  'tm.t_write_req': ['fifo', 'action'],
  'tm.t_write_unix': ['socket', 'action'],
  'tmx.t_vbflag_is_set': ['flag'],
  'tmx.t_vbflag_reset': ['flag'],
  'tmx.t_vbflag_set': ['flag'],
  'websocket.ws_connect_url': ['url', 'subproto'],
};

/** The facts of a module, or of the core, with the meanings of numbers and the units of durations in them. */
export function addNumberMeanings(file: Fields): Fields {
  const owner = String(file.name);
  const added: Record<string, unknown> = { ...file };
  const change = (list: string, changeItem: (fields: Fields, version: KamailioVersion) => Fields): void => {
    const items = file[list] as readonly StoredItem[] | undefined;
    if (items !== undefined) added[list] = items.map((item) => changePerVersion(item, changeItem));
  };
  change('parameters', (fields, version) =>
    withUnit(withMeanings(fields, PARAMETER_NUMBERS[`${owner}.${nameOf(fields)}`], version), owner),
  );
  if (owner === 'core') {
    change('settings', (fields, version) =>
      withUnit(withMeanings(fields, SETTING_NUMBERS[nameOf(fields)], version), owner),
    );
  } else change('functions', (fields, version) => withArguments(fields, owner, version));
  return added;
}

function nameOf(fields: Fields): string {
  return String(fields.name);
}

function withMeanings(fields: Fields, meanings: NumberMeanings | undefined, version: KamailioVersion): Fields {
  if (meanings === undefined) return fields;
  const values = Object.entries(meanings.values)
    .map(([value, meaning]) => ({ value: Number(value), meaning }))
    .filter(({ meaning }) => typeof meaning === 'string' || compareVersions(meaning[1], version) <= 0)
    .map(({ value, meaning }) => ({ value, meaning: typeof meaning === 'string' ? meaning : meaning[0] }))
    .sort((a, b) => a.value - b.value);
  return { ...fields, constraint: { ...(fields.constraint as Fields | undefined), kind: meanings.kind, values } };
}

function withUnit(fields: Fields, owner: string): Fields {
  const unit = durationUnit(owner, nameOf(fields));
  if (unit === undefined) return fields;
  return { ...fields, constraint: { kind: 'int', ...(fields.constraint as Fields | undefined), unit } };
}

function withArguments(fields: Fields, module: string, version: KamailioVersion): Fields {
  const name = `${module}.${nameOf(fields)}`;
  const named = ARGUMENT_NAMES[name]?.map((written) => ({
    name: written.replace('?', ''),
    ...(written.endsWith('?') ? { optional: true } : {}),
  }));
  const parameters = named ?? (fields.parameters as readonly Fields[] | undefined);
  if (parameters === undefined) return fields;
  const meant = parameters.map((parameter) =>
    withMeanings(parameter, ARGUMENT_NUMBERS[`${name}.${nameOf(parameter)}`], version),
  );
  const isChanged = named !== undefined || meant.some((parameter, index) => parameter !== parameters[index]);
  return isChanged ? { ...fields, parameters: meant } : fields;
}
