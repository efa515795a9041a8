import {
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  type ClientCapabilities,
  type CompletionItem,
} from 'vscode-languageserver/node.js';
import type { CompletionItem as Proposal, CompletionKind } from '../features/completion-items/item.ts';
import { toRange } from './convert.ts';

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  directive: CompletionItemKind.Keyword,
  define: CompletionItemKind.Constant,
  setting: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  module: CompletionItemKind.Module,
  parameter: CompletionItemKind.Property,
  function: CompletionItemKind.Function,
  routeBlock: CompletionItemKind.Method,
  flag: CompletionItemKind.EnumMember,
  pseudoVariable: CompletionItemKind.Variable,
  name: CompletionItemKind.Text,
  transformation: CompletionItemKind.Operator,
  operator: CompletionItemKind.Operator,
};

/** What an item remembers until its documentation is asked for. */
export interface CompletionData {
  readonly uri: string;
  readonly key: string;
}

export function isCompletionData(data: unknown): data is CompletionData {
  return typeof data === 'object' && data !== null && 'uri' in data && 'key' in data;
}

/** What proposals are made for: the document, and what its client can take. */
export interface CompletionTarget {
  readonly uri: string;
  readonly capabilities: ClientCapabilities;
  /** See `InitializationOptions`. */
  readonly suggestCommand: string | undefined;
}

/** A proposal as the client can take it. */
export function toCompletionItem(proposal: Proposal, target: CompletionTarget): CompletionItem {
  const { uri, suggestCommand } = target;
  const abilities = target.capabilities.textDocument?.completion?.completionItem;
  const takesSnippets = abilities?.snippetSupport === true;
  const newText = proposal.isSnippet && !takesSnippets ? withoutTabStops(proposal.newText) : proposal.newText;
  const insert = toRange(proposal.range);
  const replace = { start: insert.start, end: proposal.range.source.positionAt(proposal.replaceEnd) };
  const item: CompletionItem = {
    label: proposal.label,
    kind: KINDS[proposal.kind],
    sortText: proposal.sortText,
    textEdit: abilities?.insertReplaceSupport === true ? { newText, insert, replace } : { newText, range: insert },
  };
  if (proposal.detail !== undefined) item.detail = proposal.detail;
  if (proposal.filterText !== undefined) item.filterText = proposal.filterText;
  if (proposal.isSnippet && takesSnippets) item.insertTextFormat = InsertTextFormat.Snippet;
  if (proposal.deprecated && abilities?.tagSupport) item.tags = [CompletionItemTag.Deprecated];
  if (proposal.continues && suggestCommand !== undefined) item.command = { title: 'Suggest', command: suggestCommand };
  if (proposal.documentationKey !== undefined) item.data = { uri, key: proposal.documentationKey };
  return item;
}

function withoutTabStops(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, '$1')
    .replace(/\$\{\d+:((?:[^\\}]|\\.)*)\}/g, '$1')
    .replace(/\$\{?\d+\}?/g, '')
    .replace(/\\([\\$}])/g, '$1');
}
