import assert from 'node:assert/strict';
import type { KamailioVersion } from '../../../server/src/catalog/versions.ts';
import { checkProgram } from '../../../server/src/rules/check.ts';
import { analyse, type Analysis } from '../../../server/src/semantic/analysis.ts';
import type { Finding } from '../../../server/src/semantic/problem.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';
import { createFileResolver, type PathMapping } from '../../../server/src/workspace/file-resolver.ts';
import { openCatalog } from '../catalog/repository.ts';

/** The mark of the cursor in a fixture's text. */
export const CURSOR = '‸';
const FOLDER = 'file:///project/';

/** A small deployment written as one text. */
export interface Fixture {
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly root: SourceText;
  /** Where the cursor mark stood. */
  readonly cursor: { readonly source: SourceText; readonly offset: number } | undefined;
  /** Findings that the text says it has, as `file line:from-to code`, lines and columns from 1. */
  readonly expected: readonly string[];
}

/**
 * Reads a fixture. Files are separated by lines `--- name.cfg` (without one, all is `kamailio.cfg`); the first is the
 * root. A line of carets below a line of text says which finding it has there, and is no part of the text:
 *
 *     modparam("tm", "fr_tmer", 1)
 *                    ^^^^^^^^^ unknown-parameter
 */
export function readFixture(text: string): Fixture {
  const sources = new Map<string, SourceText>();
  const expected: string[] = [];
  let cursor: { name: string; offset: number } | undefined;
  const parts = text.startsWith('--- ') ? text.split(/^--- (.+)\n/m).slice(1) : ['kamailio.cfg', text];
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const name = parts[index]!.trim();
    const lines: string[] = [];
    for (const line of parts[index + 1]!.split('\n')) {
      const marks = /^(\s*)(\^+)\s*([a-z-]+)\s*$/.exec(line);
      if (!marks) {
        lines.push(line);
        continue;
      }
      const from = marks[1]!.length + 1;
      expected.push(`${name} ${lines.length}:${from}-${from + marks[2]!.length} ${marks[3]!}`);
    }
    const whole = lines.join('\n');
    const at = whole.indexOf(CURSOR);
    if (at >= 0) cursor = { name, offset: at };
    sources.set(name, new SourceText(FOLDER + name, whole.replace(CURSOR, '')));
  }
  const [root] = sources.values();
  assert.ok(root, 'a fixture has at least one file');
  const source = cursor && sources.get(cursor.name);
  return { sources, root, cursor: cursor && source ? { source, offset: cursor.offset } : undefined, expected };
}

/** The text of one file as a whole configuration: with a main route block, if it has none. */
export function whole(text: string): string {
  return /^request_route\b/m.test(text) ? text : `${text}\nrequest_route { exit; }\n`;
}

export interface FixtureOptions {
  readonly version?: KamailioVersion;
  readonly defines?: readonly string[];
  readonly mappings?: readonly PathMapping[];
  /** Names that are defined, or not, whatever the text says. */
  readonly forced?: ReadonlyMap<string, boolean>;
}

/** Reads the fixture's root with the repository's catalogue; 5.6 unless said otherwise. */
export function analyseFixture(fixture: Fixture, options: FixtureOptions = {}): Analysis {
  const byUri = new Map([...fixture.sources.values()].map((source) => [source.uri, source]));
  const host = createFileResolver((uri) => byUri.get(uri), options.mappings ?? []);
  return analyse(fixture.root, host, openCatalog(options.version ?? '5.6'), {
    defines: options.defines ?? [],
    ...(options.forced ? { forced: options.forced } : {}),
  });
}

/** A finding as fixtures write it: `file line:from-to code`. */
export function describeFinding(finding: Finding): string {
  const { source, start, end } = finding.range;
  const from = source.positionAt(start);
  const to = source.positionAt(end);
  const last =
    to.line === from.line ? to.character + 1 : source.text.indexOf('\n', start) - source.lineStart(from.line) + 1;
  return `${source.uri.slice(FOLDER.length)} ${from.line + 1}:${from.character + 1}-${last} ${finding.code}`;
}

/** Asserts that the program has exactly the findings its text says; gives them for a look at their messages. */
export function assertFindings(
  text: string,
  options: FixtureOptions & { readonly only?: readonly string[] } = {},
): Finding[] {
  const fixture = readFixture(text);
  const found = checkProgram(analyseFixture(fixture, options)).filter(
    (finding) => options.only?.includes(finding.code) ?? true,
  );
  assert.deepEqual(found.map(describeFinding).sort(), [...fixture.expected].sort());
  return found;
}
