import type { Analysis } from '../semantic/analysis.ts';
import { rangeOf } from '../semantic/program.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import { walk, type Argument } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { needsConstants } from './shared/constant-arguments.ts';
import { isConstant } from './shared/constants.ts';

/** Kinds of arguments that hold pseudo-variables when they are written as a string. */
const EXPANDED = new Set(['string+pv', 'string|pv', 'int|pv', 'pv', 'avp']);

export const argumentNotConstant: Rule = {
  code: 'argument-not-constant',
  severity: 'error',
  category: 'calls',
  summary: 'A function that takes only constants is given something that is worked out when it runs.',
  advice: 'Write a constant; many of these functions look into a string for pseudo-variables: "$var(x)".',
  documentation: {
    why: `Many functions work out their arguments once, when Kamailio starts, and take nothing that gets its value later. Most of
them look for pseudo-variables inside a string, so that \`"$var(x)"\` works where \`$var(x)\` does not.`,
    wrong: `loadmodule "pv.so"
loadmodule "textops.so"

request_route {
    $var(method) = "OPTIONS";
    append_hf($var(method));
    exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "textops.so"

request_route {
    $var(method) = "OPTIONS";
    append_hf("$var(method)");
    exit;
}
`,
  },
  check(analysis, report) {
    const { catalog } = analysis;
    for (const [call, target] of callTargets(analysis)) {
      if (target.kind !== 'module' || call.node.close === undefined) continue;
      const { arguments: given } = call.node;
      const isRefusing = target.functions.every(({ module }) =>
        needsConstants(module, call.name, given.length, catalog.version),
      );
      if (!isRefusing) continue;
      const index = given.findIndex((argument) => !isConstant(argument) && !holdsName(argument));
      const argument = given[index];
      if (argument) report(describe(analysis, call, argument, index));
    }
  },
};

/**
 * Whether a name stands in an argument: it is no define that is known, which is a finding of its own where it is one.
 * With a call in it the argument is none that is constant, whatever the name means.
 */
function holdsName(argument: Argument): boolean {
  const kinds = new Set<string>();
  walk(argument, ({ kind }) => {
    kinds.add(kind);
  });
  return kinds.has('name') && !kinds.has('call');
}

function describe(analysis: Analysis, call: CallSymbol, argument: Argument, index: number): RuleFinding {
  const target = callTargets(analysis).get(call);
  const functions = target?.kind === 'module' ? target.functions : [];
  const kinds = functions.flatMap(({ entry }) =>
    entry.signatures.map((signature) => signature.argumentKinds[index] ?? ''),
  );
  const which =
    call.node.arguments.length > 1 ? `argument ${index + 1} of '${call.name}'` : `the argument of '${call.name}'`;
  const range = rangeOf(call.item, argument);
  const token = argument.kind === 'pseudoVariable' ? call.item.tokens[argument.token] : undefined;
  if (!token || !kinds.some((kind) => EXPANDED.has(kind))) return { range, message: `${which} must be a constant` };
  const quoted = `"${token.image}"`;
  const message = `${which} must be a constant: a string that holds the variable, ${quoted}, is one`;
  return isVerbatim(token) ? { range, message, replacement: quoted } : { range, message };
}
