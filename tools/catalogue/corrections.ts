/**
 * What the imported facts have wrong or leave open, settled by reading Kamailio's C sources (5.5 to the development
 * version). Each group says where the truth stands.
 */
import type { KamailioVersion } from '../../server/src/catalog/versions.ts';

interface EventRouteCorrection {
  /** Names that only an example, a typing error or another module's page brought in. */
  readonly drop?: readonly string[];
  readonly add?: readonly { readonly name: string; readonly since?: KamailioVersion; readonly docAnchor?: string }[];
}

/**
 * Event routes by module: the names that the code passes to `route_get` and `route_lookup` with `event_rt`. A part that
 * the user chooses is written in angle brackets.
 */
export const EVENT_ROUTES: Readonly<Record<string, EventRouteCorrection>> = {
  async: { drop: ['core:tkv'] },
  core: { add: [{ name: 'core:modinit-before', since: '6.0' }] },
  corex: { drop: ['dispatcher:dst-down'] },
  dispatcher: { drop: ['dispatcher:ds-down', 'dispatcher:ds-up'] },
  erlang: { drop: ['erlang:greetings', 'erlang:handler'], add: [{ name: 'erlang:<process>' }] },
  evrexec: { drop: ['evrexec:timer', 'evrexec:test', 'evrexec:udp'], add: [{ name: 'evrexec:<name>' }] },
  gzcompress: { drop: ['xhttp:request'] },
  htable: { drop: ['htable:expired:mytable', 'htable:init', 'htable:reloaded:mytable'] },
  jsonrpcs: { drop: ['xhttp:request'] },
  kazoo: {
    drop: [
      'kazoo:consumer-event-event-category',
      'kazoo:consumer-event-event-category-event-name',
      'kazoo:consumer-event-presence',
      'kazoo:consumer-event-presence-update',
    ],
    add: [{ name: 'kazoo:consumer-event-<category>' }, { name: 'kazoo:consumer-event-<category>-<name>' }],
  },
  keepalive: { add: [{ name: 'keepalive:dst-up' }, { name: 'keepalive:dst-down' }] },
  nats: { drop: ['nats:Kamailio-World', 'nats:MyQueue1'], add: [{ name: 'nats:<subject>', since: '5.6' }] },
  nsq: {
    drop: [
      'nsq:consumer-event-event-category',
      'nsq:consumer-event-event-category-event-name',
      'nsq:consumer-event-presence',
      'nsq:consumer-event-presence-update',
    ],
    add: [{ name: 'nsq:consumer-event-<category>' }, { name: 'nsq:consumer-event-<category>-<name>' }],
  },
  outbound: { drop: ['tm:branch-failure:FAIL-BRANCH'] },
  pua_json: { drop: ['xhttp:request'] },
  rls: { drop: ['xhttp:request'] },
  rtp_media_server: { drop: ['rms:after_play'], add: [{ name: 'rms:<name>' }] },
  rtpengine: { drop: ['dialog:end', 'tm:local-request'] },
  siptrace: { drop: ['sl:filtered-ack'] },
  sworker: { drop: ['core:pre-routing'] },
  tls: { drop: ['tm:local-request'] },
  tls_wolfssl: { drop: ['tm:local-request'] },
  tm: {
    drop: ['tm:branch-failure', 'tm:branch-failure:myroute', 'tm:branch-failure:outbound', 'tm:branch-failure:id'],
    add: [{ name: 'tm:branch-failure:<name>', docAnchor: 'tm.e.branch-failure' }],
  },
  tmx: { drop: ['tm:branch-failure:contact'] },
  topos: { drop: ['topos:msg-incoing', 'topos:outgoing', 'topos:sending'] },
  websocket: { drop: ['xhttp:request'] },
  xcap_server: { drop: ['xhttp:request'] },
  xhttp_pi: { drop: ['xhttp:request'] },
  xhttp_prom: { drop: ['xhttp:request'] },
  xhttp_rpc: { drop: ['xhttp:request'] },
};

interface StatisticsCorrection {
  /** Names that are in a table or a call but are never registered. */
  readonly drop?: readonly string[];
  readonly add?: readonly { readonly name: string; readonly since?: KamailioVersion }[];
}

/** Names of kex's counters of replies by class and method: `DECLARE_STATS` in `core_stats.c` makes them. */
function nameReplyCounters(method: string): string[] {
  return [1, 2, 3, 4, 5, 6].map((group) => `rcv_replies_${group}xx_${method}`);
}

