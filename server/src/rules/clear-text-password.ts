import type { SourceRange } from '../syntax/source-text.ts';
import { decodeString } from '../syntax/string-literal.ts';
import * as t from '../syntax/token-types.ts';
import type { Token } from '../syntax/token.ts';
import { rangeInString } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { isPlaceholder } from './shared/wording.ts';

/** `scheme://user:password@`, with the place of the password. */
const WITH_PASSWORD = /^(?:[^=]*=>\s*)?[A-Za-z0-9_+]+:\/\/[^:@/\s]*:([^@/\s]+)@/d;

/** Those of the database that `kamdbctl create` makes, which everybody knows. */
const WELL_KNOWN: ReadonlySet<string> = new Set(['kamailiorw', 'kamailioro', 'openserrw', 'openserro']);

export const clearTextPassword: Rule = {
  code: 'clear-text-password',
  severity: 'hint',
  category: 'operations',
  summary: 'The address of a database or server holds its password as plain text.',
  advice: 'Take it from the environment with #!defenv, or from an included file that only Kamailio can read.',
  documentation: {
    why:
      'Whoever may read the configuration, or the repository that it is kept in, can use the password. The ones that ' +
      '`kamdbctl create` sets without being told another are known to everybody.',
    wrong: `loadmodule "db_mysql.so"
loadmodule "domain.so"
modparam("domain", "db_url", "mysql://kamailio:kamailiorw@localhost/kamailio")
`,
    right: `#!defenv DB_URL
loadmodule "db_mysql.so"
loadmodule "domain.so"
modparam("domain", "db_url", DB_URL)
`,
  },
  check({ program }, report) {
    const seen = new Set<string>();
    for (const { valueToken, type } of program.symbols.parameters) {
      if (type !== 'string' || valueToken?.tokenType !== t.StringLiteral) continue;
      const found = findPassword(valueToken);
      if (!found) continue;
      const { range, password } = found;
      // One password often serves many modules, whether a define brings it or not.
      const known = `${range.source.uri} ${password}`;
      if (seen.has(known)) continue;
      seen.add(known);
      const message = WELL_KNOWN.has(password)
        ? 'this password is the one that everybody knows from a fresh installation'
        : 'this password can be read by all who may read the file';
      report({ range, message });
    }
  },
};

/** The password in a string, where it is written: in the value of the define that brings it, if one does. */
function findPassword(token: Token): { range: SourceRange; password: string } | undefined {
  const value = decodeString(token.image);
  const match = WITH_PASSWORD.exec(value.text);
  const password = match?.[1];
  const [from, to] = match?.indices?.[1] ?? [];
  if (password === undefined || from === undefined || to === undefined) return undefined;
  if (isPlaceholder(value.text) || password.includes('$')) return undefined;
  if (!token.macro) return { range: rangeInString(token, value, from, to), password };
  const { definition } = token.macro;
  // What a substitution made does not stand anywhere just so.
  if (definition?.source.text.slice(definition.start, definition.end) !== token.image) return undefined;
  const start = definition.start + (value.offsets[from] ?? 0);
  const end = definition.start + (value.offsets[to] ?? 0);
  return { range: { source: definition.source, start, end }, password };
}
