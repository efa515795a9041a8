import { SourceText } from '../../../syntax/source-text.ts';
import { RowCollector, TABLE_COLUMNS, type ReadResult } from './read-result.ts';
import { dialectOf, SqlTokens, type SqlDialect, type SqlToken } from './sql-tokens.ts';

/** Kamailio's default for `table_name`. */
const TABLE = 'dispatcher';

/** Whether a text is SQL that could fill the table. */
export function looksLikeSql(text: string): boolean {
  return /\b(?:insert|replace)\s+(?:\w+\s+){0,2}into\s+[^\s(]+\s*(?:\(|values\b|set\s|select\b)|^copy\s+\S+\s*(?:\(|\sfrom\s)/im.test(
    text,
  );
}

/**
 * Reads what a script or a dump of MySQL, PostgreSQL or SQLite inserts into the table `dispatcher`, or into a table with
 * its columns `setid` and `destination`; all else is passed over.
 */
export function readSql(sql: string): ReadResult {
  const dialect = dialectOf(sql);
  const first = new SqlReader(sql, dialect);
  const result = first.read();
  if (!first.isBroken || dialect === 'mysql') return result;
  // A string without an end often comes from `\'`, which is MySQL's.
  const second = new SqlReader(sql, 'mysql');
  const other = second.read();
  return second.isBroken ? result : other;
}

type Value = string | undefined;

class SqlReader {
  readonly #sql: string;
  readonly #source: SourceText;
  readonly #tokens: SqlTokens;
  readonly #rows = new RowCollector();
  /** The columns of tables that the script makes, by the table's name. */
  readonly #tables = new Map<string, readonly string[]>();
  #token: SqlToken | undefined;

  constructor(sql: string, dialect: SqlDialect) {
    this.#sql = sql;
    this.#source = new SourceText('', sql);
    this.#tokens = new SqlTokens(sql, dialect);
  }

  get isBroken(): boolean {
    return this.#tokens.isBroken;
  }

  read(): ReadResult {
    this.#advance();
    while (this.#token) {
      const start = this.#token;
      if (this.#takeWord('insert', 'replace')) this.#readInsert(start);
      else if (this.#takeWord('create')) this.#readCreate();
      else if (this.#takeWord('copy')) this.#readCopy();
      else this.#advance();
    }
    if (this.isBroken) this.#rows.addProblem('A string in the SQL text has no end: what follows it was not read.');
    return this.#rows.result();
  }

  #readInsert(start: SqlToken): void {
    while (
      this.#takeWord('low_priority', 'delayed', 'high_priority', 'ignore', 'or', 'abort', 'fail', 'rollback', 'replace')
    );
    if (!this.#takeWord('into')) return;
    const table = this.#readTableName();
    const where = this.#where(start);
    let columns: readonly string[] | undefined = this.#isSign('(') ? this.#readColumns() : undefined;
    const isWanted =
      table === TABLE || (columns !== undefined && columns.includes('setid') && columns.includes('destination'));
    while (this.#takeWord('overriding', 'system', 'user', 'value'));
    if (this.#takeWord('set')) {
      if (isWanted) this.#readAssignments(where);
      return;
    }
    if (!this.#takeWord('values')) {
      if (isWanted) this.#rows.addProblem(`${where}: the insert has no list of values.`);
      return;
    }
    while (this.#isSign('(')) {
      const place = this.#where(this.#token!);
      const values = this.#readValues(place, isWanted);
      if (values && isWanted) {
        columns ??= this.#tables.get(table) ?? TABLE_COLUMNS;
        this.#addRow(columns, values, place);
      }
      if (!this.#takeSign(',')) break;
    }
  }

  #addRow(columns: readonly string[], values: readonly Value[], where: string): void {
    if (values.length !== columns.length) {
      this.#rows.addProblem(
        `${where}: there are ${values.length} values for the ${columns.length} columns ${columns.join(', ')}.`,
      );
      return;
    }
    const row = new Map<string, string>();
    for (const [index, column] of columns.entries()) {
      const value = values[index];
      if (value === undefined) continue;
      row.set(column, value);
      if (!TABLE_COLUMNS.includes(column) && value !== '') {
        this.#rows.addProblem(`The column ${column} has no place in a list and was left out.`);
      }
    }
    this.#rows.addRow(row, where);
  }

  /** `SET setid = 1, destination = '…'` of MySQL. */
  #readAssignments(where: string): void {
    const columns: string[] = [];
    const values: Value[] = [];
    do {
      columns.push((this.#token?.text ?? '').toLowerCase());
      this.#advance();
      if (!this.#takeSign('=')) return;
      const value = this.#readValue();
      if (value === 'unknown') {
        this.#rows.addProblem(`${where}: a value of the insert is no constant.`);
        return;
      }
      values.push(value.text);
    } while (this.#takeSign(','));
    this.#addRow(columns, values, where);
  }

  /** The values between parentheses; nothing where one of them is not known. */
  #readValues(where: string, isWanted: boolean): Value[] | undefined {
    this.#advance();
    const values: Value[] = [];
    let isKnown = true;
    while (this.#token && !this.#isSign(')') && !this.#isSign(';')) {
      const value = this.#readValue();
      if (value === 'unknown') isKnown = false;
      else values.push(value.text);
      if (!this.#takeSign(',')) break;
    }
    this.#takeSign(')');
    if (!isKnown && isWanted) this.#rows.addProblem(`${where}: a value of the row is no constant.`);
    return isKnown ? values : undefined;
  }

  /** A constant up to the next `,` or `)`; no text for NULL and DEFAULT. */
  #readValue(): { readonly text: Value } | 'unknown' {
    const token = this.#token;
    if (!token) return 'unknown';
    const isConstant = token.kind === 'text' || token.kind === 'number' || token.kind === 'name';
    const isEmpty = token.kind === 'word' && /^(?:null|default)$/i.test(token.text);
    this.#advance();
    if (this.#takeSign('::')) this.#skipToEndOfValue();
    if ((isConstant || isEmpty) && (this.#isSign(',') || this.#isSign(')') || this.#isSign(';') || !this.#token)) {
      return { text: isEmpty ? undefined : token.text };
    }
    this.#skipToEndOfValue();
    return 'unknown';
  }

  #skipToEndOfValue(): void {
    let depth = 0;
    while (this.#token && !this.#isSign(';')) {
      if (depth === 0 && (this.#isSign(',') || this.#isSign(')'))) return;
      if (this.#isSign('(')) depth++;
      else if (this.#isSign(')')) depth--;
      this.#advance();
    }
  }

  /** `CREATE TABLE` tells the order of the columns. */
  #readCreate(): void {
    while (this.#takeWord('temporary', 'temp', 'unlogged'));
    if (!this.#takeWord('table')) return;
    while (this.#takeWord('if', 'not', 'exists'));
    const table = this.#readTableName();
    if (this.#isSign('(')) this.#tables.set(table, this.#readColumns());
  }

  /** `COPY … FROM stdin;` of PostgreSQL, with the rows behind it up to a line `\.`. */
  #readCopy(): void {
    const table = this.#readTableName();
    const columns = this.#isSign('(') ? this.#readColumns() : (this.#tables.get(table) ?? TABLE_COLUMNS);
    if (!this.#takeWord('from')) return;
    const end = this.#token?.text.toLowerCase() === 'stdin' ? this.#sql.indexOf('\n', this.#token.end) : -1;
    if (end < 0) return;
    const isWanted = table === TABLE || (columns.includes('setid') && columns.includes('destination'));
    let at = end + 1;
    while (at < this.#sql.length) {
      let lineEnd = this.#sql.indexOf('\n', at);
      if (lineEnd < 0) lineEnd = this.#sql.length;
      const line = this.#sql.slice(at, lineEnd).replace(/\r$/, '');
      const where = this.#lineOf(at);
      at = lineEnd + 1;
      if (line === '\\.') break;
      if (isWanted) this.#addRow(columns, line.split('\t').map(readCopiedValue), where);
    }
    this.#tokens.offset = Math.min(at, this.#sql.length);
    this.#advance();
  }

  /** `name`, `schema.name` and the same in quotes. */
  #readTableName(): string {
    let name = '';
    do {
      name = (this.#token?.text ?? '').toLowerCase();
      this.#advance();
    } while (this.#takeSign('.'));
    return name;
  }

  /** The first words between the commas of a pair of parentheses, but for the keys of a table. */
  #readColumns(): string[] {
    const columns: string[] = [];
    this.#advance();
    while (this.#token && !this.#isSign(')') && !this.#isSign(';')) {
      const { kind, text } = this.#token;
      const isKey = kind === 'word' && /^(?:primary|key|constraint|unique|index|check|foreign|fulltext)$/i.test(text);
      if (!isKey) columns.push(text.toLowerCase());
      this.#advance();
      this.#skipToEndOfValue();
      if (!this.#takeSign(',')) break;
    }
    this.#takeSign(')');
    return columns;
  }

  #advance(): void {
    this.#token = this.#tokens.next();
  }

  #isSign(sign: string): boolean {
    return this.#token?.kind === 'sign' && this.#token.text === sign;
  }

  #takeSign(sign: string): boolean {
    const isThere = this.#isSign(sign);
    if (isThere) this.#advance();
    return isThere;
  }

  #takeWord(...words: readonly string[]): boolean {
    const isThere = this.#token?.kind === 'word' && words.includes(this.#token.text.toLowerCase());
    if (isThere) this.#advance();
    return isThere;
  }

  #where({ start }: SqlToken): string {
    return this.#lineOf(start);
  }

  #lineOf(offset: number): string {
    return `Line ${this.#source.lineAt(offset) + 1}`;
  }
}

/** A value in the text format of `COPY`. */
function readCopiedValue(text: string): Value {
  if (text === '\\N') return undefined;
  return text.replace(/\\(.)/g, (_, char: string) => ({ t: '\t', n: '\n', r: '\r', b: '\b' })[char] ?? char);
}
