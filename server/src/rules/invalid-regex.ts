import { readRegex } from '../semantic/posix-regex.ts';
import { readSubstitution } from '../semantic/substitution.ts';
import type { Rule } from './rule.ts';
import { callTargets, signaturesFor } from './shared/call-targets.ts';
import { constantArgument } from './shared/constant-text.ts';
import { writtenRegexes } from './shared/regexes.ts';
import { variableUses } from './shared/variables.ts';

/** Functions with a fix-up of their own that reads a substitution, by the argument's place: textops.c, avpops.c. */
const SUBSTITUTIONS: Readonly<Record<string, number>> = { subst_hf: 1, avp_subst: 1 };

export const invalidRegex: Rule = {
  code: 'invalid-regex',
  severity: 'error',
  category: 'expressions',
  summary: 'A regular expression cannot be compiled.',
  advice: 'Correct the expression; Kamailio takes those of POSIX, without `(?:…)` and `(?i)`.',
  documentation: {
    why:
      'Kamailio compiles regular expressions when it starts, with the C library as extended ones of POSIX, and does not ' +
      'start with one that makes no sense there. Forms of Perl that begin with `(?` are such. A few functions compile for ' +
      'each message and fail then.',
    wrong: `loadmodule "pv.so"

request_route {
  if ($rU =~ "^(00|\\\\+[1-9]") exit;
}
`,
    right: `loadmodule "pv.so"

request_route {
  if ($rU =~ "^(00|\\\\+)[1-9]") exit;
}
`,
  },
  check(analysis, report) {
    for (const { constant, isReadAtStart } of writtenRegexes(analysis)) {
      const { fault } = readRegex(constant.text);
      if (!fault) continue;
      const isPerl = constant.text.startsWith('(?', fault.at - 1);
      const message = isPerl ? "forms that begin with '(?' are Perl's, and POSIX has none of them" : fault.fault;
      const start = isPerl ? fault.at - 1 : fault.at;
      const range = constant.rangeOf(start, Math.min(fault.at + 1, constant.text.length));
      report({ range, severity: isReadAtStart ? 'error' : 'warning', message: `regular expression: ${message}` });
    }
    for (const [call, target] of callTargets(analysis)) {
      if (target.kind !== 'module') continue;
      const given = call.node.arguments.length;
      const signatures = signaturesFor(target.functions, given);
      for (let index = 0; index < given; index++) {
        if (signatures.length === 0) break;
        const isKnown = SUBSTITUTIONS[call.name] === index;
        if (!isKnown && !signatures.every(({ argumentKinds }) => argumentKinds[index] === 'subst')) continue;
        const constant = constantArgument(call, index);
        const read = constant && readSubstitution(constant.text);
        if (read && 'fault' in read) report({ range: constant.range, message: `substitution: ${read.fault}` });
      }
    }
    for (const use of variableUses(analysis)) {
      for (const { class: name, operation, parameters } of use.node.transformations) {
        const [first] = parameters;
        const last = parameters.at(-1);
        if (name.text !== 're' || operation?.text !== 'subst' || !first || !last) continue;
        const text = parameters.map((parameter) => parameter.text).join(',');
        if (text.startsWith('$')) continue;
        const read = readSubstitution(text);
        if (!('fault' in read)) continue;
        const range = use.rangeOf({ start: first.start, end: last.end });
        report({ range, severity: use.isRefused ? 'error' : 'warning', message: `substitution: ${read.fault}` });
      }
    }
  },
};
