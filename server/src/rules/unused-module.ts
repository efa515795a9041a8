import type { Analysis } from '../semantic/analysis.ts';
import { valueRange } from '../semantic/string-place.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { factsOf } from './shared/program-facts.ts';
import { hasForeignScript, mayStandElsewhere } from './shared/whole-program.ts';

/**
 * Modules that only offer functions, pseudo-variables and transformations to route blocks: loading them changes nothing by
 * itself. From their sources, 5.5 to 6.2: no timers, callbacks, processes, statistics or sockets of their own.
 */
const OFFERING_ONLY: ReadonlySet<string> = new Set([
  'alias_db',
  'auth_db',
  'avpops',
  'blst',
  'cfgutils',
  'dialplan',
  'diversion',
  'domainpolicy',
  'enum',
  'exec',
  'geoip',
  'geoip2',
  'group',
  'ipops',
  'jansson',
  'json',
  'lost',
  'mathops',
  'maxfwd',
  'permissions',
  'phonenum',
  'pike',
  'posops',
  'prefix_route',
  'ratelimit',
  'regex',
  'sanity',
  'sdpops',
  'secsipid',
  'sipjson',
  'sipt',
  'siputils',
  'slack',
  'smsops',
  'speeddial',
  'sqlops',
  'ss7ops',
  'textops',
  'textopsx',
  'tmrec',
  'uri_db',
  'uuid',
  'xlog',
  'xmlops',
]);

export const unusedModule: Rule = {
  code: 'unused-module',
  severity: 'hint',
  category: 'modules',
  summary: 'A module is loaded whose functions and variables nothing uses.',
  advice: 'Remove the loadmodule and its parameters, or call what was to be used.',
  documentation: {
    why:
      'Some modules only offer functions and variables. One of them that nothing uses costs little; but often the call ' +
      'is missing that was to protect something, such as `pike_check_req()` or `sanity_check()`.',
    wrong: `loadmodule "sl.so"
loadmodule "sanity.so"
request_route {
  exit;
}
`,
    right: `loadmodule "sl.so"
loadmodule "sanity.so"
request_route {
  if (!sanity_check()) exit;
}
`,
  },
  check(analysis, report) {
    const { catalog, program } = analysis;
    const facts = factsOf(analysis);
    if (facts.isIncomplete || facts.hasUnknownModule || hasForeignScript(analysis)) return;
    // A file of nothing but modules is a part of something.
    if (program.symbols.routes.length === 0) return;
    let written: Written | undefined;
    const bound = new Set([...facts.loads.keys()].flatMap((name) => catalog.module(name)?.binds ?? []));
    for (const [name, { module }] of facts.loads) {
      const entry = OFFERING_ONLY.has(name) && !bound.has(name) ? catalog.module(name) : undefined;
      if (!entry) continue;
      written ??= collect(analysis);
      const functions = entry.functions.map((each) => each.name);
      const variables = entry.pseudoVariables.map((each) => each.name);
      const classes = entry.transformations.map((each) => each.name);
      if (functions.some((each) => written?.words.has(each)) || written.isUsed(variables, classes)) continue;
      const names = [...functions, ...variables].map((each) => each.replace(/\W/g, '\\$&'));
      if (mayStandElsewhere(analysis, new RegExp(`\\b(?:${names.join('|')})\\b|\\{(?:${classes.join('|') || '-'})\\.`)))
        continue;
      const message = `nothing uses module '${name}': none of its functions and variables is written anywhere`;
      report({ range: valueRange(module.token), message });
    }
  },
};

interface Written {
  readonly words: ReadonlySet<string>;
  isUsed(variables: readonly string[], classes: readonly string[]): boolean;
}

/** The words of the program, and its texts with variables in them. */
function collect({ program }: Analysis): Written {
  const words = new Set<string>();
  const texts: string[] = [];
  for (const { tokens } of program.items) {
    for (const { image, tokenType } of tokens) {
      if (image.includes('$')) texts.push(image);
      if (tokenType !== t.StringLiteral) words.add(image);
      else for (const [word] of image.matchAll(/\w+/g)) words.add(word);
    }
  }
  const text = texts.join('\n');
  return {
    words,
    isUsed: (variables, classes) =>
      variables.some((name) => text.includes(`$${name}`) || text.includes(`$(${name}`)) ||
      classes.some((name) => text.includes(`{${name}.`)),
  };
}
