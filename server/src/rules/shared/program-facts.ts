import type { Analysis } from '../../semantic/analysis.ts';
import { moduleName } from '../../semantic/module-name.ts';
import type { RelatedPlace } from '../../semantic/problem.ts';
import { valueRange } from '../../semantic/string-place.ts';
import { nameOf, type LoadedModule } from '../../semantic/symbols.ts';
import type { Item } from '../../syntax/item-reader.ts';
import * as t from '../../syntax/token-types.ts';
import { isPlaceholder } from './wording.ts';

/** A module that the program loads, at its first `loadmodule`. */
export interface LoadPlace {
  readonly module: LoadedModule;
  /** Place of the item among the program's items. */
  readonly position: number;
}

/** What several rules ask about a program, worked out once. */
export interface ProgramFacts {
  /** Place of an item among the program's items: Kamailio knows only what stands before. */
  position(item: Item): number;
  /** First loads, by the name that `modparam` knows a module by. */
  readonly loads: ReadonlyMap<string, LoadPlace>;
  /** Whether part of the program is out of reach, a file or what an open condition takes away: names may be there. */
  readonly isIncomplete: boolean;
  /** Whether a module is loaded whose name is known only where Kamailio runs. */
  readonly hasUnnamedModule: boolean;
  /** Whether such a module is loaded, or one that the catalogue does not know. */
  readonly hasUnknownModule: boolean;
  /** Whether a module is loaded before an item. */
  isLoadedBefore(module: string, item: Item): boolean;
  /** Whether a module is loaded anywhere. */
  isLoaded(module: string): boolean;
}

const known = new WeakMap<Analysis, ProgramFacts>();

export function factsOf(analysis: Analysis): ProgramFacts {
  let facts = known.get(analysis);
  if (!facts) {
    facts = gather(analysis);
    known.set(analysis, facts);
  }
  return facts;
}

function gather({ program, catalog }: Analysis): ProgramFacts {
  const positions = new Map<Item, number>(program.items.map((item, index) => [item, index]));
  const position = (item: Item): number => positions.get(item) ?? 0;
  const loads = new Map<string, LoadPlace>();
  let hasUnnamedModule = false;
  let hasUnknownModule = false;
  for (const module of program.symbols.modules) {
    const name = loadedName(module);
    if (name === undefined) hasUnnamedModule = true;
    if (name === undefined || catalog.moduleLifespan(name) === undefined || catalog.isOpaque(name))
      hasUnknownModule = true;
    if (name !== undefined && !loads.has(name)) loads.set(name, { module, position: position(module.item) });
  }
  return {
    position,
    loads,
    isIncomplete:
      program.preprocessed.inclusions.some((inclusion) => !inclusion.isImport && !inclusion.resolved) ||
      program.preprocessed.conditionals.some((conditional) => !conditional.close),
    hasUnnamedModule,
    hasUnknownModule,
    isLoadedBefore(module, item) {
      const load = loads.get(module);
      return load !== undefined && load.position < position(item);
    },
    isLoaded: (module) => loads.has(module),
  };
}

/** The module's name; `undefined` where it is known only where Kamailio runs. */
export function loadedName({ token, item }: LoadedModule): string | undefined {
  if (token.tokenType === t.Opaque) return undefined;
  const path = nameOf(token);
  const isExtended = item.node.kind === 'loadModule' && item.tokens[item.node.keyword]?.image === 'loadmodulex';
  if (isPlaceholder(path) || (isExtended && path.includes('$'))) return undefined;
  const name = moduleName(path);
  return name === '' ? undefined : name;
}

/** The `loadmodule` of a module in text that a condition keeps from Kamailio. */
export function inactiveLoad({ program }: Analysis, module: string): RelatedPlace | undefined {
  for (const { items } of program.inactive) {
    for (const { node, tokens } of items) {
      const token = node.kind === 'loadModule' && node.path !== undefined ? tokens[node.path] : undefined;
      if (!token || moduleName(nameOf(token)) !== module) continue;
      return { range: valueRange(token), message: `the loadmodule of '${module}' that is switched off` };
    }
  }
  return undefined;
}
