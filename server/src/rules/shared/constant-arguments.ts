import { compareVersions, type KamailioVersion } from '../../catalog/versions.ts';

/**
 * Functions whose arguments must be constant: cfg.y (`mod_f_params_pre_fixup`) wants it of those that have a fix-up
 * function and nothing to undo it. `name/1,2` means: called with one or two arguments. From the export tables of all
 * modules of 5.5 to 6.2; those of 5.6 were tried on 5.6.3.
 */
type Functions = Readonly<Record<string, string>>;

/** In every version that has the function. */
const ALWAYS: Functions = {
  alias_db: 'alias_db_find/3,4 alias_db_lookup/1,2',
  app_jsdt: 'jsdt_run/1,2,3,4',
  app_lua: 'lua_run/1,2,3,4',
  app_mono: 'mono_exec/1,2',
  app_ruby: 'ruby_run/1,2,3,4',
  app_sqlang: 'sqlang_run/1,2,3,4',
  async:
    'async_ms_route/2 async_ms_sleep/1 async_route/2 async_sleep/1 async_task_data/2 ' +
    'async_task_group_data/3 async_task_group_route/2 async_task_route/1',
  auth:
    'auth_challenge/2,3 auth_get_www_authenticate/3 proxy_challenge/2,3 pv_auth_check/4 ' +
    'pv_proxy_authenticate/3 pv_proxy_authorize/3 pv_www_authenticate/3,4 pv_www_authorize/3 ' +
    'www_challenge/2,3',
  auth_db:
    'auth_check/3 is_subscriber/3 proxy_authenticate/2 proxy_authorize/2 www_authenticate/2,3 ' + 'www_authorize/2',
  auth_diameter: 'diameter_is_user_in/2 diameter_proxy_authorize/1 diameter_www_authorize/1',
  auth_web3: 'web3_proxy_authenticate/2 web3_www_authenticate/2',
  auth_xkeys: 'auth_xkeys_add/4 auth_xkeys_check/4',
  avp:
    'append_attr_hf/1,2 attr2uri/1,2 attr_destination/1 attr_equals_xl/2 attr_to_reply/1,2 del_attr/1 ' +
    'del_attrs/1 dump_attrs/1 flags2attr/1 hdr_body2attrs/2 hdr_body2attrs2/2 insert_attr_hf/1,2 ' +
    'print_attr/1 replace_attr_hf/1,2 set_iattr/2 subst_attr/2 xlfix_attr/1 xlset_attr/2 ' +
    'xlset_destination/1',
  avpops:
    'avp_check/2 avp_copy/2 avp_db_delete/2 avp_db_load/2 avp_db_query/1,2 avp_db_store/2 avp_delete/1 ' +
    'avp_op/2 avp_pushto/2 avp_subst/2 is_avp_set/1',
  benchmark: 'bm_log_timer/1 bm_start_timer/1',
  cfgutils: 'core_hash/3 is_gflag/1 rand_set_prob/1 reset_gflag/1 set_gflag/1',
  counters: 'cnt_add/2 cnt_inc/1 cnt_reset/1',
  cplc: 'cpl_run_script/2,3',
  debugger: 'dbg_breakpoint/1 dbg_pv_dump/0,1,2 dbg_sip_msg/0,1,2',
  dialog:
    'dlg_bridge/3 dlg_bye/1 dlg_get/3 dlg_refer/2 dlg_remote_profile/5 dlg_req_within/2,3,4,5 ' +
    'dlg_set_timeout/3 dlg_set_timeout_by_profile/2,3 get_profile_size/2,3 is_in_profile/1,2 ' +
    'set_dlg_profile/1,2 unset_dlg_profile/1,2',
  dialplan: 'dp_translate/1,2',
  dispatcher: 'ds_mark_dst/0,1 ds_next_domain/0 ds_next_dst/0 ds_set_domain/0 ds_set_dst/0',
  dmq: 'dmq_bcast_message/3 dmq_handle_custom/4 dmq_process_custom/4 dmq_send_message/4',
  h350: 'h350_auth_lookup/2',
  ims_ipsec_pcscf: 'ipsec_create/1 ipsec_destroy/1 ipsec_forward/1',
  ims_isc: 'isc_match_filter/2 isc_match_filter_reg/2',
  ims_qos_npn: 'Rx_AAR/5 Rx_AAR_Register/2 Rx_STR/2',
  ims_registrar_pcscf:
    'pcscf_assert_called_identity/1 pcscf_assert_identity/2 pcscf_follows_service_routes/1 ' +
    'pcscf_force_service_routes/1 pcscf_is_registered/1 pcscf_save/1 pcscf_save_pending/1 ' +
    'pcscf_unregister/4 reginfo_handle_notify/1',
  ims_registrar_scscf:
    'can_publish_reg/1 can_subscribe_to_reg/1 impu_registered/1 lookup/1,2 publish_reg/1 ' +
    'subscribe_to_reg/1 term_impu_has_contact/1 term_impu_registered/1',
  kafka: 'kafka_send/2 kafka_send_key/3',
  keepalive: 'ka_add_destination/2 ka_del_destination/2',
  kex: 'avp_printf/2 pv_printf/2',
  lrkproxy: 'set_lrkproxy_set/1',
  matrix: 'matrix/3',
  nathelper: 'fix_nated_register/0',
  ndb_redis: 'redis_execute/1',
  permissions: 'allow_register/1,2 allow_register_include_port/1,2 allow_routing/1,2 allow_uri/2',
  pipelimit: 'pl_drop/1,2',
  print: 'print/1,2',
  pua_reginfo: 'reginfo_handle_notify/1 reginfo_subscribe/1,2',
  pua_xmpp: 'pua_xmpp_req_winfo/2',
  pv: 'pv_evalx/2',
  registrar:
    'lookup/1,2 lookup_branches/1 lookup_to_dset/1,2 reg_fetch_contacts/3 registered/1,2,3,4 save/1,2,3 ' +
    'unregister/2,3',
  rr: 'is_direction/1',
  seas: 'as_relay_sl/1 as_relay_t/1',
  siptrace: 'sip_trace/1',
  siputils: 'is_supported/1 ring_insert_callid/0',
  sms: 'sms_send_msg_to_net/1',
  sqlops: 'sql_pvquery/3 sql_query/2,3 sql_query_async/2 sql_result_free/1 sql_xquery/3',
  statistics: 'reset_stat/1 update_stat/2',
  textops:
    'append_body_part/3 append_body_part_hex/3 append_hf/1,2 get_body_part/2 get_body_part_raw/2 ' +
    'has_body/1 insert_hf/1,2 is_method/1 is_privacy/1 regex_substring/5 search_hf/3 set_body_multipart/3 ' +
    'subst/1 subst_body/1 subst_hf/3 subst_uri/1 subst_user/1',
  textopsx:
    'append_hf_value/2 assign_hf_value/2 assign_hf_value2/2 exclude_hf_value/2 fnmatch/2,3 ' +
    'hf_value_exists/2 include_hf_value/2 insert_hf_value/2 remove_hf_value/1 remove_hf_value2/1',
  tm:
    't_check_status/1 t_forward_nonack/2 t_forward_nonack_sctp/2 t_forward_nonack_tcp/2 ' +
    't_forward_nonack_tls/2 t_forward_nonack_to/2 t_forward_nonack_udp/2 t_is_set/1 t_on_branch/1 ' +
    't_on_branch_failure/1 t_on_failure/1 t_on_reply/1 t_relay/2 t_relay_to/1,2 t_relay_to_avp/2 ' +
    't_relay_to_sctp/2 t_relay_to_tcp/2 t_relay_to_tls/2 t_relay_to_udp/2 t_replicate/2 ' +
    't_replicate_sctp/2 t_replicate_tcp/2 t_replicate_tls/2 t_replicate_to/2 t_replicate_udp/2 t_reply/2 ' +
    't_send_reply/2 t_uac_send/6 t_write_req/2 t_write_unix/2',
  tmrec: 'is_leap_year/0,1 time_period_match/1,2 tmrec_match/1,2',
  tmx: 't_cancel_branches/1 t_cancel_callid/3,4 t_continue/3 t_reply_callid/4 t_uac_ack_local/2,3,4',
  uac_redirect: 'set_accept_filter/2 set_deny_filter/2',
  uid_avp_db: 'load_attrs/2',
  uid_uri_db: 'check_uri/1 lookup_user/1,2',
  userblocklist: 'check_blocklist/0',
  websocket: 'ws_close/2,3',
  xlog: 'xalert/1 xbug/1 xcrit/1 xdbg/1 xdbgl/1 xerr/1 xinfo/1 xlog/1,2,3 xlogl/1,2,3 xlogm/2 xnotice/1 ' + 'xwarn/1',
  xmlrpc: 'xmlrpc_reply/2',
  xprint: 'xpdbg/1 xplog/2',
};

