import type { Catalog } from '../../catalog/catalog.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import type { ParameterSetting } from '../../semantic/symbols.ts';
import * as t from '../../syntax/token-types.ts';
import { factsOf, type LoadPlace } from './program-facts.ts';
import { isPlaceholder } from './wording.ts';

/** The loaded modules that the first argument of a `modparam` means. */
export interface ParameterTargets {
  /** Names of the modules loaded before the `modparam`. */
  readonly modules: readonly string[];
  /** The ones that are loaded only behind it. */
  readonly later: readonly LoadPlace[];
}

/**
 * Finds the modules that a `modparam` sets something in: Kamailio takes the first argument as a regular expression over
 * the names of the loaded modules, in any case (core/modparam.c, `set_mod_param_regex`).
 * @returns `undefined` where the argument is known only where Kamailio runs
 */
export function findTargets(analysis: Analysis, setting: ParameterSetting): ParameterTargets | undefined {
  const { module, moduleToken, isExtended, item } = setting;
  if (moduleToken.tokenType === t.Opaque || isPlaceholder(module) || (isExtended && module.includes('$')))
    return undefined;
  const pattern = compile(module);
  if (!pattern) return undefined;
  const facts = factsOf(analysis);
  const position = facts.position(item);
  const modules: string[] = [];
  const later: LoadPlace[] = [];
  for (const [name, load] of facts.loads) {
    if (!pattern.test(exportName(analysis.catalog, name))) continue;
    if (load.position < position) modules.push(name);
    else later.push(load);
  }
  return { modules, later };
}

/** The name a module calls itself by, which `modparam` goes by; for most that of its file. */
export function exportName(catalog: Catalog, module: string): string {
  return catalog.module(module)?.exportName ?? module;
}

function compile(expression: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${expression})$`, 'i');
  } catch {
    return undefined;
  }
}
