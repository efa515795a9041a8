import {
  CodeActionKind,
  SymbolKind,
  type CodeAction,
  type CompletionList,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type Position,
  type Range,
  type TextEdit,
} from 'vscode-languageserver/node.js';
import { completeInList } from '../dispatcher-list/features/completion.ts';
import { listSymbols, type ListSymbol } from '../dispatcher-list/features/document-symbols.ts';
import { foldList } from '../dispatcher-list/features/folding.ts';
import { hoverInList } from '../dispatcher-list/features/hover.ts';
import { fixesInList } from '../dispatcher-list/features/quick-fixes.ts';
import { formatList } from '../dispatcher-list/format.ts';
import type { ListReading } from '../dispatcher-list/list-reading.ts';
import type { Span } from '../dispatcher-list/list.ts';
import type { Finding } from '../semantic/problem.ts';
import { toCompletionItem, type CompletionTarget } from './completion.ts';
import { toDiagnostic, toDocumentation, toRange, type DiagnosticContext } from './convert.ts';

// The features of lists of destinations, as the protocol carries them.

export function hoverOfList(reading: ListReading, position: Position): Hover | null {
  const found = hoverInList(reading, reading.list.source.offsetAt(position));
  return found ? { range: toRange(found.range), contents: toDocumentation(found.markdown) } : null;
}

export function completionOfList(
  reading: ListReading,
  position: Position,
  trigger: string | undefined,
  target: CompletionTarget,
): CompletionList {
  const { items, isIncomplete } = completeInList(reading, reading.list.source.offsetAt(position), trigger);
  return {
    isIncomplete,
    items: items.map((item) => ({
      ...toCompletionItem(item, target),
      ...(item.documentation === undefined ? {} : { documentation: toDocumentation(item.documentation) }),
    })),
  };
}

export function symbolsOfList({ list }: ListReading): DocumentSymbol[] {
  return listSymbols(list).map(toDocumentSymbol);
}

function toDocumentSymbol({ name, detail, kind, range, selection, children }: ListSymbol): DocumentSymbol {
  return {
    name,
    kind: kind === 'set' ? SymbolKind.Array : SymbolKind.Object,
    range: toRange(range),
    selectionRange: toRange(selection),
    children: children.map(toDocumentSymbol),
    ...(detail === undefined ? {} : { detail }),
  };
}

export function foldingOfList({ list }: ListReading): FoldingRange[] {
  return foldList(list).map(({ startLine, endLine, kind }) => ({
    startLine,
    endLine,
    ...(kind === 'code' ? {} : { kind }),
  }));
}

/** @param uri the list's address as its client writes it */
export function codeActionsOfList(
  reading: ListReading,
  findings: readonly Finding[],
  range: Range,
  uri: string,
  context: DiagnosticContext,
): CodeAction[] {
  const { source } = reading.list;
  const fixes = fixesInList(reading, findings, source.offsetAt(range.start), source.offsetAt(range.end));
  return fixes.map(({ title, finding, isPreferred, edits }): CodeAction => ({
    title,
    kind: finding ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite,
    edit: { changes: { [uri]: edits.map((edit) => toTextEdit(reading, edit)) } },
    ...(finding ? { isPreferred, diagnostics: [toDiagnostic(finding, context)] } : {}),
  }));
}

/** The edits that align the columns; of the lines that a range touches, or of all. */
export function formattingOfList(reading: ListReading, range?: Range): TextEdit[] {
  const { source } = reading.list;
  const span = range && { start: source.offsetAt(range.start), end: source.offsetAt(range.end) };
  return formatList(reading.list, span ? { range: span } : {}).map((edit) => toTextEdit(reading, edit));
}

export function toTextEdit({ list }: ListReading, { start, end, newText }: Span & { newText: string }): TextEdit {
  return { range: toRange({ source: list.source, start, end }), newText };
}
