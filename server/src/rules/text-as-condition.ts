import { rangeOf } from '../semantic/program.ts';
import type { Rule } from './rule.ts';
import { conditionsOf, partsOf } from './shared/route-nodes.ts';
import { plainVariable, valueForm } from './shared/variable-values.ts';

/** Further pseudo-variables of pv that hold texts (pv_core.c, 5.5 to the development version). */
const TEXTS = new Set(
  'hdr ua ci ct cT ai au Au AU ad ar aU fn tn ft tt rr re rt di dir dip dic rb mb br bR pu pU pd pn'.split(' '),
);
/** Those whose texts have a number, which counts. */
const NUMBERED = new Set('pr proto rP oP dP rm'.split(' '));

export const textAsCondition: Rule = {
  code: 'text-as-condition',
  severity: 'warning',
  category: 'expressions',
  summary: 'A text stands as a condition, which asks whether it is a number other than 0.',
  advice: 'Ask whether there is a value with `!= $null`, or compare with a text.',
  documentation: {
    why:
      'Kamailio turns a condition into a number. A text that is none counts as 0, so `if ($du)` is false also where a ' +
      'destination is set, and every request puts `automatic string to int conversion … failed` into the log.',
    wrong: `loadmodule "pv.so"

request_route {
  if ($du) {
    exit;
  }
}
`,
    right: `loadmodule "pv.so"

request_route {
  if ($du != $null) {
    exit;
  }
}
`,
  },
  check(analysis, report) {
    for (const condition of conditionsOf(analysis)) {
      const { item } = condition;
      for (const part of partsOf(condition)) {
        const name = plainVariable(part, item.tokens);
        if (name === undefined || NUMBERED.has(name)) continue;
        const form = valueForm(part, item.tokens);
        if (form ? form.isNumber && !form.isText : !TEXTS.has(name)) continue;
        const range = rangeOf(item, part);
        const isNever = form !== undefined && !form.isNumber;
        const message = isNever
          ? `'$${name}' holds ${form.what}: as a condition it counts as 0 and is never true`
          : `as a condition '$${name}' is true only where its text is a number other than 0`;
        const written = item.tokens[part.from]?.image ?? '';
        const fix = {
          title: 'Ask whether there is a value',
          edits: [{ range, newText: `${written} != $null` }],
          isSafe: false,
        };
        // Behind '!' the comparison would need parentheses, and mean the same as '== $null'.
        report(
          item.tokens[part.from - 1]?.image === '!' || item.tokens[part.from]?.macro
            ? { range, message }
            : { range, message, fix },
        );
      }
    }
  },
};
