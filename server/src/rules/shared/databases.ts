import type { Analysis } from '../../semantic/analysis.ts';
import type { ParameterSetting } from '../../semantic/symbols.ts';
import { effectiveInteger, isNeverSet, lastSetting, settingsOf, textOf } from './module-settings.ts';
import { factsOf, type LoadPlace } from './program-facts.ts';

/** A parameter by which a module opens a database when Kamailio starts. */
interface DatabaseParameter {
  /** Whether the module is sure to open it; nothing where it always does. */
  readonly when?: (analysis: Analysis) => boolean;
  /** The parameter that makes it do so. */
  readonly mode?: string;
  /** What happens without the driver, where Kamailio starts all the same. */
  readonly effect?: string;
}

const ALWAYS: DatabaseParameter = {};

/**
 * The parameters with the address of a database that a module opens when Kamailio starts. Each was tried on 5.6.3 without
 * the driver's module; the sources of the other versions do the same. What has no address then, and no default, is not
 * opened.
 */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, DatabaseParameter>>>> = {
  acc: { db_url: ALWAYS },
  alias_db: { db_url: ALWAYS },
  auth_db: { db_url: ALWAYS },
  carrierroute: { db_url: { when: (analysis) => textSetting(analysis, 'carrierroute', 'config_source') === 'db' } },
  cplc: { db_url: ALWAYS },
  dialog: { db_url: whenOn('dialog', 'db_mode', 0) },
  dialplan: { db_url: ALWAYS },
  dispatcher: { db_url: ALWAYS },
  domain: { db_url: ALWAYS },
  domainpolicy: { db_url: ALWAYS },
  drouting: { db_url: ALWAYS },
  group: { db_url: ALWAYS },
  htable: { db_url: ALWAYS },
  imc: { db_url: ALWAYS },
  ims_dialog: { db_url: whenOn('ims_dialog', 'db_mode', 0) },
  lcr: { db_url: ALWAYS },
  matrix: { db_url: ALWAYS },
  mohqueue: { db_url: ALWAYS },
  msilo: { db_url: ALWAYS },
  mtree: { db_url: ALWAYS },
  p_usrloc: { default_db_url: ALWAYS, read_db_url: ALWAYS, write_db_url: ALWAYS },
  pdt: { db_url: ALWAYS },
  permissions: { db_url: ALWAYS },
  pipelimit: { db_url: ALWAYS },
  pua: { db_url: ALWAYS },
  rtpengine: { db_url: ALWAYS },
  rtpproxy: { db_url: { effect: 'no RTP proxy is read from it' } },
  sca: { db_url: ALWAYS },
  secfilter: { db_url: ALWAYS },
  siptrace: { db_url: whenOn('siptrace', 'trace_to_database', 1) },
  speeddial: { db_url: ALWAYS },
  topos: {
    db_url: {
      when: (analysis) =>
        textSetting(analysis, 'topos', 'storage') === 'db' || isNeverSet(analysis, 'topos', 'storage'),
    },
  },
  uac: { reg_db_url: { effect: 'no registration is read from it' } },
  uri_db: { db_url: ALWAYS },
  userblocklist: { db_url: ALWAYS },
  usrloc: { db_url: whenOn('usrloc', 'db_mode', 0) },
  xcap_client: { db_url: ALWAYS },
  xcap_server: { db_url: ALWAYS },
};

function whenOn(module: string, mode: string, standard: number): DatabaseParameter {
  return { mode, when: (analysis) => (effectiveInteger(analysis, module, mode, standard) ?? 0) !== 0 };
}

function textSetting(analysis: Analysis, module: string, parameter: string): string | undefined {
  const setting = lastSetting(analysis, module, parameter);
  return setting && textOf(setting);
}

/** A database that a module opens when Kamailio starts. */
export interface DatabaseUse extends DatabaseParameter {
  readonly module: string;
  readonly load: LoadPlace;
  readonly parameter: string;
  /** `undefined` where it is never set, so that the default counts. */
  readonly setting: ParameterSetting | undefined;
  /** The address of the database. */
  readonly url: string;
}

/** The databases that the loaded modules open when Kamailio starts, as far as the text tells. */
export function databaseUses(analysis: Analysis): DatabaseUse[] {
  const found: DatabaseUse[] = [];
  for (const [module, load] of factsOf(analysis).loads) {
    for (const [parameter, use] of Object.entries(PARAMETERS[module] ?? {})) {
      if (use.when?.(analysis) === false) continue;
      const setting = lastSetting(analysis, module, parameter);
      const url = setting ? textOf(setting) : defaultUrl(analysis, module, parameter);
      if (url !== undefined && url !== '') found.push({ ...use, module, load, parameter, setting, url });
    }
  }
  for (const setting of settingsOf(analysis, 'sqlops', 'sqlcon')) {
    const url = /^[^=]*=>\s*(\S.*)$/.exec(textOf(setting) ?? '')?.[1];
    const load = factsOf(analysis).loads.get('sqlops');
    if (url === undefined || !load) continue;
    const mode = effectiveInteger(analysis, 'sqlops', 'connect_mode', 0);
    // With 1 Kamailio starts without the connection.
    const effect = mode === 0 ? {} : { effect: 'queries over this connection fail' };
    found.push({ module: 'sqlops', load, parameter: 'sqlcon', setting, url, ...effect });
  }
  return found;
}

function defaultUrl(analysis: Analysis, module: string, parameter: string): string | undefined {
  const entry = analysis.catalog.parameter(module, parameter);
  const isKnown = entry && analysis.catalog.has(entry) && isNeverSet(analysis, module, parameter);
  return isKnown && typeof entry.default === 'string' ? entry.default : undefined;
}

/** The module with the driver for a database's address (`db_bind_mod()`, lib/srdb1); nothing where the address has none. */
export function driverOf(url: string): string | undefined {
  const name = /^([A-Za-z0-9_]+):/.exec(url)?.[1];
  return name === undefined ? undefined : `db_${name}`;
}
