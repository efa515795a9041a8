import assert from 'node:assert/strict';
import { complete } from '../../../server/src/features/completion.ts';
import type { CompletionItem } from '../../../server/src/features/completion-items/item.ts';
import type { Analysis } from '../../../server/src/semantic/analysis.ts';
import { analyseFixture, CURSOR, readFixture, type Fixture, type FixtureOptions } from '../support/fixture.ts';

/** What a fixture offers at its cursor mark. */
export interface Offer {
  readonly fixture: Fixture;
  readonly analysis: Analysis;
  /** As an editor shows them: what fits the typed word, in the order of their sort texts. */
  readonly items: readonly CompletionItem[];
  /** Of those that the version has. */
  readonly labels: readonly string[];
  /** Of those that only newer versions have. */
  readonly newer: readonly string[];
}

/** Asks for completion at the cursor mark; the items are filtered by the typed word as an editor does. */
export function offer(text: string, options: FixtureOptions = {}, trigger?: string): Offer {
  const fixture = readFixture(text);
  assert.ok(fixture.cursor, 'the fixture has a cursor mark');
  const { source, offset } = fixture.cursor;
  const analysis = analyseFixture(fixture, options);
  const { items } = complete(analysis, source, offset, trigger);
  const shown = items.filter((item) => {
    assert.equal(item.range.source, source, item.label);
    assert.equal(item.range.end, offset, item.label);
    assert.ok(item.range.start <= offset && offset <= item.replaceEnd, item.label);
    const typed = source.text.slice(item.range.start, offset);
    assert.ok(!typed.includes('\n'), `'${item.label}' replaces more than one line`);
    return isSubsequence(typed.toLowerCase(), (item.filterText ?? item.label).toLowerCase());
  });
  const sorted = shown.sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0));
  const isNewer = ({ detail }: CompletionItem): boolean => detail?.startsWith('new in ') === true;
  const labels = sorted.filter((item) => !isNewer(item)).map(({ label }) => label);
  const newer = sorted.filter(isNewer).map(({ label }) => label);
  assert.deepEqual(
    sorted.map(({ label }) => label),
    [...labels, ...newer],
    'what is newer stands last',
  );
  return { fixture, analysis, items: sorted, labels, newer };
}

/** Whether all characters of the typed word come in the candidate, in order, the first where a word begins. */
function isSubsequence(typed: string, candidate: string): boolean {
  let at = 0;
  for (const char of typed) {
    at = candidate.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/**
 * The file after the item with that label was accepted as editors do: the whole word at the cursor replaced, tab stops
 * filled with their own text, the cursor mark where the first of them stands, or behind the inserted text.
 */
export function accept(text: string, label: string, options: FixtureOptions = {}): string {
  const { fixture, items, labels } = offer(text, options);
  const item = items.find((entry) => entry.label === label);
  assert.ok(item, `'${label}' is not among: ${labels.slice(0, 60).join(', ')}`);
  const source = fixture.cursor!.source;
  const inserted = item.isSnippet ? expandSnippet(item.newText) : item.newText + CURSOR;
  return source.text.slice(0, item.range.start) + inserted + source.text.slice(item.replaceEnd);
}

/** A snippet's text, with the mark at its first tab stop. */
export function expandSnippet(snippet: string): string {
  let marked = false;
  let text = '';
  for (let at = 0; at < snippet.length; at++) {
    const stop = /^\$(?:(\d+)|\{(\d+)(?::((?:[^\\}]|\\.)*))?\})/.exec(snippet.slice(at));
    if (snippet[at] === '\\') text += snippet[++at] ?? '';
    else if (stop) {
      const number = Number(stop[1] ?? stop[2]);
      if (!marked && (number === 1 || !/\$\{?1/.test(snippet))) {
        text += CURSOR;
        marked = true;
      }
      text += (stop[3] ?? '').replace(/\\(.)/g, '$1');
      at += stop[0].length - 1;
    } else text += snippet[at] ?? '';
  }
  return marked ? text : text + CURSOR;
}

/** The labels of an offer that come before another rank begins: what the user sees first. */
export function head(text: string, count: number, options: FixtureOptions = {}): readonly string[] {
  return offer(text, options).labels.slice(0, count);
}
