import assert from 'node:assert/strict';
import { listSymbols, type ListSymbol } from '../../../../server/src/dispatcher-list/features/document-symbols.ts';
import { foldList } from '../../../../server/src/dispatcher-list/features/folding.ts';
import { readingOf } from './support.ts';

/** The outline as indented lines `name (detail)`. */
function outline(text: string): string[] {
  const show = ({ name, detail, children }: ListSymbol, indent: string): string[] => [
    `${indent}${name}${detail === undefined ? '' : ` (${detail})`}`,
    ...children.flatMap((child) => show(child, `${indent}  `)),
  ];
  return listSymbols(readingOf(text).list).flatMap((symbol) => show(symbol, ''));
}

function assertNested(symbols: readonly ListSymbol[], within?: ListSymbol): void {
  for (const symbol of symbols) {
    const { name, range, selection, children } = symbol;
    assert.notEqual(name, '');
    assert.ok(range.start <= selection.start && selection.end <= range.end);
    if (within) assert.ok(within.range.start <= range.start && range.end <= within.range.end);
    assertNested(children, symbol);
  }
}

describe('outline of a list of destinations', () => {
  it('shows sets with their destinations, and what matters of each', () => {
    const text = [
      '# ---- Carriers ----',
      '# ------------------',
      '1 sip:a.example 8 10 duid=gw1;weight=50   # Paris',
      '# another one',
      '1 sip:b.example 4 0',
      '',
      '2 192.0.2.1',
      '',
    ].join('\n');
    assert.deepEqual(outline(text), [
      'Set 1 (Carriers, 2 destinations)',
      '  sip:a.example (gw1, AP, priority 10, Paris)',
      '  sip:b.example (DX)',
      'Set 2 (1 destination)',
      '  192.0.2.1',
    ]);
  });

  it('shows a set again where its lines stand apart', () => {
    assert.deepEqual(outline('1 sip:a\n2 sip:b\n01 sip:c\n'), [
      'Set 1 (1 of 2 destinations)',
      '  sip:a',
      'Set 2 (1 destination)',
      '  sip:b',
      'Set 1 (1 of 2 destinations)',
      '  sip:c',
    ]);
  });

  it('copes with lines that lack something, and with templates', () => {
    assert.deepEqual(outline('sip:a\n3\n{{ .Set }} sip:{{ .Address }} {{ .Flags }}\n'), [
      'Set 0 (1 destination)',
      '  sip:a',
      'Set 3 (1 destination)',
      '  (no destination)',
      'Set {{ .Set }} (1 destination)',
      '  sip:{{ .Address }}',
    ]);
  });

  it('nests as the protocol asks for', () => {
    assertNested(listSymbols(readingOf('sip:a # x\n1 sip:b 0 0 x;y rest\r\n\n1\n1 sip:c\n{{x}}2 sip:d{{end}}').list));
  });

  it('is empty for a list without lines', () => {
    assert.deepEqual(outline('# nothing\n\n'), []);
  });
});

describe('folding of a list of destinations', () => {
  it('folds the lines of a set and comments of several lines', () => {
    const text = '# a\n# b\n1 sip:a\n# c\n1 sip:b\n\n2 sip:c\n3 sip:d\n3 sip:e\n\n# d\n\n# e\n# f';
    assert.deepEqual(foldList(readingOf(text).list), [
      { startLine: 0, endLine: 1, kind: 'comment' },
      { startLine: 2, endLine: 4, kind: 'code' },
      { startLine: 7, endLine: 8, kind: 'code' },
      { startLine: 12, endLine: 13, kind: 'comment' },
    ]);
    assert.deepEqual(foldList(readingOf('').list), []);
  });
});
