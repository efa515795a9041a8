import assert from 'node:assert/strict';
import type { KamailioVersion } from '../../../../server/src/catalog/versions.ts';
import { checkList } from '../../../../server/src/dispatcher-list/checks/check.ts';
import type { DispatcherList, Piece } from '../../../../server/src/dispatcher-list/list.ts';
import { readDispatcherList } from '../../../../server/src/dispatcher-list/read-list.ts';
import type { Finding } from '../../../../server/src/semantic/problem.ts';
import { SourceText } from '../../../../server/src/syntax/source-text.ts';
import { analyseFixture, describeFinding, readFixture } from '../../support/fixture.ts';

export function readText(text: string): DispatcherList {
  return readDispatcherList(new SourceText('file:///project/dispatcher.list', text));
}

/** Applies edits that do not overlap; of those at one place the first stands first. */
export function applyEdits(
  text: string,
  edits: readonly { readonly start: number; readonly end: number; readonly newText: string }[],
): string {
  let result = text;
  let before = Infinity;
  for (const { start, end, newText } of [...edits].reverse().sort((a, b) => b.start - a.start || b.end - a.end)) {
    assert.ok(start <= end && end <= before, 'edits do not overlap');
    before = start;
    result = result.slice(0, start) + newText + result.slice(end);
  }
  return result;
}

/** What a list says, without the places where it says it. */
export function shapeOf(text: string): unknown {
  const { entries, comments, cuts } = readText(text);
  const word = (piece: Piece | undefined): unknown => piece && [piece.text, piece.isTemplate];
  return {
    entries: entries.map((entry) => [
      [entry.setId, entry.uri, entry.flags, entry.priority, entry.attributeText, entry.rest].map(word),
      entry.attributes.map(({ name, value }) => [word(name), word(value)]),
      entry.attributeFault?.kind,
      entry.comment && text.slice(entry.comment.start, entry.comment.end),
    ]),
    comments: comments.map(({ start, end }) => text.slice(start, end)),
    cuts: cuts.length,
  };
}

export interface ListFixtureOptions {
  readonly version?: KamailioVersion;
  /** The text of a configuration that loads the list. */
  readonly configuration?: string;
  readonly only?: readonly string[];
}

/**
 * Asserts that a list has exactly the findings that lines of carets below its lines say; gives them for a look at
 * their messages. The list is `dispatcher.list`; 5.6 reads it unless said otherwise.
 */
export function assertListFindings(text: string, options: ListFixtureOptions = {}): Finding[] {
  const { version = '5.6', configuration, only } = options;
  const fixture = readFixture(`--- dispatcher.list\n${text}`);
  const configurations = configuration === undefined ? [] : [analyseFixture(readFixture(configuration), { version })];
  const found = checkList({ list: readDispatcherList(fixture.root), version, configurations }).filter(
    (finding) => only?.includes(finding.code) ?? true,
  );
  assert.deepEqual(found.map(describeFinding).sort(), [...fixture.expected].sort());
  return found;
}
