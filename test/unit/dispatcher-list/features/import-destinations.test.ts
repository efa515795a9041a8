import assert from 'node:assert/strict';
import { importDestinations } from '../../../../server/src/dispatcher-list/features/conversion/import-destinations.ts';

/** The lines that come out; asserts that nothing was wrong. */
function lines(text: string): string[] {
  const { lines: found, problems, count } = importDestinations(text);
  assert.deepEqual(problems, []);
  const all = found.split('\n').slice(0, -1);
  assert.equal(count, all.length);
  return all;
}

/** Asserts the lines and that each of the problems is told, in order. */
function assertImported(text: string, expected: readonly string[], problems: readonly RegExp[]): void {
  const found = importDestinations(text);
  assert.deepEqual(found.lines.split('\n').slice(0, -1), expected);
  assert.equal(found.problems.length, problems.length, found.problems.join('\n'));
  for (const [index, problem] of problems.entries()) assert.match(found.problems[index]!, problem);
}

describe('destinations from other tools', () => {
  describe('out of SQL', () => {
    it('takes columns in any order, several rows, NULL and DEFAULT', () => {
      const sql = `insert into dispatcher (destination, setid, attrs, flags, description)
        values ('sip:a.example', 1, 'duid=a', 8, 'it''s one'), ('sip:b.example', 2, NULL, DEFAULT, '');`;
      assert.deepEqual(lines(sql), ["1 sip:a.example 8 0 duid=a # it's one", '2 sip:b.example 0 0']);
    });

    it("takes rows in the table's own order", () => {
      assert.deepEqual(lines("INSERT INTO dispatcher VALUES(2,1,'sip:a.example',8,5,'duid=a','one');"), [
        '1 sip:a.example 8 5 duid=a # one',
      ]);
    });

    it('takes the order from CREATE TABLE', () => {
      const sql = `CREATE TABLE IF NOT EXISTS dispatcher (
          setid INTEGER DEFAULT 0 NOT NULL, destination VARCHAR(192) DEFAULT '' NOT NULL,
          attrs VARCHAR(128) DEFAULT '', flags NUMERIC(10, 0), id INTEGER, PRIMARY KEY (id), CONSTRAINT x UNIQUE (id));
        INSERT INTO dispatcher VALUES (3, 'sip:a.example', 'duid=a', 8, 1);`;
      assert.deepEqual(lines(sql), ['3 sip:a.example 8 0 duid=a']);
    });

    it('reads a dump of MySQL and passes over its other tables', () => {
      const sql = [
        '-- MySQL dump 10.13  Distrib 8.0.36',
        '/*!40101 SET NAMES utf8mb4 */;',
        'DROP TABLE IF EXISTS `dispatcher`;',
        'CREATE TABLE `dispatcher` (',
        '  `id` int unsigned NOT NULL AUTO_INCREMENT,',
        '  `setid` int NOT NULL DEFAULT 0,',
        "  `destination` varchar(192) NOT NULL DEFAULT '',",
        '  `flags` int NOT NULL DEFAULT 0,',
        '  `priority` int NOT NULL DEFAULT 0,',
        "  `attrs` varchar(128) NOT NULL DEFAULT '',",
        "  `description` varchar(64) NOT NULL DEFAULT '',",
        '  PRIMARY KEY (`id`)',
        ') ENGINE=InnoDB;',
        'LOCK TABLES `dispatcher` WRITE;',
        '/*!40000 ALTER TABLE `dispatcher` DISABLE KEYS */;',
        "INSERT INTO `dispatcher` VALUES (1,1,'sip:a.example',8,0,'duid=\\'a\\'','it\\'s'),(2,1,'sip:b.example',0,0,'','');",
        "INSERT INTO `domain` VALUES (1,'example.com','','2024-01-01 00:00:00');",
        'UNLOCK TABLES;',
      ].join('\n');
      assert.deepEqual(lines(sql), ["1 sip:a.example 8 0 duid='a' # it's", '1 sip:b.example 0 0']);
    });

    it('reads backslashes as MySQL does where nothing else makes sense', () => {
      const sql = "INSERT INTO dispatcher (setid, destination, description) VALUES (1, 'sip:a.example', 'it\\'s');";
      assert.deepEqual(lines(sql), ["1 sip:a.example 0 0 # it's"]);
    });

    it('reads double quotes as MySQL does', () => {
      assert.deepEqual(lines('INSERT INTO `dispatcher` (`setid`,`destination`) VALUES ("1","sip:a.example");'), [
        '1 sip:a.example 0 0',
      ]);
    });

    it('reads a dump of PostgreSQL, as COPY and as inserts', () => {
      const copy = [
        "CREATE TABLE public.dispatcher (id integer NOT NULL, setid integer DEFAULT 0 NOT NULL, destination character varying(192) DEFAULT ''::character varying NOT NULL, flags integer, priority integer, attrs character varying(128), description character varying(64));",
        'COPY public.domain (id, domain) FROM stdin;',
        '1\texample.com',
        '\\.',
        '',
        'COPY public.dispatcher (id, setid, destination, flags, priority, attrs, description) FROM stdin;',
        "1\t1\tsip:a.example\t8\t0\tduid=a\tit's\\tone",
        '2\t2\tsip:b.example\t0\t0\t\\N\t',
        '\\.',
        "INSERT INTO public.\"dispatcher\" VALUES (1, 3, 'sip:c.example'::character varying, 0, 0, E'x=\\'y\\'', '');",
      ].join('\n');
      assert.deepEqual(lines(copy), [
        "1 sip:a.example 8 0 duid=a # it's one",
        '2 sip:b.example 0 0',
        "3 sip:c.example 0 0 x='y'",
      ]);
    });

    it('takes another table if it has the columns, and columns named by SET', () => {
      assert.deepEqual(lines("insert into gateways (setid, destination) values (1, 'sip:a.example')"), [
        '1 sip:a.example 0 0',
      ]);
      assert.deepEqual(lines("INSERT IGNORE INTO dispatcher SET setid=1, destination='sip:a.example', flags=8;"), [
        '1 sip:a.example 8 0',
      ]);
    });

    it('passes over comments', () => {
      const sql = `-- INSERT INTO dispatcher VALUES (1,1,'sip:no.example',0,0,'','');
        /* INSERT INTO dispatcher VALUES (1,1,'sip:no.example',0,0,'',''); */
        INSERT INTO dispatcher VALUES (1,1,'sip:a.example', -- the first
          0,0,'','');`;
      assert.deepEqual(lines(sql), ['1 sip:a.example 0 0']);
    });

    it('says which rows it cannot take, and takes the others', () => {
      assertImported(
        `INSERT INTO dispatcher (setid, destination, flags) VALUES
         (1, 'sip:a.example', 0),
         (2, CONCAT('sip:', 'b'), 0),
         (3, 'sip:c.example'),
         (NULL, 'sip:d.example', 0),
         (5, '', 0),
         (6, 'sip:f.example', 'AP'),
         (7, 'sip:g.example', 0);`,
        ['1 sip:a.example 0 0', '7 sip:g.example 0 0'],
        [
          /^Line 3: a value of the row is no constant/,
          /^Line 4: there are 2 values for the 3 columns setid, destination, flags/,
          /^Line 5: there is no set id/,
          /^Line 6: there is no destination/,
          /^Line 7: 'AP' is no number for flags/,
        ],
      );
      assertImported('INSERT INTO dispatcher SELECT * FROM old;', [], [/^Line 1: the insert has no list of values/]);
    });

    it('says what a list has no place for', () => {
      assertImported(
        `INSERT INTO dispatcher (setid, destination, attrs, tenant) VALUES
         (1, 'sip:a.example', 'duid="a b"', 'x'), (1, 'sip:b.example', 'duid = b; weight = 5 ;', ''), (1, 'sip:c d', '', '');`,
        ['1 sip:b.example 0 0 duid=b;weight=5;'],
        [
          /^The column tenant has no place in a list/,
          /^sip:a\.example of set 1 was left out: .*'duid="a b"'.* first blank/,
          /^sip:c d of set 1 was left out/,
        ],
      );
    });

    it('ends well where the text does not', () => {
      for (const sql of [
        'INSERT INTO dispatcher',
        'INSERT INTO dispatcher (',
        "INSERT INTO dispatcher VALUES (1, 'sip",
        'COPY dispatcher (a) FROM stdin;',
        'INSERT INTO /*',
        'INSERT INTO dispatcher SET',
      ]) {
        assert.equal(importDestinations(sql).count, 0);
      }
    });
  });

  describe('out of listings of the running Kamailio', () => {
    const TREE = [
      '{',
      '\tNRSETS: 2',
      '\tRECORDS: {',
      '\t\tSET: {',
      '\t\t\tID: 2',
      '\t\t\tTARGETS: {',
      '\t\t\t\tDEST: {',
      '\t\t\t\t\tURI: sip:c.example',
      '\t\t\t\t\tFLAGS: DX',
      '\t\t\t\t\tPRIORITY: 0',
      '\t\t\t\t}',
      '\t\t\t}',
      '\t\t}',
      '\t\tSET: {',
      '\t\t\tID: 1',
      '\t\t\tTARGETS: {',
      '\t\t\t\tDEST: {',
      '\t\t\t\t\tURI: sip:b.example;transport=tls',
      '\t\t\t\t\tFLAGS: IP',
      '\t\t\t\t\tPRIORITY: 7',
      '\t\t\t\t\tATTRS: {',
      '\t\t\t\t\t\tBODY: duid=b;weight=50',
      '\t\t\t\t\t\tDUID: b',
      '\t\t\t\t\t\tSOCKET: <null string>',
      '\t\t\t\t\t}',
      '\t\t\t\t\tLATENCY: {',
      '\t\t\t\t\t\tAVG: 1.500000',
      '\t\t\t\t\t}',
      '\t\t\t\t}',
      '\t\t\t\tDEST: {',
      '\t\t\t\t\tURI: sip:a.example',
      '\t\t\t\t\tFLAGS: TX',
      '\t\t\t\t\tPRIORITY: 0',
      '\t\t\t\t\tATTRS: {',
      '\t\t\t\t\t\tBODY: <null string>',
      '\t\t\t\t\t}',
      '\t\t\t\t}',
      '\t\t\t}',
      '\t\t}',
      '\t}',
      '}',
    ].join('\n');
    const EXPECTED = [
      '1 sip:a.example 2 0',
      '1 sip:b.example;transport=tls 9 7 duid=b;weight=50',
      '2 sip:c.example 4 0',
    ];
    const ABOUT_FLAGS = /^The flags are those of the moment/;

    it('reads what kamcmd prints, sets by number and each in the order of its file', () => {
      assertImported(TREE, EXPECTED, [ABOUT_FLAGS]);
    });

    it('reads JSON, with or without its envelope', () => {
      const result = {
        NRSETS: 2,
        RECORDS: [
          { SET: { ID: 2, TARGETS: [{ DEST: { URI: 'sip:c.example', FLAGS: 'DX', PRIORITY: 0 } }] } },
          {
            SET: {
              ID: 1,
              TARGETS: [
                {
                  DEST: {
                    URI: 'sip:b.example;transport=tls',
                    FLAGS: 'IP',
                    PRIORITY: 7,
                    ATTRS: { BODY: 'duid=b;weight=50', SOCKET: null },
                  },
                },
                { DEST: { URI: 'sip:a.example', FLAGS: 'TX', PRIORITY: 0, ATTRS: { BODY: null } } },
              ],
            },
          },
        ],
      };
      for (const space of [0, 2]) {
        assertImported(JSON.stringify(result, undefined, space), EXPECTED, [ABOUT_FLAGS]);
        assertImported(JSON.stringify({ jsonrpc: '2.0', result, id: 1 }, undefined, space), EXPECTED, [ABOUT_FLAGS]);
      }
    });

    it('knows the letter N of newer versions, and tells of unknown ones', () => {
      const listing = (letters: string): string => `DEST: {\nURI: sip:a.example\nFLAGS: ${letters}\nPRIORITY: 0\n}\n`;
      assertImported(listing('AN'), ['0 sip:a.example 32 0'], [ABOUT_FLAGS]);
      assertImported(listing('ZZ'), ['0 sip:a.example 0 0'], [/^The state 'ZZ'/, ABOUT_FLAGS]);
    });
  });

  describe('out of the table of kamctl', () => {
    const EXPECTED = ['1 sip:a.example 8 5 duid=a # first one', '2 sip:b.example 0 0'];

    it('reads frames', () => {
      const table = [
        'dispatcher gateways',
        '+----+-------+---------------+-------+----------+--------+-------------+',
        '| id | setid | destination   | flags | priority | attrs  | description |',
        '+----+-------+---------------+-------+----------+--------+-------------+',
        '|  1 |     1 | sip:a.example |     8 |        5 | duid=a | first one   |',
        '|  2 |     2 | sip:b.example |     0 |        0 |        |             |',
        '+----+-------+---------------+-------+----------+--------+-------------+',
      ].join('\n');
      assert.deepEqual(lines(table), EXPECTED);
    });

    it('reads a line below the heading', () => {
      const table = [
        ' id | setid |  destination  | flags | priority | attrs  | description ',
        '----+-------+---------------+-------+----------+--------+-------------',
        '  1 |     1 | sip:a.example |     8 |        5 | duid=a | first one',
        '  2 |     2 | sip:b.example |     0 |        0 |        | ',
        '(2 rows)',
      ].join('\n');
      assert.deepEqual(lines(table), EXPECTED);
    });

    it('reads tabs and bare rows', () => {
      const table =
        'id\tsetid\tdestination\tflags\tpriority\tattrs\tdescription\n1\t1\tsip:a.example\t8\t5\tduid=a\tfirst one\n2\t2\tsip:b.example\t0\t0\t\tNULL\n';
      assert.deepEqual(lines(table), EXPECTED);
      const bare =
        'dispatcher gateways\nsqlite_query: sqlite3 x.db select * FROM dispatcher;\n1|1|sip:a.example|8|5|duid=a|first one\n2|2|sip:b.example|0|0||\n';
      assert.deepEqual(lines(bare), EXPECTED);
    });

    it('says which row has too many cells', () => {
      assertImported('1|1|sip:a.example|8|5|duid=a|b|c\n', [], [/^Line 1: there are 8 cells for the 7 columns/]);
    });
  });

  describe('out of commands', () => {
    it('reads what a shell reads', () => {
      const text = [
        '# two gateways',
        "kamcmd -s tcp:localhost:2049 dispatcher.add 1 'sip:a.example;transport=tcp' 8 5 s:5060",
        'sleep 5; kamcmd dispatcher.add 2 sip:b.example # spare',
        "sudo kamctl dispatcher add 3 sip:c.example 8 0 \"x=''y''\" \\",
        "  'one two' && kamctl dispatcher addgw 4 sip:d.example",
        'kamcmd dispatcher.add 5 sip:e.example 8 duid=e',
      ].join('\n');
      assert.deepEqual(lines(text), [
        '1 sip:a.example;transport=tcp 8 5 5060',
        '2 sip:b.example 0 0 # spare',
        "3 sip:c.example 8 0 x='y' # one two",
        '4 sip:d.example 0 0',
        '5 sip:e.example 8 0 duid=e',
      ]);
    });

    it('names what it does not know', () => {
      assertImported(
        'kamcmd dispatcher.add 1 sip:a.example\nkamcmd dispatcher.reload\nkamcmd dispatcher.add x sip:a.example\n',
        ['1 sip:a.example 0 0'],
        [/^Line 2: 'kamcmd dispatcher\.reload' adds no destination/, /^Line 3: 'x' is no number for setid/],
      );
    });
  });

  it('takes lines of a list as they are, with line ends of any kind', () => {
    assert.deepEqual(lines('\uFEFF# head\r\n1 sip:a.example 8 0 duid=a # x\r\n'), ['1 sip:a.example 8 0 duid=a # x']);
  });

  it('says that there is nothing', () => {
    assertImported('', [], []);
    assertImported('# nothing\n', [], [/no destinations/]);
    assertImported('hello world\n', [], [/^Line 1: 'hello world' is no destination/]);
  });
});
