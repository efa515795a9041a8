import { suggest } from '../catalog/suggest.ts';
import type { Define } from '../semantic/define.ts';
import type { Rule } from './rule.ts';
import { defineNames, type DefineNames, type NameTest } from './shared/define-names.ts';
import { isMisspelling } from './shared/near-names.ts';
import { isPlaceholder } from './shared/wording.ts';

/** Names that Kamailio defines by itself. */
const PREDEFINED = /^(?:KAMAILIO|MOD|OS)_/;

export const misspeltDefine: Rule = {
  code: 'misspelt-define',
  severity: 'warning',
  category: 'preprocessor',
  summary: 'A condition asks for a name that nothing defines, and another one is nearly the same.',
  advice: 'Write the name alike where it is defined and where it is asked for.',
  documentation: {
    why:
      'To `#!ifdef` a name that is not defined is no fault: what stands below is skipped, so a protection that hangs on a ' +
      'misspelt name is never in force.',
    wrong: `#!define WITH_ANTIFLOOD

request_route {
#!ifdef WITH_ANTIFLOD
  if ($ua =~ "scanner") exit;
#!endif
  exit;
}
`,
    right: `#!define WITH_ANTIFLOOD

request_route {
#!ifdef WITH_ANTIFLOOD
  if ($ua =~ "scanner") exit;
#!endif
  exit;
}
`,
  },
  check(analysis, report) {
    const { definitions, uses } = analysis.program.preprocessed;
    const names = defineNames(analysis);
    const used = new Set(uses.map(({ name }) => name));
    const written = definitions.filter(({ directive }) => directive !== undefined);
    const isUsed = (name: string): boolean => names.tests.has(name) || used.has(name) || PREDEFINED.test(name);
    const candidates = [...names.defined, ...names.switchedOff].filter((name) => !PREDEFINED.test(name));
    const modules = new Set(analysis.catalog.moduleNames());
    for (const [name, tests] of names.tests) {
      const [test] = tests;
      const module = name.startsWith('MOD_') ? name.slice('MOD_'.length) : '';
      if (
        test &&
        module !== '' &&
        !modules.has(module) &&
        modules.has(module.toLowerCase()) &&
        !names.defined.has(name)
      ) {
        const meant = `MOD_${module.toLowerCase()}`;
        const message = `no module is called '${module}', so this is never met; did you mean '${meant}'?`;
        report({ range: test.range, message, replacement: meant });
      }
      if (!test || isKnown(name, names) || isPlaceholder(name)) continue;
      const near =
        findNear(name, candidates) ??
        written.find((define) => {
          if (!differsAtEnd(name, define.name) || PREDEFINED.test(define.name)) return false;
          return !isUsed(define.name) || (tests.length === 1 && isPlural(name, define.name));
        })?.name;
      if (near === undefined) continue;
      const define = written.find((candidate) => candidate.name === near);
      const isAsked = isUsed(near);
      if (define && !isAsked && tests.length > 1) {
        report(describeDefine(define, test));
        continue;
      }
      // Where both are asked for again and again, they are two.
      if (isAsked && tests.length > 1) continue;
      const related = define?.range ? [{ range: define.range, message: `'${near}' is defined here` }] : [];
      const message = `nothing defines '${name}', so this is never met; did you mean '${near}'?`;
      report({ range: test.range, message, replacement: near, related });
    }
  },
};

/** Whether one more or one other letter at the end tells two names apart: a plural, say. */
function differsAtEnd(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 6 || /\d/.test(long.slice(-2))) return false;
  return short.length === long.length
    ? short.slice(0, -1) === long.slice(0, -1)
    : long.length === short.length + 1 && long.startsWith(short) && !short.endsWith('_');
}

function isPlural(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return long.toLowerCase() === `${short}s`.toLowerCase();
}

function isKnown(name: string, { defined, commented }: DefineNames): boolean {
  return defined.has(name) || commented.has(name) || PREDEFINED.test(name);
}

function describeDefine(define: Define, { name, range }: NameTest): Parameters<Parameters<Rule['check']>[1]>[0] {
  const message = `nothing asks for '${define.name}'; did you mean '${name}'?`;
  const related = [{ range, message: `'${name}' is asked for here` }];
  return { range: define.range ?? range, message, replacement: name, related };
}

/** A name that differs by letters left out, doubled or swapped only, such as nobody would tell two switches apart by. */
function findNear(name: string, candidates: readonly string[]): string | undefined {
  const likely = suggest(name, candidates);
  if (likely === undefined || likely.toLowerCase() === name.toLowerCase()) return likely;
  const [words, others] = [name.split('_'), likely.split('_')];
  if (words.length !== others.length) return words.join('') === others.join('') ? likely : undefined;
  const different = words.flatMap((word, index) =>
    word === others[index] ? [] : [[word, others[index] ?? ''] as const],
  );
  const [pair] = different;
  return different.length === 1 && pair && isMisspelling(pair[0], pair[1]) ? likely : undefined;
}
