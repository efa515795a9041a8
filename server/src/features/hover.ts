import { CORE } from '../catalog/catalog.ts';
import type { ParameterEntry } from '../catalog/types.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { meansModule } from '../semantic/module-expression.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import {
  describeConditionKeyword,
  describeCoreFunction,
  describeDirective,
  describeSetting,
  describeSocketAttribute,
  describeStatement,
} from './catalog-markdown/core.ts';
import { describeFunction, describeModule, describeParameter } from './catalog-markdown/modules.ts';
import { describePseudoVariable, describeTransformation } from './catalog-markdown/variables.ts';
import {
  describeCustomGlobal,
  describeDefine,
  describeFile,
  describeFlag,
  describeHashTable,
  describeRoute,
} from './program-markdown.ts';
import { inlineCode, paragraphs } from '../text/markdown.ts';
import { meaningOf } from './number-meaning.ts';
import { preferLoaded, symbolAt } from './symbol-at.ts';
import type { ModuleParameterAt, SymbolAt } from './symbol.ts';

/** What is shown over a place of a file. */
export interface Hover {
  /** The text that the explanation is about. */
  readonly range: SourceRange;
  readonly markdown: string;
}

/** Explains what stands at an offset; `undefined` where nothing is known of it. */
export function hover(analysis: Analysis, source: SourceText, offset: number): Hover | undefined {
  const symbol = symbolAt(analysis, source, offset);
  const markdown = symbol && describeSymbol(analysis, symbol);
  return symbol && markdown !== undefined ? { range: symbol.range, markdown } : undefined;
}

function describeSymbol(analysis: Analysis, symbol: SymbolAt): string | undefined {
  const { catalog } = analysis;
  switch (symbol.kind) {
    case 'module': {
      const module = catalog.module(symbol.name);
      return module && describeModule(catalog, module);
    }
    case 'moduleParameter':
      return describeSettings(analysis, symbol);
    case 'coreSetting': {
      const found = catalog.setting(symbol.name);
      return found && describeSetting(catalog, found);
    }
    case 'socketAttribute': {
      const found = catalog.core.socketAttributes.find((entry) => entry.name === symbol.name);
      return found && describeSocketAttribute(catalog, found);
    }
    case 'customGlobal':
      return describeGlobal(analysis, symbol.group, symbol.name);
    case 'function':
      return describeFunctions(analysis, symbol.name);
    case 'route':
      return describeRoute(analysis, symbol);
    case 'pseudoVariable': {
      const owned = preferLoaded(analysis, catalog.pseudoVariablesNamed(symbol.name));
      return several(
        owned.map((entry) =>
          paragraphs([describePseudoVariable(catalog, entry), noteUnloaded(analysis, entry.module)]),
        ),
      );
    }
    case 'transformation': {
      const found = catalog.transformation(symbol.class);
      const operation = symbol.operation?.toLowerCase();
      return (
        found &&
        describeTransformation(
          catalog,
          found,
          found.entry.operations.find((entry) => entry.name.toLowerCase() === operation),
        )
      );
    }
    case 'define': {
      const expansion = symbol.expansion && describeSymbol(analysis, symbol.expansion);
      return several([describeDefine(analysis, symbol), ...(expansion === undefined ? [] : [expansion])]);
    }
    case 'directive': {
      const found = catalog.directive(symbol.name);
      return found && describeDirective(catalog, found, `#!${symbol.name}`);
    }
    case 'statement': {
      const found = catalog.statement(symbol.name);
      return found && describeStatement(catalog, found);
    }
    case 'conditionKeyword': {
      const found = catalog.core.conditionKeywords.find((entry) => entry.name === symbol.name);
      return found && describeConditionKeyword(catalog, found);
    }
    case 'flag':
      return describeFlag(analysis, symbol);
    case 'hashTable':
      return describeHashTable(analysis, symbol);
    case 'file':
      return several([describeFile(analysis, symbol), ...describeNamingParameter(analysis, symbol)]);
  }
}

/** Explanations one below the other, with a line between them. */
function several(parts: readonly string[]): string | undefined {
  return parts.length === 0 ? undefined : parts.join('\n\n---\n\n');
}

/** The modules that the first argument of a `modparam` means: those that are loaded, else all that have such a name. */
function modulesOf({ catalog, program }: Analysis, expression: string): readonly string[] {
  const means = (module: string): boolean => meansModule(expression, catalog.module(module)?.exportName ?? module);
  const loaded = [...program.symbols.loaded.keys()].filter(means);
  if (loaded.length > 0) return loaded;
  if (catalog.module(expression)) return [expression];
  return catalog.moduleNames().filter((module) => meansModule(expression, module));
}

/** The parameters that a `modparam` sets, one for each of its modules. */
export function parametersOf(
  analysis: Analysis,
  module: string,
  name: string,
): readonly { readonly module: string; readonly entry: ParameterEntry }[] {
  return modulesOf(analysis, module).flatMap((owner) => {
    const entry = analysis.catalog.parameter(owner, name);
    return entry ? [{ module: owner, entry }] : [];
  });
}

function describeSettings(analysis: Analysis, { module, name, value }: ModuleParameterAt): string | undefined {
  return several(
    parametersOf(analysis, module, name).map(({ module: owner, entry }) =>
      paragraphs([
        value === undefined ? undefined : describeValue(entry, value),
        describeParameter(analysis.catalog, owner, entry),
        noteUnloaded(analysis, owner),
      ]),
    ),
  );
}

/** What a number means that stands for a choice, or for several. */
function describeValue({ constraint }: ParameterEntry, value: string): string | undefined {
  const number = Number(value);
  if (!constraint || !Number.isInteger(number) || value.trim() === '') return undefined;
  const meaning = meaningOf(constraint, number);
  return meaning === undefined ? undefined : `${inlineCode(value)}: ${meaning}`;
}

function describeFunctions(analysis: Analysis, name: string): string | undefined {
  const { catalog } = analysis;
  const core = catalog.coreFunction(name);
  if (core) return describeCoreFunction(catalog, core);
  return several(
    preferLoaded(analysis, catalog.functionsNamed(name)).map((owned) =>
      paragraphs([describeFunction(catalog, owned), noteUnloaded(analysis, owned.module)]),
    ),
  );
}

/** A custom global, or the setting of the core or of a module that `cfg_get` reads by such a name. */
function describeGlobal(analysis: Analysis, group: string, name: string): string | undefined {
  const own = describeCustomGlobal(analysis, group, name);
  if (own !== undefined) return own;
  const { catalog } = analysis;
  if (group === CORE) {
    const setting = catalog.setting(name);
    return setting && describeSetting(catalog, setting);
  }
  const entry = catalog.parameter(group, name);
  return entry && describeParameter(catalog, group, entry);
}

function describeNamingParameter(analysis: Analysis, symbol: SymbolAt & { readonly kind: 'file' }): string[] {
  const setting = symbol.reference?.setting;
  if (!setting) return [];
  return parametersOf(analysis, setting.module, setting.parameter).map(({ module, entry }) =>
    describeParameter(analysis.catalog, module, entry),
  );
}

/** Says that a module is not loaded, where the configuration loads any at all. */
function noteUnloaded({ program }: Analysis, module: string): string | undefined {
  const { loaded } = program.symbols;
  if (module === CORE || loaded.size === 0 || loaded.has(module)) return undefined;
  return `The module ${inlineCode(module)} is not loaded in this configuration.`;
}
