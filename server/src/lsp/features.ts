import {
  type ClientCapabilities,
  type CodeActionParams,
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
  type Connection,
  type DocumentFormattingParams,
  type DocumentLink,
  type DocumentLinkParams,
  type DocumentRangeFormattingParams,
  type DocumentSymbolParams,
  type FoldingRange,
  type FoldingRangeParams,
  type Hover,
  type InlayHint,
  type InlayHintParams,
  type Location,
  type LocationLink,
  type ReferenceParams,
  type RenameParams,
  type SignatureHelp,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver/node.js';
import { complete, resolveCompletion } from '../features/completion.ts';
import { findDefinition, type Definition } from '../features/definition.ts';
import { findDocumentLinks } from '../features/document-links.ts';
import { listDocumentSymbols } from '../features/document-symbols.ts';
import { listFoldingRanges } from '../features/folding-ranges.ts';
import { hover } from '../features/hover.ts';
import { describeOfficial, documentedAt } from '../features/official-text.ts';
import { findReferences } from '../features/references.ts';
import { describeSet } from '../features/set-hover.ts';
import { knownSets, setInProgram } from '../features/set-places.ts';
import { signatureHelp } from '../features/signature-help.ts';
import type { OfficialText } from '../workspace/official-texts.ts';
import type { Reading, Workspace } from '../workspace/workspace.ts';
import { codeActions } from './code-actions.ts';
import { isCompletionData, toCompletionItem } from './completion.ts';
import { toDocumentation, toLocation, toRange, toSignatureHelp } from './convert.ts';
import { flatten, toDocumentSymbol } from './document-symbols.ts';
import { inlayHintsOf, resolveInlayHint } from './inlay-hints.ts';
import { completionOfList, foldingOfList, formattingOfList, hoverOfList, symbolsOfList } from './list-features.ts';
import type { Requests } from './request.ts';
import { SetFeatures } from './set-features.ts';

/** What the handlers of the features work with. */
export interface FeatureContext {
  readonly connection: Connection;
  readonly requests: Requests;
  readonly workspace: Workspace;
  /** A document's address as its client writes it. */
  readonly spell: (uri: string) => string;
  readonly capabilities: () => ClientCapabilities;
  readonly suggestCommand: () => string | undefined;
  readonly rulePages: () => string | undefined;
  readonly severityCommand: () => string | undefined;
  /** The version of an open document. */
  readonly versionOf: (uri: string) => number | undefined;
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
  /** Kamailio's own text, where the settings say where it is. */
  const officialTextAt = (uri: string, { analysis, source, offset }: Place): OfficialText | undefined => {
    if (workspace.settingsOf(uri).officialTexts === undefined) return undefined;
    const item = documentedAt(analysis, source, offset);
    return item && workspace.officialTextOf(uri, item);
  };
  const sets = new SetFeatures(context);
  const definitionAt = (params: TextDocumentPositionParams): Definition | undefined => {
    const place = placeOf(params);
    return place && findDefinition(place.analysis, place.source, place.offset);
  };

  connection.onHover(
    requests.handle('textDocument/hover', null, (params: TextDocumentPositionParams): Hover | null => {
      const list = workspace.listReadingOf(params.textDocument.uri);
      if (list) return hoverOfList(list, params.position);
      const place = placeOf(params);
      if (!place) return null;
      const { analysis, source, offset } = place;
      const found = hover(analysis, source, offset);
      const set = setInProgram(analysis.program, source, offset);
      const ofSet = set && describeSet(workspace.listGroupOf(params.textDocument.uri), set, analysis.program.root);
      const official = officialTextAt(params.textDocument.uri, place);
      const parts = [found?.markdown, official && describeOfficial(official), ofSet].filter(
        (text) => text !== undefined,
      );
      const range = found?.range ?? set?.range;
      return range && parts.length > 0
        ? { range: toRange(range), contents: toDocumentation(parts.join('\n\n---\n\n')) }
        : null;
    }),
  );

  connection.onSignatureHelp(
    requests.handle('textDocument/signatureHelp', null, (params: TextDocumentPositionParams): SignatureHelp | null => {
      const place = placeOf(params);
      const found = place && signatureHelp(place.analysis, place.source, place.offset);
      return found ? toSignatureHelp(found) : null;
    }),
  );

  connection.languages.inlayHint.on(
    requests.handle('textDocument/inlayHint', [], ({ textDocument, range }: InlayHintParams): InlayHint[] =>
      inlayHintsOf(workspace, textDocument.uri, range, capabilities()),
    ),
  );

  connection.languages.inlayHint.resolve(async (hint, token) =>
    requests.handle('inlayHint/resolve', hint, () => resolveInlayHint(workspace, hint))(undefined, token),
  );

  connection.onDefinition(
    requests.handle('textDocument/definition', null, (params: TextDocumentPositionParams) => {
      const found = [definitionAt(params), sets.definition(params)].filter((entry) => entry !== undefined);
      const [first] = found;
      if (!first) return null;
      const targets = found.flatMap((entry) => entry.targets);
      if (capabilities().textDocument?.definition?.linkSupport !== true) {
        return targets.map(({ selection }) => toLocation(selection, spell));
      }
      return targets.map(({ range, selection }): LocationLink => ({
        originSelectionRange: toRange(first.origin),
        targetUri: spell(range.source.uri),
        targetRange: toRange(range),
        targetSelectionRange: toRange(selection),
      }));
    }),
  );

  connection.onReferences(
    requests.handle('textDocument/references', null, (params: ReferenceParams): Location[] | null => {
      const { includeDeclaration } = params.context;
      const place = placeOf(params);
      const found = place ? findReferences(place.analysis, place.source, place.offset, { includeDeclaration }) : [];
      const ranges = found.length > 0 ? found : sets.references(params, includeDeclaration);
      return ranges?.map((range) => toLocation(range, spell)) ?? null;
    }),
  );

  connection.onPrepareRename(
    requests.handle('textDocument/prepareRename', null, (params: TextDocumentPositionParams) =>
      sets.prepareRename(params),
    ),
  );

  connection.onRenameRequest(
    requests.handle('textDocument/rename', null, (params: RenameParams): WorkspaceEdit | null => sets.rename(params)),
  );

  connection.onDocumentLinks(
    requests.handle('textDocument/documentLink', [], ({ textDocument }: DocumentLinkParams): DocumentLink[] => {
      const reading = workspace.readingOf(textDocument.uri);
      if (!reading) return [];
      return findDocumentLinks(reading.analysis, reading.source).map(({ range, target, tooltip }) => ({
        range: toRange(range),
        target: spell(target.uri),
        tooltip,
      }));
    }),
  );

  connection.onDocumentSymbol(
    requests.handle('textDocument/documentSymbol', [], ({ textDocument }: DocumentSymbolParams) => {
      const list = workspace.listReadingOf(textDocument.uri);
      const reading = list ? undefined : workspace.readingOf(textDocument.uri);
      const entries = reading ? listDocumentSymbols(reading.analysis, reading.source) : [];
      const symbols = list ? symbolsOfList(list) : entries.map(toDocumentSymbol);
      const isNested = capabilities().textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
      return isNested ? symbols : flatten(symbols, textDocument.uri);
    }),
  );

  connection.onFoldingRanges(
    requests.handle('textDocument/foldingRange', [], ({ textDocument }: FoldingRangeParams): FoldingRange[] => {
      const list = workspace.listReadingOf(textDocument.uri);
      if (list) return foldingOfList(list);
      const reading = workspace.readingOf(textDocument.uri);
      if (!reading) return [];
      return listFoldingRanges(reading.analysis, reading.source).map(({ startLine, endLine, kind }) => ({
        startLine,
        endLine,
        ...(kind === 'code' ? {} : { kind }),
      }));
    }),
  );

  connection.onCompletion(
    requests.handle('textDocument/completion', null, (params: CompletionParams): CompletionList | null => {
      const trigger = params.context?.triggerCharacter;
      const target = {
        uri: params.textDocument.uri,
        capabilities: capabilities(),
        suggestCommand: context.suggestCommand(),
      };
      const list = workspace.listReadingOf(params.textDocument.uri);
      if (list) return completionOfList(list, params.position, trigger, target);
      const place = placeOf(params);
      if (!place) return null;
      const { items, isIncomplete } = complete(place.analysis, place.source, place.offset, trigger, () =>
        knownSets(workspace.listGroupOf(params.textDocument.uri)),
      );
      return { isIncomplete, items: items.map((item) => toCompletionItem(item, target)) };
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
    requests.handle('textDocument/codeAction', [], (params: CodeActionParams) => codeActions(context, params)),
  );

  connection.onDocumentFormatting(
    requests.handle('textDocument/formatting', null, ({ textDocument }: DocumentFormattingParams) => {
      const list = workspace.listReadingOf(textDocument.uri);
      return list ? formattingOfList(list) : null;
    }),
  );

  connection.onDocumentRangeFormatting(
    requests.handle('textDocument/rangeFormatting', null, ({ textDocument, range }: DocumentRangeFormattingParams) => {
      const list = workspace.listReadingOf(textDocument.uri);
      return list ? formattingOfList(list, range) : null;
    }),
  );
}
