import type { Catalog } from '../catalog/catalog.ts';
import type { ParameterConstraint, ParameterEntry } from '../catalog/types.ts';
import type { KamailioVersion, Lifespan } from '../catalog/versions.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { ParameterSetting } from '../semantic/symbols.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { integerOf, textOf } from './shared/module-settings.ts';
import { findTargets } from './shared/parameter-targets.ts';
import { misspelt, oneOf } from './shared/wording.ts';

export const moduleParameterRange: Rule = {
  code: 'module-parameter-range',
  severity: 'warning',
  category: 'modules',
  summary: 'A parameter is given a number or word that its module does not take.',
  advice: 'Give one of the values that the parameter takes.',
  documentation: {
    why:
      'Most modules do not check the numbers they are given. One that means nothing is silently replaced by another, or ' +
      'switches off what it was to choose; a few modules refuse to start.',
    wrong: `loadmodule "sl.so"
loadmodule "tm.so"
modparam("tm", "failure_reply_mode", 5)
`,
    right: `loadmodule "sl.so"
loadmodule "tm.so"
modparam("tm", "failure_reply_mode", 3)
`,
  },
  check(analysis, report) {
    for (const setting of analysis.program.symbols.parameters) {
      const value = integerOf(setting);
      const text = textOf(setting);
      for (const module of findTargets(analysis, setting)?.modules ?? []) {
        const wrong = text === undefined ? undefined : checkWord(analysis.catalog, setting, text, module);
        if (wrong) report(wrong);
        if (value === undefined) continue;
        const entry = analysis.catalog.parameter(module, setting.parameter);
        const constraint = entry && (rangeOf(`${module}.${entry.name}`) ?? entry.constraint);
        if (!constraint || !analysis.catalog.has(entry)) continue;
        const finding = checkValue(setting, value, module, entry, constraint);
        if (finding) report(finding);
      }
    }
  },
};

function rangeOf(key: string): ParameterConstraint | undefined {
  return RANGES[key] ?? UNCHECKED[key];
}

const FLAG: ParameterConstraint = { kind: 'flag', max: 31 };

/**
 * Ranges that a module checks when it starts, beside those of the facts: tried on 5.6.3, the same in all sources. A flag
 * below 0 is none.
 */
const RANGES: Readonly<Record<string, ParameterConstraint>> = {
  'acc.cdr_enable': { kind: 'int', min: 0, max: 1 },
  'acc.cdr_expired_dlg_enable': { kind: 'int', min: 0, max: 1 },
  'acc.cdr_extra_nullable': { kind: 'int', min: 0, max: 1 },
  'acc.failed_transaction_flag': FLAG,
  'acc.log_flag': FLAG,
  'acc.log_missed_flag': FLAG,
  'cfgutils.initial_probability': { kind: 'int', min: 0, max: 100 },
  'dialog.dlg_flag': FLAG,
  'msilo.check_time': { kind: 'int', min: 0 },
  'msilo.skip_notification_flag': FLAG,
  'pipelimit.hash_size': { kind: 'int', min: 1 },
  'presence.min_expires_action': { kind: 'int', min: 1, max: 2 },
  'pua.check_remote_contact': { kind: 'int', min: 0, max: 1 },
  'siptrace.hep_version': { kind: 'int', min: 1, max: 3 },
  'siptrace.trace_flag': FLAG,
  'sqlops.tr_buf_size': { kind: 'int', min: 1 },
  'tm.retr_timer1': { kind: 'int', max: 4095937 },
  'tm.retr_timer2': { kind: 'int', max: 4095937 },
};

/** Ranges that nothing checks, read in the sources; beyond them a number means another one. */
const UNCHECKED: Readonly<Record<string, ParameterConstraint>> = {
  'dispatcher.ds_hash_size': { kind: 'int', max: 31 },
};

/** Parameters whose module refuses to start with a number that it does not take: tried on 5.6.3, the same in all sources. */
const REFUSED: ReadonlySet<string> = new Set([
  ...Object.keys(RANGES),
  'dialog.db_mode',
  'dialog.default_timeout',
  'dialog.detect_spirals',
  'dialog.dlg_match_mode',
  'dialog.initial_cbs_inscript',
  'dialog.keep_proxy_rr',
  'dialog.ka_interval',
  'dialog.timeout_noreset',
  'permissions.db_mode',
  'registrar.flow_timer',
  'registrar.outbound_mode',
  'registrar.regid_mode',
  'tm.cancel_b_method',
  'usrloc.nat_bflag',
]);

/** A word that a parameter takes, with the versions in which it does. */
type Word = Lifespan & { readonly word: string };

