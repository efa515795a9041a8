import assert from 'node:assert/strict';
import { readProgram, type Program } from '../../../server/src/semantic/program.ts';
import type { ItemCache, Item } from '../../../server/src/syntax/item-reader.ts';
import { textPieces } from '../../../server/src/syntax/lossless.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';
import { childrenOf, walk, type AnyNode } from '../../../server/src/syntax/tree.ts';
import { createFileResolver } from '../../../server/src/workspace/file-resolver.ts';
import { printItems } from '../support/print-tree.ts';

export const ROOT = 'file:///project/self.cfg';

/** What is read beside the root; a root that includes `self.cfg` includes itself. */
const FILES: ReadonlyMap<string, SourceText> = new Map(
  Object.entries({
    'a.cfg': '#!define A 1\nroute[INCLUDED] { exit; }\n',
    'b.cfg': 'if ($x) { f(); }\n#!ifdef B\n',
  }).map(([name, text]) => [`file:///project/${name}`, new SourceText(`file:///project/${name}`, text)]),
);

export type OtherFiles = (uri: string) => SourceText | undefined;

export function readRoot(
  text: string,
  cache?: ItemCache,
  uri = ROOT,
  others: OtherFiles = (other) => FILES.get(other),
): Program {
  const root = new SourceText(uri, text);
  const host = createFileResolver((name) => (name === uri ? root : others(name)), []);
  return readProgram(
    root,
    host,
    {
      given: [{ name: 'GIVEN', value: '1' }],
      version: { major: 6, minor: 1 },
      isReserved: (word) => word === 'route' || word === 'children',
      hasDirective: () => true,
    },
    cache,
  );
}

/** All that a reading says, as text. */
export function describeReading(program: Program): string {
  const findings = program.findings.map(({ code, severity, message, range: { source, start, end } }) =>
    [source.uri, start, end, severity, code, message].join(' '),
  );
  const inactive = program.inactive.map(({ items }) => printItems(items));
  return [printItems(program.items), ...findings, ...inactive].join('\n');
}

/** Asserts what holds of the reading of any text. */
export function assertLaws(program: Program): void {
  for (const source of program.files) assertLossless(program, source);
  assertPlaces(program);
  for (const { items } of program.inactive) for (const item of items) assertTree(item);
  for (const item of program.items) assertTree(item);
  assert(program.symbols.routes.length >= 0);
}

function assertLossless(program: Program, source: SourceText): void {
  const { text } = source;
  const inactive = program.preprocessed.inactive.filter((region) => region.source === source);
  const ordered = [...inactive].sort((a, b) => a.start - b.start);
  // A file that is read twice may be inactive in different places; all its text is read then.
  const overlaps = ordered.some((region, index) => region.start < (ordered[index - 1]?.end ?? 0));
  for (const pieces of [textPieces(source), textPieces(source, overlaps ? [] : ordered)]) {
    let at = 0;
    for (const { kind, start, end } of pieces) {
      assert.equal(start, at, 'no gap and no overlap');
      assert(end > start);
      if (kind === 'blank') assert.match(text.slice(start, end), /^[ \t\b\r\n]+$/);
      at = end;
    }
    assert.equal(at, text.length, 'the pieces join to the text');
  }
}

function assertPlaces(program: Program): void {
  const assertInside = ({ source, start, end }: { source: SourceText; start: number; end: number }): void => {
    assert(0 <= start && start <= end && end <= source.text.length, `${start}-${end} of ${source.text.length}`);
    assert(program.files.includes(source));
  };
  for (const { range, message, related } of program.findings) {
    assert(message !== '' && !message.includes("'undefined'"), message);
    assertInside(range);
    for (const place of related ?? []) assertInside(place.range);
  }
  for (const token of program.preprocessed.tokens) {
    assertInside(token);
    if (token.macro) continue;
    assert.equal(token.source.text.slice(token.start, token.end), token.image);
  }
  for (const directive of program.preprocessed.directives) assertInside(directive);
  for (const region of program.preprocessed.inactive) assertInside(region);
  for (const { range } of program.preprocessed.uses) assertInside(range);
  for (const source of program.files) {
    for (const comment of program.commentsOf(source)) assertInside({ source, ...comment });
    const placed = program.tokensOf(source);
    placed.forEach(({ token, item, index }, at) => {
      assert.equal(item.tokens[index], token);
      assert(at === 0 || placed[at - 1]!.token.start < token.start);
    });
  }
}

function assertTree(item: Item): void {
  const { node: root, tokens } = item;
  walk(root, (node) => {
    assert(0 <= node.from && node.to < tokens.length, `${node.kind} ${node.from}-${node.to} of ${tokens.length}`);
    assert(node.from <= node.to + 1, `${node.kind} ${node.from}-${node.to}`);
    let before: AnyNode | undefined;
    for (const child of childrenOf(node)) {
      assert(node.from <= child.from && child.to <= node.to, `${child.kind} reaches out of ${node.kind}`);
      assert(!before || before.to < child.from, `${child.kind} overlaps ${before?.kind ?? ''}`);
      before = child;
    }
  });
  for (const { from, to } of item.problems) assert(0 <= from && from <= to && to < tokens.length);
}
