import { offsetInValue } from '../syntax/directive.ts';
import type { Rule } from './rule.ts';

export const defineValue: Rule = {
  code: 'define-value',
  severity: 'warning',
  category: 'preprocessor',
  summary: 'The value of a define has a sign at its beginning or end that is meant for the directive.',
  advice: 'Write the name, a blank and the value, and nothing else.',
  documentation: {
    why:
      'All that stands behind the name is the value. A `=` before it or a semicolon behind it is put in the place of ' +
      'the name, too, and makes no sense there.',
    wrong: `#!define FLT_ACC=1;

request_route {
  exit;
}
`,
    right: `#!define FLT_ACC 1

request_route {
  exit;
}
`,
  },
  check({ program }, report) {
    for (const { name, directive } of program.preprocessed.definitions) {
      const value = directive?.value;
      if (!value || !/^(?:re|try)?define$/.test(directive.kind)) continue;
      const { text } = value;
      const at = (from: number, to: number): { source: typeof directive.source; start: number; end: number } => ({
        source: directive.source,
        start: offsetInValue(value, from),
        end: offsetInValue(value, to - 1) + 1,
      });
      if (/^=\s*(?:"[^"]*"|'[^']*'|[\w.:-]+)\s*;?\s*$/.test(text)) {
        report({ range: at(0, 1), message: `'=' is part of the value of '${name}': a blank parts name and value` });
      } else if (/^(?:"[^"]*"|'[^']*'|-?\d+|0x[0-9a-fA-F]+)\s*;\s*$/.test(text)) {
        const from = text.lastIndexOf(';');
        report({ range: at(from, from + 1), message: `the semicolon is part of the value of '${name}'` });
      }
    }
  },
};
