import type { FunctionEntry, FunctionSignature, Owned } from '../catalog/types.ts';
import { rangeOf } from '../semantic/program.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { callTargets, signaturesFor, takesArguments } from './shared/call-targets.ts';
import { describeOtherForm, oneOf } from './shared/wording.ts';

/** cfg.y: a call holds `MAX_ACTIONS` values, two of which are not arguments; the same in 5.5 to 6.2. */
const MOST_ARGUMENTS = 6;

export const functionArity: Rule = {
  code: 'function-arity',
  severity: 'error',
  category: 'calls',
  summary: 'A function is called with a number of arguments it does not take.',
  advice: 'Give the arguments that the function takes.',
  documentation: {
    why: `A function is found by its name together with the number of its arguments; with another number there is no such function,
and Kamailio does not start.`,
    wrong: `loadmodule "sl.so"

request_route {
    sl_send_reply("404");
    exit;
}
`,
    right: `loadmodule "sl.so"

request_route {
    sl_send_reply("404", "Not here");
    exit;
}
`,
  },
  check(analysis, report) {
    for (const [call, target] of callTargets(analysis)) {
      const { node, name } = call;
      if (node.close === undefined) continue;
      const given = node.arguments.length;
      let accepted: string;
      let other = '';
      if (target.kind === 'core') {
        const { arities } = target.function.entry;
        if (arities.includes(given)) continue;
        accepted = describeNumbers(arities);
      } else if (target.kind === 'module') {
        if (given <= MOST_ARGUMENTS && signaturesFor(target.functions, given).length > 0) continue;
        accepted = describeSignatures(target.functions);
        const takes = (signature: FunctionSignature): boolean => takesArguments(signature, given);
        const when = target.functions.map(({ entry }) => describeOtherForm(analysis.catalog, entry, takes));
        const found = given <= MOST_ARGUMENTS ? when.find((text) => text !== undefined) : undefined;
        if (found !== undefined) other = `; it takes ${describeNumbers([given])} ${found}`;
      } else continue;
      const inVersion = other === '' ? '' : ` in Kamailio ${analysis.catalog.version}`;
      const message = `'${name}' takes ${accepted}, not ${given === 0 ? 'none' : given}${inVersion}${other}`;
      // Behind the name there is nothing to underline where the parentheses are empty.
      const range = given === 0 ? valueRange(call.token) : rangeOf(call.item, node);
      report({ range, message });
    }
  },
};

function describeSignatures(functions: readonly Owned<FunctionEntry>[]): string {
  const numbers = new Set<number>();
  for (const { entry } of functions) {
    for (const { minArguments, maxArguments } of entry.signatures) {
      for (let number = minArguments; number <= Math.min(maxArguments ?? MOST_ARGUMENTS, MOST_ARGUMENTS); number++) {
        numbers.add(number);
      }
    }
  }
  return describeNumbers([...numbers]);
}

function describeNumbers(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const first = sorted[0] ?? 0;
  const last = sorted.at(-1) ?? 0;
  const isRange = sorted.length > 2 && last - first === sorted.length - 1;
  const text = isRange ? `${first} to ${last}` : oneOf(sorted.map((number) => (number === 0 ? 'no' : String(number))));
  return `${text} argument${last === 1 ? '' : 's'}`;
}
