import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { analyse, type Analysis } from '../../../server/src/semantic/analysis.ts';
import { SourceText, type SourceRange } from '../../../server/src/syntax/source-text.ts';
import { createFileResolver } from '../../../server/src/workspace/file-resolver.ts';
import { openCatalog } from '../catalog/repository.ts';
import { analyseFixture, readFixture, type FixtureOptions } from '../support/fixture.ts';

/** A fixture's program with the place of its cursor. */
export interface CursorPlace {
  readonly analysis: Analysis;
  readonly source: SourceText;
  readonly offset: number;
}

/** Reads a fixture that has a cursor; for Kamailio 5.6 unless said otherwise. */
export function atCursor(text: string, options: FixtureOptions = {}): CursorPlace {
  const fixture = readFixture(text);
  assert.ok(fixture.cursor, 'the fixture has no cursor');
  return { analysis: analyseFixture(fixture, options), ...fixture.cursor };
}

/** The text of a range. */
export function textOf({ source, start, end }: SourceRange): string {
  return source.text.slice(start, end);
}

/** A range as people would say it: `file:line text`. */
export function placeOf(range: SourceRange): string {
  const file = range.source.uri.slice(range.source.uri.lastIndexOf('/') + 1);
  return `${file}:${range.source.lineAt(range.start) + 1} ${textOf(range)}`.trimEnd();
}

const EXAMPLES = path.resolve(import.meta.dirname, '../../../examples');

/** The programs of the example deployment, their texts as `rewrite` gives them. */
export function readExamples(
  rewrite: (text: string) => string = (text) => text,
  nodes: readonly string[] = ['sbc', 'router-a'],
): Analysis[] {
  const sources = new Map<string, SourceText>();
  for (const entry of readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:cfg|list)$/.test(entry)) continue;
    const file = path.join(EXAMPLES, entry);
    const uri = pathToFileURL(file).toString();
    sources.set(uri, new SourceText(uri, rewrite(readFileSync(file, 'utf8'))));
  }
  const host = createFileResolver((uri) => sources.get(uri), []);
  return nodes.map((node) => {
    const root = sources.get(pathToFileURL(path.join(EXAMPLES, node, 'kamailio.cfg')).toString());
    assert.ok(root, `examples/${node}/kamailio.cfg`);
    return analyse(root, host, openCatalog('5.6'), { defines: [] });
  });
}
