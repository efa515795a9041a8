import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { projectPath } from '../../../tools/project.ts';

/** The parts of an editor's language configuration that hold regular expressions or pairs. */
interface LanguageConfiguration {
  readonly brackets: readonly (readonly [string, string])[];
  readonly autoClosingPairs: readonly {
    readonly open: string;
    readonly close: string;
    readonly notIn: readonly string[];
  }[];
  readonly wordPattern: string;
  readonly indentationRules: Readonly<
    Record<'increaseIndentPattern' | 'decreaseIndentPattern' | 'unIndentedLinePattern', string>
  >;
  readonly onEnterRules: readonly {
    readonly beforeText: string;
    readonly afterText?: string;
    readonly previousLineText?: string;
    readonly action: { readonly indent: string; readonly appendText?: string; readonly removeText?: number };
  }[];
  readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
}

const configuration = JSON.parse(
  readFileSync(projectPath('syntaxes/kamailio.language-configuration.json'), 'utf8'),
) as LanguageConfiguration;

function wordsIn(text: string): readonly string[] {
  return text.match(new RegExp(configuration.wordPattern, 'g')) ?? [];
}

/** What the editor does after Enter at `|`: the first rule that fits decides. */
function enter(lineWithCursor: string, previousLine = ''): { appendText?: string; indent: string } | undefined {
  const [before, after] = lineWithCursor.split('|') as [string, string];
  return configuration.onEnterRules.find(
    (rule) =>
      new RegExp(rule.beforeText).test(before) &&
      (rule.afterText === undefined || new RegExp(rule.afterText).test(after)) &&
      (rule.previousLineText === undefined || new RegExp(rule.previousLineText).test(previousLine)),
  )?.action;
}

