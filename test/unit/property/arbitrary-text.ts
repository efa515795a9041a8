import fc from 'fast-check';

/** Any UTF-16 units at all, lone surrogates and control characters too. */
export const anyUnits: fc.Arbitrary<string> = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
  .map((units) => String.fromCharCode(...units));

/** Well-formed Unicode. */
export const anyUnicode: fc.Arbitrary<string> = fc.string({ unit: 'binary', maxLength: 200 });

/** Bytes read as Latin-1, as an editor may read a binary file. */
export const anyBytes: fc.Arbitrary<string> = fc
  .uint8Array({ maxLength: 400 })
  .map((bytes) => String.fromCharCode(...bytes));

const FRAGMENTS = [
  ...'{ } ( ) [ ] ; , : . = == != =~ < >= + - * / ! ~ & && | || ^ << += @ % $ # \\ " \' /* */ //'.split(' '),
  ...'#! !! #!define #!ifdef #!ifndef #!else #!endif #!ifexp #!defexp #!redef #!undef #!subst #!substdef'.split(' '),
  ...'include_file "a.cfg" #!include_file "self.cfg" import_file "b.cfg" #!KAMAILIO #!SER #!ALL #!defenv'.split(' '),
  ...'route request_route failure_route[F] route[A] event_route[tm:local-request] event_route onreply_route'.split(' '),
  ...'if else while switch case default: break exit return drop defined not and or mod eq strempty selval'.split(' '),
  ...'loadmodule "tm.so" modparam("tm", "fr_timer", 1) listen=udp:127.0.0.1:5060 advertise name virtual'.split(' '),
  ...'children=4 debug=-1 alias=a.example.com flags FLAG:2 avpflags a.b = 1 desc "x" socket={ bind=udp:[::1]:5060 }'.split(
    ' ',
  ),
  ...'$x $ru $var(x) $(ru{s.len}) $avp(s:x) $(avp(x)[*]) $sht(a=>$si) $rc $? @to.tag %a %f.b[1] $f.x'.split(' '),
  ...'uri == myself src_ip == 10.0.0.0/8 [::1] method == INVITE proto == udp (int) (str) 0x1F 08 101b 1a A B'.split(
    ' ',
  ),
  ...'f() xlog("$fu") route(A) forward(10.0.0.1,5060) force_rport; "a" "b" \'c\' A "un'.split(' '),
  '"two\nlines"',
  "'two\nlines'",
  '/* two\nlines */',
  '#!define A "x" B\n',
  '#!define B $var\n',
  '#!define A B \\\n C\n',
  '#!define C A A\n',
  '#!ifdef A\n',
  '#!else\n',
  '#!endif\n',
  'if ($x == 1) { f(); } else { g(); }',
  'switch ($x) { case 1: exit; case /"a": drop; default: ; }',
];

const separator = fc.constantFrom(' ', '\n', '', '\t', '\r\n', '\n    ');

/** Pieces of configurations in any order: now and then nearly a configuration. */
export const roughConfiguration: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.constantFrom(...FRAGMENTS), separator), { maxLength: 60 })
  .map((pieces) => pieces.map((piece) => piece.join('')).join(''));

const name = fc.constantFrom('A', 'B', 'RELAY', 'x_1');
const value: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('1', '"a"', "'b'", '$x', '$var(y)', '$(ru{s.len})', 'f()', 'yes', '@to.tag', '0x1F'),
  fc.nat(999).map(String),
);
const expression: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    value,
    fc
      .tuple(tie('any'), fc.constantFrom('==', '&&', '||', '+', '-', '<', '=~', 'mod', '|', 'and'), tie('any'))
      .map((parts) => parts.join(' ')),
    tie('any').map((inner) => `(${inner})`),
    fc.tuple(fc.constantFrom('!', '-', 'defined ', '(int)', 'not '), value).map((parts) => parts.join('')),
    fc.constantFrom('uri == myself', 'src_ip == 10.0.0.1', 'method == INVITE', 'proto != udp'),
  ),
})).any;
const statement: fc.Arbitrary<string> = fc.letrec<{ any: string; block: string }>((tie) => ({
  block: fc.array(tie('any'), { minLength: 1, maxLength: 4 }).map((list) => `{\n${list.join('\n')}\n}`),
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    expression.map((right) => `$var(x) = ${right};`),
    fc.constantFrom('exit;', 'drop;', 'return 1;', ';', 'f("$ru", 1);', 'route(A);', 'force_rport;'),
    fc.tuple(expression, tie('block')).map(([condition, body]) => `if (${condition}) ${body}`),
    fc
      .tuple(expression, tie('block'), tie('block'))
      .map(([condition, body, other]) => `if (${condition}) ${body} else ${other}`),
    fc.tuple(expression, tie('block')).map(([condition, body]) => `while (${condition}) ${body}`),
    fc
      .tuple(value, fc.array(tie('any'), { minLength: 1, maxLength: 3 }))
      .map(([subject, list]) => `switch (${subject}) { case 1: ${list.join(' ')} default: exit; }`),
    tie('any').map((inner) => `#!ifdef A\n${inner}\n#!else\n${inner}\n#!endif\n`),
    fc.constantFrom('# comment\n', '/* comment */', '#!define C 1\n'),
  ),
})).any;
const item: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'children=4',
    'debug=-1',
    'listen=udp:127.0.0.1:5060 advertise 1.2.3.4:5060',
    'loadmodule "tm.so"',
    'modparam("tm", "fr_timer", 1000)',
    'a.b = "c" desc "d"',
    'flags A:1, B',
    '#!subst "/x/y/g"',
    '#!ifdef A\nport=5060\n#!else\nport=5061\n#!endif\n',
  ),
  fc.tuple(name, fc.nat(999)).map(([word, number]) => `#!redefine ${word} ${number}\n`),
  fc
    .tuple(
      fc.constantFrom('route', 'failure_route', 'branch_route', 'onreply_route'),
      name,
      fc.array(statement, { minLength: 1, maxLength: 5 }),
    )
    .map(([kind, word, list]) => `${kind}[${word}] {\n${list.join('\n')}\n}`),
);

/** Configurations that the grammar takes, mostly. */
export const likelyConfiguration: fc.Arbitrary<string> = fc
  .array(item, { maxLength: 8 })
  .map((items) => `#!KAMAILIO\n${items.join('\n')}\n`);

/** A change of a text: at a place given as a share of its length, some characters go and others come. */
export interface Edit {
  readonly place: number;
  readonly removed: number;
  readonly inserted: string;
}

export const anyEdit: fc.Arbitrary<Edit> = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.nat(3), fc.nat(40)),
  inserted: fc.oneof(
    fc.constant(''),
    fc.constantFrom(...FRAGMENTS),
    fc.string({ unit: 'binary-ascii', maxLength: 3 }),
    fc.constantFrom('"', "'", '{', '}', '/*', '\n', '#!ifdef A\n', '#!endif\n'),
  ),
});

export function applyEdit(text: string, { place, removed, inserted }: Edit): string {
  const at = Math.floor(place * text.length);
  return text.slice(0, at) + inserted + text.slice(at + removed);
}
