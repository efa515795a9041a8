import assert from 'node:assert/strict';
import { completeInList, type ListProposal } from '../../../../server/src/dispatcher-list/features/completion.ts';
import { atCursor, readingOf, type ReadingOptions } from './support.ts';

function itemsOf(text: string, options: ReadingOptions = {}, trigger?: string): readonly ListProposal[] {
  const { reading, offset } = atCursor(text, options);
  return completeInList(reading, offset, trigger).items;
}

function labels(text: string, options: ReadingOptions = {}, trigger?: string): string[] {
  return itemsOf(text, options, trigger).map(({ label }) => label);
}

function detail(text: string, label: string, options: ReadingOptions = {}): string | undefined {
  const found = itemsOf(text, options).find((item) => item.label === label);
  assert.ok(found, `${label} is not proposed for ${text}`);
  return found.detail;
}

/** The document after a proposal was accepted in the place of the whole word. */
function accept(text: string, label: string, options: ReadingOptions = {}): string {
  const item = itemsOf(text, options).find((entry) => entry.label === label);
  assert.ok(item, `${label} is not proposed for ${text}`);
  const { source, start } = item.range;
  assert.ok(!source.text.slice(start, item.replaceEnd).includes('\n'));
  return source.text.slice(0, start) + item.newText + source.text.slice(item.replaceEnd);
}

const LISTENS = [
  'listen=udp:192.0.2.10:5060 name "edge"',
  'listen=tls:[2001:db8::10]:5061',
  'loadmodule "dispatcher.so"',
  'request_route { ds_select_dst("1", "10"); ds_select_dst("7", "4"); }',
].join('\n');

