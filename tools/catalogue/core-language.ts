/** Turns the grammar of all versions, in its own terms, into the facts about the core language. */
import type { Fields } from './combine-versions.ts';
import { NO_SWITCHES, ONSEND_FUNCTIONS, SETTING_WORDS } from './corrections.ts';

/** `server/catalog/grammar.json`. */
export interface Grammar {
  readonly words: readonly Fields[];
  readonly settings: readonly Fields[];
  readonly functions: readonly Fields[];
  readonly modules: readonly Fields[];
  readonly socket: readonly Fields[];
}

/** What the grammar does not tell of an item. */
export interface Page {
  readonly name: string;
  readonly aliases?: readonly { readonly name: string }[];
  readonly min?: unknown;
  readonly max?: unknown;
  readonly docAnchor?: string | undefined;
}

export interface Pages {
  readonly settings: readonly Page[];
  readonly functions: readonly Page[];
  readonly statements: readonly Page[];
}

/** The lists of `core.json` that the grammar tells; of its statements those about modules. */
export function convertCoreLanguage(grammar: Grammar, pages: Pages): Fields {
  const words = grammar.words as readonly Word[];
  return {
    settings: convertSettings(grammar, words, pages.settings),
    functions: convertFunctions(grammar, words, pages.functions),
    statements: convertForms(grammar.modules, words, pages.statements),
    socketAttributes: convertForms(grammar.socket, words, []),
    reservedWords: words
      .filter((word) => !word.name.includes(':'))
      .map(({ token: _token, ...word }) => word)
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

interface Word extends Fields {
  readonly name: string;
  readonly token?: string;
}

/** What the grammar's symbols behind `name =` mean. */
const VALUE_KINDS: Readonly<Record<string, string>> = {
  NUMBER: 'number',
  intno: 'signedNumber',
  STRING: 'string',
  ID: 'identifier',
  listen_id: 'host',
  id_lst: 'hostList',
  proto: 'protocol',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
  SSLv23: 'tlsMethod',
  LBRACE: 'socketBlock',
};

const ARGUMENT_KINDS: Readonly<Record<string, string>> = {
  NUMBER: 'int',
  intno: 'signed',
  STRING: 'string',
  ID: 'id',
  host: 'host',
  ip: 'ip',
  URIHOST: 'uri:host',
  URIPORT: 'uri:port',
  listen_id: 'host',
  phostport: 'socket',
  proto: 'proto',
  flag_name: 'flag',
  rval_expr: 'expression',
  attr_id_any_str: 'avp',
};

function translate(symbol: string, table: Readonly<Record<string, string>>): string {
  const kind = table[symbol];
  if (kind === undefined) throw new Error(`the grammar has a symbol that nobody told me about: ${symbol}`);
  return kind;
}

/**
 * The words of a token as a name and its aliases. The name is a word that all versions have, if possible the one that
 * the token is called after.
 */
function toNames(words: readonly Word[], token: string): Fields | undefined {
  const own = words.filter((word) => word.token === token);
  const lasting = own.filter((word) => word.since === undefined && word.until === undefined);
  const main = lasting.find((word) => word.name.toUpperCase() === token) ?? lasting[0] ?? own[0];
  if (main === undefined) return undefined;
  const aliases = own.filter((word) => word !== main).map(({ token: _token, ...alias }) => alias);
  const { token: _token, ...names } = main;
  return { ...names, ...(aliases.length === 0 ? {} : { aliases }) };
}

function convertSettings(grammar: Grammar, words: readonly Word[], pages: readonly Page[]): readonly Fields[] {
  return grammar.settings.flatMap((setting): Fields | readonly Fields[] => {
    const symbols = (setting.name as string).split(' ');
    const names = toNames(words, symbols.at(-1) ?? '');
    // A token without a word cannot be written; `coreparam[name] = value` is a statement.
    if (names === undefined || symbols.includes('LBRACK')) return [];
    const name = symbols.length > 1 ? `kemi.${names.name as string}` : (names.name as string);
    const page = pages.find((item) => item.name === name || item.aliases?.some((alias) => alias.name === name));
    const values = new Set<string>();
    for (const form of setting.values as readonly string[]) {
      const [symbol = '', ...more] = form.split(' ');
      if (/^(SSL|TLS)v/.test(symbol)) values.add('tlsMethod');
      else if (symbol === 'id_lst' && more.length > 0) values.add('listenList').delete('hostList');
      else if (!values.has('listenList')) values.add(translate(symbol, VALUE_KINDS));
    }
    return {
      ...names,
      name,
      values: [...values],
      ...withoutNothing({
        boolean: setting.boolean === true && !NO_SWITCHES.has(name),
        beforeModules: setting.beforeModules,
        min: page?.min,
        max: page?.max,
        words: SETTING_WORDS[name],
        docAnchor: page?.docAnchor,
      }),
    };
  });
}

function convertFunctions(grammar: Grammar, words: readonly Word[], pages: readonly Page[]): readonly Fields[] {
  const anchors = new Map(pages.map((page) => [page.name, page.docAnchor]));
  return grammar.functions.flatMap((entry): readonly Fields[] => {
    const rule = entry.name as string;
    // `ID LPAREN func_params RPAREN` is the call of a module function.
    if (rule === 'ID') return [];
    const forms = (entry.forms as readonly string[]).map((form) => form.split(' ').filter((part) => part !== ''));
    const tokens = rule === 'avpflag_oper' ? ['SETAVPFLAG', 'RESETAVPFLAG', 'ISAVPFLAGSET'] : [rule];
    const called = forms.filter((form) => form[0] === 'LPAREN').map((form) => form.slice(1, -1));
    const kinds = called.map((form) =>
      form.filter((part) => part !== 'COMMA').map((part) => translate(part, ARGUMENT_KINDS)),
    );
    const valued = forms.some((form) => form[0] === 'rval_expr');
    return tokens.flatMap((token): Fields | readonly Fields[] => {
      const names = toNames(words, token);
      if (names === undefined) return [];
      return {
        ...names,
        ...withoutNothing({
          arities: [...new Set([...kinds.map((row) => row.length), ...(valued ? [1] : [])])].sort(),
          argumentKinds: [...kinds.filter((row) => row.length > 0), ...(valued ? [['expression']] : [])],
          bare: forms.some((form) => form.length === 0),
          group: ['DROP', 'EXIT', 'RETURN', 'BREAK'].includes(token) ? 'return' : undefined,
          onsend: ONSEND_FUNCTIONS.has(token) || ['DROP', 'EXIT', 'RETURN', 'BREAK'].includes(token),
          // `fcmd` in cfg.y has ROUTE_T from 5.7 on.
          history:
            token === 'ROUTE'
              ? [
                  { from: '5.5', onsend: false },
                  { from: '5.7', onsend: true },
                ]
              : undefined,
          docAnchor: anchors.get(names.name as string),
        }),
      };
    });
  });
}

/** The grammar's symbols as a person would write them. */
const WRITTEN: Readonly<Record<string, string>> = {
  COLON: ':',
  COMMA: ',',
  EQUAL: '=',
  LPAREN: '(',
  MINUS: '-',
  NUMBER: '<int>',
  PVAR: '<pv>',
  RPAREN: ')',
  STRING: '<string>',
  intno: '<int>',
  listen_id: '<host>',
  port: '<port>',
  proto: '<proto>',
};

/** Rules of the grammar under the words that start them, with their forms written out. */
function convertForms(rules: readonly Fields[], words: readonly Word[], pages: readonly Page[]): readonly Fields[] {
  const write = (forms: unknown): readonly string[] =>
    (forms as readonly string[]).map((form) =>
      form
        .split(' ')
        .map((symbol) => translate(symbol, WRITTEN))
        .join(' '),
    );
  return rules.flatMap((rule): readonly Fields[] => {
    const names = toNames(words, rule.name as string);
    // A rule whose word the lexer never gives cannot be written, and a lone semicolon says nothing.
    if (names === undefined) return [];
    const { history } = rule as { history?: readonly Fields[] };
    const page = pages.find((item) => item.name === names.name);
    const { name: _name, ...fields } = rule;
    return [
      {
        ...names,
        ...fields,
        forms: write(rule.forms),
        ...(history === undefined
          ? {}
          : { history: history.map((change) => ({ ...change, forms: write(change.forms) })) }),
        ...withoutNothing({ docAnchor: page?.docAnchor }),
      },
    ];
  });
}

/** Without fields that say nothing; a default of `null` says that there is none. */
export function withoutNothing(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => value !== undefined && value !== false && (value !== null || name === 'default'),
    ),
  );
}
