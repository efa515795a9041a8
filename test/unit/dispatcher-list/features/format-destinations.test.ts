import assert from 'node:assert/strict';
import {
  formatDestinations,
  type DestinationForm,
} from '../../../../server/src/dispatcher-list/features/conversion/format-destinations.ts';
import { readingOf, type ReadingOptions } from './support.ts';

/** All lines of a text in some form. */
function format(text: string, form: DestinationForm, options: ReadingOptions = {}): string[] {
  const formatted = formatDestinations(readingOf(text, options), { start: 0, end: text.length }, form);
  assert.ok(formatted.text === '' || formatted.text.endsWith('\n'));
  return formatted.text.split('\n').slice(0, -1);
}

describe('destinations for other tools', () => {
  describe('as lines of a list', () => {
    it('keeps columns and comment, with one blank between them', () => {
      const text = '1   sip:192.0.2.1\t8 5  duid=a;weight=50   # first  one\n2 sip:192.0.2.2\n';
      assert.deepEqual(format(text, 'list'), [
        '1 sip:192.0.2.1 8 5 duid=a;weight=50 # first one',
        '2 sip:192.0.2.2 0 0',
      ]);
    });

    it('keeps lines that a template fills in as they are', () => {
      assert.deepEqual(format('1  sip:{{ .Address }}  8\n', 'list'), ['1  sip:{{ .Address }}  8']);
    });
  });

  describe('from a part of the text', () => {
    const TEXT = '# head\n1 sip:a.example\n2 sip:b.example\n3 sip:c.example\n';
    const countIn = (start: number, end: number): number =>
      formatDestinations(readingOf(TEXT), { start, end }, 'list').count;

    it('takes the line of the cursor, and every line that a selection touches', () => {
      const second = TEXT.indexOf('2 sip');
      const third = TEXT.indexOf('3 sip');
      assert.equal(countIn(second + 3, second + 3), 1);
      assert.equal(countIn(second, third), 1, 'a selection of the whole line ends where the next begins');
      assert.equal(countIn(second + 3, third + 1), 2);
      assert.equal(countIn(0, 3), 0);
      assert.equal(countIn(0, TEXT.length), 3);
    });
  });

  describe('as commands of kamcmd', () => {
    it('gives as few words as the command needs', () => {
      assert.deepEqual(format('1 sip:192.0.2.1\n', 'kamcmd'), ['kamcmd dispatcher.add 1 sip:192.0.2.1']);
      assert.deepEqual(format('1 sip:192.0.2.1 8\n', 'kamcmd'), ['kamcmd dispatcher.add 1 sip:192.0.2.1 8']);
      assert.deepEqual(format('1 sip:192.0.2.1 0 0 duid=a\n', 'kamcmd'), [
        'kamcmd dispatcher.add 1 sip:192.0.2.1 0 0 duid=a',
      ]);
    });

    it('quotes what the shell would take for its own', () => {
      assert.deepEqual(format(`1 sip:192.0.2.1;transport=tls 8 0 duid="a";x=it's\n`, 'kamcmd'), [
        `kamcmd dispatcher.add 1 'sip:192.0.2.1;transport=tls' 8 0 'duid="a";x=it'\\''s'`,
      ]);
    });

    it('sends words that look like numbers or options as strings', () => {
      for (const word of ['5060', '-x', '1e5', '0x1f', 'inf', 'nan', '.5', 's:x']) {
        assert.deepEqual(format(`1 sip:a.example 0 0 ${word}\n`, 'kamcmd'), [
          `kamcmd dispatcher.add 1 sip:a.example 0 0 s:${word}`,
        ]);
      }
      assert.deepEqual(format('1 192.0.2.1\n', 'kamcmd'), ['kamcmd dispatcher.add 1 192.0.2.1']);
    });

    it('waits between two commands as long as reload_delta asks for', () => {
      const text = '1 sip:a.example\n1 sip:b.example\n';
      const [remark, ...lines] = format(text, 'kamcmd');
      assert.match(remark!, /^# .*reload_delta \(5 s\)/);
      assert.deepEqual(lines, [
        'kamcmd dispatcher.add 1 sip:a.example',
        'sleep 5',
        'kamcmd dispatcher.add 1 sip:b.example',
      ]);
      assert.equal(format(text, 'kamcmd', { version: '6.2' }).length, 2);
      const configuration = (delta: string): string =>
        `loadmodule "dispatcher.so"\nmodparam("dispatcher", "reload_delta", ${delta})\n`;
      assert.equal(format(text, 'kamcmd', { configurations: [configuration('0')] }).length, 2);
      assert.ok(format(text, 'kamcmd', { configurations: [configuration('2')] }).includes('sleep 2'));
      assert.ok(format(text, 'kamcmd', { configurations: ['loadmodule "dispatcher.so"'] }).includes('sleep 5'));
    });

    it('leaves out the priority where the command does not take it, and says so', () => {
      const lines = format('1 sip:a.example 8 3 duid=a\n', 'kamcmd', { version: '5.5' });
      assert.match(lines[0]!, /^# Without its priority 3/);
      assert.equal(lines[1], 'kamcmd dispatcher.add 1 sip:a.example 8 duid=a');
      assert.equal(format('1 sip:a.example 8 0 duid=a\n', 'kamcmd', { version: '5.5' }).length, 1);
    });

    it('writes hexadecimal flags as a number', () => {
      assert.deepEqual(format('1 sip:a.example 0x18\n', 'kamcmd'), ['kamcmd dispatcher.add 1 sip:a.example 24']);
    });

    it('says which lines a template fills in', () => {
      const lines = format('1 sip:{{ .Address }}\n1 sip:a.example\n', 'kamcmd');
      assert.deepEqual(lines, [
        '# Left out, a template fills it in: 1 sip:{{ .Address }}',
        'kamcmd dispatcher.add 1 sip:a.example',
      ]);
    });
  });

  describe('as commands of kamctl', () => {
    it('gives all columns of the table', () => {
      assert.deepEqual(format('1 sip:192.0.2.1 8 5 duid=a # first one\n2 sip:b.example\n', 'kamctl'), [
        `kamctl dispatcher add 1 sip:192.0.2.1 8 5 duid=a 'first one'`,
        'kamctl dispatcher add 2 sip:b.example 0 0',
      ]);
      assert.deepEqual(format('1 sip:a.example # one\n', 'kamctl'), [
        "kamctl dispatcher add 1 sip:a.example 0 0 '' one",
      ]);
    });

    it('doubles quotes for the statement that kamctl makes', () => {
      assert.deepEqual(format("1 sip:a.example 0 0 x='y' # it's\n", 'kamctl'), [
        `kamctl dispatcher add 1 sip:a.example 0 0 'x='\\'''\\''y'\\'''\\''' 'it'\\'''\\''s'`,
      ]);
    });
  });

  describe('as SQL', () => {
    const INSERT = 'INSERT INTO dispatcher (setid, destination, flags, priority, attrs, description) VALUES ';

    it('gives one insert a destination', () => {
      assert.deepEqual(format("1 sip:a.example 8 5 duid=a;x='y' # it's\n2 sip:b.example\n", 'sql'), [
        `${INSERT}(1, 'sip:a.example', 8, 5, 'duid=a;x=''y''', 'it''s');`,
        `${INSERT}(2, 'sip:b.example', 0, 0, '', '');`,
      ]);
    });

    it('warns of what the columns of the table do not hold, and shortens the description', () => {
      const [remark, line] = format(`1 sip:a.example 0 0 x=${'y'.repeat(130)} # ${'z'.repeat(100)}\n`, 'sql');
      assert.match(remark!, /^-- The column attrs holds 128 characters, here are 132/);
      assert.ok(line!.endsWith(`'${'z'.repeat(63)}…');`));
    });

    it('warns of backslashes, which MySQL reads in its own way', () => {
      const [remark, line] = format('1 sip:a.example 0 0 x=a\\b\n', 'sql');
      assert.match(remark!, /^-- MySQL takes a backslash/);
      assert.ok(line!.includes("'x=a\\b'"));
    });
  });
});
