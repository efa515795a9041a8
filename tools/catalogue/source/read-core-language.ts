/** What `cfg.lex` and `cfg.y` of one version say of the core language, and the versions together. */
import { readLifespan, resolveItem, type StoredItem } from '../../../server/src/catalog/stored.ts';
import { existsIn, KAMAILIO_VERSIONS, type KamailioVersion } from '../../../server/src/catalog/versions.ts';
import { combineLists, type Fields } from '../combine-versions.ts';
import { readLexerWords, readRule } from '../kamailio-grammar.ts';

export type Named = Fields & { readonly name: string };

/** In the grammar's own terms: words with their tokens, and by token the forms of settings, functions and others. */
export interface CoreLanguage {
  readonly words: readonly Named[];
  readonly settings: readonly Named[];
  readonly functions: readonly Named[];
  /** Statements about modules. */
  readonly modules: readonly Named[];
  /** Attributes of a socket. */
  readonly socket: readonly Named[];
}

export const LANGUAGE_PARTS = [
  'words',
  'settings',
  'functions',
  'modules',
  'socket',
] as const satisfies (keyof CoreLanguage)[];

/** What the combined form says of each version. */
export function splitLanguages(
  grammar: Readonly<Record<keyof CoreLanguage, readonly Fields[]>>,
): Map<KamailioVersion, CoreLanguage> {
  const itemsOf = (part: keyof CoreLanguage, version: KamailioVersion): Named[] =>
    (grammar[part] as readonly (StoredItem & Named)[])
      .filter((item) => existsIn(readLifespan(item), version))
      .map((item) => {
        const { since: _since, until: _until, ...fields } = resolveItem(item, version);
        return fields as Named;
      });
  return new Map(
    KAMAILIO_VERSIONS.map((version) => [
      version,
      Object.fromEntries(LANGUAGE_PARTS.map((part) => [part, itemsOf(part, version)])) as unknown as CoreLanguage,
    ]),
  );
}

export function readCoreLanguage(lex: string, yacc: string): CoreLanguage {
  return {
    words: readLexerWords(lex).map(({ word, token }) => ({ name: word, ...(token === undefined ? {} : { token }) })),
    settings: readSettings(yacc),
    functions: readForms(yacc, 'cmd', 'ret_cmd'),
    modules: readForms(yacc, 'module_stm'),
    socket: readForms(yacc, 'socket_lattr'),
  };
}

/** As `server/catalog/grammar.json` keeps them: each part with the lifespans and the history of its items. */
export function combineLanguages(versions: ReadonlyMap<KamailioVersion, CoreLanguage>): Fields {
  return Object.fromEntries(
    LANGUAGE_PARTS.map((part) => [
      part,
      combineLists(new Map([...versions].map(([version, language]) => [version, language[part]]))),
    ]),
  );
}

/** `DEBUG_V EQUAL intno` makes the setting DEBUG_V with the value form `intno`. */
function readSettings(yacc: string): Named[] {
  const says = /\|\s*(\w+)\s+(?:EQUAL\s+)?error\s*\{\s*yyerror\("boolean value expected"\)/g;
  const booleans = new Set([...yacc.matchAll(says)].map((found) => found[1]));
  const settings = new Map<string, { values: Set<string>; beforeModules: boolean }>();
  for (const { symbols, code } of readRule(yacc, 'assign_stm')) {
    const equal = symbols.indexOf('EQUAL');
    if (equal < 1) continue;
    const name = symbols.slice(0, equal).join(' ');
    const setting = settings.get(name) ?? { values: new Set(), beforeModules: false };
    settings.set(name, setting);
    setting.values.add(symbols.slice(equal + 1).join(' '));
    setting.beforeModules ||= code.includes('must be before any modparam');
  }
  return [...settings].map(([name, { values, beforeModules }]) => ({
    name,
    values: [...values],
    ...(booleans.has(name) ? { boolean: true } : {}),
    ...(beforeModules ? { beforeModules } : {}),
  }));
}

/** The alternatives of a rule, grouped by their first symbol. */
function readForms(yacc: string, ...rules: readonly string[]): Named[] {
  const forms = new Map<string, Set<string>>();
  for (const { symbols } of rules.flatMap((rule) => readRule(yacc, rule))) {
    const [name = '', ...rest] = symbols;
    forms.set(name, (forms.get(name) ?? new Set()).add(rest.join(' ')));
  }
  return [...forms].map(([name, values]) => ({ name, forms: [...values] }));
}
