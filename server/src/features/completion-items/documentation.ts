import { CORE } from '../../catalog/catalog.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import { findRoutes, type RouteList } from '../../semantic/route-references.ts';
import type { SourceRange } from '../../syntax/source-text.ts';
import {
  describeConditionKeyword,
  describeCoreFunction,
  describeDirective,
  describeRouteKind,
  describeSetting,
  describeSocketAttribute,
  describeStatement,
} from '../catalog-markdown/core.ts';
import {
  describeEventRoute,
  describeFunction,
  describeModule,
  describeParameter,
} from '../catalog-markdown/modules.ts';
import { describePseudoVariable, describeTransformation } from '../catalog-markdown/variables.ts';
import { codeBlock, paragraphs } from '../../text/markdown.ts';

/**
 * The Markdown behind an item's key, the same as on hover. A key is a kind, a module or a list of route blocks (`-` where
 * there is none) and a name, separated by blanks.
 */
export function documentationOf(analysis: Analysis, key: string): string | undefined {
  const [kind = '', owner = '', ...rest] = key.split(' ');
  const name = rest.join(' ');
  switch (kind) {
    case 'route':
      return describeRoute(analysis, owner as RouteList, name);
    case 'define':
      return describeDefine(analysis, name);
    case 'module':
    case 'parameter':
    case 'function':
    case 'pseudoVariable':
    case 'eventRoute':
    case 'transformation':
    case 'operation':
      return describeModuleItem(analysis, kind, owner, name);
    default:
      return describeCoreItem(analysis, kind, name);
  }
}

function describeModuleItem({ catalog }: Analysis, kind: string, owner: string, name: string): string | undefined {
  const module = catalog.module(kind === 'module' ? name : owner);
  const shared = owner === CORE ? catalog.core : module;
  const isNamed = (entry: { readonly name: string }): boolean => entry.name === name;
  switch (kind) {
    case 'module':
      return module && describeModule(catalog, module);
    case 'parameter': {
      const entry = module?.parameters.find(isNamed);
      return entry && describeParameter(catalog, owner, entry);
    }
    case 'function': {
      const entry = module?.functions.find(isNamed);
      return entry && describeFunction(catalog, { module: owner, entry });
    }
    case 'pseudoVariable': {
      const entry = shared?.pseudoVariables.find(isNamed);
      return entry && describePseudoVariable(catalog, { module: owner, entry });
    }
    case 'eventRoute': {
      const entry = shared?.eventRoutes.find(isNamed);
      return entry && describeEventRoute(catalog, { module: owner, entry });
    }
    default: {
      const [className, ...operation] = name.split('.');
      const entry = module?.transformations.find((candidate) => candidate.name === className);
      const found = entry?.operations.find((candidate) => candidate.name === operation.join('.'));
      return entry && describeTransformation(catalog, { module: owner, entry }, found);
    }
  }
}

function describeCoreItem({ catalog }: Analysis, kind: string, name: string): string | undefined {
  const { core } = catalog;
  const isNamed = (entry: { readonly name: string }): boolean => entry.name === name;
  switch (kind) {
    case 'setting': {
      const found = catalog.setting(name);
      return found && describeSetting(catalog, found);
    }
    case 'coreFunction': {
      const found = catalog.coreFunction(name);
      return found && describeCoreFunction(catalog, found);
    }
    case 'statement': {
      const found = catalog.statement(name);
      return found && describeStatement(catalog, found);
    }
    case 'directive': {
      const found = catalog.directive(name);
      return found && describeDirective(catalog, found, `#!${name}`);
    }
    case 'routeBlock': {
      const entry = core.routeBlocks.find(isNamed);
      return entry && describeRouteKind(catalog, entry);
    }
    case 'conditionKeyword': {
      const entry = core.conditionKeywords.find(isNamed);
      return entry && describeConditionKeyword(catalog, entry);
    }
    case 'socketAttribute': {
      const entry = core.socketAttributes.find(isNamed);
      return entry && describeSocketAttribute(catalog, entry);
    }
    case 'control':
      return core.controls.find(isNamed)?.text;
    case 'operator':
      return core.operators.find(isNamed)?.text;
    default:
      return undefined;
  }
}

function describeRoute({ program }: Analysis, list: RouteList, name: string): string | undefined {
  const [route] = findRoutes(program, list, name);
  return route && paragraphs([codeBlock(`${route.symbol.kind}[${name}]`), describePlace(route.range)]);
}

function describeDefine({ program }: Analysis, name: string): string | undefined {
  const define = program.preprocessed.definitions.findLast((entry) => entry.name === name);
  if (!define) return undefined;
  const { range, value } = define;
  const text = paragraphs([
    value === undefined ? undefined : codeBlock(value),
    range === undefined ? undefined : describePlace(range),
  ]);
  return text === '' ? undefined : text;
}

function describePlace({ source, start }: SourceRange): string {
  const name = source.uri.slice(source.uri.lastIndexOf('/') + 1);
  const file = name.replace(/%[2-7][0-9a-f]/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
  return `Defined in ${file}, line ${source.lineAt(start) + 1}`;
}
