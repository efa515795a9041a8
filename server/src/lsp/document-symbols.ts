import { SymbolKind, type DocumentSymbol, type SymbolInformation } from 'vscode-languageserver/node.js';
import type { DocumentSymbol as OutlineEntry, OutlineKind } from '../features/document-symbols.ts';
import { toRange } from './convert.ts';

const KINDS: Readonly<Record<OutlineKind, SymbolKind>> = {
  group: SymbolKind.Namespace,
  module: SymbolKind.Module,
  moduleParameter: SymbolKind.Property,
  coreSetting: SymbolKind.Property,
  customGlobal: SymbolKind.Variable,
  define: SymbolKind.Constant,
  flag: SymbolKind.EnumMember,
  include: SymbolKind.File,
  route: SymbolKind.Function,
  eventRoute: SymbolKind.Event,
};

/** An entry of the outline as the protocol carries it; what a condition switches off says so behind its name. */
export function toDocumentSymbol(entry: OutlineEntry): DocumentSymbol {
  // An editor pins the first line of what the text scrolls through; a group has no line that heads it, only a first entry.
  const isHeaded = entry.kind !== 'group' && entry.kind !== 'module';
  const details = [entry.detail, entry.isInactive ? 'inactive' : undefined].filter((text) => text !== undefined);
  return {
    name: entry.name,
    kind: KINDS[entry.kind],
    range: toRange(isHeaded ? entry.range : entry.selection),
    selectionRange: toRange(entry.selection),
    children: entry.children.map(toDocumentSymbol),
    ...(details.length === 0 ? {} : { detail: details.join(', ') }),
  };
}

/** The same for clients that know no nesting: each entry names what it stands in. */
export function flatten(symbols: readonly DocumentSymbol[], uri: string, containerName?: string): SymbolInformation[] {
  return symbols.flatMap((symbol) => [
    {
      name: symbol.name,
      kind: symbol.kind,
      location: { uri, range: symbol.range },
      ...(containerName === undefined ? {} : { containerName }),
    },
    ...flatten(symbol.children ?? [], uri, symbol.name),
  ]);
}
