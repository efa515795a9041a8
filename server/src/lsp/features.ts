import {
  CodeActionKind,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionParams,
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
  type Connection,
  type TextDocumentPositionParams,
} from 'vscode-languageserver/node.js';
import { complete, resolveCompletion } from '../features/completion.ts';
import { quickFixes } from '../features/quick-fixes.ts';
import type { Reading, Workspace } from '../workspace/workspace.ts';
import { isCompletionData, toCompletionItem, toDocumentation } from './completion.ts';
import { toDiagnostic, toRange } from './convert.ts';
import type { Requests } from './request.ts';

/** What the handlers of the features work with. */
export interface FeatureContext {
  readonly connection: Connection;
  readonly requests: Requests;
  readonly workspace: Workspace;
  /** A document's address as its client writes it. */
  readonly spell: (uri: string) => string;
  readonly capabilities: () => ClientCapabilities;
}

/** A document as it is read, and a place in it. */
interface Place extends Reading {
  readonly offset: number;
}

/** Connects every feature to its request. */
export function registerFeatures(context: FeatureContext): void {
  const { connection, requests, workspace, spell, capabilities } = context;
  const placeOf = ({ textDocument, position }: TextDocumentPositionParams): Place | undefined => {
    const reading = workspace.readingOf(textDocument.uri);
    return reading && { ...reading, offset: reading.source.offsetAt(position) };
  };

  connection.onCompletion(
    requests.handle('textDocument/completion', null, (params: CompletionParams): CompletionList | null => {
      const place = placeOf(params);
      if (!place) return null;
      const trigger = params.context?.triggerCharacter;
      const { items, isIncomplete } = complete(place.analysis, place.source, place.offset, trigger);
      const { uri } = params.textDocument;
      return { isIncomplete, items: items.map((item) => toCompletionItem(item, uri, capabilities())) };
    }),
  );

  connection.onCompletionResolve(async (item: CompletionItem, token) => {
    const resolve = requests.handle('completionItem/resolve', item, (): CompletionItem => {
      if (!isCompletionData(item.data)) return item;
      const reading = workspace.readingOf(item.data.uri);
      const text = reading && resolveCompletion(reading.analysis, item.data.key);
      return text === undefined ? item : { ...item, documentation: toDocumentation(text) };
    });
    return resolve(undefined, token);
  });

  connection.onCodeAction(
    requests.handle('textDocument/codeAction', [], ({ textDocument, range, context: asked }: CodeActionParams) => {
      if (asked.only && !asked.only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
      const reading = workspace.readingOf(textDocument.uri);
      if (!reading) return [];
      const { source } = reading;
      const findings = workspace.findingsOf(textDocument.uri);
      return quickFixes(findings, source, source.offsetAt(range.start), source.offsetAt(range.end)).map(
        ({ title, finding, newText }): CodeAction => ({
          title,
          kind: CodeActionKind.QuickFix,
          isPreferred: true,
          diagnostics: [toDiagnostic(finding, spell)],
          edit: { changes: { [textDocument.uri]: [{ range: toRange(finding.range), newText }] } },
        }),
      );
    }),
  );
}
