import type { SourceRange, SourceText } from '../../syntax/source-text.ts';

/** What an item is, in the configuration's own terms; the wire has fewer kinds. */
export type CompletionKind =
  | 'keyword'
  | 'directive'
  | 'define'
  | 'setting'
  | 'value'
  | 'module'
  | 'parameter'
  | 'function'
  | 'routeBlock'
  | 'flag'
  | 'pseudoVariable'
  | 'name'
  | 'transformation'
  | 'operator';

/** One proposal: what is shown, and the edit that accepting it makes. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One line beside the label. */
  readonly detail?: string;
  /** Items are shown in the order of these texts where the typed word fits them equally well. */
  readonly sortText: string;
  /** What the text in `range` is compared with; the label where it is missing. */
  readonly filterText?: string;
  /** The typed word before the cursor, on the cursor's line. */
  readonly range: SourceRange;
  /** Where the word goes on behind the cursor: the end of what is replaced rather than pushed aside. */
  readonly replaceEnd: number;
  readonly newText: string;
  /** Whether `newText` holds tab stops (`$1`, `${1:name}`, `$0`). */
  readonly isSnippet: boolean;
  /** A newer Kamailio no longer has it. */
  readonly deprecated: boolean;
  /** What `resolveCompletion` makes the documentation from. */
  readonly documentationKey?: string;
  /** Whether the next word can be proposed as soon as this one is accepted. */
  readonly continues: boolean;
}

export interface CompletionResult {
  readonly items: readonly CompletionItem[];
  /** Always complete: typing on needs no further request. */
  readonly isIncomplete: false;
}

/** The stretch of text that an item takes the place of. */
export interface ReplacedText {
  readonly source: SourceText;
  readonly start: number;
  /** The cursor. */
  readonly offset: number;
  /** The end of the word that the cursor stands in. */
  readonly end: number;
}

/**
 * How near an item is to what is most likely meant: `fitting` is what this very place asks for, `known` what the
 * configuration already uses, `possible` what Kamailio would take here, `distant` what needs something else first,
 * `unlikely` what is there already or not allowed here, and `newer` what this version does not have yet.
 */
export type Rank = 'fitting' | 'known' | 'possible' | 'general' | 'distant' | 'unlikely' | 'newer';

const RANKS: Readonly<Record<Rank, string>> = {
  fitting: '1',
  known: '2',
  possible: '3',
  general: '4',
  distant: '5',
  unlikely: '6',
  newer: '7',
};

export interface Candidate {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly rank: Rank;
  readonly detail?: string | undefined;
  /** The text put in; the label where it is missing. */
  readonly text?: string | undefined;
  /** The same with tab stops. */
  readonly snippet?: string | undefined;
  readonly filter?: string | undefined;
  /** The place among items of the same rank; alphabetical where it is missing. */
  readonly order?: number | undefined;
  readonly deprecated?: boolean | undefined;
  readonly key?: string | undefined;
  readonly continues?: boolean | undefined;
}

/** Collects the items of one answer; of two with the same label and kind, the first counts. */
export class ItemList {
  readonly #replaced: ReplacedText;
  readonly #range: SourceRange;
  readonly #items = new Map<string, CompletionItem>();

  constructor(replaced: ReplacedText) {
    this.#replaced = replaced;
    this.#range = { source: replaced.source, start: replaced.start, end: replaced.offset };
  }

  add(candidate: Candidate): void {
    const { label, kind, rank, detail, filter, key, snippet } = candidate;
    const identity = `${kind} ${label}`;
    if (this.#items.has(identity)) return;
    const order = candidate.order === undefined ? '' : `${String(candidate.order).padStart(4, '0')} `;
    this.#items.set(identity, {
      label,
      kind,
      sortText: `${RANKS[rank]} ${order}${label.toLowerCase()}`,
      range: this.#range,
      replaceEnd: Math.max(this.#replaced.end, this.#replaced.offset),
      newText: snippet ?? candidate.text ?? label,
      isSnippet: snippet !== undefined,
      deprecated: candidate.deprecated === true,
      continues: candidate.continues === true,
      ...(detail === undefined ? {} : { detail }),
      ...(filter === undefined ? {} : { filterText: filter }),
      ...(key === undefined ? {} : { documentationKey: key }),
    });
  }

  result(): CompletionResult {
    return { items: [...this.#items.values()], isIncomplete: false };
  }
}

export const NO_COMPLETION: CompletionResult = { items: [], isIncomplete: false };

/** Text as a snippet that means just this text. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A tab stop with a name to type over, such as `${1:name}`. */
export function tabStop(number: number, name?: string): string {
  return name === undefined || name === '' ? `$${number}` : `\${${number}:${escapeSnippet(name)}}`;
}
