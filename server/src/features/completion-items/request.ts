import { CORE, type Catalog } from '../../catalog/catalog.ts';
import { compareVersions, type Lifespan } from '../../catalog/versions.ts';
import { nameVersion } from '../../text/lifespan.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import type { Cursor } from '../completion-context/cursor.ts';
import type { ProgramNames } from '../completion-names.ts';
import { ItemList, type Rank } from './item.ts';

/** One request for completion: all that the items are made from. */
export interface Completion {
  readonly analysis: Analysis;
  readonly catalog: Catalog;
  readonly names: ProgramNames;
  readonly cursor: Cursor;
  /** The dispatcher sets that lists and configurations are known to have; collected when they are asked for. */
  readonly sets: () => readonly KnownSet[];
}

/** A dispatcher set, to be proposed. */
export interface KnownSet {
  readonly setId: number;
  readonly detail: string;
}

/** Whether the configuration loads a module, be it under a condition that does not hold now. */
export function isLoaded({ names }: Completion, module: string): boolean {
  return module === CORE || names.modules.has(module);
}

/** How near the items of some modules are, and what is said of it: loaded ones come first. */
export function describeModule(
  completion: Completion,
  owners: readonly string[],
): { readonly rank: Rank; readonly detail: string } {
  const { names } = completion;
  const loaded = owners.find((module) => module === CORE || names.modules.get(module) === 'loaded');
  if (loaded !== undefined) return { rank: 'possible', detail: loaded };
  const conditional = owners.find((module) => names.modules.has(module));
  if (conditional !== undefined) return { rank: 'possible', detail: `${conditional}, loaded under a condition` };
  return { rank: 'distant', detail: `${owners.join(' or ')}: module not loaded` };
}

/**
 * What is said of an item that only a newer Kamailio has: it is proposed behind all others. Nothing of one that this version
 * has; one that is gone is proposed no more.
 */
export function describeNewer(
  catalog: Catalog,
  item: Lifespan,
): { readonly rank: 'newer'; readonly detail: string } | undefined {
  if (compareVersions(item.since, catalog.version) <= 0) return undefined;
  return { rank: 'newer', detail: `new in ${nameVersion(item.since)}; you use ${nameVersion(catalog.version)}` };
}

/** The word that is typed as a value: in code or in a string. */
export interface ValueWord {
  readonly list: ItemList;
  readonly isInString: boolean;
  /** What stands in the string before the word; empty in code. */
  readonly lead: string;
  readonly typed: string;
  /** A name as the text that belongs here: in quotes where it is a string and there are none yet. */
  quote(name: string): string;
  /** A name that may stand without quotes, when it has the form of a word. */
  bare(name: string): string;
}

/** @param characters what the word is made of; a word in code is what the lexer takes for one */
export function valueWord({ cursor }: Completion, characters: RegExp): ValueWord {
  const { source, offset, site } = cursor;
  if (site.kind !== 'string') {
    const word = site.kind === 'code' ? site : { start: offset, end: offset };
    return {
      list: new ItemList({ source, start: word.start, offset, end: word.end }),
      isInString: false,
      lead: '',
      typed: source.text.slice(word.start, offset),
      quote: (name) => `"${name}"`,
      bare: (name) => (/^(?:[A-Za-z_]\w*|0|[1-9]\d*)$/.test(name) ? name : `"${name}"`),
    };
  }
  const { literal } = site;
  const isWord = (char: string): boolean => char !== '\n' && char !== '\r' && characters.test(char);
  let start = offset;
  while (start > literal.start && isWord(source.text[start - 1]!)) start--;
  let end = offset;
  while (end < literal.end && isWord(source.text[end]!)) end++;
  const close = literal.isClosed ? '' : literal.quote;
  return {
    list: new ItemList({ source, start, offset, end }),
    isInString: true,
    lead: source.text.slice(literal.start, start),
    typed: source.text.slice(start, offset),
    quote: (name) => name + close,
    bare: (name) => name + close,
  };
}

/** The first character behind the word at the cursor, blanks skipped; empty at the line's end. */
export function nextCharacter({ cursor }: Completion): string {
  const { source, offset, site } = cursor;
  const from = site.kind === 'code' || site.kind === 'brackets' ? site.end : offset;
  return /^[ \t]*([^ \t\r\n]?)/.exec(source.text.slice(from, from + 256))?.[1] ?? '';
}