describe('completion in a list of destinations', () => {
  describe('of set ids', () => {
    const LIST = '1 sip:a\n3 sip:b\n3 sip:c\n';

    it('proposes the sets of the list, and first those that are used and empty', () => {
      assert.deepEqual(labels(`${LIST}‸`), ['1', '3']);
      assert.deepEqual(labels(`${LIST}‸`, { configurations: [LISTENS] }), ['7', '1', '3']);
      assert.equal(
        detail(`${LIST}‸`, '7', { configurations: [LISTENS] }),
        'used by ds_select_dst(), no destination yet',
      );
      assert.equal(detail(`${LIST}‸`, '3'), '2 destinations');
    });

    it('takes the place of the digits', () => {
      assert.equal(accept(`${LIST}‸9 sip:x`, '3'), `${LIST}3 sip:x`);
      assert.equal(accept(`  1‸ sip:x\n${LIST}`, '3'), `  3 sip:x\n${LIST}`);
    });
  });

  describe('of destinations', () => {
    it('proposes schemes, and destinations of other sets', () => {
      const text = '1 sip:a\n2 sip:b\n2 sip:c\n1 ‸';
      assert.deepEqual(labels(text), ['sip:', 'sips:', 'sip:b', 'sip:c']);
      assert.equal(detail(text, 'sip:b'), 'as in set 2');
      assert.equal(accept(text, 'sip:b'), '1 sip:a\n2 sip:b\n2 sip:c\n1 sip:b');
      assert.equal(accept('1 s‸ 0 0', 'sips:'), '1 sips: 0 0');
    });

    it('proposes transports behind a semicolon', () => {
      assert.deepEqual(labels('1 sip:a;‸'), [
        'transport=udp',
        'transport=tcp',
        'transport=tls',
        'transport=sctp',
        'transport=ws',
      ]);
      assert.equal(accept('1 sip:a;tr‸ 8', 'transport=tls'), '1 sip:a;transport=tls 8');
      assert.equal(accept('1 sip:a;transport=‸udp;x 8', 'tcp'), '1 sip:a;transport=tcp;x 8');
      assert.deepEqual(labels('1 sips:a;transport=‸'), ['tcp', 'tls', 'ws']);
      assert.deepEqual(labels('1 sip:a;transport=tcp;‸'), []);
    });
  });

  describe('of flags', () => {
    it('proposes sums in words', () => {
      assert.deepEqual(labels('1 sip:a ‸'), ['0', '8', '9', '4', '1', '2', '16']);
      assert.deepEqual(labels('1 sip:a ‸', { version: '6.1' }), ['0', '8', '9', '4', '1', '2', '16', '32']);
      assert.equal(detail('1 sip:a ‸', '9'), 'inactive, probing');
      assert.match(itemsOf('1 sip:a ‸')[1]!.documentation ?? '', /\*\*8 probing:\*\*/);
      assert.equal(accept('1 sip:a ‸2 5', '8'), '1 sip:a 8 5');
    });

    it('proposes attributes where letters begin, with the columns before them', () => {
      assert.equal(accept('1 sip:a du‸', 'duid'), '1 sip:a 0 0 duid=');
      assert.equal(accept('1 sip:a 8 du‸', 'duid'), '1 sip:a 8 0 duid=');
    });
  });

  it('proposes priorities in relation to those of the set', () => {
    const text = '1 sip:a 0 10\n1 sip:b 0 5\n2 sip:c 0 99\n1 sip:d 0 ‸';
    assert.deepEqual(labels(text), ['11', '10', '5', '0']);
    assert.equal(detail(text, '10'), 'as sip:a');
    assert.deepEqual(labels('1 sip:d 0 ‸'), ['0']);
  });

  describe('of attributes', () => {
    it('proposes what the line does not have, by version', () => {
      const found = labels('1 sip:a 0 0 DUID=a;‸;weight=5');
      assert.deepEqual(found.slice(0, 3), ['rweight', 'maxload', 'latency']);
      assert.ok(!found.includes('ocmin'));
      assert.ok(labels('1 sip:a 0 0 ‸', { version: '6.1' }).includes('ping_socket'));
    });

    it('proposes first what the algorithms of the set look at', () => {
      const found = labels('1 sip:a 0 0 ‸', { configurations: [LISTENS] });
      assert.deepEqual(found.slice(0, 2), ['duid', 'maxload']);
    });

    it('explains them', () => {
      const item = itemsOf('1 sip:a 0 0 ‸').find(({ label }) => label === 'weight');
      assert.equal(item?.detail, 'number 1 to 100, algorithms 9, 15');
      assert.match(item.documentation ?? '', /share of the requests/);
      assert.ok(item.continues);
    });

    it('proposes names of one’s own that other lines have', () => {
      const text = '1 sip:a 0 0 carrier=x;duid=a\n1 sip:b 0 0 ‸';
      assert.equal(accept(text, 'carrier'), '1 sip:a 0 0 carrier=x;duid=a\n1 sip:b 0 0 carrier=');
    });

    it('takes the place of the name only', () => {
      assert.equal(accept('1 sip:a 0 0 w‸eigth=5;x', 'weight'), '1 sip:a 0 0 weight=5;x');
      assert.equal(accept('1 sip:a 0 0 x=1;‸', 'duid'), '1 sip:a 0 0 x=1;duid=');
      assert.equal(accept('1 sip:a 0 0 ‸ # comment', 'duid'), '1 sip:a 0 0 duid= # comment');
    });
  });

  describe('of values', () => {
    it('proposes sockets that the configuration listens on, and their names', () => {
      const options = { configurations: [LISTENS], version: '6.1' as const };
      for (const name of ['socket', 'ping_socket', 'SOCKET']) {
        assert.deepEqual(labels(`1 sip:a 0 0 ${name}=‸`, options), ['udp:192.0.2.10:5060', 'tls:[2001:db8::10]:5061']);
      }
      assert.deepEqual(labels('1 sip:a 0 0 sockname=‸', options), ['edge']);
      assert.equal(
        accept('1 sip:a 0 0 socket=ud‸p:1.2.3.4;x', 'udp:192.0.2.10:5060', options),
        '1 sip:a 0 0 socket=udp:192.0.2.10:5060;x',
      );
    });

    it('proposes a duid that the set does not have', () => {
      assert.deepEqual(labels('1 sip:gw1.example.com:5060 0 0 duid=‸'), ['gw1']);
      assert.deepEqual(labels('1 sip:x 0 0 duid=GW1\n1 sip:gw1.example.com 0 0 duid=‸'), ['gw1-2']);
      assert.deepEqual(labels('2 sip:x 0 0 duid=gw1\n1 sip:gw1.example.com 0 0 duid=‸'), ['gw1']);
      assert.deepEqual(labels('1 sip:192.0.2.1 0 0 duid=‸'), ['192.0.2.1']);
    });

    it('proposes the weight that makes 100', () => {
      const text = '1 sip:a 0 0 weight=50\n1 sip:b 0 0 weight=20\n1 sip:c 0 0 weight=‸';
      assert.deepEqual(labels(text), ['30', '33', '50', '20']);
      assert.equal(detail(text, '30'), 'makes 100 of set 1');
      assert.deepEqual(labels('1 sip:a 0 0 weight=100\n1 sip:c 0 0 weight=‸'), ['50', '100']);
    });

    it('proposes what other lines have, quoted where it must be', () => {
      const text = `1 sip:a 0 0 ping_from="sip:x;y"\n1 sip:b 0 0 ping_from=sip:z\n2 sip:c 0 0 ping_from=‸`;
      assert.deepEqual(labels(text), ['sip:x;y', 'sip:z', 'sip:']);
      assert.ok(accept(text, 'sip:x;y').endsWith('ping_from="sip:x;y"'));
      assert.deepEqual(labels('1 sip:a 0 0 cc=‸'), ['1', '0']);
    });
  });

  it('answers to the characters that part columns and attributes', () => {
    assert.ok(labels('1 sip:a 0 0 ‸', {}, ' ').length > 0);
    assert.ok(labels('1 sip:a 0 0 x=1;‸', {}, ';').length > 0);
    assert.ok(labels('1 sip:a 0 0 cc=‸', {}, '=').length > 0);
    assert.deepEqual(labels('1 sip:a.‸', {}, '.'), []);
  });

  it('proposes nothing where Kamailio reads nothing', () => {
    for (const text of [
      '# 1 ‸',
      '#‸',
      '1 sip:a # ‸',
      '1 sip:a#‸ 0',
      '1 sip:a 0 0 duid=a ‸',
      '1 sip:a 0 0 duid="a‸',
      'abc‸',
      '{{ .S‸et }} sip:a',
    ]) {
      assert.deepEqual(labels(text), [], text);
    }
  });

  it('counts template parts as what their column asks for', () => {
    assert.ok(labels('{{ .Set }} sip:{{ .Host }} {{ with .Flags }}{{ . }}{{ end }} ‸').includes('0'));
    assert.ok(labels('{{ .Set }} sip:{{ .Host }} {{ .Flags }} 0 duid={{ .Name }};‸').includes('weight'));
  });

  it('answers anywhere in any list', () => {
    const text =
      "1 sip:a 9 5 duid=a;x;=;weight=;\"\n\n{{ x }} # y\n2\n  x y z\n3 sip:[ 0x 4 a='b;c';;\r\n\t1\tsip:é;transport=\t8\t\t";
    const reading = readingOf(text, { version: '6.1', configurations: [LISTENS] });
    for (let offset = 0; offset <= text.length; offset++) {
      for (const { range, replaceEnd } of completeInList(reading, offset).items) {
        assert.ok(range.start <= offset && range.end === offset && offset <= replaceEnd);
        assert.ok(!text.slice(range.start, replaceEnd).includes('\n'));
      }
    }
  });
});
