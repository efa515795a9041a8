import type { Analysis } from '../semantic/analysis.ts';
import { rangeOf } from '../semantic/program.ts';
import { findRoutes } from '../semantic/route-references.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import { findGlobals, findHashTables } from './declarations.ts';
import { declaredFlags, symbolAt } from './symbol-at.ts';
import type { SymbolAt } from './symbol.ts';

/** A place that something is defined at. */
export interface DefinitionTarget {
  /** All of the definition. */
  readonly range: SourceRange;
  /** The name in it, always inside `range`. */
  readonly selection: SourceRange;
}

export interface Definition {
  /** The text that was asked about. */
  readonly origin: SourceRange;
  readonly targets: readonly DefinitionTarget[];
}

/**
 * Where the thing at an offset is defined: all places, those that a condition switches off included. For a define that
 * is used, also where that is defined which it stands for. `undefined` where nothing is known.
 */
export function findDefinition(analysis: Analysis, source: SourceText, offset: number): Definition | undefined {
  const symbol = symbolAt(analysis, source, offset);
  if (!symbol) return undefined;
  const targets = targetsOf(analysis, symbol);
  return targets.length === 0 ? undefined : { origin: symbol.range, targets };
}

function targetsOf(analysis: Analysis, symbol: SymbolAt): DefinitionTarget[] {
  const { program } = analysis;
  switch (symbol.kind) {
    case 'route':
      return findRoutes(program, symbol.list, symbol.name).map(({ symbol: { item, node }, range }) =>
        target(rangeOf(item, node), range),
      );
    case 'define': {
      const known = program.preprocessed.definitions.filter((entry) => entry.name === symbol.name && entry.range);
      const own = known.map(({ range, directive }) =>
        target(directive ? { source: directive.source, start: directive.start, end: directive.end } : range!, range!),
      );
      return distinct([...own, ...(symbol.expansion ? targetsOf(analysis, symbol.expansion) : [])]);
    }
    case 'file': {
      if (!symbol.resolved) return [];
      const start = { source: symbol.resolved.source, start: 0, end: 0 };
      return [target(start, start)];
    }
    case 'flag':
      return declaredFlags(program)
        .filter(({ name }) => name === symbol.name)
        .map(({ token: { source, start, end } }) => target({ source, start, end }, { source, start, end }));
    case 'customGlobal':
      return findGlobals(program, symbol.group, symbol.name).map(({ item, node }) => {
        const whole = rangeOf(item, node);
        const name = { source: whole.source, start: whole.start, end: item.tokens[node.name]?.end ?? whole.start };
        return target(whole, name);
      });
    case 'hashTable':
      return findHashTables(program, symbol.name).map(({ range }) => target(range, range));
    default:
      return [];
  }
}

/** The selection has to be inside the range, also where a define brought one of the two. */
function target(range: SourceRange, selection: SourceRange): DefinitionTarget {
  const isInside = range.source === selection.source && range.start <= selection.start && selection.end <= range.end;
  return { range: isInside ? range : selection, selection };
}

function distinct(targets: readonly DefinitionTarget[]): DefinitionTarget[] {
  const seen = new Map<string, DefinitionTarget>();
  for (const entry of targets) {
    const { source, start } = entry.selection;
    const key = `${start} ${source.uri}`;
    if (!seen.has(key)) seen.set(key, entry);
  }
  return [...seen.values()];
}
