/** The file of the dispatcher module's destinations (`list_file`), read as `ds_load_list()` does in dispatch.c. */
import type { SourceText } from '../syntax/source-text.ts';
import type { TemplatePart } from './find-templates.ts';
import type { DestinationResult } from './parse-uri.ts';

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

/** Why Kamailio does not take the last column as it is written (`parse_params()` in core/parser/parse_param.c). */
export interface AttributeFault extends Span {
  /**
   * `no-value`: `name=;`, `open-quote`: no closing quote, `behind-quote`: text right behind a closing quote,
   * `empty-end`: more than one `;` at the end. With these Kamailio drops the destination.
   * `comma`: the attributes end at a comma; what follows it is not read.
   */
  readonly kind: 'no-value' | 'open-quote' | 'behind-quote' | 'empty-end' | 'comma';
}

/** One line that adds a destination to a set. Starts with its first character that is no blank, ends with the last. */
export interface ListEntry extends Span {
  /** Counted from 0. */
  readonly line: number;
  /** The digits at the start; empty where there are none: Kamailio then takes 0. */
  readonly setId: Piece;
  readonly uri: Piece | undefined;
  /** What Kamailio makes of the URI; undefined where there is none or a template writes some of it. */
  readonly destination: DestinationResult | undefined;
  /** Digits, or `0x` and hexadecimal ones. Undefined where there are none: what stands there is a later column. */
  readonly flags: Piece | undefined;
  readonly priority: Piece | undefined;
  /** The whole last column as Kamailio takes it. */
  readonly attributeText: Piece | undefined;
  /** Also those behind a fault, which Kamailio does not read. */
  readonly attributes: readonly ListAttribute[];
  /** The first fault of the last column; none is looked for where a template fills in some of it. */
  readonly attributeFault: AttributeFault | undefined;
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
  /** Parts of a template's language: `{{ … }}`, `{% … %}`, `{# … #}`, `<% … %>`, `${…}`. */
  readonly templates: readonly TemplatePart[];
  /** Where Kamailio's reading starts a new line within a line, because it takes at most 1023 bytes at once. */
  readonly cuts: readonly number[];
}

/** Every comment, behind columns too, in the order of the text. */
export function commentsOfList({ comments, entries }: DispatcherList): Span[] {
  return [...comments, ...entries.flatMap(({ comment }) => comment ?? [])].sort((a, b) => a.start - b.start);
}
