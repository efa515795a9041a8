/**
 * Writes `server/catalog/grammar.json`: the lexer's words, the core settings and the core functions of all Kamailio
 * versions, taken from Kamailio's own sources.
 *
 *     node tools/catalogue/read-grammar.ts KAMAILIO_GIT_DIRECTORY
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEVELOPMENT_VERSION, KAMAILIO_VERSIONS } from '../../server/src/catalog/versions.ts';
import type { KamailioVersion } from '../../server/src/catalog/versions.ts';
import { combineLists } from './combine-versions.ts';
import type { Fields } from './combine-versions.ts';
import { formatJson } from './json-format.ts';
import { readLexerWords, readRule } from './kamailio-grammar.ts';

type Named = Fields & { readonly name: string };

/** What a directory of Kamailio's history has under `path` on a branch. */
function show(gitDirectory: string, branch: string, path: string): string {
  return execFileSync('git', ['-C', gitDirectory, 'show', `${branch}:${path}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
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

const [gitDirectory] = process.argv.slice(2);
if (gitDirectory === undefined) {
  console.error('usage: node tools/catalogue/read-grammar.ts KAMAILIO_GIT_DIRECTORY');
  process.exit(2);
}
const parts = { words: new Map(), settings: new Map(), functions: new Map(), modules: new Map(), socket: new Map() };
for (const version of KAMAILIO_VERSIONS) {
  const branch = version === DEVELOPMENT_VERSION ? 'master' : version;
  const lex = show(gitDirectory, branch, 'src/core/cfg.lex');
  const yacc = show(gitDirectory, branch, 'src/core/cfg.y');
  parts.words.set(
    version,
    readLexerWords(lex).map(({ word, token }) => ({ name: word, ...(token === undefined ? {} : { token }) })),
  );
  parts.settings.set(version, readSettings(yacc));
  parts.functions.set(version, readForms(yacc, 'cmd', 'ret_cmd'));
  parts.modules.set(version, readForms(yacc, 'module_stm'));
  parts.socket.set(version, readForms(yacc, 'socket_lattr'));
}
const grammar = Object.fromEntries(
  Object.entries(parts).map(([part, byVersion]) => [part, combineLists(byVersion as Map<KamailioVersion, Named[]>)]),
);
writeFileSync(join(import.meta.dirname, '../../server/catalog/grammar.json'), formatJson(grammar, 2));
