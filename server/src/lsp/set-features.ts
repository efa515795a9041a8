import {
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  type AnnotatedTextEdit,
  type PrepareRenameResult,
  type RenameParams,
  type TextDocumentEdit,
  type TextDocumentPositionParams,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node.js';
import type { Definition } from '../features/definition.ts';
import { findSetDefinition, findSetReferences, setInList, setInProgram, type SetAt } from '../features/set-places.ts';
import { prepareSetRename, renameSet, type SetRename } from '../features/set-rename.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import { toRange } from './convert.ts';
import type { FeatureContext } from './features.ts';

/** What is the same for a dispatcher set in a configuration and in a list: where it is named, and its rename. */
export class SetFeatures {
  readonly #context: FeatureContext;

  constructor(context: FeatureContext) {
    this.#context = context;
  }

  definition(params: TextDocumentPositionParams): Definition | undefined {
    const set = this.#setAt(params);
    return set && findSetDefinition(this.#context.workspace.listGroupOf(params.textDocument.uri), set);
  }

  references(params: TextDocumentPositionParams, includeDeclaration: boolean): readonly SourceRange[] | undefined {
    const set = this.#setAt(params);
    const { workspace } = this.#context;
    return set && findSetReferences(workspace.listGroupOf(params.textDocument.uri), set, { includeDeclaration });
  }

  prepareRename(params: TextDocumentPositionParams): PrepareRenameResult | null {
    const set = this.#setAt(params);
    if (!set) return null;
    const prepared = prepareSetRename(set);
    if ('refusal' in prepared) throw refused(prepared.refusal);
    return { range: toRange(prepared.range), placeholder: prepared.placeholder };
  }

  /** What the rename cannot reach is shown before the edits are made, or where the client cannot do that, beside them. */
  rename(params: RenameParams): WorkspaceEdit | null {
    const set = this.#setAt(params);
    if (!set) return null;
    const { workspace, connection, capabilities } = this.#context;
    const renamed = renameSet(workspace.listGroupOf(params.textDocument.uri), set, params.newName.trim());
    if ('refusal' in renamed) throw refused(renamed.refusal);
    const { documentChanges, changeAnnotationSupport } = capabilities().workspace?.workspaceEdit ?? {};
    if (renamed.notes.length > 0 && documentChanges === true && changeAnnotationSupport) {
      return this.#annotated(renamed, set.setId);
    }
    if (renamed.notes.length > 0) {
      const warning = { type: MessageType.Warning, message: renamed.notes.join(' ') };
      void connection.sendNotification(ShowMessageNotification.type, warning);
    }
    const edits = this.#byDocument<TextEdit>(renamed, (range, newText) => ({ range: toRange(range), newText }));
    return { changes: Object.fromEntries(edits) };
  }

  #annotated(renamed: SetRename, setId: number): WorkspaceEdit {
    const annotationId = 'set';
    const edits = this.#byDocument<AnnotatedTextEdit>(renamed, (range, newText) => ({
      range: toRange(range),
      newText,
      annotationId,
    }));
    const description = renamed.notes.join(' ');
    return {
      changeAnnotations: {
        [annotationId]: { label: `Not all places of set ${setId} can be known`, description, needsConfirmation: true },
      },
      documentChanges: [...edits].map(([uri, changes]): TextDocumentEdit => ({
        textDocument: { uri, version: this.#context.versionOf(uri) ?? null },
        edits: changes,
      })),
    };
  }

  #byDocument<Edit>(renamed: SetRename, toEdit: (range: SourceRange, newText: string) => Edit): Map<string, Edit[]> {
    const edits = new Map<string, Edit[]>();
    for (const { range, newText } of renamed.edits) {
      const uri = this.#context.spell(range.source.uri);
      edits.set(uri, [...(edits.get(uri) ?? []), toEdit(range, newText)]);
    }
    return edits;
  }

  #setAt({ textDocument, position }: TextDocumentPositionParams): SetAt | undefined {
    const { workspace } = this.#context;
    const list = workspace.listReadingOf(textDocument.uri);
    if (list) return setInList(list, list.list.source.offsetAt(position));
    const reading = workspace.readingOf(textDocument.uri);
    return reading && setInProgram(reading.analysis.program, reading.source, reading.source.offsetAt(position));
  }
}

/** An answer that the editor shows to the user. */
function refused(message: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
