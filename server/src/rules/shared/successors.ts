/** What took the place of something that a module no longer has. */
export interface Successor {
  /** In words, to follow "use". */
  readonly text: string;
  /** The new name, where the value may stay as it is. */
  readonly name?: string;
}

const XAVP_DST: Successor = { text: "'xavp_dst', an XAVP with a field for each of the former AVPs" };
const XAVP_CTX: Successor = { text: "'xavp_ctx', an XAVP with a field for each of the former AVPs" };

/** By module and parameter; from the history of the modules' sources. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, Successor>>>> = {
  acc: {
    diameter_client_host: ofModule('acc_diameter'),
    diameter_client_port: ofModule('acc_diameter'),
    diameter_extra: ofModule('acc_diameter'),
    diameter_flag: ofModule('acc_diameter'),
    diameter_missed_flag: ofModule('acc_diameter'),
    radius_config: ofModule('acc_radius'),
    radius_extra: ofModule('acc_radius'),
    radius_flag: ofModule('acc_radius'),
    radius_missed_flag: ofModule('acc_radius'),
    service_type: ofModule('acc_radius'),
  },
  acc_json: {
    log_facility: renamed('acc_log_facility'),
    log_level: renamed('acc_log_level'),
    output_mqueue: renamed('acc_output_mqueue'),
    output_syslog: renamed('acc_output_syslog'),
  },
  dialog: { dlg_flag: { text: 'dlg_manage() for each call that is to be followed' } },
  dispatcher: {
    attrs_avp: XAVP_DST,
    cnt_avp: XAVP_CTX,
    ds_probing_threshhold: renamed('ds_probing_threshold'),
    dst_avp: XAVP_DST,
    dstid_avp: XAVP_DST,
    grp_avp: XAVP_CTX,
    sock_avp: XAVP_DST,
  },
  http_client: { authmetod: renamed('authmethod') },
  kazoo: { amqp_timmer_process_interval: renamed('amqp_timer_process_interval') },
  nathelper: {
    rtpproxy_disable_tout: ofModule('rtpproxy'),
    rtpproxy_retr: ofModule('rtpproxy'),
    rtpproxy_sock: ofModule('rtpproxy'),
    rtpproxy_tout: ofModule('rtpproxy'),
  },
  rtpengine: { rtpengine_tout: { text: "'rtpengine_tout_ms', which is in milliseconds" } },
  sipcapture: { promiscious_on: renamed('promiscuous_on') },
  tm: {
    fr_inv_timer_avp: { text: 't_set_fr() in the request route' },
    fr_timer_avp: { text: 't_set_fr() in the request route' },
  },
  uac: { from_restore_mode: renamed('restore_mode'), from_store_param: renamed('rr_from_store_param') },
};

function renamed(name: string): Successor {
  return { text: `'${name}'`, name };
}

function ofModule(module: string): Successor {
  return { text: `the parameter of that name of module '${module}'` };
}

/** What to use in the place of a parameter that a module no longer has. */
export function successorOf(module: string, parameter: string): Successor | undefined {
  const parameters = Object.hasOwn(PARAMETERS, module) ? PARAMETERS[module] : undefined;
  return parameters && Object.hasOwn(parameters, parameter) ? parameters[parameter] : undefined;
}