describe('language configuration', () => {
  describe('words', () => {
    const cases: readonly (readonly [text: string, words: readonly string[]])[] = [
      ['$var(caller)', ['var', 'caller']],
      ['$(ru{s.len})', ['ru', 's', 'len']],
      ['route[TO_GW] {', ['route', 'TO_GW']],
      ['event_route[dispatcher:dst-down]', ['event_route', 'dispatcher', 'dst-down']],
      ['if (!t_relay()) exit;', ['if', 't_relay', 'exit']],
      ['$hdr(X-My-Header)', ['hdr', 'X-My-Header']],
      ['#!ifdef WITH_NAT', ['ifdef', 'WITH_NAT']],
      ['listen=udp:10.0.0.1:5060', ['listen', 'udp', '10.0.0.1', '5060']],
      ['0x1F 101b $var(a)-$var(b)', ['0x1F', '101b', 'var', 'a', 'var', 'b']],
      ['# für Kunden', ['für', 'Kunden']],
    ];
    for (const [text, words] of cases) it(text, () => assert.deepEqual(wordsIn(text), words));
  });

  describe('indentation', () => {
    const { increaseIndentPattern, decreaseIndentPattern, unIndentedLinePattern } = configuration.indentationRules;
    const cases: readonly (readonly [pattern: string, name: string, lines: Readonly<Record<string, boolean>>])[] = [
      [
        increaseIndentPattern,
        'grows behind',
        {
          'route[X] {': true,
          'if ($rm == "INVITE") { # a call': true,
          'modparam("tm", "fr_timer",': true,
          'if (is_method("ACK") &&': true,
          '} else {': true,
          'if (1) { exit; }': false,
          'xlog("a {");': false,
          "xlog('a (');": false,
          '# route[X] {': false,
          'debug=2 # (': false,
          'exit;': false,
        },
      ],
      [decreaseIndentPattern, 'shrinks at', { '  }': true, '  ) {': true, '} else {': true, 'exit; }': false }],
      [
        unIndentedLinePattern,
        'is left alone at',
        { '#!ifdef WITH_NAT': true, '!!endif': true, '  #!else': true, '# a comment': false, '!$var(x)': false },
      ],
    ];
    for (const [pattern, name, lines] of cases) {
      for (const [line, matches] of Object.entries(lines)) {
        it(`${matches ? name : `not: ${name}`} ${line}`, () => assert.equal(new RegExp(pattern).test(line), matches));
      }
    }
  });

  describe('Enter', () => {
    it('continues a block comment', () => {
      assert.deepEqual(enter('/* first|'), { indent: 'none', appendText: ' * ' });
      assert.deepEqual(enter('/*| */'), { indent: 'indentOutdent', appendText: ' * ' });
      assert.deepEqual(enter(' * second|', '/* first'), { indent: 'none', appendText: '* ' });
    });
    it('ends behind a block comment', () => {
      assert.equal(enter('/* whole */|'), undefined);
      assert.equal(enter(' */|', ' * x')?.appendText, undefined);
    });
    it('continues a line comment only where text is taken along', () => {
      assert.deepEqual(enter('# some | text'), { indent: 'none', appendText: '# ' });
      assert.deepEqual(enter('// some | text'), { indent: 'none', appendText: '// ' });
      assert.equal(enter('# some text|'), undefined);
    });
    it('does not take a directive for a comment', () => {
      assert.equal(enter('#!define A| 1'), undefined);
    });
    it('indents behind a case label', () => {
      assert.equal(enter('  case "INVITE":|')?.indent, 'indent');
      assert.equal(enter('  default: # rest|')?.indent, 'indent');
    });
  });

  describe('folding', () => {
    const { start, end } = configuration.folding.markers;
    it('begins at each conditional directive and ends at its #!endif', () => {
      for (const line of ['#!ifdef A', '  #!ifndef A', '!!ifexp A > 1']) assert.match(line, new RegExp(start));
      for (const line of ['#!endif', '  !!endif  ']) assert.match(line, new RegExp(end));
    });
    it('does not count what Kamailio takes for a comment', () => {
      assert.doesNotMatch('#!endif # WITH_NAT', new RegExp(end));
      // What a marker leaves of its line is drawn in large letters over the minimap.
      assert.equal('#!ifdef WITH_TLS'.replace(new RegExp(start), ''), '');
      assert.doesNotMatch('# #!ifdef A', new RegExp(start));
      assert.doesNotMatch('#!define A', new RegExp(start));
    });
  });

  it('closes pairs in code only, and every bracket is such a pair', () => {
    for (const { open, notIn } of configuration.autoClosingPairs) assert.deepEqual(notIn, ['string', 'comment'], open);
    for (const [open, close] of configuration.brackets) {
      assert.ok(configuration.autoClosingPairs.some((pair) => pair.open === open && pair.close === close));
    }
  });
});

describe('language configuration of destination lists', () => {
  const list = JSON.parse(
    readFileSync(projectPath('syntaxes/kamailio-dispatcher.language-configuration.json'), 'utf8'),
  ) as Pick<LanguageConfiguration, 'wordPattern' | 'brackets' | 'autoClosingPairs'>;
  const cases: readonly (readonly [text: string, words: readonly string[]])[] = [
    [
      '1 sip:+49@192.0.2.1:5060;transport=tls 0x08 10',
      ['1', 'sip', '+49', '192.0.2.1', '5060', 'transport', 'tls', '0x08', '10'],
    ],
    ['sip:gw-1.example.com', ['sip', 'gw-1.example.com']],
    ['sip:[2001:db8::1]:5060', ['sip', '[2001:db8::1]', '5060']],
    ['duid=gw-1;weight=50', ['duid', 'gw-1', 'weight', '50']],
    // The value of an attribute is one word, whatever it is made of.
    ['socket=udp:192.0.2.1:5060;x', ['socket', 'udp:192.0.2.1:5060', 'x']],
    ['ping_from=sip:sbc@example.com', ['ping_from', 'sip:sbc@example.com']],
    ['sip:{{ .Address }}:{{.Port}}', ['sip', '.Address', '.Port']],
  ];
  for (const [text, words] of cases) {
    it(`words of ${text}`, () => assert.deepEqual(text.match(new RegExp(list.wordPattern, 'g')), words));
  }

  it('closes every bracket', () => {
    for (const [open, close] of list.brackets) {
      assert.ok(list.autoClosingPairs.some((pair) => pair.open === open && pair.close === close));
    }
  });
});
