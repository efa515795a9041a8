/** The tokens of SQL as MySQL, PostgreSQL and SQLite write it in scripts and dumps. */

export interface SqlToken {
  /** `name`: a word in quotes for names; `sign`: one character, or `::`. */
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign';
  /** Decoded, without quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Whether backslashes are escapes in plain strings: in MySQL they are. */
export type SqlDialect = 'standard' | 'mysql';

/** Guesses the dialect from what only MySQL's tools write. */
export function dialectOf(sql: string): SqlDialect {
  return /\b(?:into|table|set)\s+`|\(`\w+`,|\/\*!\d{5}|^\)\s*ENGINE\s*=|^-- (?:MySQL|MariaDB) dump/im.test(sql)
    ? 'mysql'
    : 'standard';
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', '0': '\0', Z: '\x1a' };

/** Reads tokens from some place on, one by one. */
export class SqlTokens {
  readonly #sql: string;
  readonly #dialect: SqlDialect;
  #at: number;
  /** Whether a string had no end. */
  isBroken = false;

  constructor(sql: string, dialect: SqlDialect, start = 0) {
    this.#sql = sql;
    this.#dialect = dialect;
    this.#at = start;
  }

  get offset(): number {
    return this.#at;
  }

  set offset(at: number) {
    this.#at = at;
  }

  next(): SqlToken | undefined {
    const sql = this.#sql;
    this.#skipBlanks();
    const start = this.#at;
    const char = sql[start];
    if (char === undefined) return undefined;
    if (char === "'") return this.#token('text', start, this.#readQuoted("'", this.#dialect === 'mysql'));
    if (char === '"') return this.#token('name', start, this.#readQuoted('"', this.#dialect === 'mysql'));
    if (char === '`') return this.#token('name', start, this.#readQuoted('`', false));
    // E'…' of PostgreSQL has escapes, N'…' and _utf8mb4'…' of MySQL only name a character set.
    const prefix = /(?:[eEnN]|_\w+\s*)(?=')/y;
    prefix.lastIndex = start;
    const found = prefix.exec(sql)?.[0];
    if (found !== undefined) {
      this.#at += found.length;
      const hasEscapes = this.#dialect === 'mysql' || /^e$/i.test(found);
      return this.#token('text', start, this.#readQuoted("'", hasEscapes));
    }
    const pattern = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|::|[^]/y;
    pattern.lastIndex = start;
    const text = pattern.exec(sql)?.[0] ?? char;
    this.#at += text.length;
    const isWord = /^[A-Za-z_\u0080-\uffff]/.test(text);
    return this.#token(isWord ? 'word' : /\d$/.test(text) ? 'number' : 'sign', start, text);
  }

  #token(kind: SqlToken['kind'], start: number, text: string): SqlToken {
    return { kind, text, start, end: this.#at };
  }

  /** From the opening quote on; two quotes in a row stand for one. */
  #readQuoted(quote: string, hasEscapes: boolean): string {
    const sql = this.#sql;
    const parts: string[] = [];
    let from = ++this.#at;
    for (;;) {
      const char = sql[this.#at];
      if (char === undefined) {
        this.isBroken = true;
        break;
      }
      if (char === '\\' && hasEscapes) {
        const escaped = sql[this.#at + 1] ?? '';
        // MySQL keeps the backslash of \% and \_, which mean something to LIKE only.
        const isKept = escaped === '%' || escaped === '_';
        parts.push(sql.slice(from, this.#at), isKept ? `\\${escaped}` : (ESCAPES[escaped] ?? escaped));
        this.#at += 2;
        from = this.#at;
      } else if (char === quote) {
        if (sql[this.#at + 1] !== quote) break;
        parts.push(sql.slice(from, this.#at), quote);
        this.#at += 2;
        from = this.#at;
      } else {
        this.#at++;
      }
    }
    parts.push(sql.slice(from, this.#at));
    this.#at = Math.min(this.#at + 1, sql.length);
    return parts.join('');
  }

  /** Blanks and comments; of MySQL's conditional comments (`/*!40000 … *\/`) only the signs. */
  #skipBlanks(): void {
    const sql = this.#sql;
    const blank = /\s+|\/\*!\d*|\*\//y;
    for (;;) {
      blank.lastIndex = this.#at;
      if (blank.test(sql)) this.#at = blank.lastIndex;
      else if (sql.startsWith('--', this.#at) || sql[this.#at] === '#') this.#skipBehind('\n');
      else if (sql.startsWith('/*', this.#at)) this.#skipBehind('*/');
      else return;
    }
  }

  #skipBehind(sign: string): void {
    const end = this.#sql.indexOf(sign, this.#at);
    this.#at = end < 0 ? this.#sql.length : end + sign.length;
  }
}