/** Words without which a module refuses to start: tried on 5.6.3, the other versions read from the sources. */
const WORDS: Readonly<Record<string, readonly Word[]>> = {
  'auth.algorithm': [...words('', 'MD5', 'SHA-256'), ...wordsSince('6.1', 'SHA-512-256', 'SHA-512')],
  'auth.qop': words('', 'auth', 'auth-int'),
  'carrierroute.config_source': words('db', 'file'),
  'tls.tls_method': [
    ...words('SSLv2', 'SSLv3', 'SSLv23', 'TLSv1', 'TLSv1.0', 'TLSv1+', 'TLSv1.0+', 'TLSv1.1', 'TLSv1.1+'),
    ...words('TLSv1.2', 'TLSv1.2+'),
    ...wordsSince('5.7', 'TLSv1.3', 'TLSv1.3+'),
  ],
  'topos.storage': [...words('db', 'redis'), ...wordsSince('6.0', 'htable')],
  'uac.restore_mode': words('none', 'manual', 'auto'),
};

function words(...names: string[]): Word[] {
  return names.map((word) => ({ word, since: '5.5', until: null }));
}

function wordsSince(since: KamailioVersion, ...names: string[]): Word[] {
  return names.map((word) => ({ word, since, until: null }));
}

/** What follows from a number out of range, where the facts do not say it. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  'dispatcher.ds_hash_size': 'it is the power of two of the number of slots, and 9 gives 512',
  'dispatcher.ds_probing_mode': 'active destinations are not pinged then, as with 0',
  'dispatcher.ds_latency_estimator_alpha': 'Kamailio logs an error and takes 900 instead',
  'dmq.num_workers': 'no process is left then that handles DMQ messages, and none of them is answered',
  'pua.db_mode': 'Kamailio logs an error and takes 0 instead',
  'registrar.default_q': 'Kamailio takes the nearest of them instead',
};

/** Enumerations that are not complete, or whose other numbers do no harm. */
const LENIENT: ReadonlySet<string> = new Set(['http_client.verify_host', 'rtpengine.hash_algo']);

function checkWord(
  catalog: Catalog,
  { parameter, valueToken }: ParameterSetting,
  text: string,
  module: string,
): RuleFinding | undefined {
  const known = WORDS[`${module}.${parameter}`]?.filter((word) => catalog.has(word)).map(({ word }) => word);
  if (!known || !valueToken || known.some((word) => word.toLowerCase() === text.toLowerCase())) return undefined;
  const shown = oneOf(known.filter((word) => word !== '').map((word) => `'${word}'`));
  const message = `'${parameter}' of module '${module}' is ${shown}, not '${text}': Kamailio does not start with it`;
  return { ...misspelt(valueToken, message, text, known), severity: 'error' };
}

function checkValue(
  setting: ParameterSetting,
  value: number,
  module: string,
  entry: ParameterEntry,
  constraint: ParameterConstraint,
): RuleFinding | undefined {
  const key = `${module}.${entry.name}`;
  const isRefused = REFUSED.has(key);
  const wanted = LENIENT.has(key) ? undefined : describeWanted(constraint, value, isRefused);
  if (wanted === undefined || !setting.valueToken) return undefined;
  const message = `'${entry.name}' of module '${module}' is ${wanted}, not ${value}`;
  const consequence = isRefused
    ? 'Kamailio does not start with it'
    : (CONSEQUENCES[key] ?? describeInstead(constraint));
  return {
    range: valueRange(setting.valueToken),
    message: consequence === undefined ? message : `${message}: ${consequence}`,
    severity: isRefused ? 'error' : 'warning',
  };
}

/** What a number has to be that is out of range; nothing where it is not, or does no harm. */
function describeWanted(constraint: ParameterConstraint, value: number, isRefused: boolean): string | undefined {
  const { kind, min, max, or, when } = constraint;
  const values = constraint.values?.map((each) => each.value) ?? [];
  if (value === or || when !== undefined) return undefined;
  switch (kind) {
    case 'enum':
      // Any number but 0 means yes, and a log level beyond the last one means always or never.
      if (values.includes(value) || values.some((each) => each < 0) || (isSwitch(values) && !isRefused))
        return undefined;
      return `one of ${oneOf(values.map(String))}`;
    case 'bitmask': {
      const all = values.reduce((sum, each) => sum | each, 0);
      if (value >= 0 && (value & ~all) === 0) return undefined;
      return `a sum of ${oneOf(values.filter((each) => each !== 0).map(String))}`;
    }
    case 'flag':
      return max === undefined || value <= max ? undefined : `at most ${max}`;
    case 'int':
      if (min === 0 && max === 1 && !isRefused) return undefined;
      if (min !== undefined && value < min) return or === undefined ? `at least ${min}` : `${or}, or at least ${min}`;
      return max === undefined || value <= max ? undefined : `at most ${max}`;
    default:
      return undefined;
  }
}

function isSwitch(values: readonly number[]): boolean {
  return values.every((value) => value === 0 || value === 1);
}

function describeInstead({ outOfRange }: ParameterConstraint): string | undefined {
  return typeof outOfRange === 'number' ? `Kamailio takes ${outOfRange} instead` : undefined;
}
