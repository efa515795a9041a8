import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import {
  formatListLine,
  type PlainDestination,
} from '../../../../server/src/dispatcher-list/features/conversion/destination.ts';
import {
  formatDestinations,
  type DestinationForm,
} from '../../../../server/src/dispatcher-list/features/conversion/format-destinations.ts';
import { importDestinations } from '../../../../server/src/dispatcher-list/features/conversion/import-destinations.ts';
import { readCommands } from '../../../../server/src/dispatcher-list/features/conversion/shell.ts';
import { readingOf } from './support.ts';

/** Signs that mean something to one of the forms: quotes, separators, what shells and SQL expand. */
const sign = fc.constantFrom(...'abzAZ019._-@:;=,/\'"\\$`|&<>()[]{}*?!%~^+#é€😀'.split(/(?:)/u));
const number = fc.oneof(fc.nat(99), fc.nat(2 ** 31 - 1));

const uri = fc.oneof(
  fc.constantFrom('sip:192.0.2.1', 'sip:[2001:db8::1]:5061;transport=tls', 'sips:gw.example', '192.0.2.7', '1234'),
  fc.string({ unit: sign, minLength: 1, maxLength: 30 }).map((text) => `sip:${text.replaceAll('#', '')}`),
);

const attributes = fc.oneof(
  fc.constantFrom('', 'duid=a;weight=50', '5060', '-1', '0x1f', 'inf', 's:x', 'x="a;b"', "x='y'"),
  fc.string({ unit: sign, maxLength: 40 }),
);

/** Up to 64 characters, so that no form shortens it. */
const description = fc
  .array(fc.string({ unit: sign, minLength: 1, maxLength: 8 }), { maxLength: 6 })
  .map((words) => words.join(' '))
  // A list drops the signs that a comment begins with.
  .map((text) => text.replace(/^[#\s]+/, ''));

const destination: fc.Arbitrary<PlainDestination> = fc.record({
  setId: number,
  uri,
  flags: number,
  priority: number,
  attributes,
  description,
});

/** A list's reader takes what follows for a part of a template. */
const TEMPLATE_OPENING = /\{\{|\{%|\{#|<%|[$%]\{/;

/** Destinations that a list can hold, with the list's text. */
const listed = fc
  .array(destination, { minLength: 1, maxLength: 5 })
  .map((all) => all.map(formatListLine).flatMap((formatted) => ('line' in formatted ? [`${formatted.line}\n`] : [])))
  .map((lines) => lines.filter((line) => !TEMPLATE_OPENING.test(line)))
  .filter((lines) => lines.length > 0)
  .map((lines) => lines.join(''));

function write(list: string, form: DestinationForm): string {
  return formatDestinations(readingOf(list), { start: 0, end: list.length }, form).text;
}

describe('laws of the forms of a destination', () => {
  for (const form of ['list', 'sql', 'kamctl'] as const) {
    it(`gives the same list back from ${form}`, () => {
      fc.assert(
        fc.property(listed, (list) => {
          const { lines, problems } = importDestinations(write(list, form));
          assert.deepEqual(problems, []);
          assert.equal(lines, list);
        }),
        { numRuns: 500 },
      );
    });
  }

  it('gives the same list back from kamcmd, but for the comments', () => {
    fc.assert(
      fc.property(listed, (list) => {
        const { lines, problems } = importDestinations(write(list, 'kamcmd'));
        assert.deepEqual(problems, []);
        assert.equal(lines, write(list, 'list').replace(/(?:^| )# .*$/gm, ''));
      }),
      { numRuns: 500 },
    );
  });

  it('writes SQL that SQLite takes for what it says', () => {
    const database = new DatabaseSync(':memory:');
    database.exec(
      "CREATE TABLE dispatcher (id INTEGER PRIMARY KEY NOT NULL, setid INTEGER DEFAULT 0 NOT NULL, destination VARCHAR(192) DEFAULT '' NOT NULL, flags INTEGER DEFAULT 0 NOT NULL, priority INTEGER DEFAULT 0 NOT NULL, attrs VARCHAR(128) DEFAULT '' NOT NULL, description VARCHAR(64) DEFAULT '' NOT NULL)",
    );
    const rows = database.prepare('SELECT setid, destination, flags, priority, attrs, description FROM dispatcher');
    fc.assert(
      fc.property(listed, (list) => {
        database.exec('DELETE FROM dispatcher');
        database.exec(write(list, 'sql'));
        const held = rows.all().map((row) =>
          formatListLine({
            setId: Number(row.setid),
            uri: String(row.destination),
            flags: Number(row.flags),
            priority: Number(row.priority),
            attributes: String(row.attrs),
            description: String(row.description),
          }),
        );
        assert.equal(held.map((formatted) => ('line' in formatted ? `${formatted.line}\n` : '?')).join(''), list);
      }),
    );
    database.close();
  });

  it('sends every attribute to kamcmd as a string', () => {
    fc.assert(
      fc.property(listed, (list) => {
        for (const { words } of readCommands(write(list, 'kamcmd'))) {
          const attribute = words[6];
          if (words[1] !== 'dispatcher.add' || attribute === undefined) continue;
          // Number() takes what strtol() and strtod() take to the end, but for the names of no numbers.
          const isNumber = attribute.trim() !== '' && !Number.isNaN(Number(attribute));
          assert.ok(!isNumber && !/^[+-]?(?:inf|nan)/i.test(attribute) && !attribute.startsWith('-'), attribute);
        }
      }),
    );
  });

  it('takes any text without a throw and writes only lines that a list reads back', () => {
    const fragment = fc.constantFrom(
      ...'INSERT INTO|dispatcher|VALUES|(|)|,|;|\'|"|`|\\|NULL|SET|setid|destination|=|COPY|FROM stdin;|\n|\t|--|/*|*/|#| |1|sip:a|DEST: {|}|{|URI: sip:b|FLAGS: AP|ID: 3|"DEST":{|BODY: x|kamcmd|dispatcher.add|kamctl|dispatcher add||||+---+|id|CREATE TABLE|E\'|::|\\.'.split(
        '|',
      ),
    );
    const text = fc.oneof(
      fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(' ')),
      fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 100 }),
    );
    fc.assert(
      fc.property(text, (any) => {
        const { lines, count } = importDestinations(any);
        const again = importDestinations(lines);
        assert.equal(again.lines, lines);
        assert.equal(again.count, count);
      }),
      { numRuns: 2000 },
    );
  });
});
