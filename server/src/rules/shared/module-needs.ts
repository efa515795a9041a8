import type { Analysis } from '../../semantic/analysis.ts';
import type { LoadPlace } from './program-facts.ts';
import { factsOf } from './program-facts.ts';
import { effectiveInteger, isNeverSet, lastSetting, textOf } from './module-settings.ts';

/** That a module cannot work without another one. */
interface ModuleNeed {
  readonly needs: string;
  /** Whether the other must be loaded before; else it may stand anywhere. */
  readonly isBefore: boolean;
  /** Whether it is sure to be needed; nothing where it always is. */
  readonly when?: (analysis: Analysis) => boolean;
  /** The parameter that makes it needed. */
  readonly parameter?: string;
  /** What happens without it, where Kamailio starts all the same. */
  readonly effect?: string;
}

/**
 * What always has to be loaded too: `name`, or `<name` where it has to stand before, because the module asks it for
 * something while it starts. Each was tried on 5.6.3, without the other module and with it behind; the sources of the
 * other versions ask in the same way. Without those for which a start needs a database or server that was not there.
 */
const ALWAYS: Readonly<Record<string, string>> = {
  acc: '<tm',
  acc_diameter: 'acc',
  acc_json: 'acc',
  app_lua_sr: 'app_lua',
  async: '<tm',
  auth: 'sl',
  auth_db: 'auth',
  auth_diameter: 'sl',
  call_control: 'dialog',
  cdp_avp: 'cdp',
  db_perlvdb: 'app_perl',
  dialog: '<tm rr pv',
  dialplan: 'pv',
  dmq: 'sl <tm',
  h350: 'ldap',
  http_async_client: '<tm',
  imc: '<tm',
  ims_auth: 'cdp',
  ims_charging: 'tm',
  ims_diameter_server: 'cdp',
  ims_icscf: 'tm',
  ims_ipsec_pcscf: 'ims_usrloc_pcscf',
  ims_isc: 'tm',
  ims_ocs: 'cdp',
  ims_qos: 'tm',
  ims_registrar_pcscf: 'sl',
  ims_registrar_scscf: 'sl',
  janssonrpcc: '<tm jansson pv',
  jsonrpcc: 'tm',
  keepalive: '<tm',
  lost: 'http_client',
  mediaproxy: 'pv',
  mohqueue: 'sl <tm rr rtpproxy',
  msilo: '<tm',
  nat_traversal: 'sl <tm',
  pipelimit: 'sl',
  presence_conference: '<presence',
  presence_dialoginfo: '<presence',
  presence_mwi: '<presence',
  presence_profile: '<presence',
  presence_reginfo: '<presence',
  presence_xml: '<presence sl',
  pua: '<tm',
  pua_bla: 'pua <usrloc',
  pua_dialoginfo: 'pua dialog',
  pua_json: 'json',
  pua_reginfo: 'pua <usrloc',
  pua_rpc: '<pua',
  pua_usrloc: 'pua <usrloc',
  pua_xmpp: '<tm <pua <xmpp',
  qos: 'dialog',
  registrar: 'sl <usrloc',
  sanity: 'sl',
  sca: 'sl <tm',
  seas: '<tm',
  siputils: 'sl pv',
  slack: 'http_client',
  sst: 'sl dialog',
  tmx: '<tm',
  topos_redis: 'ndb_redis topos',
  tsilo: '<tm registrar',
  uac: '<tm',
  uac_redirect: '<tm',
  uid_auth_db: 'auth',
  websocket: 'xhttp sl',
  xhttp: 'sl',
  xhttp_pi: 'xhttp',
  xhttp_prom: 'xhttp',
  xhttp_rpc: 'xhttp',
  xmlrpc: 'sl',
  xmpp: '<tm',
};

/** What is needed because of a parameter; tried and read as those above. */
const BY_PARAMETER: Readonly<Record<string, readonly ModuleNeed[]>> = {
  acc: [whenOn('acc', 'detect_direction', 'rr', false), whenOn('acc', 'cdr_enable', 'dialog', false)],
  dialog: [whenOn('dialog', 'enable_dmq', 'dmq', true)],
  drouting: [whenOn('drouting', 'enable_keepalive', 'keepalive', false)],
  dmq_usrloc: [
    whenOn('dmq_usrloc', 'enable', 'usrloc', true),
    { ...whenOn('dmq_usrloc', 'enable', 'dmq', true), effect: 'no contact is replicated' },
  ],
  htable: [whenOn('htable', 'enable_dmq', 'dmq', true)],
  jsonrpcs: [
    {
      needs: 'xhttp',
      isBefore: false,
      parameter: 'transport',
      when: (analysis) => ((effectiveInteger(analysis, 'jsonrpcs', 'transport', 0) ?? 0) & 1) !== 0,
    },
  ],
  lcr: [whenOn('lcr', 'ping_interval', 'tm', true)],
  nathelper: [whenOn('nathelper', 'natping_interval', 'usrloc', true)],
  path: [whenOn('path', 'use_received', 'rr', false)],
  presence: [
    whenOn('presence', 'enable_dmq', 'dmq', true),
    // Without a database it serves other modules only.
    { needs: 'sl', isBefore: false, when: hasPresenceDatabase },
    { needs: 'tm', isBefore: true, when: hasPresenceDatabase },
  ],
  topoh: [whenOn('topoh', 'sanity_checks', 'sanity', false)],
  topos: [whenOn('topos', 'sanity_checks', 'sanity', false)],
  rtpengine: [whenOn('rtpengine', 'enable_dmq', 'dmq', true)],
  uac: [
    {
      needs: 'rr',
      isBefore: false,
      when: (analysis) => {
        const setting = lastSetting(analysis, 'uac', 'restore_mode');
        const mode = setting ? textOf(setting) : undefined;
        return mode === 'auto' || mode === 'manual' || isNeverSet(analysis, 'uac', 'restore_mode');
      },
    },
    whenOn('uac', 'restore_dlg', 'dialog', false),
  ],
  uac_redirect: [
    { needs: 'acc', isBefore: false, when: (analysis) => isNeverSet(analysis, 'uac_redirect', 'acc_function') },
  ],
};

function whenOn(module: string, parameter: string, needs: string, isBefore: boolean): ModuleNeed {
  return {
    needs,
    isBefore,
    parameter,
    when: (analysis) => (effectiveInteger(analysis, module, parameter, 0) ?? 0) > 0,
  };
}

function hasPresenceDatabase(analysis: Analysis): boolean {
  const setting = lastSetting(analysis, 'presence', 'db_url');
  return setting !== undefined && (textOf(setting) ?? '') !== '';
}

/** A loaded module together with one that it needs. */
export interface NeededModule extends ModuleNeed {
  readonly user: LoadPlace;
}

/** What the loaded modules need, in the order in which they are loaded. */
export function neededModules(analysis: Analysis): NeededModule[] {
  const found: NeededModule[] = [];
  for (const [name, user] of factsOf(analysis).loads) {
    for (const word of ALWAYS[name]?.split(' ') ?? []) {
      const isBefore = word.startsWith('<');
      found.push({ needs: isBefore ? word.slice(1) : word, isBefore, user });
    }
    for (const need of BY_PARAMETER[name] ?? []) if (need.when?.(analysis) !== false) found.push({ ...need, user });
  }
  return found;
}