/** Statistics by module that no table names: a macro makes them, or a call registers them when the module starts. */
export const STATISTICS: Readonly<Record<string, StatisticsCorrection>> = {
  http_client: { add: ['connections', 'connok', 'connfail'].map((name) => ({ name })) },
  ims_auth: { add: ['mar_replies_response_time', 'mar_replies_received'].map((name) => ({ name })) },
  ims_icscf: {
    add: ['uar_replies_response_time', 'uar_replies_received', 'lir_replies_response_time', 'lir_replies_received'].map(
      (name) => ({ name }),
    ),
  },
  // `register_stats()` in `stats.c` is called by nobody.
  ims_qos: { drop: ['aar_replies_response_time', 'aar_replies_received'] },
  ims_qos_npn: { drop: ['aar_replies_response_time', 'aar_replies_received'] },
  ims_registrar_scscf: { add: ['sar_replies_response_time', 'sar_replies_received'].map((name) => ({ name })) },
  kex: {
    drop: ['rcv_replies_xx_'],
    add: [
      ...['invite', 'cancel', 'bye', 'reg', 'message', 'prack', 'update', 'refer']
        .flatMap(nameReplyCounters)
        .map((name) => ({ name })),
      ...nameReplyCounters('options').map((name) => ({ name, since: '6.1' as const })),
    ],
  },
  pike: { add: [{ name: 'blocked_ips' }] },
  uac: { add: ['regtotal', 'regactive', 'regdisabled'].map((name) => ({ name })) },
};

/**
 * Numbers of arguments that an export table has and the start of Kamailio refuses, by `module.function`: the function
 * that prepares the arguments takes one only, `fixup_spve_null` in `mod_fix.c`.
 */
export const REFUSED_ARGUMENTS: Readonly<Record<string, number>> = { 'cfgutils.trylock': 2 };

/** Parameters whose official page shows an example, or the value of something else, as the default. */
export const NO_DEFAULTS: ReadonlySet<string> = new Set([
  'counters.script_counter',
  'file_out.file',
  'nsq.topic_channel',
  'uid_avp_db.attr_group',
]);

/**
 * Operations of transformations that take no parameter and that the cookbook is silent about; those with parameters are
 * in `transformation-parameters.ts`.
 */
export const WITHOUT_PARAMETERS: ReadonlySet<string> = new Set([
  'kz.encode',
  'msrpuri.scheme',
  's.crc32',
  's.escape.crlf',
  's.unescape.crlf',
  'uri.domain',
]);

/**
 * Operations that the code lists and no version accepts: `json_trans.c` compares the six letters of `encode` with a name
 * of five, `pv_trans.c` the four of `sha1` with a name of one.
 */
export const BROKEN_TRANSFORMATIONS: ReadonlySet<string> = new Set(['json.encode', 's.sha1']);

/** Settings that the grammar's messages call boolean although their value is an amount, a set of flags or a mode. */
export const NO_SWITCHES: ReadonlySet<string> = new Set([
  'dns_cache_flags',
  'dns_cache_gc_interval',
  'dns_cache_max_ttl',
  'dns_cache_mem',
  'dns_cache_min_ttl',
  'dns_cache_negative_ttl',
  'dns_cache_rec_pref',
  'dst_blocklist_expire',
  'dst_blocklist_gc_interval',
  'dst_blocklist_mem',
  'bind_ipv6_link_local',
  'rt_policy',
  'rt_prio',
  'rt_timer1_policy',
  'rt_timer1_prio',
  'rt_timer2_policy',
  'rt_timer2_prio',
  'tcp_conn_wq_max',
  'tcp_defer_accept',
]);

/** Words that Kamailio accepts as a setting's value, in any case: `str2facility()`, `get_poll_type()`. */
export const SETTING_WORDS: Readonly<Record<string, readonly string[]>> = {
  log_facility: [
    'LOG_AUTH',
    'LOG_CRON',
    'LOG_DAEMON',
    'LOG_KERN',
    'LOG_LOCAL0',
    'LOG_LOCAL1',
    'LOG_LOCAL2',
    'LOG_LOCAL3',
    'LOG_LOCAL4',
    'LOG_LOCAL5',
    'LOG_LOCAL6',
    'LOG_LOCAL7',
    'LOG_LPR',
    'LOG_MAIL',
    'LOG_NEWS',
    'LOG_USER',
    'LOG_UUCP',
    'LOG_AUTHPRIV',
    'LOG_FTP',
    'LOG_SYSLOG',
  ],
  tcp_poll_method: ['poll', 'epoll_lt', 'epoll_et', 'sigio_rt', 'select', 'kqueue', '/dev/poll'],
};

