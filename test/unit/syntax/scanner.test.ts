import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { scanSegment } from '../../../server/src/syntax/scanner.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';
import { scanTokens } from '../support/print-tokens.ts';

describe('scanning', () => {
  it('tells numbers from names that begin with a digit', () => {
    assert.equal(
      scanTokens('0 10 0x1F 017 101b'),
      'NumberLiteral 0 | NumberLiteral 10 | NumberLiteral 0x1F | NumberLiteral 017 | NumberLiteral 101b',
    );
    assert.equal(scanTokens('08 1a 0x 0X1 _1'), 'NumWord 08 | NumWord 1a | NumWord 0x | NumWord 0X1 | Word _1');
    assert.equal(scanTokens('yes OFF off'), 'NumberWord yes | Word OFF | NumberWord off');
  });

  it('reads addresses', () => {
    assert.equal(scanTokens('10.0.0.1:5060'), 'IPv4 10.0.0.1 | Colon : | NumberLiteral 5060');
    assert.equal(
      scanTokens('10.0.0 1.2.3.4a'),
      'NumberLiteral 10 | Dot . | NumberLiteral 0 | Dot . | NumberLiteral 0 | ' +
        'NumberLiteral 1 | Dot . | NumberLiteral 2 | Dot . | NumberLiteral 3 | Dot . | NumWord 4a',
    );
    assert.equal(
      scanTokens(':: ::1 1::2 fe80:: 1:2:3:4:5:6:7:8 abcd::ef01:2'),
      'IPv6 :: | IPv6 ::1 | IPv6 1::2 | IPv6 fe80:: | IPv6 1:2:3:4:5:6:7:8 | IPv6 abcd::ef01:2',
    );
    assert.equal(scanTokens('12345::1 a:b'), 'NumberLiteral 12345 | IPv6 ::1 | Word a | Colon : | Word b');
  });

  it('knows a keyword only as a whole word', () => {
    assert.equal(scanTokens('route routes if iff else'), 'Route route | Word routes | If if | Word iff | Else else');
    assert.equal(scanTokens('not notx and mod'), 'NotWord not | Word notx | WordOperator and | WordOperator mod');
    assert.equal(
      scanTokens('uri uri:host uri:x msg:len msg:x'),
      'MessageOperand uri | Word uri:host | MessageOperand uri | Colon : | Word x | ' +
        'MessageOperand msg:len | Word msg | Colon : | Word x',
    );
  });

  it('takes the longest operator', () => {
    assert.equal(
      scanTokens('a<<=b=~c==d=!e'),
      'Word a | BinaryOperator << | Assign = | Word b | BinaryOperator =~ | Word c | ' +
        'BinaryOperator == | Word d | Assign = | Not ! | Word e',
    );
    assert.equal(
      scanTokens('(int)a(str)b(int )'),
      'Cast (int) | Word a | Cast (str) | Word b | LeftParen ( | Word int | RightParen )',
    );
    assert.equal(
      scanTokens('a&&&b|||c'),
      'Word a | BinaryOperator && | BinaryOperator & | Word b | BinaryOperator || | BinaryOperator | | Word c',
    );
  });

  it('joins double-quoted strings that stand side by side, also over lines', () => {
    assert.equal(scanTokens('"a" "b"\n\t"c" d'), 'StringLiteral "a" "b"\n\t"c" | Word d');
    assert.equal(scanTokens('"a" # no\n"b"'), 'StringLiteral "a" | StringLiteral "b"');
    assert.equal(
      scanTokens(`"a" 'b' 'c' "d"`),
      `StringLiteral "a" | StringLiteral 'b' | StringLiteral 'c' | StringLiteral "d"`,
    );
    assert.equal(scanTokens('"a""b"'), 'StringLiteral "a""b"');
  });

  it('lets a backslash escape in double quotes only', () => {
    assert.equal(scanTokens(String.raw`"a\"b" 'c\' d`), String.raw`StringLiteral "a\"b" | StringLiteral 'c\' | Word d`);
    assert.equal(scanTokens(String.raw`"a\\" b`), String.raw`StringLiteral "a\\" | Word b`);
  });

  it('finds no comments and no directives in strings', () => {
    assert.equal(scanTokens('"a # b // c /* d" e'), 'StringLiteral "a # b // c /* d" | Word e');
    assert.equal(scanTokens('"\n#!ifdef A\n" e'), 'StringLiteral "\n#!ifdef A\n" | Word e');
  });

  it('ends a string that nothing closes at the end of its line', () => {
    assert.equal(
      scanTokens('a = "b c \nd'),
      'Word a | Assign = | StringLiteral "b c | Word d | ! unterminated-string 4-8',
    );
    assert.equal(scanTokens("'a"), "StringLiteral 'a | ! unterminated-string 0-2");
    assert.equal(scanTokens('"a\\'), 'StringLiteral "a\\ | ! unterminated-string 0-3');
  });

  it('nests block comments', () => {
    assert.equal(scanTokens('a /* b /* c */ d */ e'), 'Word a | Word e');
    assert.equal(scanTokens('a // b /* c\nd # e */\nf'), 'Word a | Word d | Word f');
    assert.equal(scanTokens('a /* b /* c */ d\ne'), 'Word a | Word e | ! unterminated-comment 2-16');
  });

  it('keeps the places of comments without their line ends', () => {
    const text = 'a # b\r\n// c\n/* d\n */';
    const { comments } = scanSegment(new SourceText('', text), 0, { compatibility: 'ALL' });
    assert.deepEqual(
      comments.map(({ start, end }) => text.slice(start, end)),
      ['# b', '// c', '/* d\n */'],
    );
  });

  it('takes a pseudo-variable with its parentheses on one line', () => {
    assert.equal(
      scanTokens('$ru $var(x) $(ru{s.len}) $xavp(a=>$var(b)) $hdr(X-(Y))'),
      'PseudoVariable $ru | PseudoVariable $var(x) | PseudoVariable $(ru{s.len}) | ' +
        'PseudoVariable $xavp(a=>$var(b)) | PseudoVariable $hdr(X-(Y))',
    );
    assert.equal(scanTokens('$ru (x'), 'PseudoVariable $ru | LeftParen ( | Word x');
    assert.equal(scanTokens('$rU.x'), 'PseudoVariable $rU | Dot . | Word x');
    assert.equal(scanTokens('$? $rc $rcx'), 'PseudoVariable $? | PseudoVariable $rc | PseudoVariable $rc | Word x');
    assert.equal(scanTokens('$1 $$'), 'PseudoVariable $ | NumberLiteral 1 | PseudoVariable $ | PseudoVariable $');
  });

  it('does not let a half-typed pseudo-variable take what ends its statement', () => {
    assert.equal(
      scanTokens('$var(x = 1;\nb'),
      'PseudoVariable $var(x = 1 | Semicolon ; | Word b | ! unterminated-pseudo-variable 0-10',
    );
    assert.equal(scanTokens('if ($var(x) {'), 'If if | LeftParen ( | PseudoVariable $var(x) | LeftBrace {');
  });

  it('reads selects and attributes whole', () => {
    assert.equal(
      scanTokens('@from.uri @hf["a b"].c[1] @x[-1].y; %a %tu.b %x.y'),
      'Select @from.uri | Select @hf["a b"].c[1] | Select @x[-1].y | Semicolon ; | ' +
        'Attribute %a | Attribute %tu.b | Attribute %x | Dot . | Word y',
    );
  });

  it('reads a dollar sign as the first line says', () => {
    assert.equal(
      scanTokens('$fu.x $g.y $a[1] $b', 'ALL'),
      'Attribute $fu.x | Attribute $g.y | Attribute $a | LeftBracket [ | NumberLiteral 1 | RightBracket ] | PseudoVariable $b',
    );
    assert.equal(
      scanTokens('$fu.x $a[1]', 'KAMAILIO'),
      'PseudoVariable $fu | Dot . | Word x | PseudoVariable $a | LeftBracket [ | NumberLiteral 1 | RightBracket ]',
    );
    assert.equal(scanTokens('$a $fu.x', 'SER'), 'Attribute $a | Attribute $fu.x');
    assert.equal(scanTokens('$(ru) $rc', 'ALL'), 'PseudoVariable $(ru) | PseudoVariable $rc');
  });

  it('reads over what it does not know, and says so', () => {
    assert.equal(
      scanTokens('a ` b € 😀 ?'),
      'Word a | Word b | ! stray-character 2-3 | ! stray-character 6-7 | ! stray-character 8-10 | ! stray-character 11-12',
    );
    assert.equal(scanTokens('\ufeffa \\\n b \\\r\n c'), 'Word a | Word b | Word c');
  });

  it('stops at a directive, and at a place it is given', () => {
    const source = new SourceText('', 'a\n#!define X 1\nb');
    const first = scanSegment(source, 0, { compatibility: 'ALL' });
    assert.equal(first.directive?.kind, 'define');
    assert.equal(first.end, 2);
    assert.deepEqual(
      scanSegment(source, first.directive.next, { compatibility: 'ALL' }).tokens.map(({ image }) => image),
      ['b'],
    );
    const cut = scanSegment(source, 0, { compatibility: 'ALL', until: 1 });
    assert.deepEqual([cut.tokens.length, cut.directive, cut.end], [1, undefined, 1]);
  });

  it('gives places in UTF-16 units, whatever the text holds', () => {
    const text = '"é😀" a';
    const { tokens } = scanSegment(new SourceText('', text), 0, { compatibility: 'ALL' });
    assert.deepEqual(
      tokens.map(({ start, end }) => text.slice(start, end)),
      ['"é😀"', 'a'],
    );
  });
});
