import assert from 'node:assert/strict';
import { hoverInList } from '../../../../server/src/dispatcher-list/features/hover.ts';
import { ATTRIBUTES, FLAGS } from '../../../../server/src/dispatcher-list/facts.ts';
import { ATTRIBUTE_ADVICE, FLAG_ADVICE } from '../../../../server/src/dispatcher-list/features/texts.ts';
import { atCursor, readingOf, type ReadingOptions } from './support.ts';

/** Asserts what the hover is about, and that it holds each of the pieces. */
function assertShown(
  text: string,
  on: string,
  pieces: readonly (string | RegExp)[],
  options: ReadingOptions = {},
): string {
  const { reading, offset } = atCursor(text, options);
  const found = hoverInList(reading, offset);
  assert.ok(found, `nothing is shown for ${text}`);
  assert.equal(found.range.source.text.slice(found.range.start, found.range.end), on);
  for (const piece of pieces) {
    if (typeof piece === 'string') assert.ok(found.markdown.includes(piece), `'${piece}' is not in\n${found.markdown}`);
    else assert.match(found.markdown, piece);
  }
  return found.markdown;
}

function assertNothing(text: string): void {
  const { reading, offset } = atCursor(text);
  assert.equal(hoverInList(reading, offset), undefined);
}

const LOADS = 'loadmodule "dispatcher.so"\n';

