import type { Analysis } from '../../semantic/analysis.ts';
import type { ParameterSetting } from '../../semantic/symbols.ts';
import { decodeString } from '../../syntax/string-literal.ts';
import * as t from '../../syntax/token-types.ts';
import { readNumber } from '../../syntax/number-literal.ts';
import { findTargets } from './parameter-targets.ts';
import { isPlaceholder } from './wording.ts';
import { mayStandElsewhere } from './whole-program.ts';

interface Settings {
  /** By module and parameter, in the order of reading. */
  readonly byName: ReadonlyMap<string, readonly ParameterSetting[]>;
  /** What is set before the module is loaded, which Kamailio refuses: somebody has meant to set it. */
  readonly tooEarly: ReadonlySet<string>;
  /** Whether some `modparam` is there whose module or parameter is known only where Kamailio runs. */
  readonly hasUnknown: boolean;
}

const known = new WeakMap<Analysis, Settings>();

function settings(analysis: Analysis): Settings {
  let found = known.get(analysis);
  if (!found) {
    found = collect(analysis);
    known.set(analysis, found);
  }
  return found;
}

function collect(analysis: Analysis): Settings {
  const byName = new Map<string, ParameterSetting[]>();
  const tooEarly = new Set<string>();
  let hasUnknown = false;
  for (const setting of analysis.program.symbols.parameters) {
    const targets = findTargets(analysis, setting);
    const { parameter, parameterToken } = setting;
    if (!targets || parameterToken.tokenType === t.Opaque || isPlaceholder(parameter)) {
      hasUnknown = true;
      continue;
    }
    for (const { module } of targets.later) tooEarly.add(`${module.name} ${parameter}`);
    for (const module of targets.modules) {
      const key = `${module} ${parameter}`;
      const list = byName.get(key);
      if (list) list.push(setting);
      else byName.set(key, [setting]);
    }
  }
  return { byName, tooEarly, hasUnknown };
}

/** Where a parameter of a loaded module is set, in the order of reading. */
export function settingsOf(analysis: Analysis, module: string, parameter: string): readonly ParameterSetting[] {
  return settings(analysis).byName.get(`${module} ${parameter}`) ?? [];
}

/** The setting that counts: of most parameters the last one. */
export function lastSetting(analysis: Analysis, module: string, parameter: string): ParameterSetting | undefined {
  return settingsOf(analysis, module, parameter).at(-1);
}

/** Whether some `modparam` may set anything: its module or parameter is known only where Kamailio runs. */
export function hasUnknownSetting(analysis: Analysis): boolean {
  return settings(analysis).hasUnknown;
}

/** Whether a parameter keeps its default, whatever the conditions say; false where that cannot be known. */
export function isNeverSet(analysis: Analysis, module: string, parameter: string): boolean {
  const { byName, tooEarly, hasUnknown } = settings(analysis);
  const key = `${module} ${parameter}`;
  if (byName.has(key) || tooEarly.has(key) || hasUnknown) return false;
  return !mayStandElsewhere(analysis, new RegExp(`["']${parameter}["']`));
}

/** The number that a setting gives; `undefined` for a string and for what is known only where Kamailio runs. */
export function integerOf({ type, valueToken, isNegative }: ParameterSetting): number | undefined {
  const number = type === 'int' && valueToken ? readNumber(valueToken) : undefined;
  return number !== undefined && isNegative ? -number : number;
}

/** The text that a setting gives; `undefined` for a number and for what is known only where Kamailio runs. */
export function textOf({ type, valueToken, isExtended }: ParameterSetting): string | undefined {
  if (type !== 'string' || !valueToken || valueToken.tokenType === t.Opaque) return undefined;
  const { text } = decodeString(valueToken.image);
  return isPlaceholder(text) || (isExtended && text.includes('$')) ? undefined : text;
}

/**
 * The number that counts for a parameter: that of its last setting, or the default where it is never set.
 * @returns `undefined` where it cannot be known
 */
export function effectiveInteger(
  analysis: Analysis,
  module: string,
  parameter: string,
  standard: number,
): number | undefined {
  const setting = lastSetting(analysis, module, parameter);
  if (setting) return integerOf(setting);
  return isNeverSet(analysis, module, parameter) ? standard : undefined;
}
