import type { ParameterConstraint } from '../catalog/types.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantArgument } from './shared/constant-text.ts';
import { oneOf } from './shared/wording.ts';

/** Other rules look at the numbers of these. */
const ELSEWHERE: ReadonlySet<string> = new Set(['dispatcher']);

export const argumentValue: Rule = {
  code: 'argument-value',
  severity: 'warning',
  category: 'calls',
  summary: 'A function is given a number that has no meaning to it.',
  advice: 'Use one of the numbers that the function knows, or a sum of them where they are bits.',
  documentation: {
    why:
      'Such numbers are modes, or bits that are added up. Kamailio does not check them: a bit that is none is passed over, ' +
      'and a test that nobody knows is never made.',
    wrong: `loadmodule "nathelper.so"

request_route {
  if (nat_uac_test("2048")) {
    setflag(5);
  }
}
`,
    right: `loadmodule "nathelper.so"

request_route {
  if (nat_uac_test("19")) {
    setflag(5);
  }
}
`,
  },
  check(analysis, report) {
    for (const [call, target] of callTargets(analysis)) {
      if (target.kind !== 'module') continue;
      const [only] = target.functions;
      if (!only || target.functions.length > 1 || ELSEWHERE.has(only.module)) continue;
      const given = call.node.arguments.length;
      for (let index = 0; index < given; index++) {
        const constraint = only.entry.parameters?.[index]?.constraint;
        const constant = constraint && constantArgument(call, index);
        if (!constant || !/^-?\d+$/.test(constant.text)) continue;
        const value = Number(constant.text);
        const wanted = describeWanted(constraint, value);
        if (wanted === undefined) continue;
        const which = given > 1 ? `argument ${index + 1} of '${call.name}'` : `the argument of '${call.name}'`;
        report({ range: constant.range, message: `${which} is ${wanted}, and ${value} is none` });
      }
    }
  },
};

/** What a number has to be that is out of range; nothing where it is not. */
function describeWanted({ kind, values = [] }: ParameterConstraint, value: number): string | undefined {
  const numbers = values.map((each) => each.value);
  if (kind === 'enum') {
    // Any number but 0 means yes, and a log level beyond the last one means always or never.
    const isSwitch = numbers.every((each) => each === 0 || each === 1);
    if (numbers.includes(value) || isSwitch || numbers.some((each) => each < 0)) return undefined;
    return `one of ${oneOf(numbers.map(String))}`;
  }
  const bits = numbers.filter((each) => each > 0);
  if (kind !== 'bitmask' || bits.length < 2) return undefined;
  const all = bits.reduce((sum, each) => sum | each, 0);
  if (value === -1 || (value >= 0 && (value & ~all) === 0)) return undefined;
  return `a sum of ${oneOf(bits.map(String))}`;
}
