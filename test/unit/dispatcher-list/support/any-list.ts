import fc from 'fast-check';

/** Texts that look like lists of destinations, with all that may go wrong in them. */
export function anyListText(): fc.Arbitrary<string> {
  const blank = fc.constantFrom(' ', ' ', '   ', '\t', '');
  const setId = fc.constantFrom('1', '2', '10', '', 'x', '-1', '{{ .Set }}', '99999999999');
  const uri = fc.constantFrom(
    'sip:a',
    'sip:10.0.0.1:5060',
    'sip:long.example.com;transport=tcp',
    '127.0.0.1',
    'sip:x:5z',
    'sip:{{ .Address }}:{{ .Port }}',
    'sip:a#b',
    '<sip:a>',
    'sip:ü',
    '',
  );
  const number = fc.constantFrom('0', '8', '16', '0x1f', 'AP', '-1', '${FLAGS}', '');
  const attributes = fc.constantFrom(
    'duid=a',
    'duid=a;weight=50',
    'weight=x;',
    'a="b;c";d',
    'a="b',
    'a=;b',
    'duid=a,weight=5',
    ';;',
    'duid={{ .Node }};weight=5',
    'duid=a#b',
    '',
  );
  const comment = fc.constantFrom('', '', '# comment', '#', 'rest of it # and more', '{{ end }}', '{{ end }} # c');
  const entry = fc
    .array(fc.tuple(setId, uri, number, number, attributes, comment, fc.array(blank, { minLength: 6, maxLength: 6 })), {
      minLength: 1,
      maxLength: 1,
    })
    .map(([parts]) => {
      const [id, address, flags, priority, text, remark, gaps] = parts!;
      return [gaps[0], id, gaps[1], address, gaps[2], flags, gaps[3], priority, gaps[4], text, gaps[5], remark].join(
        '',
      );
    });
  const plain = fc.constantFrom('1 sip:a 0 0 duid=a', '1 sip:b 8', '2   sip:a', '1 sip:cc 0 10 weight=50 # x', '');
  const other = fc.constantFrom(
    '',
    '   ',
    '# comment',
    '  # {{ in a comment }}',
    '{{ range service "x" -}}',
    '{{- end }}',
    '{{/* over\nlines */}}',
    '{% if x %}',
    '<%= x %>',
    '{{ open',
    'a\0b',
    `1 sip:a 0 0 x=${'y'.repeat(1020)}`,
    `# ${'é'.repeat(600)}`,
  );
  const noise = fc.string({ unit: fc.constantFrom(...'1 0a:;,=#{}%<$"\'\t\r\\'.split('')), maxLength: 30 });
  const line = fc.oneof({ weight: 3, arbitrary: plain }, { weight: 4, arbitrary: entry }, other, noise);
  return fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\n', '\r\n'), fc.boolean())
    .map(([all, eol, isOpen]) => all.join(eol) + (isOpen ? '' : eol));
}
