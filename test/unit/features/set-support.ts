import assert from 'node:assert/strict';
import type { ListGroup } from '../../../server/src/dispatcher-list/list-group.ts';
import { readDispatcherList } from '../../../server/src/dispatcher-list/read-list.ts';
import { setInList, setInProgram, type SetAt } from '../../../server/src/features/set-places.ts';
import { analyseFixture, readFixture, type Fixture, type FixtureOptions } from '../support/fixture.ts';

/** A fixture's root with its lists: the files that end in `.list`. */
export interface SetFixture {
  readonly fixture: Fixture;
  readonly group: ListGroup;
}

/** Reads a fixture; for Kamailio 5.6 unless said otherwise. */
export function readSetFixture(text: string, options: FixtureOptions = {}): SetFixture {
  const fixture = readFixture(text);
  const analysis = analyseFixture(fixture, options);
  const lists = [...fixture.sources.values()]
    .filter(({ uri }) => uri.endsWith('.list'))
    .map((source) => ({
      list: readDispatcherList(source),
      version: analysis.catalog.version,
      configurations: [analysis],
    }));
  return { fixture, group: { configurations: [analysis], lists } };
}

/** The set at the cursor of a fixture. */
export function setAtCursor({ fixture, group }: SetFixture): SetAt | undefined {
  assert.ok(fixture.cursor, 'the fixture has a cursor');
  const { source, offset } = fixture.cursor;
  const reading = group.lists.find(({ list }) => list.source === source);
  if (reading) return setInList(reading, offset);
  return setInProgram(group.configurations[0]!.program, source, offset);
}
