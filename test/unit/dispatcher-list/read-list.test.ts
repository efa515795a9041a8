import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DispatcherList, ListEntry, Piece, Span } from '../../../server/src/dispatcher-list/list.ts';
import { readDispatcherList } from '../../../server/src/dispatcher-list/read-list.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';
import { anyListText } from './support/any-list.ts';
import { readText } from './support/lists.ts';

/** The columns of each entry with `|` between them; `~` stands before what a template writes. */
function columns(text: string): string[] {
  const word = (piece: Piece | undefined): string => (piece ? (piece.isTemplate ? '~' : '') + piece.text : '-');
  return readText(text).entries.map(({ setId, uri, flags, priority, attributeText, rest, comment }) =>
    [
      ...[setId, uri, flags, priority, attributeText, rest].map(word),
      comment ? text.slice(comment.start, comment.end) : '-',
    ].join('|'),
  );
}

function attributesOf(text: string): string[] {
  return readText(text).entries.flatMap(({ attributes }) =>
    attributes.map(({ name, value }) => (value ? `${name.text}=${value.text}` : name.text)),
  );
}

describe('reading a list of destinations', () => {
  it('takes digits as long as there are any, and goes on with the next column', () => {
    assert.deepEqual(columns('1 sip:a 8 10 duid=a'), ['1|sip:a|8|10|duid=a|-|-']);
    assert.deepEqual(columns('1sip:a 8weight=5'), ['1|sip:a|8|-|weight=5|-|-']);
    assert.deepEqual(columns('gw sip:a 0 0'), ['|gw|-|-|sip:a|0 0|-']);
    assert.deepEqual(columns('1 sip:a AP 0'), ['1|sip:a|-|-|AP|0|-']);
    assert.deepEqual(columns('1 sip:a 0 high duid=a'), ['1|sip:a|0|-|high|duid=a|-']);
    assert.deepEqual(columns('1'), ['1|-|-|-|-|-|-']);
  });

  it('takes hexadecimal flags only where Kamailio does', () => {
    assert.deepEqual(columns('1 sip:a 0x1F 5'), ['1|sip:a|0x1F|5|-|-|-']);
    const source = new SourceText('file:///list', '1 sip:a 0x1F 5');
    const [entry] = readDispatcherList(source, { hexFlags: false }).entries;
    assert.equal(entry?.flags?.text, '0');
    assert.equal(entry.attributeText?.text, 'x1F');
  });

  it('finds comments at the start of a line and between columns, not within attributes', () => {
    assert.deepEqual(columns('# 1 sip:a\n  #\n1 sip:a#c'), ['1|sip:a|-|-|-|-|#c']);
    assert.deepEqual(columns('1 sip:a 8 #c'), ['1|sip:a|8|-|-|-|#c']);
    assert.deepEqual(columns('1 sip:a 8 5 a=b#c d # e'), ['1|sip:a|8|5|a=b#c|d|# e']);
    assert.equal(readText('# 1 sip:a\n  #\n1 sip:a#c').comments.length, 2);
  });

  it('knows no other blanks than space, tab, carriage return and line feed', () => {
    assert.deepEqual(columns('1\tsip:a\r\n2 sip:b\r\n'), ['1|sip:a|-|-|-|-|-', '2|sip:b|-|-|-|-|-']);
    assert.deepEqual(columns('1\u00a0sip:a'), ['1|\u00a0sip:a|-|-|-|-|-']);
    assert.deepEqual(columns('1 sip:a\0 8'), ['1|sip:a|-|-|-|-|-']);
  });

  it('takes attributes apart, quotes and faults included', () => {
    assert.deepEqual(attributesOf(`1 sip:a 0 0 a=1;b="x;y";c='z';d;;=5;`), ['a=1', 'b=x;y', 'c=z', 'd', '=5']);
    const faults = ['a=;b=c', 'a="b', 'a="b"c;d', 'a;;', 'a,b', 'a="b">c', 'a=', ';a', 'a;'].map(
      (text) => readText(`1 sip:a 0 0 ${text}`).entries[0]?.attributeFault?.kind,
    );
    assert.deepEqual(faults, [
      ...['no-value', 'open-quote', 'behind-quote', 'empty-end', 'comma', 'comma'],
      ...[undefined, undefined, undefined],
    ]);
    assert.deepEqual(attributesOf('1 sip:a 0 0 a=;weight=5'), ['a=', 'weight=5'], 'reading goes on behind a fault');
  });

  it('cuts a line where the buffer of Kamailio ends', () => {
    const list = readText(`1 sip:a 0 0 x=${'y'.repeat(1009)}2 sip:b\n# ${'é'.repeat(511)}3 sip:c`);
    assert.deepEqual(
      list.entries.map(({ setId, line }) => [setId.text, line]),
      [
        ['1', 0],
        ['2', 0],
        ['', 1],
      ],
    );
    assert.equal(list.cuts[0], 1023);
    assert.equal(list.cuts.length, 2);
  });

  describe('in a template', () => {
    it('passes over lines of nothing but template parts', () => {
      for (const line of [
        '{{ range service "gw" }}',
        '  {{- end -}}  # comment',
        '{{ .Line }}',
        '{% for x in y %}',
        '{# note #}',
        '<% if x %>',
        '${LINES}',
        '{{/* over\nsome\nlines */}}',
        '{{ half',
      ]) {
        assert.deepEqual(columns(`${line}\n1 sip:a`), ['1|sip:a|-|-|-|-|-'], line);
      }
    });

    it('marks the columns that a template writes', () => {
      assert.deepEqual(columns('1 sip:{{ .Address }}:{{ .Port }} 0 ${PRIO} duid={{ .Node }};weight=5 # c'), [
        '1|~sip:{{ .Address }}:{{ .Port }}|0|~${PRIO}|~duid={{ .Node }};weight=5|-|# c',
      ]);
      const [entry] = readText('1 sip:a 0 0 duid={{ index . "a b" }};weight=5').entries;
      assert.deepEqual(
        entry?.attributes.map(({ name, value }) => [name.text, value?.text, value?.isTemplate]),
        [
          ['duid', '{{ index . "a b" }}', true],
          ['weight', '5', false],
        ],
      );
    });

    it('does not count the beginning and the end of blocks as parts of the columns', () => {
      assert.deepEqual(columns('{{ range gw }}1 sip:a 8{{ end }}'), ['1|sip:a|8|-|-|-|-']);
      assert.deepEqual(columns('{% if x %} 1 sip:a 8 {% endif %}'), ['1|sip:a|8|-|-|-|-']);
      assert.deepEqual(columns('{{ if x }}1{{ else }}2{{ end }} sip:a'), [
        '~{{ if x }}1{{ else }}2{{ end }}|sip:a|-|-|-|-|-',
      ]);
    });

    it('knows no column behind a condition in the middle of a line', () => {
      assert.deepEqual(columns('1 sip:a {{ if x }} 8 {{ else }} 0 {{ end }} 5'), ['1|sip:a|~8|~0|~5|-|-']);
    });
  });

  it('gives places that hold what they say, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(anyListText(), fc.string({ unit: 'binary', maxLength: 80 })), (text) => {
        assertPlaces(readText(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes time in proportion to the text where template parts never end', () => {
    const list = readText('{{ '.repeat(50_000) + '\n' + '${'.repeat(50_000) + '\n' + '{{a}}'.repeat(50_000));
    assert.deepEqual(list.entries, []);
  });
});

function assertPlaces({ source, entries, comments, templates, cuts }: DispatcherList): void {
  const { text } = source;
  const isWithin = ({ start, end }: Span, outer: Span): boolean =>
    outer.start <= start && start <= end && end <= outer.end;
  const whole = { start: 0, end: text.length };
  let last = 0;
  for (const entry of entries) {
    assert.ok(isWithin(entry, whole) && entry.start >= last, 'entries are in order and do not overlap');
    last = entry.end;
    assert.equal(entry.line, source.lineAt(entry.start));
    let at = entry.start;
    for (const piece of piecesOf(entry)) {
      assert.ok(isWithin(piece, entry) && piece.start >= at, 'pieces are in order');
      at = piece.end;
      assert.equal(piece.text, text.slice(piece.start, piece.end));
    }
    if (entry.comment) {
      assert.ok(isWithin(entry.comment, entry) && entry.comment.start >= at);
      assert.equal(text[entry.comment.start], '#');
    }
    for (const attribute of entry.attributes) {
      assert.ok(entry.attributeText && isWithin(attribute, entry.attributeText));
      assert.ok(isWithin(attribute.name, attribute));
      assert.ok(!attribute.value || isWithin(attribute.value, attribute));
    }
    if (entry.attributeFault) assert.ok(entry.attributeText && isWithin(entry.attributeFault, entry.attributeText));
  }
  for (const span of [...comments, ...templates]) assert.ok(isWithin(span, whole));
  for (const comment of comments) assert.equal(text[comment.start], '#');
  for (const cut of cuts) assert.ok(cut > 0 && cut < text.length);
}

function piecesOf({ setId, uri, flags, priority, attributeText, rest }: ListEntry): Piece[] {
  return [setId, uri, flags, priority, attributeText, rest].filter((piece) => piece !== undefined);
}
