import type { Directive } from '../syntax/directive.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { readSubstitution } from '../semantic/substitution.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import type { Rule, RuleFinding } from './rule.ts';

export const lateDefine: Rule = {
  code: 'late-define',
  severity: 'warning',
  category: 'preprocessor',
  summary: 'A name is defined below a condition that asks for it, or replaced below a string that holds it.',
  advice: 'Define names at the top, above all conditions.',
  documentation: {
    why:
      'Kamailio reads from top to bottom: a condition above the define takes the other side. Often the modules are not ' +
      'loaded then, while the routes below, which use them, are there.',
    wrong: `#!ifdef WITH_DEBUG
debug=3
#!endif
#!define WITH_DEBUG

request_route {
  exit;
}
`,
    right: `#!define WITH_DEBUG
#!ifdef WITH_DEBUG
debug=3
#!endif

request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    const { directives, uses } = analysis.program.preprocessed;
    const order = new Map(directives.map((directive, index) => [directive, index]));
    const inside = conditionsAround(analysis);
    const isAsked = new Set<string>();
    const first = new Map<string, { readonly use: (typeof uses)[number]; readonly directive: Directive }>();
    const byPlace = new Map(
      directives.map((directive) => [`${directive.source.uri} ${directive.argument?.start ?? -1}`, directive]),
    );
    for (const use of uses) {
      if (use.kind !== 'condition' || isAsked.has(use.name)) continue;
      isAsked.add(use.name);
      const directive = byPlace.get(`${use.range.source.uri} ${use.range.start}`);
      // What '#!ifndef' asks for is defined below it by custom.
      if (use.define === undefined && directive?.kind === 'ifdef') first.set(use.name, { use, directive });
    }
    for (const { name, range, directive, origin } of analysis.program.preprocessed.definitions) {
      const asked = first.get(name);
      if (!asked || !range || !directive || origin !== 'file' || directive.kind === 'trydefine') continue;
      first.delete(name);
      if ((order.get(directive) ?? 0) < (order.get(asked.directive) ?? 0)) continue;
      // On the other side of that condition it is defined for what comes below.
      if (inside.get(directive)?.has(asked.directive) === true) continue;
      report({
        range,
        message: `'${name}' is defined too late for a condition above, which takes it for undefined`,
        related: [{ range: asked.use.range, message: 'asked for here' }],
      });
    }
    for (const finding of lateSubstitutions(analysis)) report(finding);
  },
};

/** Substitutions of a name that strings above hold: only what is read below is replaced. */
function* lateSubstitutions({ program }: Analysis): Iterable<RuleFinding> {
  const found: { readonly name: string; readonly token: Token; readonly before: number }[] = [];
  const strings: Token[] = [];
  for (const { node, tokens } of program.items) {
    const texts = tokens.filter(({ tokenType }) => tokenType === t.StringLiteral);
    const [rule] = texts;
    if (node.kind !== 'subst') strings.push(...texts);
    else if (rule && rule.macro === undefined) {
      const read = readSubstitution(decodeString(rule.image).text);
      if ('fault' in read || !/^[A-Z][A-Z\d]*_\w+$/.test(read.name)) continue;
      found.push({ name: read.name, token: rule, before: strings.length });
    }
  }
  for (const { name, token, before } of found) {
    const word = new RegExp(`(?<!\\w)${name}(?!\\w)`);
    const use = strings.slice(0, before).find(({ image, macro }) => macro === undefined && word.test(image));
    if (!use) continue;
    yield {
      range: rangeOfToken(token),
      message: `'${name}' is replaced too late for a string above, in which it stays as it is`,
      related: [{ range: rangeOfToken(use), message: 'it stays here' }],
    };
  }
}

/** The opening directives of the conditions that each directive stands in. */
function conditionsAround({ program }: Analysis): ReadonlyMap<Directive, ReadonlySet<Directive>> {
  const around = new Map<Directive, ReadonlySet<Directive>>();
  const open: Directive[] = [];
  for (const directive of program.preprocessed.directives) {
    if (directive.kind === 'endif') open.pop();
    around.set(directive, new Set(open));
    if (directive.kind === 'ifdef' || directive.kind === 'ifndef' || directive.kind === 'ifexp') open.push(directive);
  }
  return around;
}
