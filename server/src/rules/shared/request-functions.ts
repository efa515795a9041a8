/**
 * What functions do to a request, as far as several rules ask. Read from the modules' C files, 5.5 to the development
 * version; a function of another module with the same name does not exist.
 */

/** Send the request on: stateful ones of tm, stateless ones of the core. Those of tm keep the transaction. */
export const STATEFUL_RELAYS: ReadonlySet<string> = new Set([
  't_relay',
  't_relay_to',
  't_relay_to_udp',
  't_relay_to_tcp',
  't_relay_to_tls',
  't_relay_to_sctp',
  't_relay_to_avp',
  't_relay_to_proxy',
  't_forward_nonack',
  't_forward_nonack_to',
  't_forward_nonack_uri',
  't_forward_nonack_udp',
  't_forward_nonack_tcp',
  't_forward_nonack_tls',
  't_forward_nonack_sctp',
]);

export const RELAYS: ReadonlySet<string> = new Set([
  ...STATEFUL_RELAYS,
  'forward',
  'forward_udp',
  'forward_tcp',
  'forward_tls',
  'forward_sctp',
]);

/** Say which block runs later for the request: they count when it is relayed. */
export const ARMING: ReadonlySet<string> = new Set([
  't_on_failure',
  't_on_branch',
  't_on_reply',
  't_on_branch_failure',
]);

/** Are true only for a request with the right credentials. */
export const AUTHENTICATION: ReadonlySet<string> = new Set([
  'auth_check',
  'www_authorize',
  'www_authenticate',
  'proxy_authorize',
  'proxy_authenticate',
  'pv_auth_check',
  'pv_www_authenticate',
  'pv_proxy_authenticate',
  'pv_www_authorize',
  'pv_proxy_authorize',
  'autheph_authenticate',
  'autheph_check',
  'autheph_www',
  'autheph_proxy',
  'radius_www_authorize',
  'radius_proxy_authorize',
]);

/** Count requests of a source and are false, or say so, beyond a limit. */
export const RATE_LIMITS: ReadonlySet<string> = new Set(['pike_check_req', 'pl_check', 'rl_check', 'rl_check_pipe']);

/** Choose a destination of a dispatcher set; those of `ds_select_routes()` for several sets at once. */
export const DISPATCHER_SELECTIONS: ReadonlySet<string> = new Set([
  'ds_select',
  'ds_select_dst',
  'ds_select_domain',
  'ds_select_routes',
]);

/** Go on to the next destination of a selection. */
export const DISPATCHER_NEXT: ReadonlySet<string> = new Set(['ds_next_dst', 'ds_next_domain']);

/** Answer a request with the code of their first argument. */
export const CODED_REPLIES: ReadonlySet<string> = new Set(['sl_send_reply', 'sl_reply', 'send_reply', 't_reply']);

/** Write to the log and give 1, whatever they write (xlog.c, core/action.c). */
export const LOG_FUNCTIONS: ReadonlySet<string> = new Set(
  'xlog xlogl xlogm xdbg xinfo xnotice xwarn xerr xbug xcrit xalert log'.split(' '),
);
