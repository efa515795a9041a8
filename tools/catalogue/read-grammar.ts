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
import { formatJson } from './json-format.ts';
import { combineLanguages, readCoreLanguage } from './source/read-core-language.ts';

/** What a directory of Kamailio's history has under `path` on a branch. */
function show(gitDirectory: string, branch: string, path: string): string {
  return execFileSync('git', ['-C', gitDirectory, 'show', `${branch}:${path}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
}

const [gitDirectory] = process.argv.slice(2);
if (gitDirectory === undefined) {
  console.error('usage: node tools/catalogue/read-grammar.ts KAMAILIO_GIT_DIRECTORY');
  process.exit(2);
}
const versions = new Map(
  KAMAILIO_VERSIONS.map((version) => {
    const branch = version === DEVELOPMENT_VERSION ? 'master' : version;
    const read = (file: string): string => show(gitDirectory, branch, `src/core/${file}`);
    return [version, readCoreLanguage(read('cfg.lex'), read('cfg.y'))] as const;
  }),
);
const grammar = combineLanguages(versions);
writeFileSync(join(import.meta.dirname, '../../server/catalog/grammar.json'), formatJson(grammar, 2));