const UNTIL_5_6: Functions = {
  carrierroute: 'cr_next_domain/6 cr_nofallback_route/5,6 cr_route/5,6 cr_user_carrier/3',
};

const UNTIL_5_7: Functions = {
  phonenum: 'phonenum_match_cn/3',
};

const UNTIL_5_8: Functions = {
  cnxcc: 'cnxcc_set_max_credit/6',
  corex: 'file_read/2',
  crypto: 'crypto_aes_decrypt/3 crypto_aes_encrypt/3 crypto_hmac_sha256/3',
  dispatcher:
    'ds_is_from_list/2,3 ds_list_exist/1 ds_list_exists/1 ds_select/3 ds_select_domain/3 ds_select_dst/3 ' +
    'ds_select_routes/3',
  evapi:
    'evapi_async_multicast/2 evapi_async_relay/1 evapi_async_unicast/2 evapi_multicast/2 evapi_relay/1 ' +
    'evapi_unicast/2',
  exec: 'exec_avp/2',
  gcrypt: 'gcrypt_aes_decrypt/3 gcrypt_aes_encrypt/3',
  group: 'get_user_group/2 is_user_in/2',
  h350: 'h350_result_call_preferences/1 h350_result_service_level/1 h350_sipuri_lookup/1',
  htable:
    'sht_has_name/3 sht_has_str_value/3 sht_lock/1 sht_match_name/3 sht_match_str_value/3 sht_rm_name/3 ' +
    'sht_rm_name_re/1 sht_rm_value/3 sht_rm_value_re/1 sht_unlock/1',
  ims_auth:
    'ims_proxy_authenticate/1 ims_proxy_challenge/3 ims_www_authenticate/1 ims_www_challenge/2,3 ' +
    'ims_www_resync_auth/2',
  ims_charging: 'Ro_CCR/5 Ro_CCR_Stop/3',
  ims_dialog:
    'dlg_get/3 dlg_terminate/1,2 get_profile_size/2,3 is_in_profile/1,2 set_dlg_profile/1,2 ' + 'unset_dlg_profile/1,2',
  ims_icscf: 'I_perform_location_information_request/2 I_perform_user_authorization_request/2',
  ims_ipsec_pcscf: 'ipsec_destroy/2 ipsec_destroy_by_contact/4',
  ims_qos: 'Rx_AAR/4 Rx_AAR_Register/2',
  ims_registrar_scscf: 'assign_server_unreg/3 reg_fetch_contacts/3 save/2,3 unregister/2',
  influxdbc: 'influxdbc_long/2',
  jsonrpcc: 'jsonrpc_notification/2',
  jwt: 'jwt_generate/3,4 jwt_verify/4 jwt_verify_key/4',
  ldap: 'ldap_filter_url_encode/2 ldap_result/1,2 ldap_result_check/1,2',
  lwsc: 'lwsc_notify/2 lwsc_notify_proto/3 lwsc_request/2 lwsc_request_proto/3',
  math: 'math_log10/2 math_log2/2 math_logN/2 math_pow/3 math_sqrt/2',
  microhttpd: 'mhttpd_reply/4',
  mohqueue: 'mohq_count/2',
  mqtt: 'mqtt_publish/3 mqtt_subscribe/2 mqtt_unsubscribe/1',
  mqueue: 'mq_add/3',
  msrp: 'msrp_reply/3 msrp_set_dst/2',
  mtree: 'mt_match/3',
  nathelper: 'add_contact_alias/3 fix_nated_sdp/1,2',
  ndb_cassandra: 'cass_insert/5',
  ndb_mongodb: 'mongodb_cmd/5 mongodb_cmd_simple/5 mongodb_find/5 mongodb_find_one/5',
  ndb_redis: 'redis_cmd/3,4,5,6 redis_pipe_cmd/3,4,5,6',
  pdt: 'pd_translate/2',
  permissions: 'allow_address/3',
  pipelimit: 'pl_check/3',
  presence:
    'handle_publish/0,1 handle_subscribe/0,1 pres_has_subscribers/2 pres_refresh_watchers/3,5 ' +
    'pres_update_watchers/2',
  presence_xml: 'pres_check_activities/2 pres_check_basic/2',
  pv: 'xavp_copy/3,4',
  rls: 'rls_update_subs/2',
  rr: 'add_rr_param/1 record_route/1 record_route_advertised_address/1 record_route_preset/1,2',
  rtp_media_server: 'rms_answer/1 rms_bridge/2 rms_play/2',
  rtpengine: 'set_rtpengine_set/1,2',
  rtpproxy: 'rtpproxy_stream2uac/2 rtpproxy_stream2uas/2 set_rtp_proxy_set/1',
  sdpops: 'sdp_get_line_startswith/2',
  sipcapture: 'float2int/2 report_capture/1,2,3 sip_capture/1,2',
  siputils: 'tel2sip/3 tel2sip2/3',
  sl: 'send_reply/2 send_reply_mode/3 sl_forward_reply/1,2 sl_reply/2 sl_send_reply/2',
  slack: 'slack_send/1',
  textopsx: 'change_reply_status/2',
  tsilo: 'ts_append/2 ts_append_by_contact/2,3 ts_append_to/3,4',
  uac_redirect: 'get_redirects/1,2',
  uid_auth_db: 'proxy_authenticate/2 proxy_authorize/2 www_authenticate/2 www_authorize/2',
  uid_avp_db: 'load_extra_attrs/2 lock_extra_attrs/2 remove_extra_attrs/2 save_extra_attrs/2 unlock_extra_attrs/2',
  uid_domain: 'lookup_domain/2',
  uri_db: 'check_uri/3',
  userblocklist: 'check_allowlist/1 check_blocklist/1 check_user_allowlist/2,3,4 check_user_blocklist/2,3,4',
  xcap_server: 'xcaps_del/2 xcaps_get/2 xcaps_put/3',
  xhttp: 'xhttp_reply/4',
  xhttp_prom:
    'prom_counter_inc/2,3,4,5 prom_counter_reset/1,2,3,4 prom_gauge_reset/1,2,3,4 prom_gauge_set/2,3,4,5 ' +
    'prom_histogram_observe/2,3,4,5',
};

const UNTIL_6_0: Functions = {
  pdb: 'pdb_query/2',
};

const TABLES: readonly { readonly functions: Functions; readonly until: KamailioVersion | undefined }[] = [
  { functions: ALWAYS, until: undefined },
  { functions: UNTIL_5_6, until: '5.6' },
  { functions: UNTIL_5_7, until: '5.7' },
  { functions: UNTIL_5_8, until: '5.8' },
  { functions: UNTIL_6_0, until: '6.0' },
];

/** Whether a function of a module refuses arguments that are no constants, when called with so many. */
export function needsConstants(module: string, name: string, given: number, version: KamailioVersion): boolean {
  return TABLES.some(({ functions, until }) => {
    if (until !== undefined && compareVersions(version, until) > 0) return false;
    const list = Object.hasOwn(functions, module) ? functions[module] : undefined;
    const found = list?.split(' ').find((entry) => entry.startsWith(`${name}/`));
    return (
      found
        ?.slice(name.length + 1)
        .split(',')
        .includes(String(given)) === true
    );
  });
}
