import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatList, type FormatListOptions } from '../../../server/src/dispatcher-list/format.ts';
import { anyListText } from './support/any-list.ts';
import { applyEdits, readText, shapeOf } from './support/lists.ts';

function format(text: string, options?: FormatListOptions): string {
  return applyEdits(text, formatList(readText(text), options));
}

function lines(...text: readonly string[]): string {
  return text.join('\n') + '\n';
}

describe('formatting a list of destinations', () => {
  it('puts the columns of neighbouring lines below each other', () => {
    const before = lines(
      '# gateways',
      '1 sip:a:5060 8 10 duid=a # first',
      '  12\tsip:long.example.com;transport=tcp 0 5   weight=50;duid=b   # second  ',
      '# between',
      '1 sip:c',
      '',
      '2 sip:d   0 0',
      '2 sip:dd 8',
    );
    assert.equal(
      format(before),
      lines(
        '# gateways',
        '1  sip:a:5060                         8 10 duid=a           # first',
        '12 sip:long.example.com;transport=tcp 0 5  weight=50;duid=b # second',
        '# between',
        '1  sip:c',
        '',
        '2 sip:d  0 0',
        '2 sip:dd 8',
      ),
    );
  });

  it('aligns the whole file if asked to', () => {
    assert.equal(format('1 sip:a 0\n\n22 sip:bbb 0\n', { align: 'file' }), '1  sip:a   0\n\n22 sip:bbb 0\n');
  });

  it('changes only the lines that a range touches', () => {
    const text = '1   sip:a   0\n1   sip:bb   0\n1   sip:c   0\n';
    assert.equal(format(text, { range: { start: 16, end: 18 } }), '1   sip:a   0\n1 sip:bb 0\n1   sip:c   0\n');
  });

  it('keeps line ends, an open last line and comments without a blank before them', () => {
    assert.equal(format('1   sip:a#one\r\n1 sip:bbb   \r\n22   sip:c'), '1  sip:a #one\r\n1  sip:bbb\r\n22 sip:c');
  });

  it('leaves lines with template parts or faults alone, and does not align with them', () => {
    const text = lines(
      '{{ range service "gw" }}',
      '1   sip:{{ .Address }}   0',
      '{{ end }}',
      '1 sip:averylongname   AP 0',
      '2   sip:a   0 0 duid=a;  weight=5',
      '3',
      'abc   sip:b',
    );
    assert.equal(format(text), text);
  });

  it('does not make a line longer than Kamailio reads at once', () => {
    const long = `1 sip:a 0 0 x=${'y'.repeat(1005)} # c`;
    assert.equal(format(`${long}\n1 sip:muchlonger.example.com\n`), `${long}\n1 sip:muchlonger.example.com\n`);
  });

  it('never changes what is read, and has nothing to do the second time', () => {
    fc.assert(
      fc.property(anyListText(), fc.constantFrom('block' as const, 'file' as const), (text, align) => {
        const once = format(text, { align });
        assert.deepEqual(shapeOf(once), shapeOf(text));
        assert.equal(format(once, { align }), once);
      }),
      { numRuns: 300 },
    );
  });
});
