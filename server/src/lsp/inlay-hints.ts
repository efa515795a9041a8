import {
  InlayHintKind as ProtocolKind,
  type ClientCapabilities,
  type InlayHint,
  type Position,
  type Range,
} from 'vscode-languageserver/node.js';
import { hintsInList } from '../dispatcher-list/features/inlay-hints.ts';
import { inlayHints, type InlayHintKind } from '../features/inlay-hints.ts';
import type { SourceText } from '../syntax/source-text.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { toDocumentation } from './convert.ts';

/** What a hint remembers until its explanation is asked for. */
interface HintData {
  readonly uri: string;
}

interface FoundHint {
  readonly offset: number;
  readonly label: string;
  readonly kind: InlayHintKind;
  readonly tooltip: () => string | undefined;
}

/** The hints of a stretch of a document, their explanations only for clients that cannot ask for them later. */
export function inlayHintsOf(
  workspace: Workspace,
  uri: string,
  range: Range,
  capabilities: ClientCapabilities,
): InlayHint[] {
  const found = findHints(workspace, uri, range);
  if (!found) return [];
  const { resolveSupport } = capabilities.textDocument?.inlayHint ?? {};
  const isResolved = resolveSupport?.properties.includes('tooltip') === true;
  return found.hints.map((hint) => {
    const shown = toInlayHint(found.source, hint);
    return isResolved ? { ...shown, data: { uri } satisfies HintData } : withTooltip(shown, hint);
  });
}

/** A hint with its explanation. */
export function resolveInlayHint(workspace: Workspace, hint: InlayHint): InlayHint {
  if (!isHintData(hint.data)) return hint;
  const { line } = hint.position;
  const range = { start: { line, character: 0 }, end: hint.position };
  const found = findHints(workspace, hint.data.uri, range);
  const same = found?.hints.findLast(
    (entry) => entry.label === hint.label && isSame(found.source.positionAt(entry.offset), hint.position),
  );
  return same ? withTooltip(hint, same) : hint;
}

function findHints(
  workspace: Workspace,
  uri: string,
  { start, end }: Range,
): { readonly source: SourceText; readonly hints: readonly FoundHint[] } | undefined {
  const kinds = new Set(workspace.settingsOf(uri).inlayHints);
  const list = workspace.listReadingOf(uri);
  if (list) {
    const { source } = list.list;
    const span = { start: source.offsetAt(start), end: source.offsetAt(end) };
    const hints = kinds.has('flags') ? hintsInList(list, span) : [];
    return { source, hints: hints.map((hint) => ({ ...hint, kind: 'flags' })) };
  }
  const reading = workspace.readingOf(uri);
  if (!reading) return undefined;
  const { analysis, source } = reading;
  const span = { start: source.offsetAt(start), end: source.offsetAt(end) };
  return { source, hints: inlayHints(analysis, source, span, kinds) };
}

function toInlayHint(source: SourceText, { offset, label, kind }: FoundHint): InlayHint {
  const position = source.positionAt(offset);
  return kind === 'arguments'
    ? { position, label, kind: ProtocolKind.Parameter, paddingRight: true }
    : { position, label, paddingLeft: true };
}

function withTooltip(hint: InlayHint, { tooltip }: FoundHint): InlayHint {
  const text = tooltip();
  return text === undefined ? hint : { ...hint, tooltip: toDocumentation(text) };
}

function isSame(a: Position, b: Position): boolean {
  return a.line === b.line && a.character === b.character;
}

function isHintData(data: unknown): data is HintData {
  return typeof data === 'object' && data !== null && 'uri' in data && typeof data.uri === 'string';
}
