/** Where dispatcher sets are named: in the calls of configurations and in the lines of lists. */
import { setIdOf } from '../dispatcher-list/entry-values.ts';
import type { ListGroup } from '../dispatcher-list/list-group.ts';
import type { ListReading } from '../dispatcher-list/list-reading.ts';
import type { ListEntry } from '../dispatcher-list/list.ts';
import { destinationSets, type SetUse } from '../semantic/destination-sets.ts';
import type { Program } from '../semantic/program.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import type { Definition, DefinitionTarget } from './definition.ts';

/** A set that is named at some place of a file. */
export interface SetAt {
  readonly setId: number;
  readonly range: SourceRange;
  /** What the place is: the first column of a list, an argument of a call, or the value of a define that calls use. */
  readonly place: 'line' | 'call' | 'define';
  /** The call, unless the place is in a list. */
  readonly use: SetUse | undefined;
}

/** The set that an argument or the value of a define names; undefined for one that means all sets. */
export function setInProgram(program: Program, source: SourceText, offset: number): SetAt | undefined {
  const { uses } = destinationSets(program);
  const call = uses.find((use) => holds(use.range, source, offset));
  if (call) return call.setId < 0 ? undefined : { setId: call.setId, range: call.range, place: 'call', use: call };
  for (const use of uses) {
    const { written, setId } = use;
    if (written && use.define !== undefined && setId >= 0 && holds(written, source, offset)) {
      return { setId, range: written, place: 'define', use };
    }
  }
  return undefined;
}

/** The set that the first column of a line names. */
export function setInList({ list }: ListReading, offset: number): SetAt | undefined {
  for (const entry of list.entries) {
    const setId = setIdOf(entry);
    if (setId === undefined || offset < entry.setId.start || offset > entry.setId.end) continue;
    return { setId, range: rangeOfSetId(list.source, entry), place: 'line', use: undefined };
  }
  return undefined;
}

function holds(range: SourceRange, source: SourceText, offset: number): boolean {
  return range.source.uri === source.uri && range.start <= offset && offset <= range.end;
}

export function rangeOfSetId(source: SourceText, { setId }: ListEntry): SourceRange {
  return { source, start: setId.start, end: setId.end };
}

/** A line of a list that adds a destination to a set. */
export interface SetLine {
  readonly reading: ListReading;
  readonly entry: ListEntry;
}

/** The lines of the lists that add to a set, in the order of the files. */
export function linesOfSet({ lists }: ListGroup, setId: number): SetLine[] {
  return lists.flatMap((reading) =>
    reading.list.entries.filter((entry) => setIdOf(entry) === setId).map((entry) => ({ reading, entry })),
  );
}

/** The places in the configurations that name a set, each once. */
export function usesOfSet({ configurations }: ListGroup, setId: number): SetUse[] {
  const found = new Map<string, SetUse>();
  for (const { program } of configurations) {
    for (const use of destinationSets(program).uses) {
      if (use.setId === setId) found.set(`${use.range.start} ${use.range.end} ${use.range.source.uri}`, use);
    }
  }
  return [...found.values()];
}

/** All places that name the set: the calls, and as declarations the lines of the lists. */
export function findSetReferences(
  group: ListGroup,
  { setId }: SetAt,
  options: { readonly includeDeclaration: boolean },
): SourceRange[] {
  const lines = options.includeDeclaration ? linesOfSet(group, setId) : [];
  return [
    ...lines.map(({ reading, entry }) => rangeOfSetId(reading.list.source, entry)),
    ...usesOfSet(group, setId).map(({ range }) => range),
  ];
}

/** From a call to the lines of its set, and from a line to the calls that use it. */
export function findSetDefinition(group: ListGroup, { setId, range, place }: SetAt): Definition | undefined {
  const targets =
    place === 'line' ? usesOfSet(group, setId).map(targetOfUse) : linesOfSet(group, setId).map(targetOfLine);
  return targets.length === 0 ? undefined : { origin: range, targets };
}

function targetOfLine({ reading, entry }: SetLine): DefinitionTarget {
  const { source } = reading.list;
  return { range: { source, start: entry.start, end: entry.end }, selection: rangeOfSetId(source, entry) };
}

function targetOfUse({ range }: SetUse): DefinitionTarget {
  return { range, selection: range };
}

/** The sets that lists and configurations of a group name, with what is said beside each when it is proposed. */
export function knownSets(group: ListGroup): { readonly setId: number; readonly detail: string }[] {
  const lines = new Map<number, string[]>();
  for (const { list } of group.lists) {
    for (const entry of list.entries) {
      const setId = setIdOf(entry);
      if (setId !== undefined) lines.set(setId, [...(lines.get(setId) ?? []), entry.uri?.text ?? '']);
    }
  }
  for (const { program } of group.configurations) {
    for (const { setId } of destinationSets(program).uses) {
      if (setId >= 0 && !lines.has(setId)) lines.set(setId, []);
    }
  }
  return [...lines]
    .sort(([a], [b]) => a - b)
    .map(([setId, uris]) => ({ setId, detail: uris.length === 0 ? 'used elsewhere' : describeUris(uris) }));
}

function describeUris(uris: readonly string[]): string {
  const [first = ''] = uris;
  return uris.length === 1 ? first : `${uris.length} destinations: ${first}, …`;
}
