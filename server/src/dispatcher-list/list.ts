/** The file of the dispatcher module's destinations (`list_file`), read as `ds_load_list()` does in dispatch.c. */
import type { SourceText } from '../syntax/source-text.ts';

/** A part of the text; offsets in UTF-16 code units, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece of text between blanks, or a part of one. */
export interface Piece extends Span {
  readonly text: string;
  /** Whether a template fills in some of it, so that its value is not known here. */
  readonly isTemplate: boolean;
}

/** One `name=value` of the last column. */
export interface ListAttribute extends Span {
  readonly name: Piece;
  /** Undefined where there is no `=`. Without quotes. */
  readonly value: Piece | undefined;
}

/** One line that adds a destination to a set. */
export interface ListEntry extends Span {
  /** Counted from 0. */
  readonly line: number;
  readonly setId: Piece;
  readonly uri: Piece | undefined;
  readonly flags: Piece | undefined;
  readonly priority: Piece | undefined;
  /** The whole last column as Kamailio takes it. */
  readonly attributeText: Piece | undefined;
  readonly attributes: readonly ListAttribute[];
  /** What stands behind the last column; Kamailio does not read it. */
  readonly rest: Piece | undefined;
  /** Behind a comment sign in the same line, the sign included. */
  readonly comment: Span | undefined;
}

export interface DispatcherList {
  readonly source: SourceText;
  readonly entries: readonly ListEntry[];
  /** Whole-line comments, the sign included. */
  readonly comments: readonly Span[];
  /** Parts of a template's language: `{{ … }}`, `{% … %}`, `<% … %>`, `${…}`. */
  readonly templates: readonly Span[];
}