describe('hover in a list of destinations', () => {
  describe('over set ids', () => {
    const LIST = '‸1 sip:a.example 0 5\n1 sip:b.example 4 9 duid=b\n1 sip:c.example 0 5\n2 sip:d.example\n';

    it('shows the destinations in the order in which Kamailio walks them', () => {
      assertShown(LIST, '1', [
        '**Set 1**',
        '3 destinations, in the order',
        '1. `sip:b.example`, starts as `DX` (disabled, not probed), priority 9, `duid=b`\n2. `sip:c.example`, priority 5\n3. `sip:a.example`, priority 5',
      ]);
    });

    it('says who uses the set, with the algorithm', () => {
      const configuration = [
        '#!KAMAILIO',
        'loadmodule "dispatcher.so"',
        'request_route {',
        '  if (!ds_select_dst("1", "4")) exit;',
        '}',
        '#!ifdef NEVER',
        'route[X] { ds_is_from_list("1"); }',
        '#!endif',
      ].join('\n');
      assertShown(
        LIST,
        '1',
        [
          '**Used by:**',
          '- `ds_select_dst()`, algorithm 4 (round robin): [kamailio.cfg:4](file:///project/kamailio.cfg#L4)',
          '- `ds_is_from_list()`: [kamailio.cfg:7](file:///project/kamailio.cfg#L7) (switched off by a condition)',
        ],
        { configurations: [configuration] },
      );
    });

    it('says that nobody uses it only where that is sure', () => {
      const call = (set: string): string => `${LOADS}request_route { ds_select_dst(${set}, "4"); }`;
      assertShown(LIST, '1', ['**Not used**'], { configurations: [call('"2"')] });
      assertShown(LIST, '1', ['names the set by its number'], { configurations: [call('"$var(x)"')] });
      assert.doesNotMatch(assertShown(LIST, '1', []), /used|configuration/i);
    });

    it('counts lines that give no destination', () => {
      assertShown('‸1 sip:a.example\n1 sip:a.example:x\n', '1', ['1 destination, in the', '1 line of it is not known']);
    });

    it('says what a template keeps unknown', () => {
      assertShown('‸{{ .Set }} sip:a.example\n', '{{ .Set }}', ['**Set id**', 'A template fills it in']);
    });
  });

  describe('over destinations', () => {
    it('takes a URI apart', () => {
      assertShown('1 sip:us‸er@gw.example.com:5080;transport=tcp', 'sip:user@gw.example.com:5080;transport=tcp', [
        '**User:** `user`',
        '**Host:** `gw.example.com`, a name that DNS has to resolve',
        '**Port:** 5080',
        '**Transport:** TCP',
      ]);
    });

    it('says which port and transport hold where none is written', () => {
      assertShown('1 ‸sip:192.0.2.1', 'sip:192.0.2.1', ['**Port:** 5060 by default', '**Transport:** UDP by default']);
      assertShown('1 ‸sip:[2001:db8::1];transport=tls', 'sip:[2001:db8::1];transport=tls', [
        '**Host:** `[2001:db8::1]`',
        '**Port:** 5061 by default',
        '**Transport:** TLS',
      ]);
      assertShown('1 ‸sips:a.example', 'sips:a.example', [
        'from an SRV record of the name, else 5061',
        'TLS, because of `sips:`',
      ]);
      assertShown('1 ‸sip:a.example', 'sip:a.example', ['dns_try_naptr']);
    });

    it('says what Kamailio makes of a URI without a scheme, and of none', () => {
      assertShown('1 192.0.‸2.1', '192.0.2.1', ['Kamailio reads it as `sip:192.0.2.1`']);
      assertShown('1 sip:a.example:no‸port', 'sip:a.example:noport', ['**Not a SIP URI**']);
      assertShown('1 sip:192.0.2.1;trans‸port=quic', 'sip:192.0.2.1;transport=quic', ['does not know']);
    });

    it('says what a template keeps unknown', () => {
      const markdown = assertShown('1 sip:{{ .Add‸ress }}:5060', 'sip:{{ .Address }}:5060', ['A template fills it in']);
      assert.doesNotMatch(markdown, /Host/);
    });
  });

  describe('over flags', () => {
    it('says each bit in words and what the sum means for the start', () => {
      assertShown('1 sip:a.example ‸9', '9', [
        '**Flags 9 = 1 + 8**',
        'Starts as `IP` (inactive, probed), and is not selected.',
        '- **1 inactive:**',
        '- **8 probing:**',
      ]);
      assertShown('1 sip:a.example 0‸', '0', ['**Flags 0**', 'Starts as `AX` (active, not probed), and is selected.']);
      assertShown('1 sip:a.example ‸2', '2', ['`TX` (trying, not probed), and is selected']);
    });

    it('knows which version has a bit, and which bits mean nothing', () => {
      assertShown('1 sip:a.example 3‸2', '32', ['**New in 6.0**; you use 5.6']);
      assertShown('1 sip:a.example 3‸2', '32', ['`AN` (active, never pinged)'], { version: '6.1' });
      assertShown('1 sip:a.example ‸200', '200', ['200 = 8 + 192', '- **192:** no meaning']);
    });

    it('reads hexadecimal flags where the version does', () => {
      assertShown('1 sip:a.example 0x‸18', '0x18', ['**Flags 24 = 8 + 16**'], { version: '6.1' });
    });
  });

  describe('over priorities', () => {
    const LIST = '1 sip:a.example 0 5\n1 sip:b.example 0 ‸5\n1 sip:c.example 0 1\n';

    it('says the place in the set, and what equal ones mean', () => {
      assertShown(LIST, '5', ['**Priority 5**', 'number 1 of 3', 'the one that stands last in the file comes first']);
    });

    it('says what it means to the algorithms in use', () => {
      const configuration = `${LOADS}request_route { ds_select_dst("1", "8"); ds_select_dst("1", "4"); }`;
      const markdown = assertShown(LIST, '5', ['**8 (always the first', '**4 (round robin):**'], {
        configurations: [configuration],
      });
      assert.doesNotMatch(markdown, /13/);
      assertShown(LIST, '5', ['depends on the algorithm', '**8 (', '**13 (']);
    });
  });

  describe('over attributes', () => {
    it('explains name and value with range, algorithms and versions', () => {
      const pieces = [
        '**weight** = `50`',
        '**Value:** a whole number from 1 to 100; anything else counts as not set',
        '9 (by weight in percent)',
      ];
      assertShown('1 sip:a.example 0 0 duid=a;wei‸ght=50', 'weight', pieces);
      assertShown('1 sip:a.example 0 0 duid=a;weight=‸50', '50', pieces);
      assertShown('1 sip:a.example 0 0 OCMIN‸=5', 'OCMIN', ['**ocmin**', '**New in 6.0**; you use 5.6']);
      assertShown('1 sip:a.example 0 0 duid=‸a', 'a', ['algorithm 10']);
    });

    it('leaves out algorithms that the version does not have', () => {
      const text = '1 sip:a.example 0 0 wei‸ght=50';
      assert.doesNotMatch(assertShown(text, 'weight', []), /15/);
      assertShown(text, 'weight', ['15 (by weight among those'], { version: '6.2' });
    });

    it('sums up weights over the set', () => {
      const rest = '\n1 sip:b.example 0 0 weight=30;rweight=3\n2 sip:c.example 0 0 weight=9\n';
      assertShown(`1 sip:a.example 0 0 weight=‸50${rest}`, '50', ['**Set 1:** 50 of 80, where 100 is meant']);
      assertShown(`1 sip:a.example 0 0 rweight=‸1${rest}`, '1', ['**Set 1:** 1 of 4, 25 %']);
    });

    it('says whether the configuration listens on a socket', () => {
      const text = '1 sip:a.example 0 0 socket=udp:192.0.2.‸1:5060';
      const on = 'udp:192.0.2.1:5060';
      const listening = (address: string): ReadingOptions => ({ configurations: [`listen=udp:${address}\n${LOADS}`] });
      assertShown(text, on, ['**There:**'], listening('192.0.2.1:5060'));
      assertShown(text, on, ['**Not there:**'], listening('192.0.2.9:5060'));
      assert.doesNotMatch(assertShown(text, on, []), /here:\*\*/);
    });

    it('tells of attributes that are not read, and of those that Kamailio does not know', () => {
      assertShown('1 sip:a.example 0 0 duid=a;duid=‸b', 'b', ['**Not read:**']);
      assertShown('1 sip:a.example 0 0 wei‸hgt=5', 'weihgt', ['An attribute of your own', 'Did you mean `weight`?']);
      assert.doesNotMatch(assertShown('1 sip:a.example 0 0 carr‸ier=x', 'carrier', []), /Did you mean/);
    });
  });

  it('says nothing over comments, blanks and what Kamailio does not read', () => {
    assertNothing('# com‸ment\n1 sip:a.example\n');
    assertNothing('1 sip:a.example 0 0 duid=a   ‸  # rest\n');
    assertNothing('1 sip:a.example # co‸mment\n');
    assertNothing('1 sip:a.example 0 0 duid=a re‸st\n');
    assertNothing('‸');
  });

  it('has words for every attribute and flag', () => {
    assert.deepEqual(Object.keys(ATTRIBUTE_ADVICE).sort(), ATTRIBUTES.map(({ name }) => name).sort());
    assert.deepEqual(
      Object.keys(FLAG_ADVICE),
      FLAGS.map(({ bit }) => String(bit)),
    );
  });

  it('answers anywhere in any list', () => {
    const text = "1 sip:a 9 5 duid=a;x;=;weight=;\"\n\n{{ x }} # y\n2\n  x y z\n3 sip:[ 0x 4 a='b;c';;\r\n";
    const reading = readingOf(text, { version: '6.1' });
    for (let offset = 0; offset <= text.length; offset++) {
      const found = hoverInList(reading, offset);
      if (found) assert.ok(found.range.start <= offset && offset <= found.range.end && found.markdown !== '');
    }
  });
});
