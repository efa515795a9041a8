import { numberOf } from '../dispatcher-list/entry-values.ts';
import type { ListGroup } from '../dispatcher-list/list-group.ts';
import { destinationSets, type SetUse } from '../semantic/destination-sets.ts';
import type { Program } from '../semantic/program.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import { enumerate } from '../text/markdown.ts';
import { compatibilityOf, readFileText } from './file-text.ts';
import { displayPath } from '../text/places.ts';
import { linesOfSet, rangeOfSetId, usesOfSet, type SetAt } from './set-places.ts';
import { isInactive } from './symbol-at.ts';

/** The greatest number that Kamailio keeps for a set. */
const GREATEST = 2 ** 31 - 1;
/** More places than these are counted instead of named. */
const MOST_NAMED = 3;

export interface SetRename {
  readonly edits: readonly { readonly range: SourceRange; readonly newText: string }[];
  /** What the user should know before the edits are made: places that the rename cannot reach. */
  readonly notes: readonly string[];
}

/** Why something cannot be renamed, as a sentence for the user. */
export interface Refusal {
  readonly refusal: string;
}

/** Whether a set can be renamed from a place: gives the text that is asked about. */
export function prepareSetRename(set: SetAt): { readonly range: SourceRange; readonly placeholder: string } | Refusal {
  const { use, setId, range, place } = set;
  if (place === 'call' && use?.define !== undefined) {
    return { refusal: `${use.define} stands for set ${setId}: rename the number where ${use.define} is defined.` };
  }
  if (place === 'call' && !use?.written) return { refusal: 'This number is made by a substitution or an expression.' };
  return { range, placeholder: String(setId) };
}

/** Gives a set another number in all lists and configurations of a group. */
export function renameSet(group: ListGroup, set: SetAt, newName: string): SetRename | Refusal {
  const { setId } = set;
  const prepared = prepareSetRename(set);
  if ('refusal' in prepared) return prepared;
  if (!/^\d{1,10}$/.test(newName) || Number(newName) > GREATEST) {
    return { refusal: `A set has a whole number from 0 to ${GREATEST} for its name.` };
  }
  const newId = Number(newName);
  if (newId === setId) return { edits: [], notes: [] };
  if (linesOfSet(group, newId).length > 0 || usesOfSet(group, newId).length > 0) {
    return { refusal: `There is a set ${newId} already: the two would become one.` };
  }
  const lines = linesOfSet(group, setId);
  const uses = usesOfSet(group, setId);
  const ranges = new Map<string, SourceRange>();
  const add = (range: SourceRange): void => void ranges.set(`${range.start} ${range.source.uri}`, range);
  for (const { reading, entry } of lines) add(rangeOfSetId(reading.list.source, entry));
  for (const use of uses) {
    if (use.written) add(use.written);
    else if (use.define === undefined) {
      return { refusal: `${placesOf(group, [use.range])} names set ${setId} by a substitution or an expression.` };
    }
  }
  for (const name of new Set(uses.flatMap(({ define }) => (define === undefined ? [] : [define])))) {
    const refusal = otherUseOfDefine(group, name, setId);
    if (refusal !== undefined) return { refusal };
  }
  const edits = [...ranges.values()].map((range) => ({ range, newText: String(newId) }));
  return { edits, notes: notesOf(group, setId, lines.length) };
}

/** Why a define cannot get another value: it is used for more than this set. */
function otherUseOfDefine(group: ListGroup, name: string, setId: number): string | undefined {
  const others: SourceRange[] = [];
  let isEdited = false;
  for (const { program } of group.configurations) {
    const named = destinationSets(program).uses.filter(({ define }) => define === name);
    isEdited ||= named.some(({ written }) => written !== undefined);
    others.push(...usesOfDefine(program, name).filter((range) => !isUseOf(range, named, setId)));
  }
  if (others.length > 0) {
    return `${name} stands for set ${setId}, and for something else in ${placesOf(group, others)}: change it by hand.`;
  }
  return isEdited ? undefined : `The value of ${name}, which stands for set ${setId}, is in no file that is known.`;
}

function isUseOf(range: SourceRange, named: readonly SetUse[], setId: number): boolean {
  return named.some(
    (use) => use.setId === setId && use.range.source === range.source && use.range.start === range.start,
  );
}

/** Where the value of a define counts: where it is put, compared or read, on both sides of every condition. */
function usesOfDefine(program: Program, name: string): SourceRange[] {
  const found = program.preprocessed.uses
    .filter((use) => use.name === name && use.kind === 'expansion')
    .map(({ range }) => range);
  const word = new RegExp(`(?<!\\w)${name}(?!\\w)`, 'g');
  const variable = new RegExp(`\\$\\(?def[ns]?\\(${name}\\)`, 'g');
  for (const source of program.files) {
    const { tokens, directives } = readFileText(source, compatibilityOf(program));
    for (const { image, start, end } of tokens) {
      if (image === name && isInactive(program, source, start)) found.push({ source, start, end });
    }
    for (const { kind, argument, value } of directives) {
      const text = kind === 'ifexp' ? argument : kind === 'defexp' || kind === 'defexps' ? value : undefined;
      for (const { index } of source.text.slice(text?.start, text?.end).matchAll(text ? word : /$^/g)) {
        found.push({ source, start: (text?.start ?? 0) + index, end: (text?.start ?? 0) + index + name.length });
      }
    }
    for (const { index, 0: whole } of source.text.matchAll(variable)) {
      found.push({ source, start: index, end: index + whole.length });
    }
  }
  return found;
}

function notesOf(group: ListGroup, setId: number, lines: number): string[] {
  const notes: string[] = [];
  const unknown = group.configurations.flatMap(({ program }) => destinationSets(program).unknown);
  const places = distinct(unknown.map(({ range }) => range));
  if (places.length > 0) {
    notes.push(`Which set is meant is known only when a call comes in ${placesOf(group, places)}.`);
  }
  const scripts = group.configurations.filter(({ program }) => {
    const { isComplete, unknown: open } = destinationSets(program);
    return !isComplete && open.every(({ isActive }) => !isActive);
  });
  if (scripts.length > 0) notes.push('Routing logic in another language may name the set too.');
  const templates = group.lists.flatMap(({ list }) =>
    list.entries
      .filter((entry) => numberOf(entry.setId) === undefined)
      .map((entry) => ({ source: list.source, start: entry.start, end: entry.end })),
  );
  if (templates.length > 0) notes.push(`A template writes the set in ${placesOf(group, templates)}.`);
  if (lines === 0) notes.push(`No list that is known holds set ${setId}: its destinations are to be changed too.`);
  return notes;
}

function distinct(ranges: readonly SourceRange[]): SourceRange[] {
  return [...new Map(ranges.map((range) => [`${range.start} ${range.source.uri}`, range])).values()];
}

/** Places in words: `a.cfg:3 and b.cfg:9`, the first of them where there are many. */
function placesOf({ configurations, lists }: ListGroup, ranges: readonly SourceRange[]): string {
  const root = configurations[0]?.program.root ?? lists[0]?.list.source;
  const named = distinct(ranges).map(
    ({ source, start }) => `${displayPath(source, root ?? source)}:${source.lineAt(start) + 1}`,
  );
  const more = named.length - MOST_NAMED;
  return enumerate(more > 0 ? [...named.slice(0, MOST_NAMED), `${more} more`] : named);
}
