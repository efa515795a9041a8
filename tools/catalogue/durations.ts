/**
 * The units of parameters and core settings that are spans of time, read from the C sources (5.5 to the development
 * version). The importers write them over what they find, so a regeneration keeps them.
 */

/** `tick`: 1/16 of a second, the core's timer tick (`TIMER_TICKS_HZ` in `core/timer_ticks.h`). */
export type DurationUnit = 'us' | 'ms' | 'tick' | 's' | 'min';

/** By module: the names of its parameters, or of the core's settings, separated by blanks. */
export const DURATIONS: Readonly<Record<string, Readonly<Partial<Record<DurationUnit, string>>>>> = {
  async: { ms: 'ms_timer' },
  auth: { s: 'nonce_auth_max_drift nonce_expire' },
  auth_arnacon: { s: 'signature_timeout' },
  auth_web3: { s: 'rpc_timeout' },
  call_control: { ms: 'socket_timeout' },
  cdp: { ms: 'latency_threshold workerq_latency_threshold' },
  cnxcc: { s: 'credit_check_period' },
  core: {
    us:
      'async_usleep fork_delay latency_limit_action latency_limit_cfg latency_limit_db modinit_delay ' +
      'wait_worker1_time wait_worker1_usleep',
    ms: 'dns_slow_query_ms tcp_wait_data',
    s:
      'dns_cache_gc_interval dns_cache_max_ttl dns_cache_min_ttl dns_cache_negative_ttl dns_retr_time ' +
      'dst_blocklist_expire dst_blocklist_gc_interval exit_timeout rpc_exec_delta tcp_check_timer tcp_connect_timeout ' +
      'tcp_connection_lifetime tcp_keepidle tcp_keepintvl tcp_linger2 tcp_msg_data_timeout tcp_msg_read_timeout ' +
      'tcp_send_timeout',
  },
  db_cluster: { s: 'inactive_interval max_query_length' },
  db_mysql: { s: 'connect_timeout ping_interval receive_timeout send_timeout timeout_interval' },
  db_postgres: { s: 'tcp_keepalive timeout' },
  db_redis: { s: 'hash_expires recheck_replicas_interval' },
  debugger: { us: 'step_usleep' },
  dialog: {
    s: 'db_update_period default_timeout early_timeout end_timeout ka_interval ka_timer noack_timeout',
  },
  dialplan: { s: 'reload_delta' },
  dispatcher: {
    tick: 'ds_ping_fr_timeout ds_ping_fr_timer',
    s:
      'ds_dns_interval ds_dns_ttl ds_hash_check_interval ds_hash_expire ds_hash_initexpire ds_ping_interval ' +
      'reload_delta',
  },
  dlgs: { s: 'active_lifetime finish_lifetime init_lifetime timer_interval' },
  dmq: { us: 'worker_usleep', s: 'ping_interval' },
  dmq_usrloc: { us: 'batch_usleep' },
  evapi: { us: 'wait_idle' },
  exec: { s: 'time_to_kill' },
  file_out: { us: 'worker_usleep', s: 'timer_interval' },
  htable: { s: 'timer_interval' },
  http_async_client: { ms: 'connection_timeout', s: 'tcp_ka_idle tcp_ka_interval' },
  ims_auth: { s: 'auth_data_timeout auth_used_vector_timeout auth_vector_timeout' },
  ims_charging: { s: 'interim_update_credits timer_buffer' },
  ims_dialog: { s: 'db_update_period default_timeout' },
  ims_icscf: { s: 'scscf_entry_expiry' },
  ims_isc: { ms: 'isc_fr_inv_timeout isc_fr_timeout', s: 'expires_grace' },
  ims_qos: { s: 'rx_auth_expiry' },
  ims_qos_npn: { s: 'rx_auth_expiry' },
  ims_registrar_pcscf: { s: 'delete_delay pending_reg_expires subscription_expires' },
  ims_registrar_scscf: {
    s:
      'default_expires em_default_expires em_max_expires em_min_expires max_expires min_expires retry_after ' +
      'subscription_default_expires subscription_max_expires subscription_min_expires',
  },
  ims_usrloc_pcscf: {
    s: 'audit_expired_pcontacts_interval audit_expired_pcontacts_timeout expires_grace timer_interval',
  },
  ims_usrloc_scscf: { s: 'contact_delete_delay timer_interval unreg_validity' },
  janssonrpcc: { s: 'keep_alive min_srv_ttl' },
  jsonrpcs: { ms: 'dgram_timeout' },
  kafka: { ms: 'metadata_timeout' },
  kazoo: { ms: 'amqp_timer_process_interval', s: 'amqp_heartbeats' },
  keepalive: { s: 'ping_interval' },
  lcr: { s: 'ping_interval' },
  lrkproxy: { s: 'hash_table_tout lrkproxy_disable_tout lrkproxy_tout' },
  lwsc: { us: 'timeout_connect timeout_init timeout_read timeout_send' },
  mediaproxy: { ms: 'mediaproxy_timeout' },
  memcached: { ms: 'timeout' },
  mqtt: { s: 'keepalive' },
  msilo: { s: 'check_time expire_time send_time' },
  msrp: { s: 'auth_max_expires auth_min_expires timer_interval' },
  nat_traversal: { s: 'keepalive_interval' },
  nathelper: { s: 'keepalive_timeout natping_interval' },
  ndb_redis: { ms: 'cmd_timeout connect_timeout', s: 'disable_time' },
  p_usrloc: { s: 'connection_expires db_retry_interval expire_time' },
  pdb: { ms: 'timeout' },
  peerstate: { s: 'cache_cleanup_interval cache_expire' },
  permissions: { s: 'reload_delta trusted_cleanup_interval' },
  pike: { s: 'remove_latency sampling_time_unit' },
  pipelimit: { s: 'timer_interval' },
  presence: {
    s: 'clean_period db_update_period expires_offset max_expires min_expires notifier_poll_rate waitn_time',
  },
  presence_conference: { s: 'default_expires' },
  presence_dialoginfo: { s: 'default_expires' },
  presence_mwi: { s: 'default_expires' },
  presence_profile: { s: 'default_expires' },
  presence_reginfo: { s: 'default_expires' },
  presence_xml: { s: 'default_expires' },
  pua: { s: 'default_expires min_expires update_period' },
  pua_dialoginfo: { s: 'override_lifetime' },
  rabbitmq: { us: 'timeout_usec', s: 'timeout_sec' },
  ratelimit: { s: 'timer_interval' },
  registrar: { s: 'default_expires flow_timer max_expires min_expires retry_after' },
  rls: { s: 'clean_period expires_offset max_expires notifier_poll_rate waitn_time' },
  rtimer: { s: 'default_interval' },
  rtpengine: { ms: 'rtpengine_tout_ms', s: 'hash_table_tout ping_interval rtpengine_disable_tout' },
  rtpproxy: { s: 'rtpproxy_disable_tout rtpproxy_tout' },
  ruxc: { ms: 'http_timeout http_timeout_connect http_timeout_read http_timeout_write' },
  sca: { s: 'call_info_max_expires db_update_interval line_seize_max_expires purge_expired_interval' },
  sctp: {
    ms: 'sctp_hbinterval sctp_init_max_timeo sctp_sack_delay sctp_send_ttl sctp_srto_initial sctp_srto_max sctp_srto_min',
    s: 'sctp_autoclose',
  },
  secfilter: { s: 'cleanup_interval reload_delta' },
  secsipid: { s: 'cache_expire expire timeout' },
  sipcapture: { s: 'insert_retry_timeout' },
  sipdump: { us: 'wait', s: 'fage rotate' },
  siprepo: { s: 'expire timer_interval' },
  sst: { s: 'min_se' },
  statsc: { s: 'interval' },
  stirshaken: { s: 'vs_cache_expire_s vs_connect_timeout_s vs_identity_expire_s' },
  tls: { s: 'connection_timeout' },
  tls_wolfssl: { s: 'connection_timeout' },
  tm: {
    ms:
      'exec_time_check fr_inv_timer fr_timer max_inv_lifetime max_noninv_lifetime retr_timer1 retr_timer2 ' +
      'unix_tx_timeout wt_timer',
    s: 'blst_503_def_timeout blst_503_max_timeout blst_503_min_timeout',
  },
  topos: { s: 'branch_expire clean_interval dialog_expire' },
  uac: { s: 'reg_gc_interval reg_random_delay reg_retry_interval reg_timer_interval reload_delta' },
  usrloc: { s: 'cseq_delay ka_interval ka_randomize ka_timeout rm_expired_delay timer_interval' },
  websocket: { s: 'keepalive_interval keepalive_timeout rm_delay_interval timer_interval' },
  xcap_client: { s: 'query_period' },
  xhttp_prom: { min: 'xhttp_prom_timeout' },
};

/** The unit of a parameter of a module, or of a setting of `core`. */
export function durationUnit(owner: string, name: string): DurationUnit | undefined {
  const units = Object.hasOwn(DURATIONS, owner) ? DURATIONS[owner] : undefined;
  for (const [unit, names] of Object.entries(units ?? {})) {
    if (names.split(' ').includes(name)) return unit as DurationUnit;
  }
  return undefined;
}