/** The core functions that `fcmd` in `cfg.y` lets through in an onsend route. */
export const ONSEND_FUNCTIONS: ReadonlySet<string> = new Set([
  'LOG_TOK',
  'SETFLAG',
  'RESETFLAG',
  'ISFLAGSET',
  'ROUTE',
  'SET_FWD_NO_CONNECT',
  'SET_RPL_NO_CONNECT',
  'SET_FWD_CLOSE',
  'SET_RPL_CLOSE',
]);

/** Condition keywords that `onsend_check` in `cfg.y` refuses outside of an onsend route. */
export const ONSEND_KEYWORDS: ReadonlySet<string> = new Set(['snd_ip', 'to_ip']);

/** A statement that sets a core parameter which has no keyword of its own, in `assign_stm` of `cfg.y`. */
export const COREPARAM = [
  {
    name: 'coreparam',
    since: '6.1',
    forms: ['[ <id> ] = <int>', '[ <id> ] = <string>', '[ <string> ] = <int>', '[ <string> ] = <string>'],
  },
] as const;

/** Values outside of their parameter's range that Kamailio takes all the same, by `module.parameter`. */
export const LEGAL_OUTSIDE_RANGE: Readonly<Record<string, number>> = {
  // Q_UNSPECIFIED, which `mod_init()` leaves as it is
  'registrar.default_q': -1,
};

/** Defaults that the first extraction has wrong or could not tell, by `module.parameter`; read in the modules' C files. */
export const DEFAULTS: Readonly<Record<string, number | string | null>> = {
  'auth_ephemeral.sha_algorithm': 0,
  'auth_ephemeral.username_format': 1,
  // CURLAUTH_BASIC | CURLAUTH_DIGEST
  'http_async_client.authmethod': 3,
  // Q_UNSPECIFIED
  'ims_registrar_scscf.default_q': -1,
  'kazoo.amqp_connect_timeout_micro': 200000,
  'kazoo.amqp_connect_timeout_sec': 0,
  'kazoo.amqp_consumer_ack_timeout_micro': 100000,
  'kazoo.amqp_consumer_ack_timeout_sec': 0,
  'kazoo.amqp_interprocess_timeout_micro': 100000,
  'kazoo.amqp_interprocess_timeout_sec': 0,
  'kazoo.amqp_query_timeout_micro': 0,
  'kazoo.amqp_query_timeout_sec': 2,
  'kazoo.amqp_waitframe_timeout_micro': 100000,
  'kazoo.amqp_waitframe_timeout_sec': 0,
  'kazoo.app_name': 'kamailio',
  // DB_LOCKING_WRITE
  'kazoo.pua_lock_type': 1,
  ...Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`osp.sp${index + 1}_weight`, 1000])),
  // L_WARN
  'pike.pike_log_level': 0,
  'pv_headers.header_apply_flag': 28,
  'pv_headers.header_collect_flag': 27,
  // Q_UNSPECIFIED
  'registrar.default_q': -1,
  'sctp.sctp_assoc_reuse': 1,
  'sctp.sctp_assoc_tracking': 1,
  'sctp.sctp_autoclose': 180,
  'sctp.sctp_max_assocs': -1,
  'sctp.sctp_send_ttl': 32000,
  // `default_tls_cfg` in `tls_cfg.c`; the library is one of 1.0.0 or later.
  'tls.ca_list': null,
  'tls.ca_path': null,
  'tls.config': null,
  'tls.connection_timeout': 600,
  'tls.crl': null,
  'tls.engine': 'NONE',
  'tls.engine_algorithms': 'ALL',
  'tls.engine_config': 'NONE',
  'tls.low_mem_threshold1': -1,
  'tls.low_mem_threshold2': -1,
  'tls.require_certificate': 0,
  'tls.session_cache': 0,
  'tls.session_id': 'kamailio-tls-5.x.y',
  'tls.ssl_freelist_max_len': 0,
  'tls.ssl_max_send_fragment': -1,
  'tls.ssl_read_ahead': 0,
  'tls.ssl_release_buffers': 1,
  'tls.tls_disable_compression': 1,
  'tls.tls_force_run': 0,
  'tls.tls_method': 'TLSv1',
  'tls.verify_certificate': 0,
};
